"""The sums that fail, taken out of the findings' evidence so that they can be shown as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checker.notes.findings import open_findings
from checker.report.formats import Relation, TableFormat, get_format
from checker.reviewing import FindingInfo, Number, Review
from checker.rules.naming import shortened

Cell = tuple[str, str]

_LONGEST_LABEL = 22
_FEW = 6


@dataclass(frozen=True, slots=True)
class FailedSum:
    """One relation that does not hold: where (「表三自然人列」), its two sides in words (「各项办理结果之和：（一）予以公开 4
    ＋ …」) with what they come to, and the (row, column) of the cells that it is made of, ``totals`` those on the right."""

    finding: FindingInfo
    table: str
    where: str
    left_words: str
    left: Number
    right_words: str
    right: Number
    cells: tuple[Cell, ...]
    totals: tuple[Cell, ...]

    @property
    def difference(self) -> Number:
        found = round(abs(self.left - self.right), 6)
        return int(found) if found == int(found) else found


def failed_sums(review: Review) -> list[FailedSum]:
    """The sums that fail in the review's tables, in the order of its findings; dismissed findings are left out."""
    tables = {form.kind: form for form in get_format(review.report.format).tables}
    found = (_failed_sum(finding, tables) for finding in open_findings(review))
    return [item for item in found if item is not None]


def _failed_sum(finding: FindingInfo, tables: Mapping[str, TableFormat]) -> FailedSum | None:
    evidence = finding.evidence
    form = tables.get(str(evidence.get("table")))
    cells, left, right = evidence.get("cells"), _number(evidence.get("left")), _number(evidence.get("right"))
    if form is None or not isinstance(cells, Mapping) or left is None or right is None:
        return None
    numbers = {_cell(key): value for key, value in cells.items() if "/" in str(key)}
    relation = _relation(form, str(evidence.get("line")), numbers)
    if relation is None:
        return None
    on_right = [cell for cell in numbers if _side_key(relation, cell) in relation.right]
    on_left = [cell for cell in numbers if cell not in on_right]
    return FailedSum(
        finding,
        form.kind,
        f"{form.name}{_line_name(form, relation, str(evidence.get('line')))}",
        _side(form, relation, relation.left_name, {cell: numbers[cell] for cell in on_left}),
        left,
        _side(form, relation, relation.right_name, {cell: numbers[cell] for cell in on_right}),
        right,
        tuple(numbers),
        tuple(on_right),
    )


def _number(value: Any) -> Number | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _cell(key: object) -> Cell:
    row, _, column = str(key).partition("/")
    return row, column


def _relation(form: TableFormat, line: str, numbers: Mapping[Cell, Any]) -> Relation | None:
    """The relation of the table that these cells are an instance of: the one that shares most of them."""
    axis = "column" if any(column.key == line for column in form.columns) else "row"
    if axis == "column" and any(row.key == line for row in form.rows):
        # a key that names a row and a column (总计): all cells of one line share it
        axis = "column" if all(column == line for _, column in numbers) else "row"

    def shared(relation: Relation) -> int:
        known = {*relation.left, *relation.right}
        return sum(1 if _side_key(relation, cell) in known else -1 for cell in numbers)

    return max((relation for relation in form.relations if relation.axis == axis), key=shared, default=None)


def _side_key(relation: Relation, cell: Cell) -> str:
    return cell[0] if relation.axis == "column" else cell[1]


def _line_name(form: TableFormat, relation: Relation, line: str) -> str:
    if relation.axis == "column":
        return f"{column_label(form, line)}列"
    return f"{row_label(form, line)}行"


def _side(form: TableFormat, relation: Relation, name: str, numbers: Mapping[Cell, Any]) -> str:
    """One side with its cells, zeros left out where there are many; a single cell is named and no more."""
    label = row_label if relation.axis == "column" else column_label
    parts = [
        f"{shortened(label(form, _side_key(relation, cell)), _LONGEST_LABEL)} {value}"
        for cell, value in numbers.items()
        if value or len(numbers) <= _FEW
    ]
    return name if len(numbers) == 1 else f"{name}：{' ＋ '.join(parts) or '各格均为0'}"


def row_label(form: TableFormat, key: str) -> str:
    """A row's label without its explanation in brackets; the key where the form has no such row."""
    label = next((form.full_label(row.key) for row in form.rows if row.key == key), key)
    return label.split("（区分")[0]


def column_label(form: TableFormat, key: str) -> str:
    """A column's label; the key where the form has no such column."""
    return next((column.label for column in form.columns if column.key == key), key)
