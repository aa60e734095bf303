"""Reading PDF files: the pages of these tests are written by hand, so that what they show is known to the point."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from checker.reading.document import Document, Limits
from checker.reading.errors import ReadingError
from checker.reading.pdf import read_pdf
from checker.report.blocks import ParagraphDraft, PdfLocator, Table, TableDraft, assemble

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT = 72, 524
"""Margins of the sample pages: the text between them is 37 full-width characters of 12 points (and 8 points) wide."""

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << "
    b"/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    b"/Ordering (GB1) /Supplement 4 >> /DW 1000 /W [ 1 95 500 ] /FontDescriptor << /Type /FontDescriptor "
    b"/FontName /STSong-Light /Flags 6 /FontBBox [ -25 -254 1000 880 ] /ItalicAngle 0 /Ascent 880 /Descent -120 "
    b"/CapHeight 880 /StemV 93 >> >> ] >>"
)


@dataclass
class Sheet:
    """A page to be written: drawing operators, and the extra entries of its dictionary."""

    operators: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)
    entries: str = ""

    def text(self, x: float, y: float, text: str, size: float = 12, turn: str = "1 0 0 1", spacing: float = 0) -> None:
        """Write ``text`` with its baseline at (x, y); ``turn`` is the matrix without its offset."""
        code = text.encode("utf-16-be").hex()
        self.operators.append(f"BT /F {size} Tf {spacing} Tc {turn} {x} {y} Tm <{code}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Stroke a line."""
        self.operators.append(f"0.5 w {x0} {y0} m {x1} {y1} l S")

    def fill(self, x0: float, y0: float, x1: float, y1: float, gray: float = 0) -> None:
        """Fill a rectangle."""
        self.operators.append(f"{gray} g {x0} {y0} {x1 - x0} {y1 - y0} re f 0 g")

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        """Place a picture."""
        self.operators.append(f"q {width} 0 0 {height} {x} {y} cm /Im Do Q")

    def paragraph(self, top: float, text: str, indent: int = 2, step: float = 20) -> float:
        """Write a justified paragraph in lines of 37 characters, the first indented; return the next baseline."""
        start = indent
        while text:
            taken, text = text[: 37 - start], text[37 - start :]
            self.text(LEFT + 12 * start, top, taken)
            start = 0
            top -= step
        return top


def stream(entries: bytes, content: bytes) -> bytes:
    """A stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def pdf(*sheets: Sheet, trailer: str = "") -> bytes:
    """The bytes of a PDF file of these pages."""
    objects: list[bytes] = [b"", b"", FONT]
    picture = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    objects.append(stream(picture, b"\x80"))
    kids = []
    for sheet in sheets:
        form, content = "\n".join(sheet.form).encode(), "\n".join(sheet.operators).encode()
        resources = b"<< /Font << /F 3 0 R >> /XObject << /Im 4 0 R /Fm %d 0 R >> >>" % (len(objects) + 1)
        box = b"/BBox [ 0 0 %d %d ] /Matrix [ 0.5 0 0 0.5 10 20 ]" % (4 * WIDTH, 4 * HEIGHT)
        objects.append(stream(b"/Type /XObject /Subtype /Form " + box, form))
        objects.append(stream(b"", content))
        entries = sheet.entries or f"/MediaBox [ 0 0 {WIDTH} {HEIGHT} ]"
        page = b"<< /Type /Page /Parent 2 0 R %s /Resources %s /Contents %d 0 R >>"
        objects.append(page % (entries.encode(), resources, len(objects)))
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer.encode())
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def read(*sheets: Sheet) -> Document:
    return read_pdf(pdf(*sheets), Limits())


def paragraphs(document: Document) -> list[str]:
    drafts = [draft for draft in document.drafts if isinstance(draft, ParagraphDraft)]
    return ["".join(piece.text for piece in draft.pieces) for draft in drafts]


def tables(document: Document) -> list[Table]:
    drafts = [draft for draft in document.drafts if isinstance(draft, TableDraft)]
    return [block for block in assemble(drafts)[1] if isinstance(block, Table)]


def cells(table: Table) -> set[tuple[int, int, int, int, str]]:
    return {(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells}


def rows(table: Table) -> list[list[str]]:
    """The texts of a table without merged cells, row by row."""
    return [[cell.text if cell else "∅" for cell in row] for row in table.grid()]


@dataclass
class Cell:
    """A cell to be drawn: its place, spans and lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str = ""

    @property
    def key(self) -> tuple[int, int, int, int, str]:
        return self.row, self.column, self.row_span, self.column_span, self.text.replace("\n", "")


def place(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float], size: float = 10) -> None:
    """Write the text of cells, each in the middle of its place."""
    for cell in grid:
        x = (xs[cell.column] + xs[cell.column + cell.column_span]) / 2
        y = (ys[cell.row] + ys[cell.row + cell.row_span]) / 2
        lines = cell.text.split("\n") if cell.text else []
        for number, text in enumerate(lines):
            width = sum(size if character > "\xff" else size / 2 for character in text)
            sheet.text(x - width / 2, y - 0.38 * size + (len(lines) / 2 - number - 0.5) * 1.2 * size, text, size)


def sides(cell: Cell, xs: list[float], ys: list[float]) -> tuple[float, float, float, float]:
    return xs[cell.column], ys[cell.row + cell.row_span], xs[cell.column + cell.column_span], ys[cell.row]


def stroked(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            sheet.line(*ends)


def rectangles(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        sheet.operators.append(f"0.5 w {x0} {y0} {x1 - x0} {y1 - y0} re S")


def thin_fills(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        for box in ((x0, y0, x1, y0 + 0.7), (x0, y1, x1, y1 + 0.7), (x0, y0, x0 + 0.7, y1), (x1, y0, x1 + 0.7, y1)):
            sheet.fill(*box)


def dotted(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        for x in range(int(x0), int(x1) + 1, 2):
            for y in (y0, y1):
                sheet.fill(x, y, x + 0.8, y + 0.8)
        for y in range(int(y0), int(y1) + 1, 2):
            for x in (x0, x1):
                sheet.fill(x, y, x + 0.8, y + 0.8)


def doubled(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        for d in (0, 2):
            sheet.operators.append(f"0.3 w {x0 + d} {y0 + d} {x1 - x0 - 2 * d} {y1 - y0 - 2 * d} re S")


def spaced(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    """The borders of an html table whose cells stand apart."""
    sheet.operators.append(f"0.5 w {xs[0] - 2.5} {ys[-1] - 2.5} {xs[-1] - xs[0] + 5} {ys[0] - ys[-1] + 5} re S")
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        sheet.operators.append(f"0.5 w {x0 + 2} {y0 + 2} {x1 - x0 - 4} {y1 - y0 - 4} re S")


def backgrounds(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    """White cells on a black ground, which shows between them."""
    sheet.fill(xs[0] - 1, ys[-1] - 1, xs[-1] + 1, ys[0] + 1)
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        sheet.fill(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, gray=1)


def clipped(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    """Thick bars of which clip paths leave thin lines."""
    for cell in grid:
        x0, y0, x1, y1 = sides(cell, xs, ys)
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            clip = f"{a} {b} {max(c - a, 0.6)} {max(d - b, 0.6)} re W n"
            sheet.operators.append(f"q {clip} {a - 30} {b - 30} {c - a + 60} {d - b + 60} re f Q")


def in_form(sheet: Sheet, grid: list[Cell], xs: list[float], ys: list[float]) -> None:
    """Lines inside a form that is drawn at half its size and moved."""
    for cell in grid:
        x0, y0, x1, y1 = (2 * edge for edge in sides(cell, xs, ys))
        sheet.form.append(f"1 w {x0 - 20} {y0 - 40} {x1 - x0} {y1 - y0} re S")
    sheet.operators.append("/Fm Do")


STYLES = (stroked, rectangles, thin_fills, dotted, doubled, spaced, backgrounds, clipped, in_form)

HEADER = [
    Cell(0, 0, 2, 1, "项目"),
    Cell(0, 1, 1, 2, "申请人"),
    Cell(0, 3, 2, 1, "总计"),
    Cell(1, 1, 1, 1, "自然人"),
    Cell(1, 2, 1, 1, "法人"),
]
XS = [80.0, 200.0, 260.0, 320.0, 380.0]


def ys_from(top: float, count: int, height: float = 24) -> list[float]:
    return [top - height * number for number in range(count + 1)]


@pytest.mark.parametrize("style", STYLES)
def test_merged_cells_are_rebuilt_whatever_draws_the_borders(style) -> None:
    grid = [*HEADER, *(Cell(2, column, 1, 1, text) for column, text in enumerate(["新收", "12", "", "345"]))]
    sheet, ys = Sheet(), ys_from(700, 3)
    style(sheet, grid, XS, ys)
    place(sheet, grid, XS, ys)
    [table] = tables(read(sheet))
    assert cells(table) == {cell.key for cell in grid}


@st.composite
def grids(draw) -> tuple[list[Cell], list[float], list[float]]:
    """A table of any shape: merged areas, blank cells, numbers and labels."""
    height, width = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    taken: set[tuple[int, int]] = set()
    grid = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            down, across = draw(st.sampled_from([(1, 1)] * 4 + [(2, 1), (1, 2), (2, 2), (1, 3)]))
            places = {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
            if places & taken or row + down > height or column + across > width:
                down = across = 1
                places = {(row, column)}
            taken |= places
            text = draw(st.sampled_from(["", "0", "7", "12", "3456", "项目", "总计", "(a)"]))
            grid.append(Cell(row, column, down, across, text))
    # a boundary that no cell ends at is none
    starts = {cell.row for cell in grid}, {cell.column for cell in grid}
    if starts != (set(range(height)), set(range(width))):
        grid = [Cell(row, column, 1, 1, str(row * width + column)) for row in range(height) for column in range(width)]
    xs, ys = [60.0], [780.0]
    for _ in range(width):
        xs.append(xs[-1] + draw(st.integers(28, 70)))
    for _ in range(height):
        ys.append(ys[-1] - draw(st.integers(16, 50)))
    return grid, xs, ys


def has_boundary_over_two_rows(grid: list[Cell], width: int) -> bool:
    ends = [cell.column + cell.column_span for cell in grid for _ in range(cell.row_span)]
    return any(ends.count(column) > 1 for column in range(1, width))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sample=grids(), style=st.sampled_from(STYLES))
def test_any_grid_comes_back_cell_for_cell(sample, style) -> None:
    grid, xs, ys = sample
    # backgrounds of which no two rows are parted at one place may as well be shading behind words
    assume(style is not backgrounds or has_boundary_over_two_rows(grid, len(xs) - 1))
    sheet = Sheet()
    style(sheet, grid, xs, ys)
    place(sheet, grid, xs, ys)
    sheet.text(60, 100, "表后的一行文字")
    [table] = tables(read(sheet))
    assert cells(table) == {cell.key for cell in grid}


def test_blank_cells_stay_blank() -> None:
    grid = [Cell(row, column, 1, 1, "" if column else f"第{row}行") for row in range(3) for column in range(4)]
    sheet, ys = Sheet(), ys_from(700, 3)
    stroked(sheet, grid, XS, ys)
    place(sheet, grid, XS, ys)
    [table] = tables(read(sheet))
    assert rows(table) == [[f"第{row}行", "", "", ""] for row in range(3)]


def test_table_with_open_sides() -> None:
    grid = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(3) for column in range(4)]
    sheet, ys = Sheet(), ys_from(700, 3)
    for y in ys:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, ys[0], x, ys[-1])
    place(sheet, grid, XS, ys)
    [table] = tables(read(sheet))
    assert rows(table) == [[f"{row}{column}" for column in range(4)] for row in range(3)]


def test_numbers_in_narrow_neighbouring_cells_stay_apart() -> None:
    xs, ys = [80.0, 102.0, 124.0, 146.0], ys_from(700, 2)
    grid = [Cell(row, column, 1, 1, f"{row + 1}{column}99") for row in range(2) for column in range(3)]
    sheet = Sheet()
    stroked(sheet, grid, xs, ys)
    place(sheet, grid, xs, ys)
    [table] = tables(read(sheet))
    assert rows(table) == [["1099", "1199", "1299"], ["2099", "2199", "2299"]]


def test_number_wrapped_in_its_cell_is_joined_and_one_too_wide_stays_in_its_cell() -> None:
    xs, ys = [80.0, 104.0, 128.0, 152.0], ys_from(700, 2, 36)
    grid = [Cell(0, 0, 1, 1, "123\n45"), Cell(0, 1, 1, 1, "7730.28"), Cell(0, 2, 1, 1, "")]
    grid += [Cell(1, column, 1, 1, str(column)) for column in range(3)]
    sheet = Sheet()
    stroked(sheet, grid, xs, ys)
    place(sheet, grid, xs, ys)
    [table] = tables(read(sheet))
    assert rows(table) == [["12345", "7730.28", ""], ["0", "1", "2"]]


def test_latin_words_of_a_cell_keep_their_space() -> None:
    grid = [Cell(0, 0, 1, 1, "Data\nBase"), Cell(0, 1, 1, 1, "主动\n公开"), Cell(1, 0, 1, 2, "1")]
    sheet, xs, ys = Sheet(), [80.0, 140.0, 200.0], ys_from(700, 2, 36)
    stroked(sheet, grid, xs, ys)
    place(sheet, grid, xs, ys)
    [table] = tables(read(sheet))
    assert rows(table)[0] == ["Data Base", "主动公开"]


NARROW = [Cell(0, 0, 4, 1), *(Cell(row, 1, 1, 1, f"第{row}行") for row in range(4))]


@pytest.mark.parametrize("way", ["stacked", "clockwise", "counter-clockwise", "two columns"])
def test_vertical_text_of_a_narrow_cell(way: str) -> None:
    sheet, xs, ys = Sheet(), [80.0, 110.0, 200.0], ys_from(700, 4)
    stroked(sheet, NARROW, xs, ys)
    place(sheet, NARROW, xs, ys)
    label = "三、本年度办理结果"
    if way == "stacked":
        for number, character in enumerate(label):
            sheet.text(90, 690 - 10 * number, character, 10)
    elif way == "clockwise":
        sheet.text(92, 695, label, 10, turn="0 -1 1 0")
    elif way == "counter-clockwise":
        sheet.text(98, 608, label, 10, turn="0 1 -1 0")
    else:
        for number, character in enumerate(label):
            sheet.text(96 - 12 * (number // 5), 685 - 12 * (number % 5), character, 10)
    [table] = tables(read(sheet))
    assert (0, 0, 4, 1, label) in cells(table)


def long_table(first: int, last: int, label: str = "") -> list[Cell]:
    """Rows of a table with a merged first column."""
    count = last - first
    grid = [Cell(0, 0, count, 1, label)]
    for row in range(count):
        texts = [f"{first + row + 1}.子项", str(100 + first + row), "" if row % 2 else str(900 + first + row)]
        grid += [Cell(row, column + 1, 1, 1, text) for column, text in enumerate(texts)]
    return grid


def below(grid: list[Cell], shift: int) -> list[Cell]:
    return [Cell(cell.row + shift, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid]


@pytest.mark.parametrize("header_again", [False, True])
@pytest.mark.parametrize("moved", [0.0, 14.0])
def test_table_across_a_page_break_is_one(header_again: bool, moved: float) -> None:
    first, second = Sheet(), Sheet()
    first.text(LEFT, 620, "二、表格")
    top = [*HEADER, *below(long_table(0, 8, "结果"), 2)]
    ys = ys_from(310, 10)
    stroked(first, top, XS, ys)
    place(first, top, XS, ys)
    xs = [x + moved for x in XS]
    rest = [*HEADER, *below(long_table(8, 11), 2)] if header_again else long_table(8, 11)
    ys = ys_from(770, 5 if header_again else 3)
    stroked(second, rest, xs, ys)
    place(second, rest, xs, ys)
    second.text(LEFT, 500, "三、表后")
    document = read(first, second)
    assert paragraphs(document) == ["二、表格", "三、表后"]
    [table] = tables(document)
    assert cells(table) == {cell.key for cell in [*HEADER, *below(long_table(0, 11, "结果"), 2)]}
    pages = {anchor.locator.page for cell in table.cells for anchor in cell.anchors}
    assert pages == {1, 2}


def test_rest_of_a_merged_cell_that_a_browser_draws_too_short() -> None:
    """A row that did not fit leaves room at the foot of the page, and merged cells end too early on the next."""
    first, second = Sheet(), Sheet()
    xs = [80.0, 140.0, 260.0, 320.0]
    top = [Cell(0, 0, 3, 1, "结果"), *(Cell(row, 1, 1, 1, f"{row + 1}.子项") for row in range(2))]
    top += [*(Cell(row, 2, 1, 1, f"{row}9") for row in range(2)), Cell(2, 1, 1, 2)]
    ys = ys_from(130, 3)
    stroked(first, top, xs, ys)
    place(first, top, xs, ys)
    rest = [Cell(0, 0, 1, 1), Cell(1, 0, 1, 1), *(Cell(row, 1, 1, 1, f"{row + 3}.子项") for row in range(2))]
    rest += [Cell(row, 2, 1, 1, f"{row}8") for row in range(2)]
    ys = ys_from(770, 2)
    stroked(second, rest, xs, ys)
    place(second, rest, xs, ys)
    [table] = tables(read(first, second))
    figures = [Cell(row, 2, 1, 1, text) for row, text in enumerate(["09", "19", "08", "18"])]
    labels = [Cell(row, 1, 1, 1, f"{row + 1}.子项") for row in range(4)]
    assert cells(table) == {cell.key for cell in [Cell(0, 0, 4, 1, "结果"), *labels, *figures]}


def test_other_table_on_the_next_page_is_another_if_the_first_left_room() -> None:
    first, second = Sheet(), Sheet()
    grid = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(2) for column in range(4)]
    other = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(2) for column in range(2)]
    stroked(first, grid, XS, ys_from(600, 2))
    place(first, grid, XS, ys_from(600, 2))
    second.paragraph(400, sentence(1, 500))
    stroked(second, other, [80.0, 225.0, 380.0], ys_from(770, 2))
    place(second, other, [80.0, 225.0, 380.0], ys_from(770, 2))
    assert [table.columns for table in tables(read(first, second))] == [4, 2]


def test_corner_without_cells_stays_empty() -> None:
    grid = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(3) for column in range(4) if row + column < 4]
    sheet, ys = Sheet(), ys_from(700, 3)
    stroked(sheet, grid, XS, ys)
    place(sheet, grid, XS, ys)
    [table] = tables(read(sheet))
    assert cells(table) == {cell.key for cell in grid}


def test_row_cut_by_a_page_break_is_one_row() -> None:
    first, second = Sheet(), Sheet()
    top = [
        Cell(0, 0, 1, 1, "项目"),
        Cell(0, 1, 1, 1, "数量"),
        Cell(1, 0, 1, 1, "1.这一行的标签太长了写"),
        Cell(1, 1, 1, 1, "7"),
    ]
    xs, ys = [80.0, 200.0, 260.0], ys_from(130, 2)
    stroked(first, top, xs, ys)
    place(first, top, xs, ys)
    rest = [Cell(0, 0, 1, 1, "不下"), Cell(0, 1, 1, 1), Cell(1, 0, 1, 1, "2.下一行"), Cell(1, 1, 1, 1, "8")]
    ys = ys_from(770, 2)
    stroked(second, rest, xs, ys)
    place(second, rest, xs, ys)
    [table] = tables(read(first, second))
    assert rows(table) == [["项目", "数量"], ["1.这一行的标签太长了写不下", "7"], ["2.下一行", "8"]]


def test_blank_row_at_the_top_of_a_page_is_no_rest_of_the_row_before() -> None:
    first, second = Sheet(), Sheet()
    xs = [80.0, 200.0, 260.0]
    for sheet, top, texts in (
        (first, 130, ["项目", "数量", "行政甲", "7"]),
        (second, 770, ["行政乙", "", "行政丙", "8"]),
    ):
        grid = [Cell(number // 2, number % 2, 1, 1, text) for number, text in enumerate(texts)]
        ys = ys_from(top, 2)
        stroked(sheet, grid, xs, ys)
        place(sheet, grid, xs, ys)
    [table] = tables(read(first, second))
    assert rows(table) == [["项目", "数量"], ["行政甲", "7"], ["行政乙", ""], ["行政丙", "8"]]


def test_blank_figure_under_a_merged_heading_at_a_page_break_stays_a_cell() -> None:
    first, second = Sheet(), Sheet()
    ys = ys_from(120, 2)
    stroked(first, HEADER, XS, ys)
    place(first, HEADER, XS, ys)
    rest = [Cell(0, column, 1, 1, text) for column, text in enumerate(["", "1", "2", ""])]
    ys = ys_from(770, 1)
    stroked(second, rest, XS, ys)
    place(second, rest, XS, ys)
    [table] = tables(read(first, second))
    assert cells(table) == {cell.key for cell in [*HEADER, *below(rest, 2)]}


def test_tables_that_follow_one_another_stay_two() -> None:
    first, second = Sheet(), Sheet()
    grid = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(2) for column in range(4)]
    other = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(2) for column in range(2)]
    for sheet, top, held, xs in (
        (first, 760, grid, XS),
        (first, 690, other, [80.0, 160.0, 300.0]),
        (second, 760, grid, XS),
    ):
        stroked(sheet, held, xs, ys_from(top, 2))
        place(sheet, held, xs, ys_from(top, 2))
    assert [table.columns for table in tables(read(first, second))] == [4, 2, 4]


def test_tables_on_two_pages_with_a_heading_between_stay_two() -> None:
    first, second = Sheet(), Sheet()
    grid = [Cell(row, column, 1, 1, f"{row}{column}") for row in range(2) for column in range(4)]
    stroked(first, grid, XS, ys_from(130, 2))
    place(first, grid, XS, ys_from(130, 2))
    second.text(LEFT, 770, "三、另一张表")
    stroked(second, grid, XS, ys_from(740, 2))
    place(second, grid, XS, ys_from(740, 2))
    assert len(tables(read(first, second))) == 2


def test_frame_around_text_is_no_table() -> None:
    sheet = Sheet()
    sheet.operators.append("1 w 60 600 480 120 re S")
    sheet.text(LEFT, 690, "框里的一行文字")
    document = read(sheet)
    assert paragraphs(document) == ["框里的一行文字"]
    assert not tables(document)


def test_shading_behind_words_is_no_table() -> None:
    sheet = Sheet()
    for number in range(3):
        sheet.fill(72, 696 - 20 * number, 120 + 17 * number, 712 - 20 * number, gray=0.9)
        sheet.fill(120 + 17 * number, 696 - 20 * number, 300, 712 - 20 * number, gray=0.8)
    sheet.paragraph(700, "底纹下面的文字" * 12, indent=0)
    document = read(sheet)
    assert not tables(document)
    assert "".join(paragraphs(document)) == "底纹下面的文字" * 12


def sentence(number: int, length: int) -> str:
    """A paragraph of ``length`` different Han characters that ends with a full stop."""
    return "".join(chr(0x4E00 + (number * 997 + index * 31) % 5000) for index in range(length - 1)) + "。"


def test_lines_are_joined_to_paragraphs_and_headings_stay_apart() -> None:
    sheet = Sheet()
    sheet.text(200, 780, "某某镇人民政府", 22)
    sheet.text(180, 750, "2023年年度报告", 22)
    bodies = [sentence(1, 90), sentence(2, 72), sentence(3, 35), sentence(4, 60)]
    y = 700.0
    y = sheet.paragraph(y, "一、总体情况")
    for body in bodies[:3]:
        y = sheet.paragraph(y, body)
    y = sheet.paragraph(y, "（一）一个小标题")
    sheet.paragraph(y, bodies[3])
    assert paragraphs(read(sheet)) == [
        "某某镇人民政府",
        "2023年年度报告",
        "一、总体情况",
        *bodies[:3],
        "（一）一个小标题",
        bodies[3],
    ]


def test_paragraphs_set_apart_by_space_alone() -> None:
    sheet = Sheet()
    bodies = [sentence(number, 74) for number in range(3)]
    y = 700.0
    for body in bodies:
        y = sheet.paragraph(y, body, indent=0) - 14
    assert paragraphs(read(sheet)) == bodies


def test_paragraphs_told_apart_by_a_short_last_line_alone() -> None:
    first, second = Sheet(), Sheet()
    bodies = [sentence(number, length) for number, length in enumerate([84, 90, 148, 80])]
    y = 700.0
    for body in bodies[:3]:
        y = first.paragraph(y, body, indent=0)
    second.paragraph(770, bodies[3], indent=0)
    assert paragraphs(read(first, second)) == bodies


def test_signature_and_date_set_to_the_right_stay_two_lines() -> None:
    sheet = Sheet()
    y = sheet.paragraph(700, sentence(1, 148), indent=0)
    for number, text in enumerate(["某某镇人民政府", "二〇二四年一月"]):
        sheet.text(LEFT + 12 * 30, y - 20 * number, text)
    assert paragraphs(read(sheet)) == [sentence(1, 148), "某某镇人民政府", "二〇二四年一月"]


def test_centred_line_between_paragraphs_stays_apart() -> None:
    sheet = Sheet()
    y = sheet.paragraph(700, sentence(1, 72))
    sheet.text(LEFT + 12 * 8, y, "居中的一行文字写在这里面没有别的东西了" + "啊" * 2)
    sheet.paragraph(y - 20, sentence(2, 74), indent=0)
    assert len(paragraphs(read(sheet))) == 3


def test_sentence_that_goes_on_over_the_page_is_one_paragraph() -> None:
    first, second = Sheet(), Sheet()
    body = sentence(5, 200)
    first.paragraph(700, sentence(6, 80))
    first.paragraph(140, body[:109])
    second.paragraph(770, body[109:], indent=0)
    second.paragraph(650, sentence(7, 80))
    document = read(first, second)
    assert paragraphs(document) == [sentence(6, 80), body, sentence(7, 80)]
    draft = document.drafts[1]
    assert isinstance(draft, ParagraphDraft)
    assert [piece.locator.page for piece in draft.pieces] == [1, 1, 1, 2, 2, 2]


def test_every_line_is_a_piece_with_its_place() -> None:
    sheet = Sheet()
    sheet.paragraph(700, sentence(1, 60))
    [draft] = read(sheet).drafts
    assert isinstance(draft, ParagraphDraft)
    first, second = (piece.locator for piece in draft.pieces)
    assert isinstance(first, PdfLocator)
    assert isinstance(second, PdfLocator)
    assert first.box == pytest.approx((96, 698.56, 516, 710.56), abs=0.5)
    assert second.box == pytest.approx((72, 678.56, 372, 690.56), abs=0.5)


@pytest.mark.parametrize("pattern", ["- {} -", "{}", "第{}页", "第 {} 页 共 3 页", "{}/3", "— {} —"])
def test_page_numbers_are_left_out(pattern: str) -> None:
    sheets = []
    for number in range(1, 4):
        sheet = Sheet()
        sheet.paragraph(700, sentence(number, 120))
        sheet.text(280 if number % 2 else 120, 40, pattern.format(number), 10)
        sheets.append(sheet)
    assert paragraphs(read(*sheets)) == [sentence(number, 120) for number in range(1, 4)]


def test_running_heads_and_feet_are_left_out() -> None:
    sheets = []
    for number in range(1, 4):
        sheet = Sheet()
        sheet.text(220, 800, "某某镇年度报告", 9)
        sheet.paragraph(740, sentence(number, 120))
        sheet.text(LEFT, 30, f"https://www.example.gov.cn/ {number}/3", 8)
        sheets.append(sheet)
    assert paragraphs(read(*sheets)) == [sentence(number, 120) for number in range(1, 4)]


def test_body_lines_at_the_edge_of_the_page_are_kept() -> None:
    """The same words may stand at the same height of two pages, and a number may end a page."""
    sheets = []
    for number in range(1, 3):
        sheet = Sheet()
        y = sheet.paragraph(780, "相同的开头一行正文也不能丢")
        sheet.paragraph(y, sentence(number, 120))
        sheet.text(LEFT + 24, 90, f"2{number * 7}")
        sheets.append(sheet)
    text = "".join(paragraphs(read(*sheets)))
    assert text.count("相同的开头一行正文也不能丢") == 2
    assert "27" in text
    assert "214" in text


def test_spaces_of_layout_are_dropped_and_those_of_the_author_kept() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 700, "2023", 12)
    sheet.text(LEFT + 30, 700, "年", 12)
    sheet.text(LEFT + 48, 700, "号，邮编：", 12, spacing=8)
    sheet.text(LEFT, 660, "Open Data 网站 www.example.gov.cn 公开")
    sheet.text(LEFT, 620, "填报单位")
    sheet.text(LEFT + 120, 620, "日期")
    assert paragraphs(read(sheet)) == ["2023年号，邮编：", "Open Data网站www.example.gov.cn公开", "填报单位 日期"]


def test_bold_feigned_by_drawing_twice_is_read_once() -> None:
    sheet = Sheet()
    for shift in (0, 0.4):
        sheet.text(LEFT + shift, 700, "一、总体情况 2011")
    assert paragraphs(read(sheet)) == ["一、总体情况2011"]


def test_characters_are_kept_as_written() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 700, "２０２３年（一）")
    assert paragraphs(read(sheet)) == ["２０２３年（一）"]


def test_address_broken_over_lines_is_joined() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 700, "网" * 20 + "https://www.example.gov.cn/zwgk/a")
    sheet.text(LEFT, 680, "bc/index.html查看" + "看" * 29)
    [text] = paragraphs(read(sheet))
    assert "https://www.example.gov.cn/zwgk/abc/index.html查看" in text


ALIGNED = [
    ["项目", "自然人", "企业", "机构", "总计"],
    ["新收申请数量", "21", "0", "3", "24"],
    ["上年结转数量", "", "1", "", "1"],
    ["办理结果数量", "120", "0", "13", "133"],
]


def aligned(sheet: Sheet, top: float, table: list[list[str]], step: float = 22) -> None:
    for row, texts in enumerate(table):
        sheet.text(LEFT, top - step * row, texts[0])
        for column, text in enumerate(texts[1:]):
            width = sum(12 if character > "\xff" else 6 for character in text)
            sheet.text(220 + 70 * column - width / 2, top - step * row, text)


def test_aligned_columns_without_lines_are_a_table() -> None:
    sheet = Sheet()
    sheet.paragraph(760, sentence(1, 100))
    aligned(sheet, 600, ALIGNED)
    sheet.paragraph(480, sentence(2, 100))
    document = read(sheet)
    [table] = tables(document)
    assert rows(table) == ALIGNED
    assert paragraphs(document) == [sentence(1, 100), sentence(2, 100)]


def test_aligned_table_goes_on_over_the_page() -> None:
    first, second = Sheet(), Sheet()
    aligned(first, 160, ALIGNED)
    aligned(second, 770, [ALIGNED[0], ["另一行的数量", "7", "8", "9", "24"], ["末一行的数量", "4", "", "5", "9"]])
    [table] = tables(read(first, second))
    assert rows(table) == [*ALIGNED, ["另一行的数量", "7", "8", "9", "24"], ["末一行的数量", "4", "", "5", "9"]]


def test_prose_with_figures_is_no_table() -> None:
    sheet = Sheet()
    body = "全年收到申请12件，办结10件，其中公开3件、部分公开4件，比上年增长12.5%，共计29件次。" * 6
    sheet.paragraph(700, body)
    document = read(sheet)
    assert not tables(document)
    assert paragraphs(document) == [body]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_turned_page_is_read_as_it_is_shown(rotation: int) -> None:
    """The page is written so that it reads upright when displayed."""
    width, height = (HEIGHT, WIDTH) if rotation % 180 else (WIDTH, HEIGHT)
    matrix = {
        0: "1 0 0 1 0 0",
        90: f"0 1 -1 0 {WIDTH} 0",
        180: f"-1 0 0 -1 {WIDTH} {HEIGHT}",
        270: f"0 -1 1 0 0 {HEIGHT}",
    }
    sheet = Sheet(entries=f"/MediaBox [ 0 0 {WIDTH} {HEIGHT} ] /Rotate {rotation}")
    sheet.operators.append(f"{matrix[rotation]} cm")
    grid = [Cell(0, 0, 1, 2, "标题"), *(Cell(1, column, 1, 1, str(column + 40)) for column in range(2))]
    xs, ys = [80.0, 140.0, 200.0], ys_from(height - 100, 2)
    stroked(sheet, grid, xs, ys)
    place(sheet, grid, xs, ys)
    sheet.text(100, height - 50, "表前的文字")
    document = read(sheet)
    assert paragraphs(document) == ["表前的文字"]
    [table] = tables(document)
    assert cells(table) == {cell.key for cell in grid}
    draft = document.drafts[0]
    assert isinstance(draft, ParagraphDraft)
    assert isinstance(draft.pieces[0].locator, PdfLocator)
    assert draft.pieces[0].locator.box == pytest.approx((100, height - 51.4, 160, height - 39.4), abs=0.6)
    assert draft.pieces[0].locator.box[2] <= width


def test_places_are_those_of_the_visible_part_of_a_page() -> None:
    sheet = Sheet(entries=f"/MediaBox [ 0 0 {WIDTH} {HEIGHT} ] /CropBox [ 50 40 {WIDTH} 800 ]")
    sheet.text(100, 700, "看得见")
    sheet.text(100, 820, "看不见")
    document = read(sheet)
    assert paragraphs(document) == ["看得见"]
    draft = document.drafts[0]
    assert isinstance(draft, ParagraphDraft)
    assert isinstance(draft.pieces[0].locator, PdfLocator)
    assert draft.pieces[0].locator.box == pytest.approx((50, 658.6, 86, 670.6), abs=0.6)


def test_watermark_does_not_part_a_paragraph() -> None:
    first, second = Sheet(), Sheet()
    body = sentence(5, 200)
    first.paragraph(140, body[:109])
    second.text(200, 400, "内部资料", 40, turn="0.707 0.707 -0.707 0.707")
    second.paragraph(770, body[109:], indent=0)
    second.paragraph(650, sentence(7, 80))
    document = read(first, second)
    assert paragraphs(document) == [body, sentence(7, 80)]
    assert len(document.gaps) == 1


def test_hyphen_at_the_end_of_a_line_is_kept() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 700, "电" * 35 + "0517-")
    sheet.text(LEFT, 680, "87222589转" + "接" * 20)
    sheet.paragraph(640, sentence(1, 80))
    assert paragraphs(read(sheet))[0] == "电" * 35 + "0517-87222589转" + "接" * 20


def test_watermark_is_a_gap_and_does_not_mix_with_the_text() -> None:
    sheet = Sheet()
    sheet.paragraph(700, sentence(1, 100))
    sheet.text(200, 600, "内部资料", 40, turn="0.707 0.707 -0.707 0.707")
    document = read(sheet)
    assert paragraphs(document) == [sentence(1, 100)]
    assert [gap.kind for gap in document.gaps] == ["unreadable"]
    assert "内部资料" in document.gaps[0].description


def test_picture_page_of_a_textual_document_is_a_gap() -> None:
    first, second, third = Sheet(), Sheet(), Sheet()
    first.paragraph(700, sentence(1, 100))
    second.picture(0, 0, WIDTH, HEIGHT)
    third.paragraph(700, sentence(2, 100))
    document = read(first, second, third)
    assert [(gap.kind, gap.draft) for gap in document.gaps] == [("picture", 1)]
    assert len(paragraphs(document)) == 2


def test_picture_between_paragraphs_is_a_gap_and_a_seal_is_none() -> None:
    sheet = Sheet()
    sheet.paragraph(760, sentence(1, 100))
    sheet.picture(72, 300, 450, 300)
    sheet.paragraph(250, sentence(2, 100))
    sheet.picture(400, 100, 60, 60)
    assert [(gap.kind, gap.draft) for gap in read(sheet).gaps] == [("picture", 1)]


def reason(data: bytes, **limits: int) -> str:
    """Why ``data`` cannot be read: one Chinese sentence."""
    with pytest.raises(ReadingError) as caught:
        read_pdf(data, Limits(**limits))
    assert re.search(r"[\u4e00-\u9fff]", caught.value.reason)
    assert "\n" not in caught.value.reason
    return caught.value.reason


def text_sheet(number: int = 1) -> Sheet:
    sheet = Sheet()
    sheet.paragraph(700, sentence(number, 100))
    return sheet


def test_scan_is_refused() -> None:
    pages = [Sheet(), Sheet()]
    for page in pages:
        page.picture(0, 0, WIDTH, HEIGHT)
    assert reason(pdf(*pages)) == "这是扫描件，没有文字层，请先做文字识别（OCR）后再审核"
    for number, page in enumerate(pages, 1):
        page.text(280, 30, f"- {number} -")
    assert "扫描件" in reason(pdf(*pages))


def test_scan_with_recognised_text_is_read() -> None:
    sheet = text_sheet()
    sheet.picture(0, 0, WIDTH, HEIGHT)
    document = read(sheet)
    assert paragraphs(document) == [sentence(1, 100)]
    assert not document.gaps


def test_text_drawn_as_outlines_is_refused() -> None:
    sheet = Sheet()
    for number in range(400):
        x, y = 72 + number % 40 * 11, 700 - number // 40 * 20
        sheet.operators.append(f"{x} {y} m {x + 5} {y + 9} {x + 9} {y + 5} {x + 10} {y + 10} c {x} {y + 9} l f")
    assert "扫描件" in reason(pdf(sheet))


def test_font_that_does_not_tell_its_characters_is_refused() -> None:
    sheet = Sheet()
    sheet.paragraph(700, "".join(chr(0x120 + number) for number in range(200)))
    data = pdf(sheet).replace(b"/UniGB-UCS2-H", b"/Identity-H  ").replace(b"(GB1)", b"(XX1)")
    assert "OCR" in reason(data)
    assert "文字编码" in reason(data)


def test_empty_document_is_refused() -> None:
    assert "没有文字" in reason(pdf(Sheet()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 something else", "纯文本".encode()])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    assert reason(data) == "这不是PDF文件"


def test_truncated_file_is_refused() -> None:
    data = pdf(text_sheet(1), text_sheet(2))
    for share in (0.3, 0.6, 0.9):
        assert "不完整" in reason(data[: int(share * len(data))])


def test_damaged_file_is_refused() -> None:
    assert "损坏" in reason(b"%PDF-1.7\nnothing that follows is one\nstartxref\n0\n%%EOF")


def test_encrypted_file_is_refused() -> None:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"
    lock += f" /ID [ <{'01' * 16}> <{'01' * 16}> ]"
    assert "密码" in reason(pdf(text_sheet(), trailer=lock))


def test_limits() -> None:
    data = pdf(text_sheet(1), text_sheet(2))
    assert "2页" in reason(data, max_pages=1)
    assert "文字太多" in reason(data, max_characters=150)
    assert "上限" in reason(data, max_bytes=500)
    sheet, grid = Sheet(), [Cell(row, column, 1, 1, "1") for row in range(4) for column in range(4)]
    stroked(sheet, grid, XS, ys_from(700, 4))
    place(sheet, grid, XS, ys_from(700, 4))
    assert "单元格" in reason(pdf(sheet), max_cells=15)


def test_nothing_is_printed_or_logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    read(text_sheet())
    reason(b"%PDF-1.7\nstartxref")
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damaged_bytes_are_read_or_refused(seed: int) -> None:
    """Whatever a damaged file holds, it yields a document or the one error."""
    chance = random.Random(seed)
    sheet = text_sheet()
    stroked(sheet, HEADER, XS, ys_from(400, 2))
    data = bytearray(pdf(sheet, text_sheet(2)))
    for _ in range(chance.randint(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        document = read_pdf(bytes(data), Limits())
    except ReadingError:
        return
    assemble(document.drafts)


@pytest.mark.parametrize("name", ["hongze-2023", "hongze-2024"])
def test_real_reports_figure_for_figure(name: str) -> None:
    """Every figure read by eye stands in its row, in order, each in a cell of its own."""
    if not (REAL / f"{name}.pdf").exists():
        pytest.skip("the real documents are not here")
    document = read_pdf((REAL / f"{name}.pdf").read_bytes(), Limits())
    truth = json.loads((REAL / f"{name}.tables.json").read_text("utf-8"))["tables"]
    disclosure, applications, proceedings = tables(document)
    figures = [figures_of(row) for row in disclosure.grid()]
    documents = [list(truth["disclosure"][kind].values()) for kind in ("regulations", "normative_documents")]
    single = [[truth["disclosure"][kind]] for kind in ("licences", "penalties", "coercive_measures", "fees")]
    assert [row for row in figures if row] == documents + single
    wanted = [list(row.values()) for row in truth["applications"].values() if any(v is not None for v in row.values())]
    other = next(row for row in applications.grid() if any(cell and cell.text == "（六）其他处理" for cell in row))
    mixed = figures_of(other)
    # the documents have one row for 其他处理, which the truth does not
    assert [row for row in map(figures_of, applications.grid()) if row] == [*wanted[:-2], mixed, *wanted[-2:]]
    assert [row for row in map(figures_of, proceedings.grid()) if row] == [
        [value for part in truth["proceedings"].values() for value in part.values()]
    ]
    assert any(cell.text == "三、本年度办理结果" and cell.row_span >= 18 for cell in applications.cells)


def figures_of(row: list) -> list[float]:
    """The numbers of a row, each cell once."""
    seen = {id(cell): cell for cell in row if cell}
    return [float(cell.text) for cell in seen.values() if re.fullmatch(r"\d+(\.\d+)?", cell.text)]


@pytest.mark.parametrize("name", ["hongze-2023", "hongze-2024"])
def test_real_reports_lose_no_character(name: str) -> None:
    if not (REAL / f"{name}.pdf").exists():
        pytest.skip("the real documents are not here")
    data = (REAL / f"{name}.pdf").read_bytes()
    plain = ""
    with pypdfium2.PdfDocument(data) as source:
        for page in source:
            text_page = page.get_textpage()
            plain += re.sub(r"- \d -", "", text_page.get_text_range())
            text_page.close()
            page.close()
    text = assemble(read_pdf(data, Limits()).drafts)[0]
    assert sorted(re.sub(r"\s", "", text)) == sorted(re.sub(r"\s", "", plain))
