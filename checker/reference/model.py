"""A report that a draft is compared with: last year's, or another agency's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checker.language.agency import agency_kind
from checker.language.agency_names import place_in
from checker.report.formats import get_format
from checker.report.model import Report

if TYPE_CHECKING:
    # spaCy takes longer to import than everything else together, and listing the rules does not need it
    from checker.language.pipeline import Annotation
    from checker.language.statements import Section


@dataclass(frozen=True, slots=True)
class ReferenceStatement:
    """A statement of a reference report; ``start``/``end`` are offsets (characters) into ``ReferenceReport.text``."""

    start: int
    end: int
    section: Section
    role: str
    specificity: int
    stock: float
    aspects: tuple[str, ...]


@dataclass(frozen=True)
class ReferenceReport:
    """What is kept of a report in order to compare others with it.

    ``text`` is its narrative, one line a paragraph, and ``statements`` cut it up. ``tables`` are the figures of the
    statutory tables as ``Review.report.tables`` has them (``None``: blank, absent or unreadable; never 0).
    ``sha256`` is that of the file, ``name`` the file's name, ``place`` the places that the agency's name holds.
    """

    sha256: str
    name: str
    title: str | None
    agency: str | None
    agency_type: str | None
    place: str | None
    year: int | None
    format: str
    text: str
    statements: tuple[ReferenceStatement, ...]
    tables: Mapping[str, Mapping[str, Any]]

    def of(self, section: Section, role: str | None = None) -> tuple[ReferenceStatement, ...]:
        """The statements of a section, of one role where ``role`` is given."""
        return tuple(
            item for item in self.statements if item.section == section and (role is None or item.role == role)
        )

    def words(self, statement: ReferenceStatement) -> str:
        """A statement's text."""
        return self.text[statement.start : statement.end]

    def figure(self, table: str, row: str, column: str | None = None) -> float | None:
        """A cell's number, ``None`` where it is blank, absent or the row has no such column."""
        found = self.tables.get(table, {}).get(row)
        if isinstance(found, Mapping):
            found = found.get(column) if column is not None else None
        return found


def reference_report(report: Report, annotation: Annotation) -> ReferenceReport:
    """What is kept of a report that was read and annotated."""
    kind = agency_kind(report.organization)
    lines: list[str] = []
    statements: list[ReferenceStatement] = []
    length, last_line, last_end = 0, -1, 0
    for item in annotation.statements:
        own, labels = item.statement, item.labels
        gap = report.text[last_end : own.start] if own.line == last_line else "\n" if statements else ""
        lines += [gap, own.text]
        start = length + len(gap)
        length = start + len(own.text)
        statements.append(
            ReferenceStatement(
                start,
                length,
                own.section or "preamble",
                labels.role,
                labels.specificity,
                round(labels.stock, 4),
                labels.aspects,
            )
        )
        last_line, last_end = own.line, own.end
    tables = {
        form.kind: report.tables[form.kind].figures() if form.kind in report.tables else {}
        for form in get_format(report.format).tables
    }
    return ReferenceReport(
        sha256=report.source.sha256,
        name=report.source.path.replace("\\", "/").rsplit("/", 1)[-1],
        title=report.title,
        agency=report.organization,
        agency_type=kind.key if kind else None,
        place=place_in(report.organization),
        year=report.year,
        format=report.format,
        text="".join(lines),
        statements=tuple(statements),
        tables=tables,
    )
