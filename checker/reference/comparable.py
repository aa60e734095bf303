"""What of a report is compared with other reports, and how it is written for that.

Left out is what the format, the law or the official notice prescribes and what is not the author's own: the preamble,
headings, the fee statement, opening and closing formulas, list markers, the names of sections, table rows and columns
(``corpora/lexicon/prescribed_terms.toml``), numbers with their units, names of documents with their numbers, quotations.
What remains is written without punctuation, the agency's own name and what it calls itself as one sign, so that neither
another year nor another agency's name hides a copy, and two reports that count the same things have nothing in common.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from checker.language.agency_names import own_names
from checker.language.markers import find_marker
from checker.language.units import UNITS
from checker.reference.model import ReferenceReport, ReferenceStatement
from checker.report.normal import compact, normalise
from checker.resources import data_path

if TYPE_CHECKING:
    from checker.language.pipeline import Annotation

# Between what is not neighbours: it stands in no fingerprint and in no match.
BREAK = "\n"
_OWN = "我"

_QUOTED = r'《[^《》]{1,80}(?:《[^《》]{1,60}》[^《》]{0,20})?》|"[^"]{1,60}"'
_DOCUMENT_NUMBER = r"[一-鿿]{0,8}[\[(](?:19|20)\d{2}[\])]\d{1,4}号|国令第\d+号"
_DIGITS = rf"\d[\d,.]*(?:余|多)?(?:万(?!元)|亿(?!元))?(?:%|{UNITS})?"
_SELF = r"(?:我|本|全)(?:省|市|县|区|旗|州|盟|镇|乡|街道|办|局|委|厅|院|处|所|校|中心|机关|单位|部门|馆|台|队|社)"
_FEE = re.compile(r"信息处理费|(?:没有|无)其他(?:需要|需)?报告的?事项|^无[。.]?$")


@dataclass(frozen=True)
class Comparable:
    """The characters of a report that are compared.

    ``key[i]`` came from the character at ``origin[i]`` of the report's text and belongs to ``statements[owner[i]]``
    (-1 for a :data:`BREAK`, which stands between sections and where a statement was left out).
    """

    key: str
    origin: tuple[int, ...]
    owner: tuple[int, ...]
    statements: tuple[ReferenceStatement, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place [start, end) of the key in the report's text."""
        return self.origin[start], self.origin[end - 1] + 1


def own_statements(annotation: Annotation) -> tuple[ReferenceStatement, ...]:
    """A draft's statements in the form in which those of reference reports are kept, offsets into the draft's text."""
    return tuple(
        ReferenceStatement(
            item.statement.start,
            item.statement.end,
            item.statement.section or "preamble",
            item.labels.role,
            item.labels.specificity,
            round(item.labels.stock, 4),
            item.labels.aspects,
        )
        for item in annotation.statements
    )


def comparable_of(report: ReferenceReport) -> Comparable:
    """A reference report's comparable characters; ``origin`` leads into ``report.text``."""
    return comparable(report.text, report.statements, report.agency)


def comparable(text: str, statements: Sequence[ReferenceStatement], agency: str | None) -> Comparable:
    """The comparable characters of the statements of ``text``."""
    own = _own(agency)
    key: list[str] = []
    origin: list[int] = []
    owner: list[int] = []
    previous = -1
    for place, statement in enumerate(statements):
        words = text[statement.start : statement.end]
        if is_prescribed(statement, words):
            continue
        if key and (place != previous + 1 or statement.section != statements[previous].section):
            key.append(BREAK)
            origin.append(statement.start)
            owner.append(-1)
        previous = place
        for character, offset in _kept(words, own):
            key.append(character)
            origin.append(statement.start + offset)
            owner.append(place)
    return Comparable("".join(key), tuple(origin), tuple(owner), tuple(statements))


def is_prescribed(statement: ReferenceStatement, words: str) -> bool:
    """Whether a statement is left out: preamble, frame, or what section six has to say of fees."""
    if statement.section == "preamble" or statement.role == "frame":
        return True
    return statement.section == "other_matters" and _FEE.search(compact(words)) is not None


def _kept(words: str, own: re.Pattern[str]) -> list[tuple[str, int]]:
    """The characters of a statement that are compared, each with its place in the statement."""
    normal = normalise(words)
    text, origin = normal.text, normal.origin
    kept: list[tuple[str, int]] = []
    position = normal.position(len(find_marker(words)[0]))
    names = [(match.start(), match.end(), True) for match in own.finditer(text, position)]
    gone = [(match.start(), match.end(), False) for match in _prescribed().finditer(text, position)]
    for start, end, is_own in sorted(names + gone):
        if start < position:
            # the longer of two that overlap began earlier
            position = max(position, end)
            continue
        kept += _letters(text, origin, position, start)
        if is_own:
            kept.append((_OWN, origin[start]))
        position = end
    return kept + _letters(text, origin, position, len(text))


def _letters(text: str, origin: Sequence[int], start: int, end: int) -> list[tuple[str, int]]:
    return [(text[place], origin[place]) for place in range(start, end) if text[place].isalnum()]


@lru_cache(maxsize=64)
def _own(agency: str | None) -> re.Pattern[str]:
    """The agency's names and what it calls itself, which are written as one sign."""
    return re.compile("|".join([*map(re.escape, own_names(agency)), _SELF]))


@cache
def _prescribed() -> re.Pattern[str]:
    """What is taken out."""
    terms = tomllib.loads(data_path("corpora", "lexicon", "prescribed_terms.toml").read_text("utf-8"))["terms"]
    wordings = "|".join(re.escape(compact(term)) for term in sorted(terms, key=len, reverse=True))
    return re.compile(f"{_QUOTED}|{_DOCUMENT_NUMBER}|{_DIGITS}|{wordings}")
