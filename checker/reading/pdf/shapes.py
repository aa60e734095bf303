"""The drawn parts of a PDF page: ruling lines, filled rectangles, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pypdfium2.raw as pdfium

from checker.reading.pdf.frame import Box, Frame, union

_THIN = 4.0
"""A shape thinner than this is a line, in points (a thick border of five pixels is 3.75)."""

_MAX_OBJECTS = 60_000
"""A page with more objects than this is a drawing; its lines are not searched for tables."""

_MAX_POINTS = 200_000
_MAX_DEPTH = 8

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Shapes:
    """What is drawn on a page, as boxes (raw, or in the reading frame after :meth:`read`).

    ``lines``: ruling lines as thin boxes; ``fills``: filled rectangles that are no lines; ``pictures``: images;
    ``curves``: how many shapes are none of these; ``crowded``: there were too many to look at.
    """

    lines: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    curves: int = 0
    crowded: bool = False

    def read(self, frame: Frame) -> Shapes:
        """The same in the reading frame."""
        parts = (self.lines, self.fills, self.pictures)
        lines, fills, pictures = ([frame.read(box) for box in boxes] for boxes in parts)
        return Shapes(lines, fills, pictures, self.curves, self.crowded)


@dataclass(slots=True)
class _Walk:
    """What a walk through a page's objects carries: its result, the work that it may still do, and numbers for
    pdfium to write into, made once."""

    shapes: Shapes
    objects: int = _MAX_OBJECTS
    points: int = _MAX_POINTS
    floats: tuple[ctypes.c_float, ...] = field(default_factory=lambda: tuple(ctypes.c_float() for _ in range(4)))
    integers: tuple[ctypes.c_int, ...] = field(default_factory=lambda: tuple(ctypes.c_int() for _ in range(2)))
    colours: tuple[ctypes.c_uint, ...] = field(default_factory=lambda: tuple(ctypes.c_uint() for _ in range(4)))


def page_shapes(page: object) -> Shapes:
    """The shapes of pdfium's ``page``, nested form objects included, in raw coordinates."""
    walk = _Walk(Shapes())
    count = pdfium.FPDFPage_CountObjects(page)
    _walk(walk, count, lambda index: pdfium.FPDFPage_GetObject(page, index), _IDENTITY, None, 0)
    return walk.shapes


def _walk(walk: _Walk, count: int, get: Callable[[int], object], matrix: Matrix, clip: Box | None, depth: int) -> None:
    """Add ``count`` objects, drawn under ``matrix`` and seen through ``clip``."""
    for index in range(count):
        walk.objects -= 1
        if walk.objects < 0 or walk.points < 0:
            walk.shapes.crowded = True
            return
        item = get(index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(walk, item, matrix, clip)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _clipped(_bounds(walk, item, matrix), _clip(walk, item, matrix, clip))
            if box is not None:
                walk.shapes.pictures.append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inside = _product(_matrix(item), matrix)
            _walk(
                walk,
                max(0, pdfium.FPDFFormObj_CountObjects(item)),
                partial(pdfium.FPDFFormObj_GetObject, item),
                inside,
                _clip(walk, item, matrix, clip),
                depth + 1,
            )


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _matrix(item: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _bounds(walk: _Walk, item: object, matrix: Matrix) -> Box | None:
    """The box of an object under the matrix of the form that holds it."""
    left, bottom, right, top = walk.floats
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    if matrix is _IDENTITY:
        return left.value, bottom.value, right.value, top.value
    corners = [_apply(matrix, x.value, y.value) for x in (left, right) for y in (bottom, top)]
    return union([(x, y, x, y) for x, y in corners])


def _clip(walk: _Walk, item: object, matrix: Matrix, outer: Box | None) -> Box | None:
    """The box through which an object is seen: its clip paths and that of the form that holds it; None if none."""
    path = pdfium.FPDFPageObj_GetClipPath(item)
    box = outer
    for index in range(pdfium.FPDFClipPath_CountPaths(path) if path else 0):
        points = []
        for number in range(pdfium.FPDFClipPath_CountPathSegments(path, index)):
            walk.points -= 1
            if walk.points < 0:
                return box
            segment = pdfium.FPDFClipPath_GetPathSegment(path, index, number)
            points.append(_point(walk, segment, matrix))
        if points:
            around = union([(x, y, x, y) for x, y in points])
            box = around if box is None else _intersection(box, around)
    return box


def _intersection(box: Box, other: Box) -> Box:
    """What two boxes share (an inside-out box where they share nothing)."""
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])


def _clipped(box: Box | None, clip: Box | None) -> Box | None:
    """What ``clip`` leaves of ``box``; None if nothing."""
    if box is None or clip is None:
        return box
    seen = _intersection(box, clip)
    return seen if seen[0] <= seen[2] and seen[1] <= seen[3] else None


def _point(walk: _Walk, segment: object, matrix: Matrix) -> Point:
    x, y = walk.floats[:2]
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return _apply(matrix, x.value, y.value)


def _visible(walk: _Walk, item: object, stroked: bool) -> bool:
    """Whether the colour that a path is stroked or filled with is not wholly transparent."""
    red, green, blue, alpha = walk.colours
    get = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    return not get(item, red, green, blue, alpha) or alpha.value > 0


def _add_path(walk: _Walk, item: object, matrix: Matrix, clip: Box | None) -> None:
    """Add the lines and filled rectangles of a path object."""
    fill, stroke = walk.integers
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    filled = fill.value != pdfium.FPDF_FILLMODE_NONE and _visible(walk, item, stroked=False)
    stroked = bool(stroke.value) and _visible(walk, item, stroked=True)
    if not (filled or stroked):
        return
    clip = _clip(walk, item, matrix, clip)
    bounds = _clipped(_bounds(walk, item, matrix), clip)
    if bounds is None:
        return
    count = pdfium.FPDFPath_CountSegments(item)
    if _thin(bounds) and (count <= 2 or (count == 5 and filled)):
        # one line or one rectangle needs no look at its points; more of them may leave gaps that matter
        walk.shapes.lines.append(bounds)
        return
    for points, curved in _subpaths(walk, item, _product(_matrix(item), matrix)):
        _add_subpath(walk.shapes, points, curved, filled, stroked, clip)


def _thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= _THIN


def _subpaths(walk: _Walk, item: object, matrix: Matrix) -> Iterator[tuple[list[Point | None], bool]]:
    """The subpaths of a path: their points (None where a curve parts two of them), and whether curves are in it."""
    points: list[Point | None] = []
    curved = False
    count = pdfium.FPDFPath_CountSegments(item)
    walk.points -= max(0, count)
    if walk.points < 0:
        return
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield points, curved
            points, curved = [], False
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            points.append(None)
            curved = True
        points.append(_point(walk, segment, matrix))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, curved


def _add_subpath(
    shapes: Shapes, points: list[Point | None], curved: bool, filled: bool, stroked: bool, clip: Box | None
) -> None:
    """Add the box of a filled subpath, and the upright and level lines of a stroked one."""
    places = [point for point in points if point is not None]
    box = _clipped(union([(x, y, x, y) for x, y in places]), clip)
    if box is None:
        return
    if _thin(box):
        shapes.lines.append(box)
        return
    if curved:
        shapes.curves += 1
    elif filled and _rectangular(places, box):
        shapes.fills.append(box)
    if stroked:
        for start, end in zip(points, points[1:], strict=False):
            if start is not None and end is not None:
                edge = _clipped(union([(*start, *start), (*end, *end)]), clip)
                if edge is not None and _thin(edge):
                    shapes.lines.append(edge)


def _rectangular(points: list[Point], box: Box) -> bool:
    """Whether all points lie on the edges of their box, as those of an upright rectangle do."""
    left, bottom, right, top = box
    return all(min(abs(x - left), abs(x - right)) < 0.5 or min(abs(y - bottom), abs(y - top)) < 0.5 for x, y in points)
