"""The claims that a narrative makes with its figures, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# "report": what the report as a whole speaks of; "own": the office alone where the report is a government's; "area":
# more than the reporting agency (「全市教育系统」 in a bureau's report); "part": of one body, one channel, one kind.
Scope = Literal["report", "own", "area", "part"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as the author wrote it, and the range [low, high] of exact values that the words allow.

    「12」 allows 12 alone, 「200余」 what lies from 200 to 300, 「1.2万」 what rounds to it. ``start``/``end`` are
    offsets into the passage's normalised text.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    unit: str
    written: str

    @property
    def exact(self) -> bool:
        """Whether the words name one value."""
        return self.low == self.high

    def allows(self, value: float) -> bool:
        """Whether the words may stand for that value."""
        return self.low - 1e-9 <= value <= self.high + 1e-9


@dataclass(frozen=True, slots=True)
class Claim:
    """A count that the narrative gives, or denies, at [start, end) of the report's text.

    ``subject`` is a key of the lexicon's subjects. ``amount`` is zero where ``denied`` (「未收到申请」). ``year`` is
    the year that the words name, ``None`` where they name none (then it is the report's). ``whole_period`` is
    false for a month, a half year, or several years together. ``passage`` numbers the statement that it stands in.
    """

    start: int
    end: int
    text: str
    subject: str
    amount: Amount
    denied: bool
    year: int | None
    whole_period: bool
    scope: Scope
    scope_words: str
    section: str
    passage: int

    def is_of(self, year: int | None) -> bool:
        """Whether it speaks of the whole of that year."""
        return self.whole_period and (self.year is None or year is None or self.year == year)


@dataclass(frozen=True, slots=True)
class Completion:
    """「全部办结」 or 「答复率100%」 said of applications, at [start, end). ``timely``: only that terms were kept.

    ``excused``: the words beside it tell of cases still open.
    """

    start: int
    end: int
    text: str
    timely: bool
    excused: bool
    section: str
    passage: int
