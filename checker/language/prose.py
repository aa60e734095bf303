"""What authors write beside the tables of sections two to four.

The narrative (``checker.language.pipeline.narrative_parts``) is what the statement model was taught on: preamble,
overview, problems, other matters. Sections two to four hold the tables, and often sentences of the author's own as well.
What the format itself prints there (labels, headings, the note on how the figures are related), and what is left of a
table whose cells came as lines, is no prose.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from checker.report.blocks import Paragraph
from checker.report.formats import SectionKind, formats
from checker.report.model import TABLE_KINDS, Report
from checker.report.normal import compact

_HAN = re.compile(r"[\u4e00-\u9fff]")
# The note that the form prints over table three, and the units over table two.
_NOTES = re.compile(r"勾稽关系|第一项加第二项之和|第三项加第四项之和|保留4位小数")
# What begins or ends like a table's row without a mark: the numbers of the cells.
_CELLS = re.compile(r"(?:[\t|]|(?<!\d)\d+(?:\.\d+)?\s+)(?:\d+(?:\.\d+)?|/|-|无)?\s*$")
_FEWEST = 8
# A line as like as this to what the format prints is that, with a slip.
_LABEL = 0.7


def prose_beside_tables(report: Report) -> list[tuple[int, int, SectionKind]]:
    """The paragraphs of sections two to four that are prose: start, end, section."""
    parts: list[tuple[int, int, SectionKind]] = []
    for kind in TABLE_KINDS:
        section = report.section(kind)
        if section is None:
            continue
        first, last = report.content_of(section)
        for block in report.blocks:
            if isinstance(block, Paragraph) and block.start < last and block.end > first:
                start, end = max(block.start, first), min(block.end, last)
                if _is_prose(report.text[start:end]):
                    parts.append((start, end, kind))
    return sorted(parts)


@lru_cache(maxsize=1024)
def _is_prose(line: str) -> bool:
    text = compact(line)
    if _NOTES.search(text) or (_CELLS.search(line) and not re.search(r"[。;]", text)):
        return False
    own = _form_words().sub("", text)
    if len(_HAN.findall(own)) < _FEWEST:
        # 「无2件。」 aside: short sentences end with a full stop, and none of the format's labels does
        return text.endswith("。") and len(_HAN.findall(text)) >= _FEWEST
    return not any(Indel.normalized_similarity(text, label, score_cutoff=_LABEL) for label in _labels())


@cache
def _labels() -> tuple[str, ...]:
    """Everything that the formats print in and over their tables."""
    found: set[str] = set()
    for form in formats():
        for table in form.tables:
            found |= {table.title, *(row.group for row in table.rows)}
            found |= {label for row in table.rows for label in (row.label, *row.aliases)}
            found |= {label for column in table.columns for label in (column.label, *column.aliases)}
    return tuple(sorted({compact(label) for label in found if label}, key=lambda label: (-len(label), label)))


@cache
def _form_words() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(label) for label in _labels() if len(label) > 2))
