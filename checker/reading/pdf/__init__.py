"""Reading PDF files: what stands on their pages as paragraphs and tables, each with the way back to its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from checker.reading import deadline
from checker.reading.document import Document, Limits
from checker.reading.errors import ReadingError
from checker.reading.pdf.columns import find_aligned
from checker.reading.pdf.flow import Item, Page, Picture, drop_running_lines, join_tables, top_of, write_document
from checker.reading.pdf.frame import Box
from checker.reading.pdf.glyphs import PageText, is_han, page_text
from checker.reading.pdf.grid import Rule, find_grids, level_rules
from checker.reading.pdf.lines import Line, make_lines
from checker.reading.pdf.shapes import Shapes, page_shapes
from checker.reading.pdf.tables import TablePart, fill_grids

_SCAN = "这是扫描件，没有文字层，请先做文字识别（OCR）后再审核"
_LARGE = 0.1
"""A picture that takes up this share of a page may hold text."""

_MAX_PICTURES = 20
_MANY_CURVES = 200
"""A page without text but with so many drawn shapes shows text as outlines."""


def read_pdf(data: bytes, limits: Limits) -> Document:
    """Read the bytes of a PDF file.

    Raises :class:`ReadingError` for what is no whole PDF, asks for a password, holds no text (a scan), or
    goes beyond ``limits``. Boxes in locators are in points of the page as displayed, origin at its lower left.
    """
    _check_bytes(data, limits)
    document = Document()
    with _opened(data) as source:
        count = len(source)
        if count == 0:
            raise ReadingError("PDF文件里没有页面")
        if count > limits.max_pages:
            raise ReadingError(f"PDF文件有{count}页，超过了{limits.max_pages}页的上限")
        document.titles += _declared_titles(source)
        pages = _read_pages(source, limits)
    write_document(pages, document)
    return document


def _check_bytes(data: bytes, limits: Limits) -> None:
    """Refuse what is too large, no PDF, or cut off."""
    if len(data) > limits.max_bytes:
        raise ReadingError(f"PDF文件超过了{limits.max_bytes // 1_000_000}MB的上限")
    if b"%PDF-" not in data[:1024]:
        raise ReadingError("这不是PDF文件")
    # pdfium repairs a cut file silently, and what is missing would seem never to have been there
    if data.rfind(b"startxref") < data.rfind(b"endobj"):
        raise ReadingError("PDF文件不完整，可能没有下载或上传完，请重新获取后再审核")


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document in ``data``, closed at the end."""
    try:
        source = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ReadingError("PDF文件有密码保护，请先去掉密码后再审核") from error
        raise ReadingError("PDF文件已损坏，无法打开") from error
    try:
        yield source
    finally:
        source.close()


def _declared_titles(source: pypdfium2.PdfDocument) -> list[str]:
    """The title in the file's own description, where it says something in Chinese."""
    try:
        title = source.get_metadata_value("Title").strip()
    except UnicodeDecodeError:
        return []
    return [title] if any(is_han(character) for character in title) else []


def _read_pages(source: pypdfium2.PdfDocument, limits: Limits) -> list[Page]:
    """The pages laid out: running heads gone, tables found and joined over page breaks."""
    texts: list[PageText | None] = []
    shapes: list[Shapes] = []
    characters = 0
    for index in range(len(source)):
        deadline.check()
        read = _read_page(source, index, limits.max_characters - characters)
        texts.append(read[0] if read else None)
        shapes.append(read[1] if read else Shapes())
        characters += read[2] if read else 0
    _refuse_unreadable(texts, shapes)
    pages = [_lay_out(index + 1, text, drawn) for index, (text, drawn) in enumerate(zip(texts, shapes, strict=True))]
    drop_running_lines(pages)
    for page, text, drawn in zip(pages, texts, shapes, strict=True):
        deadline.check()
        if text is not None:
            _set_columns(page, text, level_rules(drawn.lines))
    join_tables(pages)
    cells = sum(len(item.cells) for page in pages for item in page.items if isinstance(item, TablePart))
    if cells > limits.max_cells:
        raise ReadingError(f"PDF文件的表格超过了{limits.max_cells}个单元格的上限")
    return pages


def _read_page(source: pypdfium2.PdfDocument, index: int, room: int) -> tuple[PageText, Shapes, int] | None:
    """The text, shapes and number of characters of a page; None if it is damaged. ``room``: characters allowed."""
    try:
        page = source[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        page.close()
        return None
    try:
        count = max(0, text_page.count_chars())
        if count > room:
            raise ReadingError("PDF文件的文字太多，超过了可以审核的上限")
        text = page_text(text_page.raw, count, _visible_box(page), page.get_rotation() // 90 % 4, index + 1)
        return text, page_shapes(page.raw).read(text.frame), count
    finally:
        text_page.close()
        page.close()


def _visible_box(page: pypdfium2.PdfPage) -> Box:
    """The part of the page that is shown."""
    box = pdfium.FS_RECTF()
    if pdfium.FPDF_GetPageBoundingBox(page.raw, box) and box.right > box.left and box.top > box.bottom:
        return box.left, box.bottom, box.right, box.top
    return 0.0, 0.0, *page.get_size()


def _refuse_unreadable(texts: Sequence[PageText | None], shapes: Sequence[Shapes]) -> None:
    """Raise what keeps the document as a whole from being read."""
    if all(text is None for text in texts):
        raise ReadingError("PDF文件已损坏，没有一页可以读取")
    glyphs = sum(len(text.glyphs) for text in texts if text)
    pictured = sum(
        _shows_picture(text, drawn, 0.4) for text, drawn in zip(texts, shapes, strict=True) if text is not None
    )
    # a scan may carry the stamp of a scanning program or a page number on every page
    if pictured and (glyphs == 0 or (pictured == len(texts) and glyphs < 15 * len(texts))):
        raise ReadingError(_SCAN)
    if glyphs == 0:
        raise ReadingError("PDF文件里没有文字")
    if 3 * sum(text.unmapped for text in texts if text) > glyphs:
        raise ReadingError("PDF文件的字体没有对应的文字编码，读不出文字，请先做文字识别（OCR）后再审核")


def _shows_picture(text: PageText, drawn: Shapes, share: float) -> bool:
    """Whether a page shows a picture of at least ``share`` of its area, or text as outlines."""
    area = text.frame.width * text.frame.height
    return drawn.curves >= _MANY_CURVES or any(_area(box) >= share * area for box in drawn.pictures)


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _lay_out(number: int, text: PageText | None, drawn: Shapes) -> Page:
    """A page with its lines, ruled tables and pictures from top to bottom."""
    if text is None:
        return Page(number, 595.0, 842.0, [Picture("unreadable", f"第{number}页已损坏，无法读取", 842.0)])
    deadline.check()
    frame = text.frame
    page = Page(number, frame.width, frame.height)
    page.items += _gaps(number, text, drawn)
    centres = [((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2) for glyph in text.glyphs]
    parts, free = fill_grids(find_grids(drawn.lines, drawn.fills, centres), text.glyphs, number, frame.locate)
    page.items += parts
    page.items += make_lines(free, frame.locate)
    page.items.sort(key=top_of, reverse=True)
    return page


def _gaps(number: int, text: PageText, drawn: Shapes) -> list[Item]:
    """What on a page cannot be read: pictures without text over them, text set aslant, too many shapes."""
    gaps: list[Item] = []
    area = text.frame.width * text.frame.height
    large = [box for box in dict.fromkeys(drawn.pictures) if _area(box) >= _LARGE * area]
    for box in large[:_MAX_PICTURES]:
        if not _written_over(box, text):
            gaps.append(Picture("picture", f"第{number}页有图片，图片里的文字没有读取", box[3]))
    if not text.glyphs and not gaps and drawn.curves >= _MANY_CURVES:
        gaps.append(Picture("picture", f"第{number}页的文字是图形，没有读取", text.frame.height))
    unread = [f"第{number}页斜排的文字（水印）没有读取：{text.slanted[:40]}"] if text.slanted else []
    unread += [f"第{number}页图形太多，表格可能没有读全"] if drawn.crowded else []
    return gaps + [Picture("unreadable", description, text.frame.height, behind=True) for description in unread]


def _written_over(box: Box, text: PageText) -> bool:
    """Whether text stands on a picture (a background, or a scan with recognised text)."""
    return sum(box[0] < glyph.x0 < box[2] and box[1] < glyph.base < box[3] for glyph in text.glyphs) >= 10


def _set_columns(page: Page, text: PageText, rules: list[Rule]) -> None:
    """Make tables of the lines of a page that are set in columns without ruling lines."""
    items: list[Item] = []
    lines: list[Line] = []
    for item in [*page.items, None]:
        if isinstance(item, Line):
            lines.append(item)
            continue
        if lines:
            items += find_aligned(lines, rules, page.number, text.frame.locate)
            lines = []
        if item is not None:
            items.append(item)
    page.items = items
