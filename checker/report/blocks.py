"""The building blocks of a report: paragraphs and table grids, each with the way back to its source.

A reader yields drafts (:class:`ParagraphDraft`, :class:`TableDraft`) made of pieces of text, each with
a locator; :func:`assemble` joins them to the report's one canonical text and gives every block,
cell and piece its offsets into it. In the canonical text blocks and table rows are separated by
``\\n`` and the cells of a row by ``\\t``; a merged cell stands once, at its top left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_SURROGATE = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """``text`` with every lone surrogate, which no encoding can write, replaced by U+FFFD, one for one."""
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class DocxLocator:
    """A place in a docx: the n-th ``w:p`` of the body in document order, its n-th text run
    (``-1``: numbering that Word generates and the text does not hold), and the offset in that run."""

    paragraph: int
    run: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class PdfLocator:
    """A place in a PDF: page from 1, box in points (left, bottom, right, top)."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class HtmlLocator:
    """A place in a page: the path of the element that holds the text."""

    path: str


@dataclass(frozen=True, slots=True)
class TextLocator:
    """A place in a text file: line and column, both from 1."""

    line: int
    column: int = 1


Locator = DocxLocator | PdfLocator | HtmlLocator | TextLocator


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that has one locator (a docx run, a PDF line, an html text node, a text line)."""

    text: str
    locator: Locator


@dataclass(slots=True)
class ParagraphDraft:
    """A paragraph as read. ``heading_level`` is the level that the source itself declares, if any."""

    pieces: list[Piece]
    heading_level: int | None = None


@dataclass(slots=True)
class CellDraft:
    """A cell as read; row and column from 0, spans at least 1."""

    row: int
    column: int
    pieces: list[Piece]
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class TableDraft:
    """A table as read. Cells may come in any order; places that no cell covers are absent."""

    cells: list[CellDraft]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The stretch [start, end) of the canonical text that ``locator`` locates."""

    start: int
    end: int
    locator: Locator


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the report; ``start``/``end`` are offsets (characters) into the canonical text."""

    start: int
    end: int
    text: str
    anchors: tuple[Anchor, ...]
    heading_level: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at ``row``/``column`` (from 0), covering ``row_span`` × ``column_span`` places."""

    row: int
    column: int
    row_span: int
    column_span: int
    start: int
    end: int
    text: str
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table grid. ``cells`` holds each cell once, in reading order; :meth:`grid` spreads merged ones.

    ``draft_order[i]`` is the index in ``cells`` of the i-th cell that the reader gave.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    rows: int
    columns: int
    draft_order: tuple[int, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """rows × columns places; a merged cell stands in all that it covers, ``None`` where there is no cell."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if grid[row][column] is None:
                        grid[row][column] = cell
        return grid


Block = Paragraph | Table


@dataclass(slots=True)
class _Writer:
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def write_pieces(self, pieces: Iterable[Piece]) -> tuple[Anchor, ...]:
        anchors = []
        for piece in pieces:
            if piece.text:
                anchors.append(Anchor(self.length, self.length + len(piece.text), piece.locator))
                self.write(well_formed(piece.text))
        return tuple(anchors)


def _text_of(pieces: Iterable[Piece]) -> str:
    return "".join(well_formed(piece.text) for piece in pieces)


def assemble(drafts: Iterable[ParagraphDraft | TableDraft]) -> tuple[str, tuple[Block, ...], dict[int, int]]:
    """Join drafts to (canonical text, blocks with offsets, index of draft → index of its block).

    Paragraphs without a visible character and tables without a cell are left out; lone surrogates become U+FFFD.
    """
    writer = _Writer()
    blocks: list[Block] = []
    kept: dict[int, int] = {}
    for index, draft in enumerate(drafts):
        if isinstance(draft, ParagraphDraft):
            text = _text_of(draft.pieces)
            if not text.strip():
                continue
            if blocks:
                writer.write("\n")
            kept[index] = len(blocks)
            start = writer.length
            anchors = writer.write_pieces(draft.pieces)
            blocks.append(Paragraph(start, writer.length, text, anchors, draft.heading_level))
        elif draft.cells:
            if blocks:
                writer.write("\n")
            kept[index] = len(blocks)
            blocks.append(_assemble_table(draft, writer))
    return "".join(writer.parts), tuple(blocks), kept


def _assemble_table(draft: TableDraft, writer: _Writer) -> Table:
    start = writer.length
    cells: list[Cell] = []
    previous_row: int | None = None
    ordered = sorted(range(len(draft.cells)), key=lambda index: (draft.cells[index].row, draft.cells[index].column))
    for cell in (draft.cells[index] for index in ordered):
        if previous_row is not None:
            writer.write("\t" if cell.row == previous_row else "\n")
        previous_row = cell.row
        cell_start = writer.length
        anchors = writer.write_pieces(cell.pieces)
        cells.append(
            Cell(
                row=cell.row,
                column=cell.column,
                row_span=max(1, cell.row_span),
                column_span=max(1, cell.column_span),
                start=cell_start,
                end=writer.length,
                text=_text_of(cell.pieces),
                anchors=anchors,
            )
        )
    place = {draft_index: index for index, draft_index in enumerate(ordered)}
    rows = max(cell.row + cell.row_span for cell in cells)
    columns = max(cell.column + cell.column_span for cell in cells)
    return Table(
        start, writer.length, tuple(cells), rows, columns, tuple(place[index] for index in range(len(ordered)))
    )


def anchors_of(blocks: Iterable[Block]) -> Iterator[Anchor]:
    """All anchors of the blocks, in the order of the canonical text."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.anchors
        else:
            for cell in block.cells:
                yield from cell.anchors
