"""What the rules on identity share: whose report it is, and its narrative with quoted names blanked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker.language.agency import AgencyKind, agency_kind
from checker.language.places import Place, divisions_named, find_places, place_of
from checker.report.model import Report
from checker.report.normal import Normal, compact, normalise, shifted
from checker.rules.rule import Draft

# Names of documents, systems and accounts say nothing of whose report it is. What stands for a blanked character
# is in no lexicon.
BLANK = "□"
_NAMED = re.compile(r'《[^《》]{1,80}(?:《[^《》]{1,60}》[^《》]{0,20})?》|"[^"]{1,60}"')
_CLAUSE = re.compile(r"[,。;:!?]")


@dataclass(frozen=True, slots=True)
class Own:
    """Whose report it is. ``place`` is filled in from the preamble where the title names a town alone."""

    organization: str
    kind: AgencyKind
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement: its section, and its normalised words, those within 《》 and quotation marks blanked out."""

    section: str
    normal: Normal
    text: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the report's text of [start, end) of ``text``."""
        return self.normal.span(start, end)

    def clause(self, position: int) -> tuple[int, int]:
        """The clause, between two marks, that holds the position."""
        marks = [match.end() for match in _CLAUSE.finditer(self.text)]
        start = max((mark for mark in marks if mark <= position), default=0)
        return start, min((mark - 1 for mark in marks if mark > position), default=len(self.text))


def own_agency(report: Report) -> Own | None:
    """Whose report it is, ``None`` where the report does not say or the name tells no kind of agency."""
    kind = agency_kind(report.organization)
    if kind is None or report.organization is None:
        return None
    place = place_of(report.organization) or Place()
    if place.town and place.county is None:
        place = _with_county(place, place.town, report)
    return Own(compact(report.organization), kind, place)


def _with_county(place: Place, town: str, report: Report) -> Place:
    """The place with the county that the report names right before the town, in the preamble or the signature."""
    text = report.normal.text
    for match in re.finditer(re.escape(town), text):
        before = [item for item in find_places(text[max(0, match.start() - 30) : match.start()]) if not item.short]
        if before and before[-1].end == min(30, match.start()) and before[-1].divisions[0].level == "county":
            found = place_of(before[-1].name + town)
            if found is not None and found.county is not None:
                return replace(found, town=town)
    return place


def passages(draft: Draft) -> Iterator[Passage]:
    """The narrative, statement by statement."""
    for item in draft.annotation.statements:
        statement = item.statement
        normal = shifted(normalise(statement.text), statement.start)
        text = _NAMED.sub(lambda match: match[0][0] + BLANK * (len(match[0]) - 2) + match[0][-1], normal.text)
        yield Passage(statement.section or "preamble", normal, text)


def same_place(one: str, other: str) -> bool:
    """Whether two names are of one place: 大理州 and 大理白族自治州, 互助县 and 互助土族自治县."""
    return one == other or bool(set(divisions_named(one)) & set(divisions_named(other)))
