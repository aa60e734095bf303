"""Collecting drafts, marks and gaps while a document is read, and settling their places at the end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.reading.budget import Budget
from checker.reading.document import Document, DraftGap, DraftMark, Limits
from checker.report.blocks import CellDraft, Locator, ParagraphDraft, Piece, TableDraft

MarkKind = Literal["insertion", "deletion", "comment", "highlight"]
GapKind = Literal["picture", "unreadable"]


class Flow:
    """Text that runs on in one place: a paragraph or a cell. Written piece by piece, counted on the budget."""

    def __init__(self, draft: ParagraphDraft | CellDraft, budget: Budget) -> None:
        self.draft = draft
        self.length = 0
        self._budget = budget
        self._separator: Locator | None = None

    def separate(self, locator: Locator) -> None:
        """Begin a new line with the next text, if there is text before and after; ``locator``: where it breaks."""
        if self.length and self._separator is None:
            self._separator = locator

    @property
    def next_offset(self) -> int:
        """Where the next text will begin."""
        return self.length + (self._separator is not None)

    def write(self, text: str, locator: Locator) -> tuple[int, int]:
        """Add ``text``; the [start, end) that it takes in this flow."""
        if text and self._separator is not None:
            separator, self._separator = self._separator, None
            self._add("\n", separator)
        start = self.length
        if text:
            self._add(text, locator)
        return start, self.length

    def _add(self, text: str, locator: Locator) -> None:
        self._budget.take_characters(len(text))
        self.draft.pieces.append(Piece(text, locator))
        self.length += len(text)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the text being read, kept until the drafts are numbered."""

    flow: Flow
    offset: int


@dataclass(slots=True)
class _Mark:
    kind: MarkKind
    flow: Flow
    start: int
    end: int
    parts: list[str]
    author: str

    @property
    def text(self) -> str:
        return "".join(self.parts)


class Collector:
    """What has been read so far. Paragraphs and tables are begun in reading order; :meth:`document` ends it."""

    def __init__(self, limits: Limits) -> None:
        self.budget = Budget(limits)
        self._drafts: list[ParagraphDraft | TableDraft] = []
        self._marks: list[_Mark] = []
        self._last: dict[MarkKind, _Mark] = {}
        self._gaps: list[tuple[GapKind, int, str]] = []

    def paragraph(self, heading_level: int | None = None) -> Flow:
        """Begin a paragraph. One that stays without visible text is left out in the end."""
        draft = ParagraphDraft([], heading_level)
        self._drafts.append(draft)
        return Flow(draft, self.budget)

    def table(self, cells: list[CellDraft]) -> list[Flow]:
        """Begin a table of these (still empty) cells; the flow of each."""
        self._drafts.append(TableDraft(cells))
        return [Flow(cell, self.budget) for cell in cells]

    def gap(self, kind: GapKind, description: str, *, within_last: bool) -> None:
        """Note something unreadable: before the draft begun last (``within_last``), or after it."""
        place = len(self._drafts) - 1 if within_last and self._drafts else len(self._drafts)
        self._gaps.append((kind, place, description))

    def mark(self, kind: MarkKind, flow: Flow, start: int, end: int, text: str, author: str = "") -> None:
        """Note a drafting mark on [start, end) of ``flow``; one that continues the last of its kind extends it."""
        if kind in ("comment", "deletion"):
            # this text stands in the mark alone; the others' was counted when it was written
            self.budget.take_characters(len(text))
        last = self._last.get(kind)
        if last is not None and kind != "comment" and (last.flow, last.author, last.end) == (flow, author, start):
            last.end = end
            last.parts.append(text)
            return
        self._last[kind] = _Mark(kind, flow, start, end, [text], author)
        self._marks.append(self._last[kind])

    def ends_with_mark(self, kind: MarkKind, flow: Flow, author: str) -> bool:
        """Whether the text of ``flow`` so far ends in a mark of that kind by that author."""
        last = self._last.get(kind)
        return last is not None and (last.flow, last.author, last.end) == (flow, author, flow.length)

    def document(self) -> Document:
        """The document: drafts with text, and marks and gaps at their places among these."""
        kept = [index for index, draft in enumerate(self._drafts) if _is_visible(draft)]
        if self._marks and not kept:
            # nothing but marks: they need a draft to stand in
            kept = [0]
        drafts = [self._drafts[index] for index in kept]
        following = _following(kept, len(self._drafts))
        places = self._places(following, drafts) if drafts else {}
        document = Document(drafts=drafts)
        for mark in self._marks:
            text = mark.text
            if mark.kind == "highlight" and not text.strip():
                # coloured white space: nobody sees what was meant
                continue
            draft, cell, shift = places[id(mark.flow.draft)]
            start, end = (mark.start, mark.end) if shift is None else (shift, shift)
            document.marks.append(DraftMark(mark.kind, draft, cell, start, end, text, mark.author))
        document.marks.sort(key=lambda mark: (mark.draft, mark.cell or 0, mark.start))
        document.gaps.extend(DraftGap(kind, following[place], description) for kind, place, description in self._gaps)
        return document

    def _places(
        self, following: list[int], drafts: list[ParagraphDraft | TableDraft]
    ) -> dict[int, tuple[int, int | None, int | None]]:
        """For each paragraph and cell as begun: draft, cell, and the offset that stands for all of a left out one."""
        places: dict[int, tuple[int, int | None, int | None]] = {}
        for index, draft in enumerate(self._drafts):
            if isinstance(draft, TableDraft):
                for number, cell in enumerate(draft.cells):
                    places[id(cell)] = (following[index], number, None)
            elif following[index] < len(drafts) and drafts[following[index]] is draft:
                places[id(draft)] = (following[index], None, None)
            else:
                places[id(draft)] = _nearest(following[index], drafts)
        return places


def _is_visible(draft: ParagraphDraft | TableDraft) -> bool:
    if isinstance(draft, TableDraft):
        return bool(draft.cells)
    return any(not piece.text.isspace() for piece in draft.pieces)


def _following(kept: list[int], count: int) -> list[int]:
    """For each of ``count`` drafts (and for the end) the number among the kept ones of it or of the next kept."""
    following = []
    number = 0
    for index in range(count + 1):
        while number < len(kept) and kept[number] < index:
            number += 1
        following.append(number)
    return following


def _nearest(number: int, drafts: list[ParagraphDraft | TableDraft]) -> tuple[int, int | None, int | None]:
    """Where marks of a left out paragraph go: the start of the next draft, or the end of the last."""
    if number < len(drafts):
        return number, 0 if isinstance(drafts[number], TableDraft) else None, 0
    last = drafts[-1]
    if isinstance(last, TableDraft):
        return len(drafts) - 1, len(last.cells) - 1, _length(last.cells[-1])
    return len(drafts) - 1, None, _length(last)


def _length(draft: ParagraphDraft | CellDraft) -> int:
    return sum(len(piece.text) for piece in draft.pieces)
