"""Recomputing the relations that the format states, and finding the one cell that would mend them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checker.report.formats import Relation, RowFormat, TableFormat
from checker.report.tables import Number, StatutoryTable, Value
from checker.rules.naming import listed, shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed

CellKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Equation:
    """One instance of a relation: the cells on either side, with the line (row or column) that it is about."""

    relation: Relation
    line: str
    left: tuple[CellKey, ...]
    right: tuple[CellKey, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """Both sides of an equation, added up."""

    left: Number
    right: Number

    @property
    def difference(self) -> Number:
        return plain(Fraction(str(self.left)) - Fraction(str(self.right)))


def plain(value: Fraction | Number) -> Number:
    """A number as a reader writes it: an integer where it is one."""
    as_float = float(value)
    return int(as_float) if as_float == int(as_float) else as_float


def equations(table: StatutoryTable, key: str) -> Iterator[Equation]:
    """All instances of the relation of that key in the table: one for each column or each row that is there."""
    relation = table.format.relation(key)
    if relation is None:
        return
    if relation.axis == "column":
        left, right = _present(table, relation.left), _present(table, relation.right)
        for column in table.format.columns:
            yield Equation(
                relation,
                column.key,
                tuple((row, column.key) for row in left),
                tuple((row, column.key) for row in right),
            )
    else:
        for row in table.format.rows:
            if row.key in table.values:
                yield Equation(
                    relation,
                    row.key,
                    tuple((row.key, column) for column in relation.left),
                    tuple((row.key, column) for column in relation.right),
                )


def _present(table: StatutoryTable, keys: Sequence[str]) -> list[str]:
    """The rows of a relation, with a row that stands for several in the place of those that are absent."""
    stand_ins: dict[str, RowFormat] = {
        key: row for row in table.format.rows if row.undivided and row.key in table.values for key in row.undivided
    }
    present: list[str] = []
    for key in keys:
        actual = key if key in table.values or key not in stand_ins else stand_ins[key].key
        if actual not in present:
            present.append(actual)
    return present


def add_up(table: StatutoryTable, equation: Equation) -> Sums | list[CellKey]:
    """Both sums, or the cells that hold no number."""
    missing = [cell for cell in (*equation.left, *equation.right) if table.number(*cell) is None]
    if missing:
        return missing
    return Sums(_sum(table, equation.left), _sum(table, equation.right))


def _sum(table: StatutoryTable, cells: Sequence[CellKey]) -> Number:
    return plain(sum((Fraction(str(table.number(*cell))) for cell in cells), Fraction(0)))


def mending_cell(table: StatutoryTable) -> tuple[CellKey, Number] | None:
    """The one cell, and its value, by which every broken equation of the table would hold and none would break.

    ``None`` where nothing is broken, no single cell mends all, or more than one would.
    """
    checked: list[tuple[Equation, Sums]] = []
    for relation in table.format.relations:
        for equation in equations(table, relation.key):
            sums = add_up(table, equation)
            if isinstance(sums, Sums):
                checked.append((equation, sums))
    broken = [(equation, sums) for equation, sums in checked if sums.difference]
    if len(broken) < 2:
        return None
    candidates = {cell for equation, _ in broken for cell in (*equation.left, *equation.right)}
    mending: list[tuple[CellKey, Number]] = []
    for cell in sorted(candidates):
        change = _needed_change(cell, checked)
        if change is not None:
            value = plain(Fraction(str(table.number(*cell))) + change)
            if value >= 0:
                mending.append((cell, value))
    return mending[0] if len(mending) == 1 else None


def _needed_change(cell: CellKey, checked: Sequence[tuple[Equation, Sums]]) -> Fraction | None:
    """By how much the cell must change for all equations to hold; ``None`` where no change does that."""
    needed: Fraction | None = None
    for equation, sums in checked:
        difference = Fraction(str(sums.left)) - Fraction(str(sums.right))
        side = (cell in equation.left) - (cell in equation.right)
        if side == 0:
            if difference:
                return None
            continue
        change = -difference * side
        if needed is None:
            needed = change
        elif needed != change:
            return None
    return needed or None


def terms(table: StatutoryTable, cells: Sequence[CellKey], labels: Sequence[str], value: Number) -> str:
    """A sum written out: 「结果维持10+结果纠正1+其他结果0+尚未审结0=11」; zeros are left out of long ones."""
    parts = [
        f"{label}{table.number(*cell)}"
        for cell, label in zip(cells, labels, strict=True)
        if len(cells) <= 6 or table.number(*cell)
    ]
    return f"{'+'.join(parts) or '各行均为0'}={value}"


def check_relation(draft: Draft, kind: str, key: str) -> Iterator[Outcome]:
    """Findings for every broken instance of a relation, and what could not be recomputed."""
    table = draft.report.tables.get(kind)
    if table is None:
        yield Unassessed("没有读到这张表")
        return
    relation = table.format.relation(key)
    if relation is None:
        return
    incomplete: list[str] = []
    mending = mending_cell(table)
    instances = list(equations(table, key))
    for equation in instances:
        sums = add_up(table, equation)
        if not isinstance(sums, Sums):
            incomplete.append(line_name(table.format, equation))
        elif sums.difference:
            yield _finding(table, equation, sums, mending)
    if incomplete and len(incomplete) == len(instances) > 1:
        lines = "列" if relation.axis == "column" else "行"
        yield Unassessed(f"{table.name}每{lines}都有空缺或读不出的数字，无法核算")
    elif incomplete:
        yield Unassessed(f"{table.name}{listed([f'“{name}”' for name in incomplete], 4)}有空缺或读不出的数字，无法核算")


def line_name(form: TableFormat, equation: Equation) -> str:
    """How a reviewer names the row or column of an equation."""
    if equation.relation.axis == "column":
        return f"{form.column(equation.line).label}列"
    return shortened(form.full_label(equation.line), 24)


def _finding(table: StatutoryTable, equation: Equation, sums: Sums, mending: tuple[CellKey, Number] | None) -> Finding:
    form, relation = table.format, equation.relation
    name = line_name(form, equation)
    anchor = _anchor(table, equation)
    left = _written_out(table, equation.left, relation.axis, relation.left_name, sums.left)
    right = _written_out(table, equation.right, relation.axis, relation.right_name, sums.right)
    message = f"{form.name}{name}：{left}，{right}，相差{plain(abs(sums.difference))}"
    suggestion = "对照登记台账核对，改正填错的数字"
    if mending is not None and mending[0] in (*equation.left, *equation.right):
        suggestion = f"核对{cell_name(form, mending[0])}：现填{table.number(*mending[0])}，若为{mending[1]}，本表各项关系即可全部相符"
    return Finding(
        anchor.start,
        anchor.end,
        message,
        suggestion,
        place=f"{form.kind}/{relation.key}/{equation.line}",
        evidence={
            "table": form.kind,
            "line": equation.line,
            "left": sums.left,
            "right": sums.right,
            "cells": {"/".join(cell): table.number(*cell) for cell in (*equation.left, *equation.right)},
        },
    )


def _written_out(table: StatutoryTable, cells: Sequence[CellKey], axis: str, name: str, value: Number) -> str:
    if axis == "column" and len(cells) == 2:
        return f"{name}={'+'.join(str(table.number(*cell)) for cell in cells)}={value}"
    if len(cells) == 1:
        return f"{name}填{value}" if table.number(*cells[0]) == value else f"{name}={value}"
    if axis == "row":
        labels = [table.format.column(column).label for _, column in cells]
    else:
        labels = [_short_label(table.format, row) for row, _ in cells]
    return f"{name}为{terms(table, cells, labels, value)}"


def _short_label(form: TableFormat, row_key: str) -> str:
    label = form.row(row_key).label
    label = label.split("（区分")[0]
    return shortened(label.lstrip("（一二三四五六七）1234567890."), 14)


def cell_name(form: TableFormat, cell: CellKey) -> str:
    """A cell as a reviewer names it: 「“（七）总计”行“自然人”列」."""
    return f"“{shortened(form.full_label(cell[0]), 24)}”行“{form.column(cell[1]).label}”列"


def _anchor(table: StatutoryTable, equation: Equation) -> Value:
    """The cell to pin the finding to: the total that the parts should give."""
    for cell in (*equation.right, *equation.left):
        value = table.value(*cell)
        if value is not None:
            return value
    raise ValueError(f"equation without a cell: {equation}")
