"""Reading Word documents (.docx): the text that a reader of the printed page sees, and the traces of drafting.

Tracked changes are read as accepted and reported as marks. What Word keeps outside the page's text
(headers, footers, notes, comments, hidden text, a table of contents) is left out of the text.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace

from checker.reading import deadline
from checker.reading.collect import Collector, Flow, Position
from checker.reading.document import Document, Limits
from checker.reading.docx.changes import DELETIONS, INSERTIONS, UNCHANGED, Change, author_of
from checker.reading.docx.comments import Comments
from checker.reading.docx.content import CHARACTERS, TEXT, TRANSPARENT, characters, parts_of, text_boxes
from checker.reading.docx.fields import hidden_by_fields, is_contents
from checker.reading.docx.numbering import Numbering
from checker.reading.docx.package import ALTERNATE, Element, Package, alternative, switch, value, w
from checker.reading.docx.pictures import describe_gap
from checker.reading.docx.styles import Styles
from checker.reading.docx.tables import CellPart, Row, lay_out, rows_of
from checker.reading.grid import Extent, area
from checker.report.blocks import CellDraft, DocxLocator

_PARAGRAPH = w("p")
_RUN = w("r")
_TABLE = w("tbl")
_CONTROL = w("sdt")
_FIELD = w("fldSimple")
_RANGE_START = w("commentRangeStart")
_RANGE_END = w("commentRangeEnd")
_REFERENCE = w("commentReference")
_IMPORTED = frozenset(map(w, ("altChunk", "subDoc")))
_WRAPPERS = TRANSPARENT | INSERTIONS | DELETIONS
_OBJECTS = frozenset(map(w, ("drawing", "pict", "object")))
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FORMULAS = frozenset((f"{_MATH}oMath", f"{_MATH}oMathPara"))
_GENERATED = -1


@dataclass(slots=True)
class _Scope:
    """Where blocks are being written: the body (a flow for each paragraph), or one cell's flow.

    ``open`` holds paragraphs whose end is deleted, so that the next one continues them.
    """

    cell: Flow | None = None
    numbered: bool = True
    open: list[tuple[Element, Change]] = field(default_factory=list)


@dataclass(slots=True)
class _Paragraph:
    """The ``w:p`` being read: where it stands, where its text goes, the boxes found in it."""

    index: int
    runs: dict[Element, int]
    style: str | None
    flow: Flow
    boxes: list[Element] = field(default_factory=list)


def read_docx(data: bytes, limits: Limits) -> Document:
    """Read the bytes of a .docx file within ``limits``; :class:`ReadingError` if they are none or too much.

    A ``w:p`` becomes a paragraph (or a line of its cell), a line break within it a ``\\n``. Locators
    count all ``w:p`` of the document part and, in each, all ``w:r`` below it; run -1 is text that
    stands in no run: generated numbers, formulas, the line ends between a cell's paragraphs.
    """
    package = Package(data, limits)
    return _Reader(package, limits).read()


class _Reader:
    """One pass over one document."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._document = package.document
        self._styles = Styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._collector = Collector(limits)
        self._comments = Comments(package.part("comments"), self._collector)
        self._indexes = {element: index for index, element in enumerate(self._document.iter(_PARAGRAPH))}
        self._hidden = hidden_by_fields(self._document)
        self._inner_tables: deque[tuple[Element, Change]] = deque()

    def read(self) -> Document:
        body = self._document.find(w("body"))
        if body is not None:
            self._read_blocks(body, _Scope(), UNCHANGED)
        self._comments.finish()
        return self._collector.document()

    def _read_blocks(self, container: Element, scope: _Scope, change: Change) -> None:
        """Read the paragraphs and tables of ``container`` in order, through wrappers of any depth."""
        stack = [(iter(container), change)]
        while stack:
            children, change = stack[-1]
            for child in children:
                inner = self._read_block(child, scope, change)
                if inner is not None:
                    stack.append((iter(inner), change.within(child)))
                    break
            else:
                stack.pop()
        self._end_open(scope)

    def _read_block(self, element: Element, scope: _Scope, change: Change) -> Element | None:
        """Read one block; where it only wraps others, the element whose children are to be read."""
        deadline.check()
        tag = element.tag
        if tag == _PARAGRAPH:
            self._take_paragraph(element, scope, change)
        elif tag == _TABLE:
            self._end_open(scope)
            self._take_table(element, scope, change)
        elif tag == _CONTROL:
            return None if _is_contents_control(element) else element.find(w("sdtContent"))
        elif tag == ALTERNATE:
            return alternative(element)
        elif tag in _WRAPPERS:
            return element
        elif tag in (_RANGE_START, _RANGE_END):
            self._take_comment_range(element)
        elif tag in _IMPORTED:
            self._collector.gap("unreadable", "并入的外部文档", within_last=False)
        return None

    # paragraphs

    def _take_paragraph(self, element: Element, scope: _Scope, change: Change) -> None:
        scope.open.append((element, change))
        if self._deleted_end(element, change) is None:
            self._read_paragraphs(scope, element.find(w("pPr")))

    def _end_open(self, scope: _Scope) -> None:
        """Read the paragraphs that wait for one to continue them, as none comes."""
        if scope.open:
            self._read_paragraphs(scope, None)

    def _deleted_end(self, element: Element, change: Change) -> str | None:
        """Who deleted the paragraph's end, if it was."""
        if change.deleted_by is not None:
            return change.deleted_by
        return author_of(_properties_of_end(element), DELETIONS)

    def _read_paragraphs(self, scope: _Scope, properties: Element | None) -> None:
        """Read the open paragraphs as the one that they are when deleted ends are gone; ``properties`` are its own."""
        elements, scope.open = scope.open, []
        index = self._indexes[elements[0][0]]
        if scope.cell is None:
            flow = self._collector.paragraph(self._styles.heading_level(properties))
        else:
            flow = scope.cell
            flow.separate(DocxLocator(index, _GENERATED))
        if scope.numbered and properties is not None and not switch(properties.find(w("rPr")), "vanish"):
            flow.write(self._numbering.label(properties), DocxLocator(index, _GENERATED))
        self._comments.begin_paragraph(_end_of(flow))
        boxes = []
        for element, change in elements:
            boxes += self._read_paragraph(element, flow, change)
            self._mark_end(element, flow, change)
        self._comments.end_paragraph(Position(flow, flow.length))
        for box in boxes:
            self._read_blocks(box, _Scope(scope.cell, scope.numbered), UNCHANGED)

    def _mark_end(self, element: Element, flow: Flow, change: Change) -> None:
        """Report a paragraph end that was itself inserted or deleted; it covers no text of its own."""
        deleted_by = self._deleted_end(element, change)
        if deleted_by is not None:
            self._collector.mark("deletion", flow, flow.length, flow.length, "\n", deleted_by)
            return
        inserted_by = author_of(_properties_of_end(element), INSERTIONS)
        if inserted_by is not None and not self._collector.ends_with_mark("insertion", flow, inserted_by):
            self._collector.mark("insertion", flow, flow.length, flow.length, "\n", inserted_by)

    def _read_paragraph(self, element: Element, flow: Flow, change: Change) -> list[Element]:
        """Write the paragraph's text to ``flow``; the text boxes that are anchored in it."""
        paragraph = _Paragraph(
            index=self._indexes[element],
            runs={run: number for number, run in enumerate(element.iter(_RUN))},
            style=self._styles.of_paragraph(element.find(w("pPr"))),
            flow=flow,
        )
        stack = [(iter(element), change)]
        while stack:
            children, change = stack[-1]
            for child in children:
                inner = self._read_inline(child, paragraph, change)
                if inner is not None:
                    stack.append((iter(inner), change.within(child)))
                    break
            else:
                stack.pop()
        return paragraph.boxes

    def _read_inline(self, element: Element, paragraph: _Paragraph, change: Change) -> Element | None:
        """Read one element of a paragraph; where it only wraps others, the element whose children are to be read."""
        tag = element.tag
        if tag == _RUN:
            self._read_run(element, paragraph, change)
        elif tag == _CONTROL:
            return element.find(w("sdtContent"))
        elif tag == _FIELD:
            return None if is_contents(element.get(w("instr"), "")) else element
        elif tag == ALTERNATE:
            return alternative(element)
        elif tag in _WRAPPERS:
            return element
        elif tag in (_RANGE_START, _RANGE_END):
            self._take_comment_range(element, paragraph.flow)
        elif tag in _FORMULAS and change.deleted_by is None:
            text = "".join(part.text or "" for part in element.iter(f"{_MATH}t"))
            self._write(text, DocxLocator(paragraph.index, _GENERATED), paragraph, change, highlighted=False)
        return None

    # runs

    def _read_run(self, run: Element, paragraph: _Paragraph, change: Change) -> None:
        if self._styles.is_hidden(run, paragraph.style):
            return
        highlighted = self._styles.is_highlighted(run)
        text = ""
        offset = 0
        for part in parts_of(run):
            if part.tag in CHARACTERS:
                text += "" if part in self._hidden else characters(part, deleted=change.deleted_by is not None)
                continue
            # what stands between two stretches of text must find the first of them written
            self._write(text, DocxLocator(paragraph.index, paragraph.runs[run], offset), paragraph, change, highlighted)
            offset += len(text)
            text = ""
            self._read_inset(part, paragraph, change)
        self._write(text, DocxLocator(paragraph.index, paragraph.runs[run], offset), paragraph, change, highlighted)

    def _read_inset(self, part: Element, paragraph: _Paragraph, change: Change) -> None:
        """Read what is in a run and is not its text: a comment's anchor, a base with ruby over it, a drawing."""
        if part.tag == _REFERENCE:
            self._comments.refer(part.get(w("id")), _end_of(paragraph.flow))
        elif part.tag == _RUN:
            self._read_run(part, paragraph, change)
        elif part.tag in _OBJECTS and change.deleted_by is None:
            paragraph.boxes.extend(text_boxes(part))
            gap = describe_gap(part)
            if gap is not None:
                in_cell = isinstance(paragraph.flow.draft, CellDraft)
                self._collector.gap(*gap, within_last=in_cell or not paragraph.flow.length)

    def _write(self, text: str, locator: DocxLocator, paragraph: _Paragraph, change: Change, highlighted: bool) -> None:
        """Write ``text`` to the paragraph, or only report it where it is deleted."""
        flow = paragraph.flow
        if not text:
            return
        if change.deleted_by is not None:
            self._collector.mark("deletion", flow, flow.length, flow.length, text, change.deleted_by)
            return
        start, end = flow.write(text, locator)
        if change.inserted_by is not None:
            self._collector.mark("insertion", flow, start, end, text, change.inserted_by)
        if highlighted:
            self._collector.mark("highlight", flow, start, end, text)

    def _take_comment_range(self, element: Element, flow: Flow | None = None) -> None:
        """Note where a comment's range begins or ends; ``flow``: the paragraph, where it does so within one."""
        identity = element.get(w("id"))
        position = None if flow is None else _end_of(flow)
        if element.tag == _RANGE_START:
            self._comments.start(identity, position)
        else:
            self._comments.end(identity, position)

    # tables

    def _take_table(self, table: Element, scope: _Scope, change: Change) -> None:
        """Read a table of the body, and after it those within its cells, which follow it as tables of their own."""
        self._inner_tables.append((table, change))
        if scope.cell is None:
            while self._inner_tables:
                self._read_table(*self._inner_tables.popleft())

    def _read_table(self, table: Element, change: Change) -> None:
        rows = rows_of(table)
        if change.deleted_by is not None:
            rows = [replace(row, deleted_by=change.deleted_by) for row in rows]
        self._report_deleted([row for row in rows if row.deleted_by is not None])
        rows = [row for row in rows if row.deleted_by is None]
        extents = lay_out(table, rows)
        if not extents:
            return
        self._collector.budget.take_cells(area(extents))
        flows = self._collector.table([_cell_draft(extent) for extent in extents])
        for extent, flow in zip(extents, flows, strict=True):
            for part in extent.contents:
                inserted_by = rows[part.row].inserted_by
                inner = change if inserted_by is None else replace(change, inserted_by=inserted_by)
                self._read_blocks(part.element, _Scope(flow, numbered=not part.covered), inner)
        self._report_blank_insertions(rows, extents, flows)

    def _report_deleted(self, rows: list[Row]) -> None:
        """Mark table rows that are deleted, at the start of what follows: the table's rest, or the next block."""
        if not rows:
            return
        flow = self._collector.paragraph()
        for row in rows:
            self._collector.mark("deletion", flow, 0, 0, _row_text(row.element) + "\n", row.deleted_by or "")

    def _report_blank_insertions(self, rows: list[Row], extents: list[Extent[CellPart]], flows: list[Flow]) -> None:
        """Mark inserted rows that hold no text: no insertion within them tells of them."""
        begun = defaultdict(list)
        for extent, flow in zip(extents, flows, strict=True):
            begun[extent.contents[0].row].append(flow)
        for number, own in begun.items():
            author = rows[number].inserted_by
            if author is not None and not any(flow.length for flow in own):
                self._collector.mark("insertion", own[0], 0, 0, "", author)


def _cell_draft(extent: Extent[CellPart]) -> CellDraft:
    return CellDraft(
        extent.top, extent.left, [], row_span=extent.bottom - extent.top, column_span=extent.right - extent.left
    )


def _row_text(row: Element) -> str:
    """The text of a deleted row, for showing what went."""
    cells = ("".join(part.text or "" for part in cell.iter(*TEXT)) for cell in row.iter(w("tc")))
    return "\t".join(cells)


def _end_of(flow: Flow) -> Position:
    return Position(flow, flow.next_offset)


def _properties_of_end(paragraph: Element) -> Element | None:
    """The properties of the paragraph's end mark."""
    properties = paragraph.find(w("pPr"))
    return None if properties is None else properties.find(w("rPr"))


def _is_contents_control(control: Element) -> bool:
    """Whether the content control is a generated table of contents."""
    properties = control.find(w("sdtPr"))
    part = None if properties is None else properties.find(w("docPartObj"))
    return value(part, "docPartGallery") == "Table of Contents"
