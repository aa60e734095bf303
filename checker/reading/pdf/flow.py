"""From the lines and tables of pages to one run of paragraphs and tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

from checker.reading.document import Document, DraftGap
from checker.reading.pdf.lines import Line, pieces
from checker.reading.pdf.tables import ENUMERATOR, TablePart, append, continues
from checker.report.blocks import ParagraphDraft

_PAGE_NUMBER = re.compile(
    r"[-—–－―·•~\s]*(?:第\s*)?(\d{1,3})\s*(?:页)?(?:\s*(?:[,，/／|]|of|共|[,，]\s*共)\s*共?\s*\d{1,3}\s*页?)?[-—–－―·•~\s]*",
    re.I,
)
_DECORATED = re.compile(r"^[-—–－―·•~]|第.*页|[/／]|of", re.I)
_EDGE = 0.12
"""Running heads and page numbers stand in this share of a page's height at its top and bottom."""

_TERMINAL = tuple("。！？；：….!?;:”》）)")
_SENTENCE_END = tuple("。！？；：…!?;:")
_OPENING = frozenset("（(《〈“‘「『【〔[")
_CLOSING = frozenset("，。、；：？！）)》〉”’」』】〕],.;:?!%％")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、．.]")


@dataclass(slots=True)
class Picture:
    """Something on a page that cannot be read; ``top``: where it begins; ``behind``: it lies behind the text, which
    goes on over it."""

    kind: Literal["picture", "unreadable"]
    description: str
    top: float
    behind: bool = False


Item = Line | TablePart | Picture


@dataclass(slots=True)
class Page:
    """A page as laid out: its size, and its items from top to bottom."""

    number: int
    width: float
    height: float
    items: list[Item] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]


@dataclass(frozen=True, slots=True)
class _Measure:
    """How the running text of a page is set: its margins, the usual step between lines (0: not known), and whether
    the first line of a paragraph is indented."""

    left: float
    right: float
    step: float
    indented: bool


def top_of(item: Item) -> float:
    """The height at which an item begins."""
    if isinstance(item, Line):
        return item.y1
    return item.box[3] if isinstance(item, TablePart) else item.top


def drop_running_lines(pages: Sequence[Page]) -> None:
    """Take page numbers, running heads and running feet out of the pages."""
    edges = {page.number: _edge_lines(page) for page in pages}
    drop = _numbers(edges, len(pages))
    step, em = _usual_step_and_size(pages)
    apart = {page.number: _apart(page, edges[page.number], drop, step, em) for page in pages}
    drop |= _repeated(apart, len(pages))
    for page in pages:
        page.items = [item for item in page.items if id(item) not in drop]


def _edge_lines(page: Page) -> list[tuple[Line, bool]]:
    """The lines at the top (True) and bottom (False) edge of a page that nothing else stands beyond."""
    lines = page.lines
    others = [item.box for item in page.items if isinstance(item, TablePart)]
    result = []
    for line in lines:
        middle = (line.y0 + line.y1) / 2
        if middle > (1 - _EDGE) * page.height and not any(box[3] > line.y1 for box in others):
            result.append((line, True))
        elif middle < _EDGE * page.height and not any(box[1] < line.y0 for box in others):
            result.append((line, False))
    tops = sorted((entry for entry in result if entry[1]), key=lambda entry: -entry[0].base)[:3]
    feet = sorted((entry for entry in result if not entry[1]), key=lambda entry: entry[0].base)[:3]
    return tops + feet


def _numbers(edges: dict[int, list[tuple[Line, bool]]], count: int) -> set[int]:
    """The lines (by id) that are page numbers: dressed as one, or counting up from page to page at one edge."""
    found: dict[tuple[bool, int], list[tuple[int, Line]]] = defaultdict(list)
    drop: set[int] = set()
    for page, lines in edges.items():
        for line, top in lines:
            match = _PAGE_NUMBER.fullmatch(line.text.strip())
            if match is None:
                continue
            found[top, int(match[1]) - page].append((page, line))
            if _DECORATED.search(line.text.strip()):
                drop.add(id(line))
    for (_, offset), numbered in found.items():
        if len(numbered) >= 2 or (offset == 0 and count == 1):
            drop.update(id(line) for _, line in numbered)
    return drop


def _apart(
    page: Page, edges: list[tuple[Line, bool]], numbers: set[int], step: float, em: float
) -> list[tuple[Line, bool]]:
    """Those of the lines at a page's edges that stand apart from its text, or are smaller, as running heads do.

    ``step`` and ``em``: distance and size of most lines of the document.
    """
    lines = sorted((line for line in page.lines if id(line) not in numbers), key=lambda line: -line.base)
    apart = []
    for line, top in edges:
        if id(line) in numbers:
            continue
        index = lines.index(line) + (1 if top else -1)
        alone = not 0 <= index < len(lines) or abs(line.base - lines[index].base) > 1.4 * max(step, line.em)
        if alone or line.em < 0.92 * em:
            apart.append((line, top))
    return apart


def _usual_step_and_size(pages: Sequence[Page]) -> tuple[float, float]:
    """The distance between most lines of the document, and their font size."""
    ems = [line.em for page in pages for line in page.lines]
    steps = []
    for page in pages:
        bases = sorted((line.base for line in page.lines), reverse=True)
        steps += [first - second for first, second in zip(bases, bases[1:], strict=False)]
    return median(steps) if steps else 0.0, median(ems) if ems else 0.0


def _repeated(edges: dict[int, list[tuple[Line, bool]]], count: int) -> set[int]:
    """The lines (by id) that stand on most pages at one height, whatever their digits are."""
    groups: dict[tuple[str, bool], list[tuple[int, Line]]] = defaultdict(list)
    for page, lines in edges.items():
        for line, top in lines:
            key = re.sub(r"\d+", "0", line.text)
            if any(character.isalpha() for character in key):
                groups[key, top].append((page, line))
    drop: set[int] = set()
    for alike in groups.values():
        heights = Counter(round(line.base / 4) for _, line in alike)
        height, _ = heights.most_common(1)[0]
        level = [(page, line) for page, line in alike if abs(line.base / 4 - height) <= 1.0]
        if len({page for page, _ in level}) >= max(2, (count + 1) // 2):
            drop.update(id(line) for _, line in level)
    return drop


def join_tables(pages: Sequence[Page]) -> None:
    """Make one table again of parts that page breaks cut; frames of one column that are part of none become lines."""
    bottoms = [_bottom_of(item) for page in pages for item in page.items if not isinstance(item, Picture)]
    bottom = min(bottoms, default=0.0)
    open_part: TablePart | None = None
    for page in pages:
        if page.items and isinstance(page.items[0], TablePart) and open_part is not None:
            part = page.items[0]
            if continues(open_part, part):
                append(open_part, part)
                page.items.pop(0)
                if not page.items:
                    continue
        last = page.items[-1] if page.items else None
        open_part = last if isinstance(last, TablePart) else None
        if open_part is not None:
            open_part.bottom_room = open_part.box[1] - bottom
    for page in pages:
        page.items = [line for item in page.items for line in _without_frame(item)]


def _bottom_of(item: Line | TablePart) -> float:
    return item.y0 if isinstance(item, Line) else item.box[1]


def _without_frame(item: Item) -> list[Item]:
    """A frame around text as the lines in it; anything else as it is."""
    if isinstance(item, TablePart) and item.columns == 1:
        return [line for cell in sorted(item.cells, key=lambda cell: cell.row) for line in cell.lines]
    return [item]


def write_document(pages: Sequence[Page], document: Document) -> None:
    """Add the paragraphs, tables and gaps of ``pages`` to ``document``."""
    measures = _measures(pages)
    paragraph: list[Line] = []
    place: tuple[Page, Line] | None = None

    def close() -> None:
        if paragraph:
            document.drafts.append(ParagraphDraft(pieces(paragraph)))
            paragraph.clear()

    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                if place is None or _opens_paragraph(place, (page, item), measures):
                    close()
                paragraph.append(item)
                place = (page, item)
                continue
            if not (isinstance(item, Picture) and item.behind):
                close()
                place = None
            if isinstance(item, TablePart):
                document.drafts.append(item.draft())
            else:
                document.gaps.append(DraftGap(item.kind, len(document.drafts), item.description))
    close()


def _measures(pages: Sequence[Page]) -> dict[int, _Measure]:
    """How each page's text is set; a page with little text takes the margins of the others."""
    own: dict[int, tuple[float, float]] = {}
    steps: list[float] = []
    for page in pages:
        long = [line for line in page.lines if line.x1 - line.x0 > 0.55 * page.width]
        if len(long) >= 3:
            own[page.number] = (min(line.x0 for line in long), sorted(line.x1 for line in long)[int(0.8 * len(long))])
        steps += [
            first.base - second.base
            for first, second in zip(long, long[1:], strict=False)
            if 0 < first.base - second.base < 3 * first.em
        ]
    step = median(steps) if steps else 0.0
    usual = (median(left for left, _ in own.values()), median(right for _, right in own.values())) if own else None
    margins = {page.number: own.get(page.number) or usual or _ends(page) for page in pages}
    indented = _is_indented(pages, margins)
    return {page.number: _Measure(*margins[page.number], step, indented) for page in pages}


def _ends(page: Page) -> tuple[float, float]:
    """The margins of a page without long lines."""
    lines = page.lines
    return (min(line.x0 for line in lines), max(line.x1 for line in lines)) if lines else (0.0, page.width)


def _is_indented(pages: Sequence[Page], margins: dict[int, tuple[float, float]]) -> bool:
    """Whether the document indents the first lines of paragraphs."""
    indents = [
        (line.x0 - margins[page.number][0]) / line.em
        for page in pages
        for line in page.lines
        if line.x1 - line.x0 > 0.4 * page.width
    ]
    first = sum(1.2 < indent < 4.5 for indent in indents)
    return 10 * first >= len(indents) > 0


def _opens_paragraph(before: tuple[Page, Line], here: tuple[Page, Line], measures: dict[int, _Measure]) -> bool:
    """Whether the second of two lines that follow one another begins a paragraph."""
    (page, first), (next_page, second) = before, here
    old, new = measures[page.number], measures[next_page.number]
    if abs(first.em - second.em) > 0.15 * max(first.em, second.em) and min(len(first.text), len(second.text)) > 2:
        return True
    if _is_set_apart(first, old) or _is_set_apart(second, new):
        return True
    step = max(new.step, first.em) if new.step else 1.8 * first.em
    if page is next_page and not 0 <= first.base - second.base <= 1.45 * step:
        return True
    if _had_room(first, second, old):
        return True
    ends = first.text.endswith(_TERMINAL)
    if second.x0 - new.left > 0.9 * second.em:
        hanging = abs(second.x0 - first.x0) < 0.4 * second.em or ENUMERATOR.match(first.text) is not None
        return new.indented or ends or not hanging
    if _HEADING.match(second.text) and second.x1 < new.right - 3 * second.em and not second.text.endswith(_TERMINAL):
        return True
    if first.text.endswith(_SENTENCE_END) and ENUMERATOR.match(second.text):
        return True
    return page is not next_page and not new.indented and first.text.endswith(_SENTENCE_END)


def _is_set_apart(line: Line, measure: _Measure) -> bool:
    """Whether a line is centred or set to the right, as titles and signatures are."""
    left, right = line.x0 - measure.left, measure.right - line.x1
    if left > 6 * line.em and left > 0.3 * (measure.right - measure.left):
        return True
    return left > 2.6 * line.em and right > 1.5 * line.em and abs(left - right) < 1.5 * line.em


def _had_room(first: Line, second: Line, measure: _Measure) -> bool:
    """Whether what ``second`` begins with would have fitted at the end of ``first``."""
    return first.x1 + _opening_width(second) + 0.6 * first.em < measure.right


def _opening_width(line: Line) -> float:
    """The width of what cannot be parted at the beginning of a line: a Latin word or number or one Han character,
    with opening marks before and closing marks after it."""
    end = 0
    glyphs = line.glyphs
    while end < len(glyphs) - 1 and glyphs[end].text in _OPENING:
        end += 1
    if not glyphs[end].wide:
        while end + 1 < len(glyphs) and not glyphs[end + 1].wide:
            if glyphs[end + 1].x0 - glyphs[end].x1 > 0.2 * line.em:
                break
            end += 1
    while end + 1 < len(glyphs) and glyphs[end + 1].text in _CLOSING:
        end += 1
    return glyphs[end].x1 - glyphs[0].x0
