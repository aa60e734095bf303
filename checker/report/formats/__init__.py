"""The statutory formats, read from the TOML files of this folder: one file a format.

A new official format is a new file; nothing here names a year, a section or a row.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

SectionKind = Literal["overview", "disclosure", "applications", "proceedings", "problems", "other_matters"]
SECTION_KINDS: tuple[SectionKind, ...] = (
    "overview",
    "disclosure",
    "applications",
    "proceedings",
    "problems",
    "other_matters",
)


@dataclass(frozen=True, slots=True)
class SectionFormat:
    """A statutory section: its heading, wordings that are no fault, wordings that are only recognised, and a
    regular expression for what a heading of the top level may look like beside them."""

    kind: SectionKind
    heading: str
    variants: tuple[str, ...]
    loose: tuple[str, ...]
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class ColumnFormat:
    """A column: its label and other accepted wordings, the unit its cells count in (件, 项, 万元), and whether
    its cells may hold a fraction or a sign."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    unit: str = "件"
    fractional: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class RowFormat:
    """A row: label, accepted wordings, the heading that it stands under (``group``), the columns that it has.

    ``undivided`` names the rows that this one stands for where an author did not divide them; such a
    row is read and summed but does not belong to the format.
    """

    key: str
    label: str
    columns: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    group: str = ""
    undivided: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """An arithmetic relation that the format prints or implies.

    ``axis`` "column": in each column the rows ``left`` together equal the rows ``right`` together;
    "row": in each row the columns ``left`` together equal the columns ``right`` together.
    """

    key: str
    axis: Literal["column", "row"]
    left: tuple[str, ...]
    right: tuple[str, ...]
    left_name: str
    right_name: str


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A statutory table. ``layout`` "rows": a label and its cells in each row; "single_row": the rows stand
    side by side under merged headings, all cells in one line (table four)."""

    kind: str
    name: str
    title: str
    layout: Literal["rows", "single_row"]
    columns: tuple[ColumnFormat, ...]
    rows: tuple[RowFormat, ...]
    relations: tuple[Relation, ...]

    def column(self, key: str) -> ColumnFormat:
        return next(column for column in self.columns if column.key == key)

    def row(self, key: str) -> RowFormat:
        return next(row for row in self.rows if row.key == key)

    def relation(self, key: str) -> Relation | None:
        return next((relation for relation in self.relations if relation.key == key), None)

    def full_label(self, row_key: str) -> str:
        """The row's label with the heading that it stands under, as a reviewer would name it."""
        row = self.row(row_key)
        if row.group and row.group.startswith("（"):
            return f"{row.group}{row.label}"
        return f"{row.group}（{row.label}）" if row.group.startswith("行政诉讼") else row.label


@dataclass(frozen=True, slots=True)
class Format:
    """A statutory format: years that it applies to (``last_year`` ``None``: still in force), sections, tables."""

    key: str
    name: str
    document: str
    first_year: int
    last_year: int | None
    sections: tuple[SectionFormat, ...]
    tables: tuple[TableFormat, ...]

    def section(self, kind: str) -> SectionFormat:
        return next(section for section in self.sections if section.kind == kind)

    def table(self, kind: str) -> TableFormat:
        return next(table for table in self.tables if table.kind == kind)


def _table(raw: dict[str, Any]) -> TableFormat:
    columns = tuple(
        ColumnFormat(**{**column, "aliases": tuple(column.get("aliases", ()))}) for column in raw["columns"]
    )
    all_columns = tuple(column.key for column in columns)
    rows = tuple(
        RowFormat(
            key=row["key"],
            label=row["label"],
            columns=tuple(row.get("columns", all_columns)),
            aliases=tuple(row.get("aliases", ())),
            group=row.get("group", ""),
            undivided=tuple(row.get("undivided", ())),
        )
        for row in raw["rows"]
    )
    relations = tuple(
        Relation(**{**relation, "left": tuple(relation["left"]), "right": tuple(relation["right"])})
        for relation in raw.get("relations", ())
    )
    return TableFormat(raw["kind"], raw["name"], raw["title"], raw["layout"], columns, rows, relations)


def _format(raw: dict[str, Any]) -> Format:
    sections = tuple(
        SectionFormat(
            section["kind"],
            section["heading"],
            tuple(section.get("variants", ())),
            tuple(section.get("loose", ())),
            section.get("pattern", ""),
        )
        for section in raw["sections"]
    )
    tables = tuple(_table(table) for table in raw["tables"])
    return Format(raw["key"], raw["name"], raw["document"], raw["first_year"], raw.get("last_year"), sections, tables)


@cache
def formats() -> tuple[Format, ...]:
    """All statutory formats, newest first."""
    folder = files(__name__)
    loaded = [
        _format(tomllib.loads(entry.read_text("utf-8"))) for entry in folder.iterdir() if entry.name.endswith(".toml")
    ]
    return tuple(sorted(loaded, key=lambda item: -item.first_year))


def get_format(key: str) -> Format:
    """The format of that key ("2021"). ``KeyError`` where there is none."""
    for item in formats():
        if item.key == key:
            return item
    raise KeyError(key)


def format_for_year(year: int | None) -> Format:
    """The format that a report for ``year`` has to follow; the newest where the year is unknown.

    Years before the oldest format get the oldest.
    """
    available = formats()
    if year is None:
        return available[0]
    for item in available:
        if year >= item.first_year:
            return item
    return available[-1]
