"""The three statutory tables as typed values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from checker.report.formats import TableFormat

Number = int | float
ValueState = Literal["number", "blank", "slash", "text"]


@dataclass(frozen=True, slots=True)
class Value:
    """One cell as written and as understood.

    ``number`` is ``None`` where the cell is blank or holds no number; ``state`` says what it holds
    ("slash": a stroke or dash put for nothing). ``unit`` is a unit that the author wrote into the cell.
    ``start``/``end`` are offsets into the canonical text.
    """

    raw: str
    number: Number | None
    state: ValueState
    start: int
    end: int
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """The words that were read as a row's label, where they stand, and how near they are to the format's (0–1)."""

    text: str
    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class LayoutFault:
    """A departure of the table's layout from the format.

    ``missing_row``/``missing_column``: ``key`` names it; ``renamed_row``: the label reads ``text``;
    ``undivided_row``: one row stands for several; ``extra_row``: a row with figures that the format does
    not have; ``unreadable_row``: the row is there but its cells cannot be told apart.
    """

    kind: Literal["missing_row", "missing_column", "renamed_row", "undivided_row", "extra_row", "unreadable_row"]
    key: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class StatutoryTable:
    """A statutory table as read: ``values[row][column]``; a cell that the document does not have is absent.

    ``start``/``end`` cover the table in the canonical text. ``format`` is the table's form, ``format_key``
    the format that it belongs to.
    """

    format: TableFormat
    format_key: str
    values: dict[str, dict[str, Value]]
    labels: dict[str, RowLabel]
    faults: tuple[LayoutFault, ...]
    start: int
    end: int
    matched_rows: int = field(default=0)

    @property
    def kind(self) -> str:
        return self.format.kind

    @property
    def name(self) -> str:
        return self.format.name

    def value(self, row: str, column: str) -> Value | None:
        """The cell, or ``None`` where the document has no such cell."""
        return self.values.get(row, {}).get(column)

    def number(self, row: str, column: str) -> Number | None:
        """The cell's number; ``None`` where it is blank, absent or no number."""
        value = self.value(row, column)
        return None if value is None else value.number

    def figures(self) -> dict[str, object]:
        """The table as plain data: every row and column that the format has, ``None`` where there is no number.

        A row with a single column is that number itself. Rows that only stand for undivided ones are left out.
        """
        result: dict[str, object] = {}
        for row in self.format.rows:
            if row.undivided:
                continue
            numbers = {column: self.number(row.key, column) for column in row.columns}
            result[row.key] = next(iter(numbers.values())) if len(row.columns) == 1 else numbers
        return result


def empty_figures(form: TableFormat) -> dict[str, object]:
    """The plain data of a table that the document does not have: ``None`` everywhere."""
    return StatutoryTable(form, "", {}, {}, (), 0, 0).figures()
