"""Lines of text from characters, and the text of lines: which spaces are the author's and which are layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from checker.reading.pdf.frame import Box, turn_box, union
from checker.reading.pdf.glyphs import Glyph
from checker.report.blocks import PdfLocator, Piece

Locate = Callable[[Box], PdfLocator]

_URL_MARKS = ("://", "www.", "@")


@dataclass(slots=True, eq=False)
class Line:
    """Characters on one baseline, from left to right. ``em``: its usual font size; ``locator``: where it stands."""

    glyphs: list[Glyph]
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    em: float
    text: str
    locator: PdfLocator

    @property
    def box(self) -> Box:
        return self.x0, self.y0, self.x1, self.y1


def make_line(glyphs: list[Glyph], locate: Locate) -> Line:
    """The line that ``glyphs``, in reading order, make."""
    box = union([glyph.box for glyph in glyphs])
    em = median(glyph.em for glyph in glyphs)
    base = median(glyph.base for glyph in glyphs)
    return Line(glyphs, *box, base, em, glyphs_text(glyphs), locate(box))


def make_lines(glyphs: Iterable[Glyph], locate: Locate) -> list[Line]:
    """Characters grouped to lines, from top to bottom."""
    groups: list[list[Glyph]] = []
    leader: Glyph | None = None
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.base, glyph.x0)):
        if leader is not None and _on_one_line(leader, glyph):
            groups[-1].append(glyph)
            if glyph.em > leader.em:
                leader = glyph
        else:
            groups.append([glyph])
            leader = glyph
    return [make_line(_in_order(group), locate) for group in groups]


def _on_one_line(leader: Glyph, glyph: Glyph) -> bool:
    """Whether two characters overlap enough in height (raised and lowered ones do)."""
    shared = min(leader.y1, glyph.y1) - max(leader.y0, glyph.y0)
    return shared >= 0.5 * min(leader.y1 - leader.y0, glyph.y1 - glyph.y0)


def _in_order(glyphs: list[Glyph]) -> list[Glyph]:
    """From left to right, without the second copies that programs draw to feign bold type."""
    ordered: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.x0, glyph.order)):
        if not any(other.text == glyph.text and _is_copy(other, glyph) for other in ordered[-3:]):
            ordered.append(glyph)
    return ordered


def _is_copy(first: Glyph, second: Glyph) -> bool:
    """Whether the second, the same character, is the first drawn again a little aside. (A ligature is several
    characters in one place, which follow one another; neighbours do not overlap this far.)"""
    if abs(first.x0 - second.x0) > 0.12 * first.em:
        return False
    neighbours = abs(first.order - second.order) == 1
    return not (neighbours and first.box == second.box and first.text.isascii())


def glyphs_text(glyphs: Sequence[Glyph]) -> str:
    """The text of characters in reading order on one line."""
    parts: list[str] = []
    usual = usual_gap(glyphs)
    previous: Glyph | None = None
    for glyph in glyphs:
        if previous is not None and _parted(previous, glyph, usual):
            parts.append(" ")
        parts.append(glyph.text)
        previous = glyph
    return "".join(parts)


def usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The gap between most neighbours on a line, which is wide where a line is stretched."""
    gaps = [second.x0 - first.x1 for first, second in zip(glyphs, glyphs[1:], strict=False)]
    return max(0.0, median(gaps)) if gaps else 0.0


def _parted(first: Glyph, second: Glyph, usual: float) -> bool:
    """Whether a space stands between two neighbours on a line.

    Beside Han characters and full-width marks only a gap like that of a tab is one. Between others
    the page's content must hold a space or at least begin anew there, or the gap must be plain.
    """
    gap = second.x0 - first.x1
    em = max(first.em, second.em)
    if first.wide or second.wide:
        return gap > max(2.0 * em, 2.2 * usual)
    if second.spaced or second.order != first.order + 1:
        return gap > 0.12 * em
    return gap > 0.5 * em


def separator(before: str, after: str) -> str:
    """What stands between two lines of one paragraph or cell: nothing, or a space between Latin words."""
    first, second = before[-1:], after[:1]
    if not (first.isascii() and second.isascii()) or not first or not second:
        return ""
    if first.isdigit() and (second.isdigit() or second in ".,%"):
        return ""
    if first in "-/@_?&=#" or second in "/@_?&=#%),.;:":
        return ""
    if first in ".," and before[-2:-1].isdigit() and second.isdigit():
        return ""
    last_word = before.rsplit(" ", 1)[-1]
    return "" if any(mark in last_word for mark in _URL_MARKS) else " "


def pieces(lines: Sequence[Line]) -> list[Piece]:
    """A piece for each line; the space between two lines, if any, ends the first."""
    result: list[Piece] = []
    for number, line in enumerate(lines):
        after = separator(line.text, lines[number + 1].text) if number + 1 < len(lines) else ""
        result.append(Piece(line.text + after, line.locator))
    return result


def joined_text(lines: Sequence[Line]) -> str:
    """The text of lines that belong together."""
    return "".join(piece.text for piece in pieces(lines))


def cell_lines(glyphs: list[Glyph], locate: Locate) -> list[Line]:
    """The lines of a cell in the order in which they are read, whichever way its text runs."""
    turned = [glyph for glyph in glyphs if glyph.turn]
    if 2 * len(turned) > len(glyphs):
        return _turned_lines(glyphs, turned[0].turn, locate)
    columns = _upright_columns(glyphs)
    if columns:
        return [make_line([glyph], locate) for column in columns for glyph in column]
    return make_lines(glyphs, locate)


def _turned_lines(glyphs: list[Glyph], turn: int, locate: Locate) -> list[Line]:
    """Lines of text that was turned by ``turn`` quarters counter-clockwise."""
    around = union([glyph.box for glyph in glyphs])
    width, height = around[2] - around[0], around[3] - around[1]

    def set_upright(glyph: Glyph) -> Glyph:
        x0, y0, x1, y1 = glyph.box
        moved = (x0 - around[0], y0 - around[1], x1 - around[0], y1 - around[1])
        box = turn_box(moved, turn, width, height)
        base = box[1] + 0.12 * glyph.em
        return Glyph(glyph.text, *box, base, glyph.em, 0, glyph.order, glyph.spaced)

    def locate_turned(box: Box) -> PdfLocator:
        turned_width, turned_height = (height, width) if turn % 2 else (width, height)
        left, bottom, right, top = turn_box(box, -turn, turned_width, turned_height)
        return locate((left + around[0], bottom + around[1], right + around[0], top + around[1]))

    return make_lines([set_upright(glyph) for glyph in glyphs], locate_turned)


def _upright_columns(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The columns, from right to left, of upright characters written from top to bottom in more than one column;
    none where the content of the page runs from left to right."""
    content = sorted(glyphs, key=lambda glyph: glyph.order)
    down = across = 0
    columns: list[list[Glyph]] = []
    for first, second in zip(content, content[1:], strict=False):
        level = abs(second.base - first.base) < 0.5 * first.em
        below = abs(second.x0 - first.x0) < 0.5 * first.em and 0 < first.base - second.base < 3 * first.em
        across += level
        down += below and not level
        if not columns:
            columns.append([first])
        if below:
            columns[-1].append(second)
        else:
            columns.append([second])
    if down < 3 or across > 0 or len(columns) < 2:
        return []
    return columns if all(a[0].x0 > b[0].x0 for a, b in zip(columns, columns[1:], strict=False)) else []
