"""What an operator is: a flaw that can be planted in a sound report, with the rule that must find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from checker.learning.flaws.written import Written


@dataclass(frozen=True, slots=True)
class Flaw:
    """A report with a flaw. ``word`` is what the note must quote or name, "" where any note of the rule will do.
    ``prior`` is the report of the year before that the flaw shows against, where it is not the sound one."""

    written: Written
    word: str = ""
    prior: Written | None = None


@dataclass(frozen=True, slots=True)
class Operator:
    """A way to spoil a report. ``plant`` is pure, draws its chance from the report alone, and gives ``None`` where
    the flaw cannot be planted in that report. Rule and name tell operators apart."""

    rule: str
    name: str
    plant: Callable[[Written], Flaw | None] = field(compare=False)
