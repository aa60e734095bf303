"""From the raw extents of table cells to a grid without empty rows, empty columns or overlong spans."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Content = TypeVar("Content")


@dataclass(slots=True)
class Extent(Generic[Content]):
    """A cell that covers rows [top, bottom) and columns [left, right), and what stands in it."""

    top: int
    bottom: int
    left: int
    right: int
    contents: list[Content] = field(default_factory=list)


def settle(extents: Iterable[Extent[Content]]) -> list[Extent[Content]]:
    """The same cells in reading order on a grid that counts only the rows and columns in which a cell begins.

    Files declare spans that reach far beyond the table (``colspan="100"``), columns that no cell ever
    starts in, and rows that are wholly covered from above; none of them is a row or column that a
    reader sees. Cells that did not overlap before do not overlap after.
    """
    cells = sorted(extents, key=lambda cell: (cell.top, cell.left))
    rows = sorted({cell.top for cell in cells})
    columns = sorted({cell.left for cell in cells})
    return [
        Extent(
            bisect_left(rows, cell.top),
            bisect_left(rows, cell.bottom),
            bisect_left(columns, cell.left),
            bisect_left(columns, cell.right),
            cell.contents,
        )
        for cell in cells
    ]


def area(extents: Iterable[Extent[Content]]) -> int:
    """The number of places of the grid that the cells span, empty ones included."""
    rows = columns = 0
    for cell in extents:
        rows = max(rows, cell.bottom)
        columns = max(columns, cell.right)
    return rows * columns
