"""From offsets in a report's text to places in the XML of the docx that it was read from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker.reading.docx.content import CHARACTERS, characters, parts_of
from checker.reading.docx.fields import hidden_by_fields
from checker.reading.docx.package import ALTERNATE, Element, w
from checker.report.blocks import Anchor, DocxLocator
from checker.report.model import Report

_PARAGRAPH, _RUN, _CONTROL = w("p"), w("r"), w("sdt")
# Content controls whose content Word makes anew, or that hold nothing but plain text.
_CLOSED_CONTROLS = frozenset(
    map(w, ("dataBinding", "text", "dropDownList", "comboBox", "date", "picture", "docPartList", "docPartObj"))
)
# A comment on no words at all stands on the paragraph that is there, if that is short (a heading, a cell).
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A place between characters: before the character ``index`` of a run, or ``None``: beside the element, which is
    not to be opened."""

    element: Element
    index: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment is to stand. ``exact``: at the very words."""

    start: Point
    end: Point
    exact: bool

    @property
    def is_empty(self) -> bool:
        """Whether it covers no character."""
        return self.start == self.end and self.start.index is not None


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters [start, end) of the report's text that stand in a run, from its character ``offset`` on."""

    start: int
    end: int
    paragraph: int
    run: int
    offset: int


class Places:
    """Finds places in a document. ``document`` must have been parsed from the file that ``report`` was read from."""

    def __init__(self, report: Report, document: Element) -> None:
        self._pieces = list(_pieces(report.anchors))
        self._starts = [piece.start for piece in self._pieces]
        self._text = report.text
        self._paragraphs = list(document.iter(_PARAGRAPH))
        self._runs: dict[int, list[Element]] = {}
        self._hidden = hidden_by_fields(document)
        self._order = {element: place for place, element in enumerate(document.iter())}

    def find(self, start: int, end: int) -> Place | None:
        """The place of the words [start, end), or the nearest to them; ``None`` where the document has no text."""
        exact = True
        covered = self._within(start, end)
        if not covered:
            nearest = self._nearest(start)
            if nearest is None:
                return None
            exact = start >= end
            start, end = self._beside(nearest, start)
            covered = self._within(start, end) or [nearest]
        begin = self._point(covered[0], max(start, covered[0].start) - covered[0].start, at_end=False)
        while True:
            last = covered.pop()
            finish = self._point(last, min(end, last.end) - last.start, at_end=True)
            if not covered or self._order[begin.element] <= self._order[finish.element]:
                break
            # the text of a box comes after that of the paragraph in which the box stands
            exact = False
        return Place(begin, finish, exact and begin.index is not None and finish.index is not None)

    def _within(self, start: int, end: int) -> list[_Piece]:
        """The pieces that overlap [start, end)."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end - 1)
        return [piece for piece in self._pieces[first:last] if piece.end > start and piece.start < end]

    def _nearest(self, position: int) -> _Piece | None:
        """The piece that holds the position, else the last before it, else the first."""
        if not self._pieces:
            return None
        return self._pieces[max(0, bisect_right(self._starts, position) - 1)]

    def _beside(self, piece: _Piece, position: int) -> tuple[int, int]:
        """What a comment on no words covers: the line or cell of the nearest piece, if short, else the mere position."""
        start = max(self._text.rfind("\n", 0, piece.start), self._text.rfind("\t", 0, piece.start)) + 1
        ends = (self._text.find(mark, piece.start) for mark in "\n\t")
        end = min((place for place in ends if place >= 0), default=len(self._text))
        if end - start <= _SHORT:
            return start, end
        at = min(max(position, piece.start), piece.end)
        return at, at

    def _point(self, piece: _Piece, distance: int, *, at_end: bool) -> Point:
        if piece.paragraph not in self._runs:
            self._runs[piece.paragraph] = list(self._paragraphs[piece.paragraph].iter(_RUN))
        run = self._runs[piece.paragraph][piece.run]
        closed = _closed_around(run)
        if closed is not None:
            return Point(closed, None)
        return Point(run, _openable(self.stretches(run), piece.offset + distance, at_end=at_end))

    def stretches(self, run: Element) -> list[Stretch]:
        """The run's children with the characters that they show."""
        return stretches(run, self._hidden)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A child of a run and the characters [start, end) of the run that it shows; ``text``: it can be cut."""

    element: Element
    start: int
    end: int
    text: bool


def stretches(run: Element, hidden: set[Element]) -> list[Stretch]:
    """The children of a run but its properties, counted as reading counts their characters."""
    lengths: dict[Element, int] = {}
    for part in parts_of(run):
        if part.tag in CHARACTERS and part not in hidden:
            child = next(element for element in (part, *part.iterancestors()) if element.getparent() is run)
            lengths[child] = lengths.get(child, 0) + len(characters(part, deleted=False))
    found = []
    position = 0
    for child in run:
        if child.tag != w("rPr"):
            length = lengths.get(child, 0)
            found.append(Stretch(child, position, position + length, child.tag == w("t") and length > 0))
            position += length
    return found


def _openable(parts: list[Stretch], index: int, *, at_end: bool) -> int:
    """The nearest place to ``index``, outwards, where the run can be cut."""
    for part in parts:
        if part.start < index < part.end and not part.text:
            return part.end if at_end else part.start
    return index


def _closed_around(run: Element) -> Element | None:
    """The outermost element around the run that is not to be opened: the run that holds its text box or ruby, an
    alternative, a content control that Word fills. ``None`` where the run itself can be cut."""
    chain = [run, *run.iterancestors()]
    paragraphs = [place for place, element in enumerate(chain) if element.tag == _PARAGRAPH]
    inner = chain[: paragraphs[-1]] if paragraphs else chain[:1]
    closed = [
        element
        for element in inner
        if element is not run
        and (element.tag in (_RUN, ALTERNATE) or (element.tag == _CONTROL and _is_closed(element)))
    ]
    return closed[-1] if closed else None


def _is_closed(control: Element) -> bool:
    properties = control.find(w("sdtPr"))
    return properties is not None and any(child.tag in _CLOSED_CONTROLS for child in properties)


def _pieces(anchors: Iterable[Anchor]) -> Iterator[_Piece]:
    for anchor in anchors:
        locator = anchor.locator
        if isinstance(locator, DocxLocator) and locator.run >= 0:
            yield _Piece(anchor.start, anchor.end, locator.paragraph, locator.run, locator.offset)
