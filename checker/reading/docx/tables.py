"""The grid of a ``w:tbl``: which cells there are, what they cover and which XML they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.reading.docx.changes import DELETIONS, INSERTIONS, author_of
from checker.reading.docx.package import ALTERNATE, Element, alternative, number, switch, value, w
from checker.reading.grid import Extent, settle

# Hand-drawn borders that miss each other by this little (twips, about 2 mm) leave a grid column that nobody
# sees; a cell needs more than that for its margins alone.
_SLIVER = 120
_MOST_COLUMNS = 32_767
_WRAPPERS = frozenset(map(w, ("sdt", "sdtContent", "customXml"))) | INSERTIONS


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its element and, where it is a tracked insertion or deletion, by whom."""

    element: Element
    inserted_by: str | None
    deleted_by: str | None


@dataclass(frozen=True, slots=True)
class CellPart:
    """A ``w:tc`` that is (a part of) a cell. ``row`` is its row's number in the rows laid out; ``covered``:
    its text lies under a merged cell, where Word does not show it."""

    element: Element
    row: int
    covered: bool


@dataclass(slots=True)
class _RawCell:
    elements: list[Element]
    left: int
    right: int
    continues: bool
    merges_down: bool


def rows_of(table: Element) -> list[Row]:
    """The rows of the table itself, without those that are hidden."""
    rows = []
    for element in _members(table, w("tr")):
        properties = element.find(w("trPr"))
        if not switch(properties, "hidden"):
            rows.append(Row(element, author_of(properties, INSERTIONS), author_of(properties, DELETIONS)))
    return rows


def lay_out(table: Element, rows: list[Row]) -> list[Extent[CellPart]]:
    """The cells of these rows of the table in reading order, each merged area once, on a settled grid."""
    raw = [_raw_cells(row.element) for row in rows]
    _snap(raw, _column_edges(table))
    extents: list[Extent[CellPart]] = []
    open_above: dict[int, Extent[CellPart]] = {}
    for top, cells in enumerate(raw):
        open_here: dict[int, Extent[CellPart]] = {}
        for cell in cells:
            above = open_above.get(cell.left) if cell.continues else None
            covers = above is not None and above.right == cell.right
            if above is None or not covers:
                above = Extent(top, top, cell.left, cell.right)
                extents.append(above)
            above.bottom = top + 1
            above.contents.extend(
                CellPart(element, top, covers or place > 0) for place, element in enumerate(cell.elements)
            )
            if cell.merges_down:
                open_here[cell.left] = above
        open_above = open_here
    return settle(extents)


def _members(parent: Element, tag: str) -> Iterator[Element]:
    """The rows (or cells) of ``parent``, through content controls and other wrappers, not those of inner tables."""
    stack = [iter(parent)]
    while stack:
        for child in stack[-1]:
            if child.tag == tag:
                yield child
            elif child.tag in _WRAPPERS:
                stack.append(iter(child))
                break
            elif child.tag == ALTERNATE:
                branch = alternative(child)
                stack.append(iter(() if branch is None else branch))
                break
        else:
            stack.pop()


def _raw_cells(row: Element) -> list[_RawCell]:
    """The cells of one row as declared, cells merged sideways the old way (``w:hMerge``) joined."""
    left = _span(row.find(w("trPr")), "gridBefore", 0)
    cells: list[_RawCell] = []
    for element in _members(row, w("tc")):
        properties = element.find(w("tcPr"))
        if author_of(properties, (w("cellDel"),)) is not None:
            continue
        right = left + _span(properties, "gridSpan", 1)
        if cells and _merge(properties, "hMerge") == "continue":
            cells[-1].elements.append(element)
            cells[-1].right = right
        else:
            merge = _merge(properties, "vMerge")
            cells.append(_RawCell([element], left, right, merge == "continue", merge is not None))
        left = right
    return cells


def _span(properties: Element | None, name: str, least: int) -> int:
    return number(value(properties, name), least, least, _MOST_COLUMNS)


def _merge(properties: Element | None, name: str) -> str | None:
    """The merge state of a cell: restart, continue (also where it is not spelt out) or ``None``."""
    merge = None if properties is None else properties.find(w(name))
    return None if merge is None else merge.get(w("val"), "continue")


def _column_edges(table: Element) -> list[int]:
    """The distance of each grid line from the left edge, in twips; empty where the table does not tell."""
    grid = table.find(w("tblGrid"))
    edges = [0]
    for column in () if grid is None else grid.iterchildren(w("gridCol")):
        edges.append(edges[-1] + number(column.get(w("w")), 0))
    return edges


def _snap(rows: list[list[_RawCell]], edges: list[int]) -> None:
    """Move cell borders that miss a neighbouring grid line by a sliver onto it.

    A line stays where it is if any cell would vanish by the move: then the thin column is meant.
    """
    # for each right border of a thin cell the nearest left one: the line that it may not be moved onto
    thin: dict[int, int] = {}
    for row in rows:
        for cell in row:
            if cell.right < len(edges) and edges[cell.right] - edges[cell.left] < _SLIVER:
                thin[cell.right] = max(cell.left, thin.get(cell.right, 0))
    target = {line: line for line in range(len(edges))}
    for line in range(1, len(edges)):
        group = target[line - 1]
        if 0 < edges[line] - edges[group] < _SLIVER and thin.get(line, -1) < group:
            target[line] = group
    for row in rows:
        for cell in row:
            cell.left = target.get(cell.left, cell.left)
            cell.right = target.get(cell.right, cell.right)
