"""Reading saved web pages: the article, without what the site puts around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from checker.reading import deadline
from checker.reading.budget import check_size
from checker.reading.collect import Collector, Flow, GapKind
from checker.reading.document import Document, Limits
from checker.reading.grid import area
from checker.reading.html.article import Article, find_article
from checker.reading.html.page import Element, parse_page
from checker.reading.html.tables import TableRow, grid_of, span
from checker.reading.html.titles import declared_titles
from checker.reading.html.walk import HEADINGS, Event, Paths, is_block, is_invisible, is_link, is_shown, walk
from checker.reading.html.words import Worth, is_linked, names_report, visible_length, worth_of
from checker.report.blocks import CellDraft, HtmlLocator

_SPACES = re.compile(r"[ \t\n\r\f]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_ATTACHMENT = re.compile(r"附[件：:]")
_LARGEST_ICON = 32
_ICON_NAMES = re.compile(
    r"icon|ico\b|logo|share|print|qr-?code|erweima|ewm|weixin|wechat|weibo|arrow|spacer|blank|btn|button|banner|beacon",
    re.IGNORECASE,
)
_DOCUMENT_NAMES = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|html?)(?:$|[?#&])", re.IGNORECASE)
_LONGEST_NAME = 80


@dataclass(slots=True)
class _Line:
    """Text up to a break: its parts with the element that holds each, white space collapsed."""

    parts: list[tuple[str, Element]] = field(default_factory=list)
    heading_level: int | None = None
    links: int = 0

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)

    def add(self, text: str, element: Element) -> None:
        """Add text with its white space collapsed, also across parts and at the line's start."""
        text = _SPACES.sub(" ", text)
        if text.startswith(" ") and (not self.parts or self.parts[-1][0].endswith(" ")):
            text = text[1:]
        if text:
            self.parts.append((text, element))

    def finished(self) -> _Line | None:
        """The line without the space at its end; ``None`` where nothing can be seen in it."""
        if self.parts:
            text, element = self.parts[-1]
            self.parts[-1] = (text.removesuffix(" "), element)
        return self if self.text.strip() else None


@dataclass(slots=True)
class _Gap:
    kind: GapKind
    description: str


@dataclass(slots=True)
class _Table:
    """A data table being read: its rows so far, and the tables found within its cells."""

    element: Element
    rows: list[TableRow[list[_Line]]] = field(default_factory=list)
    row_open: bool = False
    inner: list[_Table] = field(default_factory=list)


_Block = _Line | _Table | _Gap


def read_html(data: bytes, limits: Limits) -> Document:
    """Read the bytes of a saved page (html or MHTML) within ``limits``; :class:`ReadingError` if they are none.

    Block elements and ``<br>`` end paragraphs (in a cell: lines). Tables that only lay out the page
    are no tables. Pictures and embedded files in the article are gaps.
    """
    check_size(data, limits)
    page = parse_page(data)
    article = find_article(page)
    blocks = _Builder(article).build()
    if article.found:
        blocks = _trim(blocks)
    document = _write(blocks, limits)
    document.titles.extend(declared_titles(page))
    return document


class _Builder:
    """Cuts the article into lines, data tables and gaps, in order."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._blocks: list[_Block] = []
        self._tables: list[_Table | None] = []
        self._cells: list[list[_Line] | None] = []
        self._line = _Line()
        self._headings: list[int] = []
        self._preformatted = 0
        self._links = 0

    def build(self) -> list[_Block]:
        """The blocks of the article."""
        for event, element, text in walk(self._article.root, self._enters):
            deadline.check()
            if event is Event.TEXT:
                self._add_text(text, element)
            elif event is Event.START:
                self._start(element)
            else:
                self._end(element)
        self._end_line()
        return self._blocks

    def _enters(self, element: Element) -> bool:
        return is_shown(element) and element not in self._article.left_out

    def _start(self, element: Element) -> None:
        if not self._enters(element):
            self._take_embedded(element)
            return
        if is_block(element) or element.tag == "br":
            self._end_line()
        tag = element.tag
        if is_link(element):
            self._links += 1
        elif tag == "img":
            self._take_picture(element)
        elif tag in HEADINGS:
            self._headings.append(HEADINGS[tag])
        elif tag == "table":
            self._tables.append(None if element in self._article.layout else _Table(element))
            self._cells.append(None)
        elif tag in ("td", "th"):
            self._start_cell(element)
        elif tag == "tr":
            self._turn_row(element, opens=True)
        if _is_preformatted(element):
            self._preformatted += 1

    def _end(self, element: Element) -> None:
        if not self._enters(element):
            return
        if is_block(element):
            self._end_line()
        tag = element.tag
        if is_link(element):
            self._links -= 1
        elif tag in HEADINGS:
            self._headings.pop()
        elif tag == "table":
            self._end_table()
        elif tag in ("td", "th") and self._cells:
            self._cells[-1] = None
        elif tag == "tr":
            self._turn_row(element, opens=False)
        if _is_preformatted(element):
            self._preformatted -= 1

    def _add_text(self, text: str, element: Element) -> None:
        lines = _LINE_END.split(text) if self._preformatted else [text]
        for number, line in enumerate(lines):
            if number:
                self._end_line()
            self._line.add(line, element)
            self._line.links += visible_length(line) if self._links else 0

    def _end_line(self) -> None:
        line, self._line = self._line.finished(), _Line()
        if line is None:
            return
        line.heading_level = self._headings[-1] if self._headings else None
        cell = self._cell()
        if cell is None:
            self._blocks.append(line)
        else:
            cell.append(line)

    def _cell(self) -> list[_Line] | None:
        """The innermost open cell of a data table; text in a layout table within it is its text too."""
        for table, cell in zip(reversed(self._tables), reversed(self._cells), strict=True):
            if table is not None:
                return cell
        return None

    def _turn_row(self, element: Element, *, opens: bool) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None:
            return
        if opens:
            table.rows.append(TableRow(_row_group(element, table.element)))
        table.row_open = opens

    def _start_cell(self, element: Element) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None:
            return
        if not table.row_open:
            # a cell that stands in no row begins one
            self._turn_row(element, opens=True)
        cell: list[_Line] = []
        spans = span(element.get("rowspan"), zero=0), span(element.get("colspan"), zero=1)
        table.rows[-1].cells.append((*spans, cell))
        self._cells[-1] = cell

    def _end_table(self) -> None:
        table = self._tables.pop()
        self._cells.pop()
        if table is None:
            return
        outer = next((above for above in reversed(self._tables) if above is not None), None)
        if outer is None:
            self._blocks.extend(_with_inner(table))
        else:
            outer.inner.append(table)

    def _take_picture(self, element: Element) -> None:
        source = element.get("src") or element.get("data-src") or element.get("data-original") or ""
        if not _is_icon(element, source):
            self._blocks.append(_Gap("picture", _described("图片", element.get("alt", ""), source)))

    def _take_embedded(self, element: Element) -> None:
        source = element.get("src") or element.get("data") or ""
        is_embedded = element.tag in ("iframe", "embed", "object") and element not in self._article.left_out
        if is_embedded and _DOCUMENT_NAMES.search(source) and not is_invisible(element):
            self._blocks.append(_Gap("unreadable", _described("嵌入的文件", element.get("title", ""), source)))


def _row_group(row: Element, table: Element) -> Element:
    """The element that groups a row (or a cell without one) with others: thead, tbody, tfoot, or the table."""
    for ancestor in row.iterancestors():
        if ancestor is table or ancestor.tag in ("thead", "tbody", "tfoot"):
            return ancestor
    return table


def _with_inner(table: _Table) -> Iterator[_Table]:
    """The table, then those within its cells, level by level."""
    waiting = [table]
    for current in waiting:
        yield current
        waiting.extend(current.inner)


def _is_preformatted(element: Element) -> bool:
    return element.tag == "pre" or bool(_PREFORMATTED.search(element.get("style", "")))


def _is_icon(element: Element, source: str) -> bool:
    """Whether a picture is too small to hold anything, or part of the site by its name."""
    style = dict(re.findall(r"(?:^|;)\s*(width|height)\s*:\s*(\d+)px", element.get("style", ""), re.IGNORECASE))
    for side in ("width", "height"):
        size = re.match(r"\s*(\d{1,6})(?:px)?\s*$", element.get(side, "") or style.get(side, ""))
        if size and int(size[1]) <= _LARGEST_ICON:
            return True
    name = "" if source.startswith("data:") else source.rpartition("/")[2]
    return not source or bool(_ICON_NAMES.search(f"{name} {element.get('class', '')}"))


def _described(kind: str, label: str, source: str) -> str:
    name = "" if source.startswith("data:") else unquote(source.split("?")[0].split("#")[0].rpartition("/")[2])
    words = " ".join((label.strip() or name).split())[:_LONGEST_NAME]
    return f"{kind}（{words}）" if words else kind


def _trim(blocks: list[_Block]) -> list[_Block]:
    """Leave out what the site has before the report's first words and after its last."""
    worths = [_worth_of_block(block) for block in blocks]
    told = [number for number, worth in enumerate(worths) if worth.statutory or worth.related]
    if not told:
        return blocks
    kept = []
    for number, (block, worth) in enumerate(zip(blocks, worths, strict=True)):
        if told[0] <= number <= told[-1] or not _is_surroundings(block, worth, before=number < told[0]):
            kept.append(block)
    return kept


def _worth_of_block(block: _Block) -> Worth:
    if isinstance(block, _Line):
        return worth_of(block.text, block.links)
    if isinstance(block, _Table):
        text, links = _text_of_table(block)
        return worth_of(text, links)
    return Worth()


def _text_of_table(table: _Table) -> tuple[str, int]:
    lines = [line for row in table.rows for *_, cell in row.cells for line in cell]
    return "".join(line.text for line in lines), sum(line.links for line in lines)


def _is_surroundings(block: _Block, worth: Worth, *, before: bool) -> bool:
    """Whether a block at the edge of the article is the site's; index cards stand ``before`` it."""
    if isinstance(block, _Gap):
        return False
    text, links = (block.text, block.links) if isinstance(block, _Line) else _text_of_table(block)
    if worth.site or _ATTACHMENT.match(text.strip()):
        return worth.site
    return is_linked(text, links) or (before and worth.card and not names_report(text))


def _write(blocks: list[_Block], limits: Limits) -> Document:
    collector = Collector(limits)
    paths = Paths()
    for block in blocks:
        if isinstance(block, _Gap):
            collector.gap(block.kind, block.description, within_last=False)
        elif isinstance(block, _Line):
            _write_line(block, collector.paragraph(block.heading_level), paths)
        else:
            _write_table(block, collector, paths)
    return collector.document()


def _write_line(line: _Line, flow: Flow, paths: Paths) -> None:
    for text, element in line.parts:
        flow.write(text, HtmlLocator(paths.of(element)))


def _write_table(table: _Table, collector: Collector, paths: Paths) -> None:
    extents = grid_of(table.rows)
    if not extents:
        return
    collector.budget.take_cells(area(extents))
    cells = [
        CellDraft(cell.top, cell.left, [], row_span=cell.bottom - cell.top, column_span=cell.right - cell.left)
        for cell in extents
    ]
    for extent, flow in zip(extents, collector.table(cells), strict=True):
        for line in extent.contents[0]:
            flow.separate(HtmlLocator(paths.of(line.parts[0][1])))
            _write_line(line, flow, paths)
