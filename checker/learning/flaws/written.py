"""A report as its author has written it, open to changes, and the :class:`Report` that a reader would make of it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from checker.language.markers import find_marker
from checker.language.statements import SECTIONS
from checker.learning.corpus import FOLDER, LabelledStatement, load_statements
from checker.learning.flaws.grids import FilledTable, filled_tables, grid_of
from checker.reading import build_report
from checker.reading.document import Document, DraftMark
from checker.report.blocks import ParagraphDraft, Piece, TextLocator
from checker.report.formats import SECTION_KINDS, SectionKind, get_format
from checker.report.model import Report, Source
from checker.resources import data_path
from checker.rules.naming import CHINESE_ORDINALS

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Line = tuple[LabelledStatement, ...]
MarkKind = Literal["insertion", "deletion", "comment", "highlight"]

# A statement that ends otherwise ended with its line.
_FINAL = re.compile(r"[。！？；!?;，,、][”’」』）]*$")


@dataclass(frozen=True)
class Written:
    """A report before it is read.

    ``narrative`` holds the lines of the preamble and the three narrative sections, each the statements that
    stand on it; ``headings`` the section headings with their numbers; ``order`` the sections that there are;
    ``tables`` those that there are; ``marks`` traces of drafting at the words given.
    """

    document: str
    agency: str
    agency_type: str
    year: int
    title: str
    narrative: Mapping[str, tuple[Line, ...]]
    tables: Mapping[str, FilledTable]
    headings: Mapping[SectionKind, str]
    order: tuple[SectionKind, ...] = SECTION_KINDS
    marks: tuple[tuple[MarkKind, str], ...] = field(default=())

    def statements(self, section: str) -> Line:
        """The statements of a section in order."""
        return tuple(item for line in self.narrative[section] for item in line)

    def of_role(self, section: str, role: str) -> Line:
        """The statements of a section that have the role."""
        return tuple(item for item in self.statements(section) if item.role == role)

    def with_lines(self, section: str, lines: Iterable[Line]) -> Written:
        """The report with other lines in a section; empty ones are left out."""
        kept = tuple(line for line in lines if line)
        return dataclasses.replace(self, narrative={**self.narrative, section: kept})

    def replacing(self, section: str, change: Callable[[LabelledStatement], Line]) -> Written:
        """The report with each statement of a section replaced by what ``change`` makes of it (none, one or several)."""
        lines = [tuple(new for item in line for new in change(item)) for line in self.narrative[section]]
        return self.with_lines(section, lines)

    def without(self, section: str, leave_out: Callable[[LabelledStatement], bool]) -> Written:
        """The report without the statements of a section for which ``leave_out`` holds."""
        return self.replacing(section, lambda item: () if leave_out(item) else (item,))

    def with_table(self, table: FilledTable) -> Written:
        """The report with this table in the place of the one of its kind."""
        return dataclasses.replace(self, tables={**self.tables, table.form.kind: table})


def words(text: str, section: str, aspects: tuple[str, ...] = ()) -> LabelledStatement:
    """Structural words (a heading, 「无。」, a placeholder) as a statement: a frame that says nothing."""
    return LabelledStatement("", "", "", 0, section, 0, text, aspects, "frame", 0, False)


def statutory_heading(kind: SectionKind) -> str:
    """The heading of the 2021 format with its number."""
    return f"{CHINESE_ORDINALS[SECTION_KINDS.index(kind)]}、{get_format('2021').section(kind).heading}"


@cache
def corpus_reports() -> tuple[Written, ...]:
    """Every report of the corpus for 2021 or later, as written, with statutory headings and the tables of its figures.

    Reports of 2019 and 2020 belong to another format and are left out.
    """
    statements: dict[str, list[LabelledStatement]] = {}
    for item in load_statements():
        statements.setdefault(item.document, []).append(item)
    raw: list[dict[str, Any]] = json.loads((data_path(*FOLDER) / "reports.json").read_text("utf-8"))
    first = get_format("2021").first_year
    return tuple(_written(entry, statements[entry["document"]]) for entry in raw if entry["year"] >= first)


def _written(entry: Mapping[str, Any], statements: Sequence[LabelledStatement]) -> Written:
    return Written(
        document=entry["document"],
        agency=entry["agency"],
        agency_type=entry["agency_type"],
        year=entry["year"],
        title=entry["title"],
        narrative={section: _lines([item for item in statements if item.section == section]) for section in SECTIONS},
        tables=filled_tables(entry["figures"]),
        headings={kind: statutory_heading(kind) for kind in SECTION_KINDS},
    )


def _lines(statements: Sequence[LabelledStatement]) -> tuple[Line, ...]:
    """Statements as lines: those of one paragraph together, a heading and what ends without a mark on its own."""
    lines: list[list[LabelledStatement]] = []
    previous: LabelledStatement | None = None
    for item in statements:
        opens = previous is None or item.paragraph != previous.paragraph or not _FINAL.search(previous.text)
        if opens or (not _FINAL.search(item.text) and find_marker(item.text)[0]):
            lines.append([])
        lines[-1].append(item)
        previous = item
    return tuple(tuple(line) for line in lines)


def report_of(written: Written) -> Report:
    """The report that a reader makes of a docx with these words and tables."""
    document = Document()
    _paragraph(document, written.title)
    for line in written.narrative["preamble"]:
        _paragraph(document, text_of(line))
    for kind in written.order:
        _paragraph(document, written.headings.get(kind, ""))
        for line in written.narrative.get(kind, ()):
            _paragraph(document, text_of(line))
        if kind in written.tables:
            document.drafts.append(grid_of(written.tables[kind]))
    for mark, at in written.marks:
        _mark(document, mark, at)
    return build_report(document, Source(written.document, DOCX, "0" * 64, 0))


def text_of(line: Line) -> str:
    """A line's text."""
    return "".join(item.text for item in line)


def _paragraph(document: Document, text: str) -> None:
    if text:
        document.drafts.append(ParagraphDraft([Piece(text, TextLocator(len(document.drafts) + 1))]))


def _mark(document: Document, kind: MarkKind, at: str) -> None:
    for index, draft in enumerate(document.drafts):
        if isinstance(draft, ParagraphDraft) and at in draft.pieces[0].text:
            start = draft.pieces[0].text.index(at)
            end = start if kind in ("deletion", "comment") else start + len(at)
            document.marks.append(DraftMark(kind, index, None, start, end, at))
            return
    raise ValueError(f"no paragraph holds {at!r}")
