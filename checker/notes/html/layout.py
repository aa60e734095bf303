"""The report's text cut up for the page: blocks, table cells, and within them the stretches that findings cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.reviewing import GridInfo, ReportInfo


@dataclass(frozen=True, slots=True)
class Span:
    """The words [start, end) of the text that the note of that number is about."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same notes cover throughout. ``closes``: the notes whose number stands after it."""

    text: str
    notes: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """Text without breaks of its own: a paragraph, or the content of a table cell. ``gap``: how many columns before
    the cell no cell covers."""

    segments: tuple[Segment, ...]
    row_span: int = 1
    column_span: int = 1
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or table of the report, and the notes that stand beside it."""

    kind: Literal["paragraph", "heading", "table"]
    rows: tuple[tuple[Leaf, ...], ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a leaf stands: its text's offsets, the block it belongs to and its row and extent in a table."""

    start: int
    end: int
    block: int
    row: int = 0
    row_span: int = 1
    column_span: int = 1
    gap: int = 0


def blocks(report: ReportInfo, spans: Sequence[Span]) -> list[Block]:
    """The whole text as blocks. Every span's number stands in exactly one of them."""
    kinds, places = _places(report)
    homes = _homes(places, spans)
    rows: list[dict[int, list[Leaf]]] = [{} for _ in kinds]
    notes: list[list[int]] = [[] for _ in kinds]
    for index, place in enumerate(places):
        own = homes.get(index, [])
        leaf = Leaf(tuple(_segments(report.text, place, spans, own)), place.row_span, place.column_span, place.gap)
        rows[place.block].setdefault(place.row, []).append(leaf)
        notes[place.block].extend(span.number for span in own)
    return [
        Block(kind, tuple(tuple(found.get(row, ())) for row in range(max(found) + 1)), tuple(sorted(numbers)))
        for kind, found, numbers in zip(kinds, rows, notes, strict=True)
    ]


def _places(report: ReportInfo) -> tuple[list[Literal["paragraph", "heading", "table"]], list[_Place]]:
    """The kinds of the blocks and the leaves in reading order."""
    kinds: list[Literal["paragraph", "heading", "table"]] = []
    places: list[_Place] = []
    headings = {section.start for section in report.sections}
    position = 0
    for grid in [*sorted(report.grids, key=lambda grid: grid.start), None]:
        for start, end in _lines(report.text, position, len(report.text) if grid is None else grid.start):
            if report.text[start:end].strip():
                places.append(_Place(start, end, len(kinds)))
                kinds.append("heading" if any(start <= own < end for own in headings) else "paragraph")
        if grid is not None and grid.cells:
            places.extend(_cells(grid, len(kinds)))
            kinds.append("table")
        position = position if grid is None else max(position, grid.end)
    if not places:
        return ["paragraph"], [_Place(0, 0, 0)]
    return kinds, places


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _cells(grid: GridInfo, block: int) -> Iterator[_Place]:
    covered: set[tuple[int, int]] = set()
    reached: dict[int, int] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        before = range(reached.get(cell.row, 0), cell.column)
        gap = sum(1 for column in before if (cell.row, column) not in covered)
        reached[cell.row] = cell.column + cell.column_span
        covered.update(
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        )
        yield _Place(cell.start, cell.end, block, cell.row, cell.row_span, cell.column_span, gap)


def _homes(places: Sequence[_Place], spans: Sequence[Span]) -> Mapping[int, list[Span]]:
    """For each leaf the spans that begin in it: the first leaf that holds any of a span's words, or its place."""
    order = sorted(range(len(places)), key=lambda index: (places[index].end, index))
    ends = [places[index].end for index in order]
    homes: dict[int, list[Span]] = {}
    for span in spans:
        wanted = span.start + (1 if span.end > span.start else 0)
        found = bisect_left(ends, wanted)
        homes.setdefault(order[min(found, len(order) - 1)], []).append(span)
    return homes


def _segments(text: str, place: _Place, spans: Sequence[Span], own: Sequence[Span]) -> Iterator[Segment]:
    covering = [span for span in spans if span.start < place.end and span.end > place.start]
    closing: dict[int, list[int]] = {}
    for span in own:
        closing.setdefault(min(max(span.end, place.start), place.end), []).append(span.number)
    cuts = {place.start, place.end, *closing}
    for span in covering:
        cuts.update(cut for cut in (span.start, span.end) if place.start < cut < place.end)
    ordered = sorted(cuts)
    if place.start in closing:
        yield Segment("", (), tuple(closing[place.start]))
    for start, end in zip(ordered, ordered[1:], strict=False):
        numbers = tuple(span.number for span in covering if span.start <= start and span.end >= end)
        yield Segment(text[start:end], numbers, tuple(closing.get(end, ())))
