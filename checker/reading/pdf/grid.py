"""Grids of cells rebuilt from ruling lines and from the backgrounds of cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from checker.reading.pdf.frame import Box

_JOIN = 4.0
"""Pieces of one line with a gap up to this are one (dashes, dots, corners of borders)."""

_TOUCH = 5.0
"""Lines this close belong to one table (html tables leave space between the borders of cells)."""

_NARROW = 7.0
"""Lines this close are one boundary if nothing is written between them (double lines, borders of two cells)."""

_DOT = 2.5

_SHORTEST = 5.0
"""A line shorter than this bounds no cell."""

_COVERED = 0.55
"""The share of a cell's side that must be drawn to part it from its neighbour."""

_MAX_LINES = 4_000
_MAX_FILLS = 600
_MAX_PLACES = 20_000
_MAX_GRIDS = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line at ``at`` (x if it is upright, y if it is level) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's place in a grid."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(slots=True)
class Grid:
    """Cells between boundaries: ``xs`` from left to right, ``ys`` from top to bottom.

    ``owner[row][column]`` is the index in ``places`` of the cell that covers it (-1: none).
    """

    xs: list[float]
    ys: list[float]
    places: list[Place]
    owner: list[list[int]]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[-1], self.xs[-1], self.ys[0]

    def at(self, x: float, y: float) -> int:
        """The index of the cell at a point; -1 if none is there."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[-1] < y <= self.ys[0]):
            return -1
        row = bisect_left(self.ys, -y, key=lambda edge: -edge) - 1
        return self.owner[max(0, row)][bisect_right(self.xs, x) - 1]

    def box_of(self, place: Place) -> Box:
        """Where a cell lies on the page."""
        return (
            self.xs[place.column],
            self.ys[place.row + place.row_span],
            self.xs[place.column + place.column_span],
            self.ys[place.row],
        )


@dataclass(slots=True)
class _Boundary:
    """A boundary of a grid: its position and the stretches of it that are drawn."""

    at: float
    stretches: list[tuple[float, float]] = field(default_factory=list)

    def covers(self, start: float, end: float) -> bool:
        """Whether most of [start, end] is drawn."""
        drawn = sum(max(0.0, min(end, stop) - max(start, begin)) for begin, stop in self.stretches)
        return drawn >= _COVERED * (end - start)


def find_grids(lines: Iterable[Box], fills: Sequence[Box], centres: Sequence[tuple[float, float]]) -> list[Grid]:
    """The grids on a page.

    ``lines`` and ``fills`` are what is drawn, ``centres`` where characters stand. Backgrounds count only
    where no lines make a table of the same place, and only if they are set out like one.
    """
    level, upright = _rules(lines)
    grids = _grids(level, upright, centres)
    tables = [grid.box for grid in grids if len(grid.places) > 1]
    free = [fill for fill in fills if not any(_inside(fill, table) for table in tables)]
    weak_level, weak_upright = _rules(_outlines(_tiles(free)))
    grids += [grid for grid in _grids(weak_level, weak_upright, centres) if _regular(grid)]
    return sorted(grids, key=_area, reverse=True)[:_MAX_GRIDS]


def level_rules(lines: Iterable[Box]) -> list[Rule]:
    """The level lines on a page, pieces of one joined."""
    return _rules(lines)[0]


def _area(grid: Grid) -> float:
    left, bottom, right, top = grid.box
    return (right - left) * (top - bottom)


def _inside(box: Box, outer: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _rules(lines: Iterable[Box]) -> tuple[list[Rule], list[Rule]]:
    """Thin boxes as (level, upright) rules; pieces of one line are joined, what stays short is left out."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for left, bottom, right, top in lines:
        width, height = right - left, top - bottom
        dot = max(width, height) <= _DOT  # it may belong to a dotted line of either direction
        if width >= height or dot:
            level.append(Rule((bottom + top) / 2, left, right))
        if height > width or dot:
            upright.append(Rule((left + right) / 2, bottom, top))
    joined = _joined(level), _joined(upright)
    if len(joined[0]) + len(joined[1]) > _MAX_LINES:
        return [], []
    return joined


def _joined(rules: list[Rule]) -> list[Rule]:
    """Pieces that lie on one line and touch, as one rule."""
    rows: dict[int, list[Rule]] = defaultdict(list)
    position = None
    row = 0
    for rule in sorted(rules, key=lambda rule: rule.at):
        if position is None or rule.at - position > 0.75:
            row += 1
            position = rule.at
        rows[row].append(rule)
    joined: list[Rule] = []
    for pieces in rows.values():
        pieces.sort(key=lambda rule: rule.start)
        at = sum(rule.at for rule in pieces) / len(pieces)
        start, end = pieces[0].start, pieces[0].end
        for piece in pieces[1:]:
            if piece.start > end + _JOIN:
                joined.append(Rule(at, start, end))
                start = piece.start
            end = max(end, piece.end)
        joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= _SHORTEST]


def _grids(level: list[Rule], upright: list[Rule], centres: Sequence[tuple[float, float]]) -> list[Grid]:
    """The grids that rules make; ``centres``: where characters stand."""
    grids = []
    ordered = sorted(centres, key=lambda centre: centre[1])
    heights = [y for _, y in ordered]
    for rows, columns in _components(level, upright):
        grid = _grid(rows, columns, ordered, heights)
        if grid is not None:
            grids.append(grid)
    return grids


def _components(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch, each with at least one of both directions."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    order = sorted(range(len(upright)), key=lambda index: upright[index].at)
    positions = [upright[index].at for index in order]
    for number, row in enumerate(level):
        first, last = bisect_left(positions, row.start - _TOUCH), bisect_right(positions, row.end + _TOUCH)
        for index in order[first:last]:
            if upright[index].start - _TOUCH <= row.at <= upright[index].end + _TOUCH:
                parent[root(len(level) + index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for number, row in enumerate(level):
        groups[root(number)][0].append(row)
    for number, column in enumerate(upright):
        groups[root(len(level) + number)][1].append(column)
    return [group for group in groups.values() if group[0] and group[1]]


def _grid(
    level: list[Rule], upright: list[Rule], centres: list[tuple[float, float]], heights: list[float]
) -> Grid | None:
    """The grid that touching lines make; None if they enclose nothing. ``centres`` are ordered by ``heights``."""
    left = min(*(rule.start for rule in level), *(rule.at for rule in upright))
    right = max(*(rule.end for rule in level), *(rule.at for rule in upright))
    bottom = min(*(rule.start for rule in upright), *(rule.at for rule in level))
    top = max(*(rule.end for rule in upright), *(rule.at for rule in level))
    beside = centres[bisect_left(heights, bottom) : bisect_right(heights, top)]
    inside = [(x, y) for x, y in beside if left <= x <= right]
    columns = _boundaries(upright, left, right, inside)
    rows = _boundaries(level, bottom, top, [(y, x) for x, y in inside])[::-1]
    if len(columns) < 2 or len(rows) < 2 or len(columns) * len(rows) > _MAX_PLACES:
        return None
    return _cells(columns, rows, inside)


def _boundaries(rules: list[Rule], low: float, high: float, written: Sequence[tuple[float, float]]) -> list[_Boundary]:
    """The boundaries that parallel rules make between ``low`` and ``high``.

    The two ends are boundaries though they may not be drawn (tables with open sides, or cut by the page).
    ``written``: where characters stand, across the rules and along them.
    """
    groups: list[list[Rule]] = []
    for rule in sorted([*rules, Rule(low, 0.0, 0.0), Rule(high, 0.0, 0.0)], key=lambda rule: rule.at):
        gap = rule.at - groups[-1][-1].at if groups else high - low + _NARROW
        if gap <= _NARROW and not _is_between(written, groups[-1], rule):
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [
        _Boundary((group[0].at + group[-1].at) / 2, _overlaid([(rule.start, rule.end) for rule in group]))
        for group in groups
    ]


def _is_between(written: Sequence[tuple[float, float]], group: list[Rule], rule: Rule) -> bool:
    """Whether anything is written between a narrow pair of rules where both are drawn (a merged cell may lie over
    the space that an html table leaves between its cells)."""
    return any(
        group[-1].at < across < rule.at
        and rule.start <= along <= rule.end
        and any(other.start <= along <= other.end for other in group)
        for across, along in written
    )


def _overlaid(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that overlap or nearly touch, as one each."""
    overlaid: list[tuple[float, float]] = []
    for start, end in sorted(stretches):
        if overlaid and start <= overlaid[-1][1] + _TOUCH:
            overlaid[-1] = (overlaid[-1][0], max(end, overlaid[-1][1]))
        else:
            overlaid.append((start, end))
    return overlaid


def _cells(columns: list[_Boundary], rows: list[_Boundary], inside: list[tuple[float, float]]) -> Grid:
    """The cells between boundaries: elementary places are one cell unless a drawn line parts them."""
    xs, ys = [boundary.at for boundary in columns], [boundary.at for boundary in rows]
    width, height = len(xs) - 1, len(ys) - 1
    right_open = [
        [column + 1 < width and not columns[column + 1].covers(ys[row + 1], ys[row]) for column in range(width)]
        for row in range(height)
    ]
    below_open = [
        [row + 1 < height and not rows[row + 1].covers(xs[column], xs[column + 1]) for column in range(width)]
        for row in range(height)
    ]
    regions = _regions(right_open, below_open)
    grid = Grid(xs, ys, [], [[-1] * width for _ in range(height)])
    for row in range(height):
        for column in range(width):
            if grid.owner[row][column] < 0:
                _add_rectangle(grid, regions, row, column)
    _drop_outside(grid, columns, rows, inside)
    return grid


def _regions(right_open: list[list[bool]], below_open: list[list[bool]]) -> list[list[int]]:
    """Numbers for elementary places, the same for those that no line parts."""
    height, width = len(right_open), len(right_open[0])
    regions = [[-1] * width for _ in range(height)]
    number = 0
    for row in range(height):
        for column in range(width):
            if regions[row][column] >= 0:
                continue
            pending = [(row, column)]
            regions[row][column] = number
            while pending:
                r, c = pending.pop()
                for r2, c2, is_open in (
                    (r, c + 1, right_open[r][c]),
                    (r, c - 1, c > 0 and right_open[r][c - 1]),
                    (r + 1, c, below_open[r][c]),
                    (r - 1, c, r > 0 and below_open[r - 1][c]),
                ):
                    if is_open and regions[r2][c2] < 0:
                        regions[r2][c2] = number
                        pending.append((r2, c2))
            number += 1
    return regions


def _add_rectangle(grid: Grid, regions: list[list[int]], row: int, column: int) -> None:
    """Add the cell whose top left corner is here: the widest, then highest free rectangle of its region (a region
    with a missing piece of line is no rectangle, and becomes several cells)."""
    region = regions[row][column]

    def free(r: int, c: int) -> bool:
        return regions[r][c] == region and grid.owner[r][c] < 0

    right = column
    while right + 1 < len(regions[0]) and free(row, right + 1):
        right += 1
    bottom = row
    while bottom + 1 < len(regions) and all(free(bottom + 1, c) for c in range(column, right + 1)):
        bottom += 1
    grid.places.append(Place(row, column, bottom - row + 1, right - column + 1))
    for r in range(row, bottom + 1):
        for c in range(column, right + 1):
            grid.owner[r][c] = len(grid.places) - 1


def _drop_outside(
    grid: Grid, columns: list[_Boundary], rows: list[_Boundary], inside: list[tuple[float, float]]
) -> None:
    """Take out places that are no cells: nothing is written there, and no two opposite sides are drawn."""
    written = {grid.at(x, y) for x, y in inside}
    kept: list[int] = []
    for number, place in enumerate(grid.places):
        left, bottom, right, top = grid.box_of(place)
        beside = [columns[place.column + step].covers(bottom, top) for step in (0, place.column_span)]
        over = [rows[place.row + step].covers(left, right) for step in (0, place.row_span)]
        if number in written or all(beside) or all(over):
            kept.append(number)
    renumbered = {old: new for new, old in enumerate(kept)}
    grid.places = [grid.places[old] for old in kept]
    grid.owner = [[renumbered.get(old, -1) for old in row] for row in grid.owner]


def _tiles(fills: Sequence[Box]) -> list[Box]:
    """Backgrounds of cells: groups of filled boxes that touch and of which some stand side by side at one height.

    A box behind several others is the background of the whole.
    """
    large = sorted((fill for fill in fills if fill[2] - fill[0] > 8.0 and fill[3] - fill[1] > 6.0), key=_by_row)
    if len(large) > _MAX_FILLS:
        return []
    boxes = [box for box in large if sum(other is not box and _inside(other, box) for other in large) < 2]
    tiles: list[Box] = []
    for group in _touching(boxes):
        if any(_side_by_side(first, second) for first in group for second in group):
            tiles += group
    return tiles


def _by_row(box: Box) -> tuple[float, float, float]:
    return -round(box[3]), -round(box[1]), box[0]


def _side_by_side(first: Box, second: Box) -> bool:
    """Whether the second stands right of the first, at the same height (or beside a part of a merged cell)."""
    shared = min(first[3], second[3]) - max(first[1], second[1])
    level = shared > 0.8 * min(first[3] - first[1], second[3] - second[1])
    return level and -1.0 <= second[0] - first[2] <= _TOUCH


def _touching(boxes: Sequence[Box]) -> list[list[Box]]:
    """Groups of boxes that touch, each in the order given."""
    groups: list[list[int]] = []
    for number, box in enumerate(boxes):
        meets = [group for group in groups if any(_meets(boxes[other], box) for other in group)]
        groups = [group for group in groups if group not in meets]
        groups.append(sorted([number, *(other for group in meets for other in group)]))
    return [[boxes[number] for number in group] for group in groups]


def _meets(first: Box, second: Box) -> bool:
    return (
        first[0] - _TOUCH <= second[2]
        and second[0] - _TOUCH <= first[2]
        and first[1] - _TOUCH <= second[3]
        and second[1] - _TOUCH <= first[3]
    )


def _outlines(boxes: Iterable[Box]) -> list[Box]:
    """The four sides of each box as thin boxes."""
    lines = []
    for left, bottom, right, top in boxes:
        lines += [
            (left, bottom, right, bottom + 0.1),
            (left, top - 0.1, right, top),
            (left, bottom, left + 0.1, top),
            (right - 0.1, bottom, right, top),
        ]
    return lines


def _regular(grid: Grid) -> bool:
    """Whether backgrounds are set out like a table: some boundary between columns holds over two rows or more
    (shading behind the words of a paragraph falls anywhere)."""

    def rows_parted(column: int) -> int:
        return sum(row[column - 1] != row[column] and min(row[column - 1], row[column]) >= 0 for row in grid.owner)

    return any(rows_parted(column) > 1 for column in range(1, len(grid.xs) - 1))
