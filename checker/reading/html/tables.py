"""Tables of a page: which are data and which only lay out the page, and the grid of those that are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from checker.reading.errors import ReadingError
from checker.reading.grid import Extent, settle
from checker.reading.html.page import Element

Content = TypeVar("Content")

_DIGITS = re.compile(r"\s*\+?(\d+)")
# Wider than any table that is read; a span beyond it is damage.
_MOST_COLUMNS_SPANNED = 200
_MOST_STEPS = 5_000_000
_ROW_GROUPS = {"thead": 0, "tfoot": 2}
_PLAIN_ROW_GROUP = 1
_LONG_TEXT = 300
_LONG_SHARE = 0.7
_SHORT_TEXT = 60
_FEWEST_DATA_CELLS = 4


@dataclass(slots=True)
class TableRow(Generic[Content]):
    """A row as written: the element that groups it with others, and its cells as (rowspan, colspan, content)."""

    group: Element
    cells: list[tuple[int, int, Content]] = field(default_factory=list)


def span(value: str | None, *, zero: int) -> int:
    """A ``rowspan`` or ``colspan`` as browsers read it: leading digits count, nonsense is 1, 0 is ``zero``."""
    found = _DIGITS.match(value or "")
    if found is None:
        return 1
    digits = found[1].lstrip("0")
    return zero if not digits else int(digits[:6])


def grid_of(rows: list[TableRow[Content]]) -> list[Extent[Content]]:
    """Place the cells as browsers do: each in the first free place of its row; head first, foot last.

    Spans end with the row group and never reach over a cell that hangs down from above.
    """
    rows = sorted(rows, key=lambda row: _ROW_GROUPS.get(str(row.group.tag), _PLAIN_ROW_GROUP))
    ends: dict[Element, int] = {row.group: number + 1 for number, row in enumerate(rows)}
    taken: dict[int, int] = {}
    extents = []
    steps = 0
    for top, row in enumerate(rows):
        left = 0
        for rowspan, colspan, content in row.cells:
            while taken.get(left, 0) > top:
                left += 1
                steps += 1
            right = left + 1
            while right < left + colspan and right < left + _MOST_COLUMNS_SPANNED and taken.get(right, 0) <= top:
                right += 1
            bottom = min(top + rowspan, ends[row.group]) if rowspan else ends[row.group]
            taken.update(dict.fromkeys(range(left, right), bottom))
            extents.append(Extent(top, bottom, left, right, [content]))
            steps += right - left
            left = right
            if steps > _MOST_STEPS:
                raise ReadingError("网页中的表格过大，不像一份年度报告")
    return settle(extents)


def cells_of(table: Element) -> Iterator[Element]:
    """The cells of the table itself, not those of tables within."""
    stack = [iter(table)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in ("td", "th"):
            yield child
        elif child.tag != "table":
            stack.append(iter(child))


def layout_tables(
    tables: list[Element], sizes: dict[Element, int], sections: dict[Element, int], headed: set[Element]
) -> set[Element]:
    """Those of ``tables`` (in document order) that only lay out the page.

    ``sizes``: visible characters in an element; ``sections``: a bit for each statutory section whose
    heading stands in it; ``headed``: the elements that hold an html heading.
    """
    layout: set[Element] = set()
    holding_data: set[Element] = set()
    for table in reversed(tables):
        if table.get("role") in ("presentation", "none") or _lays_out(table, holding_data, sizes, sections, headed):
            layout.add(table)
            continue
        for ancestor in table.iterancestors():
            if ancestor in holding_data:
                break
            holding_data.add(ancestor)
    return layout


def _lays_out(
    table: Element,
    holding_data: set[Element],
    sizes: dict[Element, int],
    sections: dict[Element, int],
    headed: set[Element],
) -> bool:
    cells = [cell for cell in cells_of(table) if sizes.get(cell, 0)]
    if len(cells) <= 1:
        return True
    whole = sum(sizes[cell] for cell in cells)
    for cell in cells:
        if cell in headed or sections.get(cell, 0).bit_count() >= 2:
            return True
        if sizes[cell] >= _LONG_TEXT and sizes[cell] >= _LONG_SHARE * whole:
            return True
    plain = [cell for cell in cells if cell not in holding_data]
    if len(plain) < len(cells):
        return sum(sizes[cell] <= _SHORT_TEXT for cell in plain) < _FEWEST_DATA_CELLS
    return _is_one_column(table)


def _is_one_column(table: Element) -> bool:
    """Whether no row has a second cell: lines of text, not a grid."""
    rows: set[Element] = set()
    for cell in cells_of(table):
        row = cell.getparent()
        if row in rows:
            return False
        rows.add(row)
    return True
