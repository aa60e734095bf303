"""Statutory tables filled in, and the true grids (merged cells and all) that a reader would find in a docx."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from checker.report.blocks import CellDraft, Piece, TableDraft, TextLocator
from checker.report.formats import RowFormat, TableFormat, get_format

Cell = tuple[str, str]

# Columns of table three's grid that hold labels: 三、本年度办理结果 | （三）不予公开 | 1.属于国家秘密
_LABEL_COLUMNS = 3
_RESULTS = "三、本年度办理结果"
_CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True)
class FilledTable:
    """A statutory table as an author has filled it in.

    ``texts`` holds what is written in each cell by (row, column); ``rows`` and ``columns`` the keys of those
    that the author kept; ``labels`` wordings that differ from the form's.
    """

    form: TableFormat
    texts: Mapping[Cell, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, row: str) -> str:
        """The row's label as written."""
        return self.labels.get(row, self.form.row(row).label)

    def number(self, row: str, column: str) -> int:
        """The cell's number; for cells that hold a whole one."""
        return int(self.texts[row, column])

    def changed(self, cells: Mapping[Cell, object]) -> FilledTable:
        """The table with other texts in these cells."""
        return dataclasses.replace(self, texts={**self.texts, **{cell: str(value) for cell, value in cells.items()}})


def filled_tables(figures: Mapping[str, Any]) -> dict[str, FilledTable]:
    """The three tables of the 2021 format from a report's figures (``reports.json``), by kind; totals are computed."""
    form = get_format("2021")
    return {
        "disclosure": _filled(form.table("disclosure"), _disclosure_values(figures)),
        "applications": _filled(form.table("applications"), _application_values(figures)),
        "proceedings": _filled(form.table("proceedings"), _proceedings_values(figures)),
    }


def old_disclosure(table: FilledTable) -> FilledTable:
    """The same figures in table two of the 2019 trial format; what that table asks beyond them is 0."""
    form = get_format("2019").table("disclosure")
    values: dict[str, list[object]] = {row.key: [0] * len(row.columns) for row in form.rows}
    for row in ("regulations", "normative_documents"):
        issued, in_force = table.texts[row, "issued"], table.texts[row, "in_force"]
        values[row] = [issued, issued, in_force]
    for row in ("licences", "penalties", "coercive_measures"):
        values[row] = [0, 0, table.texts[row, "decisions"]]
    return _filled(form, values)


def _filled(form: TableFormat, values: Mapping[str, Sequence[object]]) -> FilledTable:
    rows = [row for row in form.rows if not row.undivided]
    texts = {
        (row.key, column): str(value)
        for row in rows
        for column, value in zip(row.columns, values.get(row.key, [0] * len(row.columns)), strict=True)
    }
    return FilledTable(form, texts, tuple(row.key for row in rows), tuple(column.key for column in form.columns))


def _disclosure_values(figures: Mapping[str, Any]) -> dict[str, Sequence[object]]:
    single = ("licences", "penalties", "coercive_measures", "fees")
    return {
        "regulations": figures["regulations"],
        "normative_documents": figures["normative"],
        **{key: [figures[key]] for key in single},
    }


def _application_values(figures: Mapping[str, Any]) -> dict[str, Sequence[object]]:
    rows: dict[str, list[int]] = {"new_requests": figures["new"], "carried_over": figures["carried_over"]}
    rows |= figures["results"]
    rows["total"] = [sum(row[place] for row in figures["results"].values()) for place in range(len(figures["new"]))]
    rows["carried_forward"] = figures["carried_forward"]
    return {key: [*values, sum(values)] for key, values in rows.items()}


def _proceedings_values(figures: Mapping[str, Any]) -> dict[str, Sequence[object]]:
    rows = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
    return {row: [*figures[row], sum(figures[row])] for row in rows}


# ── grids ─────────────────────────────────────────────────────────────────────────────────────────


def grid_of(table: FilledTable) -> TableDraft:
    """The table as a reader hands it on."""
    draw = {"disclosure": _disclosure_grid, "applications": _applications_grid, "proceedings": _proceedings_grid}
    return TableDraft(draw[table.form.kind](table))


def _cell(row: int, column: int, text: str, row_span: int = 1, column_span: int = 1) -> CellDraft:
    pieces = [Piece(text, TextLocator(1))] if text else []
    return CellDraft(row, column, pieces, row_span, column_span)


def _disclosure_grid(table: FilledTable) -> list[CellDraft]:
    """A heading of the Regulation's article, the column labels, then the rows of that article; four columns wide."""
    cells: list[CellDraft] = []
    line = 0
    kept = [table.form.row(key) for key in table.rows]
    for (group, columns), rows in groupby(kept, key=lambda row: (row.group, row.columns)):
        present = [column for column in columns if column in table.columns]
        spans = [1] * (len(present) - 1) + [4 - len(present)]
        cells.append(_cell(line, 0, group, column_span=4))
        cells.append(_cell(line + 1, 0, "信息内容"))
        cells += _spread(line + 1, 1, [table.form.column(column).label for column in present], spans)
        line += 2
        for row in rows:
            cells.append(_cell(line, 0, table.label(row.key)))
            cells += _spread(line, 1, [table.texts[row.key, column] for column in present], spans)
            line += 1
    return cells


def _spread(row: int, column: int, texts: Sequence[str], spans: Sequence[int]) -> list[CellDraft]:
    cells = []
    for text, span in zip(texts, spans, strict=True):
        cells.append(_cell(row, column, text, column_span=span))
        column += span
    return cells


def _applications_grid(table: FilledTable) -> list[CellDraft]:
    cells = _applications_head(table)
    line = 3
    kept = [table.form.row(key) for key in table.rows]
    for results, rows in groupby(kept, key=lambda row: bool(row.group)):
        lines = list(rows)
        if results:
            cells.append(_cell(line, 0, _RESULTS, row_span=len(lines)))
        cells += _labels_and_figures(table, line, lines)
        line += len(lines)
    return cells


def _applications_head(table: FilledTable) -> list[CellDraft]:
    organisations = [column for column in table.columns if column not in ("natural_person", "total")]
    cells = [
        _cell(0, 0, _CORNER, row_span=3, column_span=_LABEL_COLUMNS),
        _cell(0, _LABEL_COLUMNS, "申请人情况", column_span=len(table.columns)),
    ]
    place = _LABEL_COLUMNS
    for column in table.columns:
        label = table.form.column(column).label
        if column in organisations:
            if column == organisations[0]:
                cells.append(_cell(1, place, "法人或其他组织", column_span=len(organisations)))
            cells.append(_cell(2, place, label))
        else:
            cells.append(_cell(1, place, label, row_span=2))
        place += 1
    return cells


def _labels_and_figures(table: FilledTable, line: int, rows: Sequence[RowFormat]) -> list[CellDraft]:
    cells = []
    for group, members in groupby(rows, key=lambda row: row.group):
        lines = list(members)
        nested = group not in ("", _RESULTS)
        if nested:
            cells.append(_cell(line, 1, group, row_span=len(lines)))
        first = 0 if not group else 2 if nested else 1
        for row in lines:
            cells.append(_cell(line, first, table.label(row.key), column_span=_LABEL_COLUMNS - first))
            texts = [table.texts[row.key, column] for column in table.columns]
            cells += _spread(line, _LABEL_COLUMNS, texts, [1] * len(texts))
            line += 1
    return cells


def _proceedings_grid(table: FilledTable) -> list[CellDraft]:
    """The three rows stand side by side under merged headings, all figures in one line."""
    width = len(table.columns)
    cells = [
        _cell(0, 0, "行政复议", row_span=2, column_span=width),
        _cell(0, width, "行政诉讼", column_span=2 * width),
        _cell(1, width, table.label("litigation_direct"), column_span=width),
        _cell(1, 2 * width, table.label("litigation_after_reconsideration"), column_span=width),
    ]
    labels = [table.form.column(column).label for column in table.columns] * len(table.rows)
    figures = [table.texts[row, column] for row in table.rows for column in table.columns]
    return [*cells, *_spread(2, 0, labels, [1] * len(labels)), *_spread(3, 0, figures, [1] * len(figures))]
