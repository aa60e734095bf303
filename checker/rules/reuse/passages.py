"""How the reuse rules tell of a passage and its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from checker.language.units import UNITS
from checker.reference.comparison import Comparison, Passage
from checker.reference.model import ReferenceReport
from checker.report.model import Report
from checker.report.normal import normalise
from checker.rules.naming import shortened

# A section of which so much stands elsewhere was taken over whole: one note, not one a paragraph.
WHOLE_SECTION = 0.8
# A list of counts: nearly every clause is what was counted and a number, 「会议纪要14件」.
_NUMBER = r"\d[\d,.]*(?:余|多)?[万亿]?"
_COUNT = re.compile(rf"(?:其中)?(?:20\d\d年度?)?[^\d]{{2,24}}{_NUMBER}(?:%|{UNITS})")
_CLAUSE_END = re.compile(r"(?<!\d)[,、]|[,、](?!\d)|[;:。!?\n]")
_INTRODUCES = re.compile(r"20\d\d年度?|全年|本年度?|其中|分别为")
_FEWEST_COUNTS, _NEARLY_ALL = 3, 0.85


def section_of(comparison: Comparison, passage: Passage) -> str:
    """The kind of the section that a passage stands in."""
    return comparison.draft.statements[passage.statements[0]].section


def is_list_of_counts(text: str) -> bool:
    """Whether a text lists counts and says nothing else: the like is worded alike every year and everywhere."""
    split = _CLAUSE_END.split(normalise(text).text)
    clauses = [clause for clause in split if clause and not _INTRODUCES.fullmatch(clause)]
    counts = [clause for clause in clauses if _COUNT.fullmatch(clause)]
    return len(counts) >= _FEWEST_COUNTS and sum(map(len, counts)) >= _NEARLY_ALL * sum(map(len, clauses))


def counts_anew(text: str, passage: Passage) -> bool:
    """Whether a passage of the draft's ``text`` lists counts with other figures than its source."""
    own = whole_clauses(text, passage.start, passage.end)
    ends = passage.pairs[0].source_start, passage.pairs[-1].source_end
    theirs = whole_clauses(passage.source.text, min(ends), max(ends))
    return is_list_of_counts(own) and re.findall(_NUMBER, own) != re.findall(_NUMBER, theirs)


def whole_clauses(text: str, start: int, end: int) -> str:
    """[start, end) of a text, run on to the next mark: the number after the last word compared belongs to it."""
    mark = re.compile(r"[，。；：！？、;:!?\n]|,(?!\d)").search(text, end)
    return text[start : mark.start() if mark else len(text)]


def by_section(comparison: Comparison, passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    """The passages by section, in order."""
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(section_of(comparison, passage), []).append(passage)
    return groups


def share_of(comparison: Comparison, section: str, passages: Sequence[Passage]) -> float:
    """The share of a section's compared characters that the passages have in common with their sources (0–1)."""
    characters = comparison.characters(section)
    return min(1.0, sum(passage.common for passage in passages) / characters) if characters else 0.0


def noted_together(passages: Sequence[Passage], share: float) -> list[list[Passage]]:
    """The passages of a section as they are noted: each on its own, or all of one source together where the section
    was taken over whole."""
    if share < WHOLE_SECTION:
        return [[passage] for passage in passages]
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(passage.source.sha256, []).append(passage)
    return list(groups.values())


def source_name(source: ReferenceReport) -> str:
    """A source as a reviewer knows it: 「岭南县马家镇人民政府2022年报告」."""
    if source.agency and source.year:
        return f"{source.agency}{source.year}年报告"
    return f"“{source.title or source.name}”"


def own_earlier(source: ReferenceReport) -> str:
    """The agency's own earlier report as a reviewer knows it."""
    return f"本机关{source.year}年报告" if source.year else f"本机关往年报告“{source.title or source.name}”"


def counted(passages: Sequence[Passage]) -> str:
    """What the number of characters is of: 「相同73字」, of several passages 「3段合计相同73字」."""
    characters = sum(passage.common for passage in passages)
    pairs = sum(len(passage.pairs) for passage in passages)
    return f"相同{characters}字" if pairs == 1 else f"{pairs}处合计相同{characters}字"


def source_quote(passages: Sequence[Passage], most: int = 60) -> str:
    """What the source has in the place of the first passage."""
    first = passages[0]
    text = first.source.text
    return shortened("……".join(text[pair.source_start : pair.source_end] for pair in first.pairs), most)


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{round(100 * share)}%"


def identity_of(report: Report, passages: Sequence[Passage]) -> tuple[str, ...]:
    """What makes a reuse finding the same from run to run: whose words, and which."""
    source = passages[0].source
    return (
        source.agency or source.name,
        str(source.year),
        *(report.text[pair.start : pair.end] for passage in passages for pair in passage.pairs),
    )


def reuse_evidence(report: Report, passages: Sequence[Passage], share: float) -> dict[str, Any]:
    """The source, the spans side by side (offsets in characters of either text) and the share of the section."""
    source = passages[0].source
    return {
        "source": {"name": source.name, "title": source.title, "agency": source.agency, "year": source.year},
        "pairs": [
            {
                "start": pair.start,
                "end": pair.end,
                "quote": report.text[pair.start : pair.end],
                "source_start": pair.source_start,
                "source_end": pair.source_end,
                "source_quote": source.text[pair.source_start : pair.source_end],
            }
            for passage in passages
            for pair in passage.pairs
        ],
        "characters": sum(passage.common for passage in passages),
        "similarity": round(min(passage.similarity for passage in passages), 3),
        "share": round(share, 3),
    }
