"""Tables from grids and characters, and one table again from the parts that a page break left of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checker.reading.pdf.frame import Box
from checker.reading.pdf.glyphs import Glyph, is_han
from checker.reading.pdf.grid import Grid
from checker.reading.pdf.lines import Line, Locate, cell_lines, joined_text, pieces
from checker.report.blocks import CellDraft, TableDraft

_SAME_EDGE = 3.4
"""Boundaries of two parts of a table this close are one."""

_BLANK_REST = 40.0
"""A blank row lower than this at a page break is what the break cut off the row on the other page."""

ENUMERATOR = re.compile(
    r"[（(]?[一二三四五六七八九十百]{1,3}[、)）．.]|[（(]\d{1,2}[)）]|\d{1,2}[、．)）]|\d{1,2}\.(?!\d)|第[一二三四五六七八九十]{1,3}[，、条章]"
    r"|[①-⑳●○■□◆•·▪]"
)
"""What a new item begins with."""

NUMBER = re.compile(r"[-－+]?[\d０-９][\d０-９,，.．]*%?|[/／—-]")
"""What stands in a cell for figures: a number, or a stroke for none."""


@dataclass(slots=True, eq=False)
class PartCell:
    """A cell of a part: its place, its lines in reading order, and how wide it is in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: list[Line]
    width: float

    @property
    def text(self) -> str:
        return joined_text(self.lines)

    @property
    def last_row(self) -> int:
        return self.row + self.row_span - 1


@dataclass(slots=True, eq=False)
class TablePart:
    """A table, or what one page holds of it.

    ``xs``: its column boundaries; ``row_heights``: in points, from the top; ``ruled``: drawn, not only aligned;
    ``labels``: how many columns hold labels (of an aligned one); ``bottom_room``: points between it and the
    end of its page's text.
    """

    page: int
    box: Box
    xs: list[float]
    cells: list[PartCell]
    row_heights: list[float]
    ruled: bool = True
    labels: int = 0
    bottom_room: float = 0.0

    @property
    def rows(self) -> int:
        return len(self.row_heights)

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    def draft(self) -> TableDraft:
        """The table as the reader hands it on."""
        return TableDraft(
            [
                CellDraft(cell.row, cell.column, pieces(cell.lines), cell.row_span, cell.column_span)
                for cell in sorted(self.cells, key=lambda cell: (cell.row, cell.column))
            ]
        )


def fill_grids(
    grids: Sequence[Grid], glyphs: Sequence[Glyph], page: int, locate: Locate
) -> tuple[list[TablePart], list[Glyph]]:
    """The tables that ``grids`` make of the characters of a page, and the characters that are in none."""
    grids = _worth_filling(grids)
    homes = [_home(grids, (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2) for glyph in glyphs]
    _keep_numbers_whole(grids, glyphs, homes)
    contents: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    free: list[Glyph] = []
    for glyph, home in zip(glyphs, homes, strict=True):
        (free if home is None else contents[home]).append(glyph)
    parts = []
    for number, grid in enumerate(grids):
        cells = []
        for index, place in enumerate(grid.places):
            written = contents.get((number, index))
            lines = cell_lines(written, locate) if written else []
            box = grid.box_of(place)
            cells.append(PartCell(place.row, place.column, place.row_span, place.column_span, lines, box[2] - box[0]))
        heights = [top - bottom for top, bottom in zip(grid.ys, grid.ys[1:], strict=False)]
        parts.append(TablePart(page, grid.box, list(grid.xs), cells, heights))
    return parts, free


def _worth_filling(grids: Sequence[Grid]) -> list[Grid]:
    """Without frames: a box around other grids, and boxes inside a cell of a table; smallest first."""
    ordered = sorted(grids, key=lambda grid: _area(grid.box))
    kept = []
    for grid in ordered:
        single = len(grid.xs) == 2
        others = [other for other in ordered if other is not grid]
        if single and any(_holds(grid.box, other.box) for other in others):
            continue
        if single and any(len(other.xs) > 2 and _holds(other.box, grid.box) for other in others):
            continue
        kept.append(grid)
    return kept


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(outer: Box, box: Box) -> bool:
    """Whether the middle of ``box`` lies in the larger ``outer``."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return _area(outer) > _area(box) and outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _home(grids: Sequence[Grid], x: float, y: float) -> tuple[int, int] | None:
    """The (grid, cell) at a point; the smallest grid where several are."""
    for number, grid in enumerate(grids):
        cell = grid.at(x, y)
        if cell >= 0:
            return number, cell
    return None


def _keep_numbers_whole(grids: Sequence[Grid], glyphs: Sequence[Glyph], homes: list[tuple[int, int] | None]) -> None:
    """Give a number or Latin word that is wider than its cell to the one cell that its middle lies in."""
    start = 0
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs) and _one_word(glyphs[index - 1], glyphs[index]):
            continue
        if len(set(homes[start:index])) > 1:
            x = (glyphs[start].x0 + glyphs[index - 1].x1) / 2
            y = (glyphs[start].y0 + glyphs[start].y1) / 2
            homes[start:index] = [_home(grids, x, y)] * (index - start)
        start = index


def _one_word(first: Glyph, second: Glyph) -> bool:
    """Whether two characters that follow one another in the page's content are set as parts of one word."""
    return (
        not second.spaced
        and second.order == first.order + 1
        and not first.wide
        and not second.wide
        and abs(first.base - second.base) < 0.1 * first.em
        and -0.2 * first.em < second.x0 - first.x1 < 0.15 * first.em
    )


def continues(first: TablePart, second: TablePart) -> bool:
    """Whether ``second``, which opens a page, goes on with ``first``, which ends the page before."""
    if second.page != first.page + 1 or first.ruled != second.ruled:
        return False
    if not first.ruled:
        return first.columns - first.labels == second.columns - second.labels
    width, other = first.xs[-1] - first.xs[0], second.xs[-1] - second.xs[0]
    if abs(width - other) > max(_SAME_EDGE, 0.01 * width):
        return False
    if _alike(first, second):
        return True
    # other columns: the same table only if its next rows would not have fitted on the page before
    return first.bottom_room < sum(second.row_heights[:2]) + 40.0


def _alike(first: TablePart, second: TablePart) -> bool:
    """Whether most inner boundaries of the part that has fewer are the other's too."""
    inner, others = (
        [x - part.xs[0] for x in part.xs[1:-1]] for part in sorted((first, second), key=lambda part: part.columns)
    )
    common = sum(any(abs(x - other) <= _SAME_EDGE for other in others) for x in inner)
    return bool(inner) and 2 * common >= len(inner)


def append(first: TablePart, second: TablePart) -> None:
    """Add the rows of ``second`` to ``first``: without a header that it repeats, and with cells that the page
    break cut made whole."""
    _share_columns(first, second)
    _trim_end(first)
    header = _repeated_rows(first, second)
    rest = [cell for cell in second.cells if cell.row >= header]
    for cell in rest:
        cell.row -= header
    if rest:
        joint = first.rows
        _join_rows(first, rest, second.row_heights[header:])
        _absorb_blank_labels(first, joint)
        _drop_empty_rows(first)
    first.page, first.box, first.bottom_room = second.page, second.box, second.bottom_room


def _join_rows(part: TablePart, rest: list[PartCell], heights: list[float]) -> None:
    """Add cells, whose rows count from 0 and are ``heights`` high, below those of ``part``."""
    last = _by_columns(cell for cell in part.cells if cell.last_row == part.rows - 1)
    first = _by_columns(cell for cell in rest if cell.row == 0)
    one_row = _is_cut_row(last, first, min(heights[0], part.row_heights[-1]))
    joined = set()
    for key, cell in first.items():
        above = last.get(key)
        if above is None or not (one_row or _is_cut_cell(above, cell, last, first)):
            continue
        if one_row or above.text != cell.text:
            above.lines.extend(cell.lines)
        above.row_span += cell.row_span - one_row
        joined.add(id(cell))
    for cell in rest:
        cell.row += part.rows - one_row
    part.cells += [cell for cell in rest if id(cell) not in joined]
    part.row_heights += heights[1:] if one_row else heights


def _absorb_blank_labels(part: TablePart, start: int) -> None:
    """Give a blank cell that stands under a merged label, left of a label of its own row, to that merged cell.

    Browsers draw the rest of a merged cell after a page break too short, which leaves such blanks. ``start`` is
    the row after the break.
    """
    near = [cell for cell in part.cells if cell.last_row >= start - 1]
    ends = {(cell.column, cell.column_span, cell.row + cell.row_span): cell for cell in near}
    for cell in sorted(near, key=lambda cell: cell.row):
        above = ends.get((cell.column, cell.column_span, cell.row))
        if cell.text or above is None or above.row_span < 2 or not _names(above.text):
            continue
        crossing = (other for other in near if other.row <= cell.last_row and other.last_row >= cell.row)
        if any(other.column > cell.column and _names(other.text) for other in crossing):
            above.row_span += cell.row_span
            part.cells.remove(cell)
            ends[cell.column, cell.column_span, cell.row + cell.row_span] = above


def _drop_empty_rows(part: TablePart) -> None:
    """Take out rows in which no cell begins."""
    begun = {cell.row for cell in part.cells}
    kept = [row for row in range(part.rows) if row in begun]
    for cell in part.cells:
        end = bisect_left(kept, cell.row + cell.row_span)
        cell.row = bisect_left(kept, cell.row)
        cell.row_span = end - cell.row
    part.row_heights = [part.row_heights[row] for row in kept]


def _names(text: str) -> bool:
    """Whether a text holds words, not only figures."""
    return any(is_han(character) for character in text)


def _trim_end(part: TablePart) -> None:
    """Take out a last row in which nothing begins but one blank cell, next to cells that reach into it from above or
    as wide as the table: the space that a row left which did not fit on the page."""
    last = part.rows - 1
    begun = [cell for cell in part.cells if cell.row == last]
    reaching = [cell for cell in part.cells if cell.row < last <= cell.last_row]
    if last == 0 or len(begun) != 1 or begun[0].text or not (reaching or begun[0].column_span == part.columns):
        return
    part.cells = [cell for cell in part.cells if cell.row < last]
    for cell in reaching:
        cell.row_span -= 1
    part.row_heights.pop()


def _by_columns(cells: Iterable[PartCell]) -> dict[tuple[int, int], PartCell]:
    return {(cell.column, cell.column_span): cell for cell in cells}


def _share_columns(first: TablePart, second: TablePart) -> None:
    """Give both parts the boundaries of both."""
    if not first.ruled:
        _share_labels(first, second)
        return
    shift = first.xs[0] - second.xs[0]
    scale = (first.xs[-1] - first.xs[0]) / (second.xs[-1] - second.xs[0])
    moved = [first.xs[0] + (x + shift - first.xs[0]) * scale for x in second.xs]
    shared = list(first.xs)
    for number, x in enumerate(moved):
        nearest = min(first.xs, key=lambda edge: abs(edge - x))
        if abs(nearest - x) <= _SAME_EDGE:
            moved[number] = nearest
        else:
            shared.append(x)
    shared.sort()
    for part, edges in ((first, list(first.xs)), (second, moved)):
        for cell in part.cells:
            start, end = edges[cell.column], edges[cell.column + cell.column_span]
            cell.column = shared.index(start)
            cell.column_span = shared.index(end) - cell.column
        part.xs = shared


def _share_labels(first: TablePart, second: TablePart) -> None:
    """Give two aligned parts the same number of label columns: the last one of the part with fewer is widened."""
    fewer, more = sorted((first, second), key=lambda part: part.labels)
    extra = more.labels - fewer.labels
    for cell in fewer.cells:
        if cell.column >= fewer.labels:
            cell.column += extra
        elif cell.column + cell.column_span == fewer.labels:
            cell.column_span += extra
    fewer.labels, fewer.xs = more.labels, more.xs


def _repeated_rows(first: TablePart, second: TablePart) -> int:
    """How many rows at the top of ``second`` say the same as the top of ``first``: a header printed again."""
    repeated = 0
    written = False
    for row in range(min(first.rows, second.rows)):
        mine, other = _row_key(first, row), _row_key(second, row)
        if mine != other:
            break
        written = written or any(text for *_, text in mine)
        closed = not any(cell.row <= row < cell.last_row for part in (first, second) for cell in part.cells)
        if closed and written:
            repeated = row + 1
    return repeated


def _row_key(part: TablePart, row: int) -> list[tuple[int, int, int, str]]:
    """What a row is compared by: the places and texts of the cells that begin in it."""
    return sorted(
        (cell.column, cell.column_span, cell.row_span, re.sub(r"\s", "", cell.text))
        for cell in part.cells
        if cell.row == row
    )


Row = dict[tuple[int, int], PartCell]


def _is_cut_cell(above: PartCell, below: PartCell, last: Row, first: Row) -> bool:
    """Whether a merged cell goes on over a page break: ``above`` ends the page in the row ``last``, ``below`` opens
    the next one in the row ``first``."""
    spans = above.row_span > 1 or below.row_span > 1
    if not below.text:
        if not above.text or NUMBER.fullmatch(above.text):
            return spans and not above.text
        grouped = spans or _has_label_right_of(above, last)
        return below.row_span > 1 or (grouped and _has_label_right_of(below, first))
    if not above.text:
        return above.row_span > 1
    if above.text == below.text:
        return spans
    return (
        spans
        and not ENUMERATOR.match(below.text)
        and not NUMBER.fullmatch(below.text)
        and not NUMBER.fullmatch(above.text)
        and _has_label_right_of(below, first)
    )


def _has_label_right_of(cell: PartCell, row: Row) -> bool:
    """Whether a cell further right in its row holds words, so that the cell groups rows."""
    return any(other.column > cell.column and _names(other.text) for other in row.values())


def _is_cut_row(last: Row, first: Row, height: float) -> bool:
    """Whether the first row on a page is the rest of the last row on the page before. ``height``: the lower of the
    two, in points."""
    if last.keys() != first.keys() or len(first) < 2:
        return False
    if any(cell.row_span > 1 and ENUMERATOR.match(cell.text) for cell in first.values()):
        return False
    keys = [key for key in sorted(first) if first[key].row_span == 1]
    below, above = [first[key] for key in keys], [last[key] for key in keys]
    if not any(cell.text for cell in below) or not any(cell.text for cell in above if cell.row_span == 1):
        return height < _BLANK_REST
    values = _values(below)
    if values and _values(above):
        return False
    label = next((cell for cell in below if cell.text and not NUMBER.fullmatch(cell.text)), None)
    if label is None:
        # the words stayed on the page before, the figures went over
        return bool(values) and sum(bool(cell.text) for cell in above) == 1
    start = last[label.column, label.column_span]
    goes_on = bool(start.text) and not ENUMERATOR.match(label.text) and _is_full(start)
    others = [cell for cell in above if cell is not start and cell.text]
    if values:
        return goes_on and not others
    return goes_on and bool(_values(above)) and sum(bool(cell.text) for cell in below) == 1


def _values(cells: Sequence[PartCell]) -> list[PartCell]:
    return [cell for cell in cells if NUMBER.fullmatch(cell.text)]


def _is_full(cell: PartCell) -> bool:
    """Whether the last line of a cell leaves no room for another character."""
    line = cell.lines[-1]
    return cell.width - (line.x1 - line.x0) < 1.2 * line.em + 12.0
