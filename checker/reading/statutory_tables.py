"""Which form each statutory table follows, and which format the report as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from checker.reading.statutory import extract_table
from checker.report.blocks import Block
from checker.report.formats import Format, format_for_year, formats, get_format
from checker.report.model import Section
from checker.report.tables import StatutoryTable


def find_tables(
    blocks: Sequence[Block], sections: Sequence[Section], year: int | None
) -> tuple[dict[str, StatutoryTable], str]:
    """The statutory tables by kind, and the key of the format that the report follows.

    Table two differs most between the formats, so it decides; where it cannot be read, the format that
    was in force for the report's year is taken.
    """
    regions = {section.kind: (section.heading_end, section.end) for section in sections}
    in_force = format_for_year(year)
    read: dict[str, dict[str, tuple[StatutoryTable, int]]] = {}
    for item in formats():
        for form in item.tables:
            region = regions.get(form.kind)  # type: ignore[call-overload]
            table, headings = extract_table(blocks, region, form, item.key)
            if table is None and region is not None:
                # the section is there and its table is elsewhere: a heading was lost or doubled
                table, headings = extract_table(blocks, None, form, item.key)
            if table is not None:
                read.setdefault(form.kind, {})[item.key] = (table, headings)
    key = _best_format(read.get("disclosure", {}), in_force)
    tables: dict[str, StatutoryTable] = {}
    for kind, by_format in read.items():
        best = _best_format(by_format, get_format(key) if kind != "disclosure" else in_force)
        if best in by_format:
            tables[kind] = by_format[best][0]
    return tables, key


def _best_format(by_format: dict[str, tuple[StatutoryTable, int]], preferred: Format) -> str:
    """The key of the format whose form fits best: column labels found, then cells placed, then the preferred."""
    if not by_format:
        return preferred.key

    def fit(key: str) -> tuple[int, int, bool]:
        table, headings = by_format[key]
        faults = sum(1 for fault in table.faults if fault.kind in ("missing_row", "unreadable_row"))
        return headings, sum(len(row) for row in table.values.values()) - faults, key == preferred.key

    return max(by_format, key=fit)
