"""The characters of a PDF page with their places."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from checker.reading.pdf.frame import Box, Frame

_QUARTER = math.pi / 2
_SLANT = math.radians(15)
"""Text further off the horizontal and the vertical than this is no body text (a watermark)."""

_FREQUENT = frozenset("的一是在有人政府信息公开年工作行理，。、（）0123456789")
"""Characters of which every page of a report holds some."""

_NARROW_PUNCTUATION = frozenset("‘’“”…—·•×")
"""Marks that Chinese and Latin typography share: full-width in the one, narrow in the other."""


@dataclass(slots=True, eq=False)
class Glyph:
    """A character in the reading frame.

    ``turn``: quarters counter-clockwise that it is turned; ``em``: its font size in points; ``base``: its
    baseline; ``order``: its place in the page's content; ``spaced``: white space stands before it there.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    em: float
    turn: int
    order: int
    spaced: bool

    @property
    def box(self) -> Box:
        return self.x0, self.y0, self.x1, self.y1

    @property
    def wide(self) -> bool:
        """Whether it is Han or full-width punctuation, around which spaces are layout."""
        if self.text in _NARROW_PUNCTUATION:
            return self.x1 - self.x0 > 0.75 * self.em
        return self.text >= "\u2e80"


@dataclass(slots=True)
class PageText:
    """What stands written on a page: glyphs, the text set aslant (watermarks), and how many glyphs have no known
    character (their font does not tell)."""

    frame: Frame
    glyphs: list[Glyph]
    slanted: str
    unmapped: int


@dataclass(slots=True)
class _Raw:
    """A character in raw coordinates: its box, origin, font size and angle."""

    text: str
    box: Box
    x: float
    y: float
    em: float
    angle: float
    order: int
    spaced: bool


def is_han(character: str) -> bool:
    """Whether ``character`` is a Han ideograph (compatibility forms and radicals included)."""
    return (
        "\u2e80" <= character <= "\u2fdf"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or character >= "\U00020000"
    )


def page_text(text_page: object, count: int, frame_box: Box, rotation: int, page: int) -> PageText:
    """Read the ``count`` characters of pdfium's ``text_page``, a page with the visible ``frame_box``."""
    raws = _raw_characters(text_page, count, frame_box)
    turns = _reading_turns(raws, rotation)
    frame = Frame(page, frame_box, turns, rotation)
    upright: list[Glyph] = []
    slanted: list[str] = []
    for raw in raws:
        quarter = round(raw.angle / _QUARTER)
        if abs(raw.angle - quarter * _QUARTER) > _SLANT:
            slanted.append(raw.text)
        else:
            upright.append(_glyph(raw, (quarter - turns) % 4, quarter % 4, frame))
    return PageText(frame, upright, "".join(slanted), _unmapped(text_page, raws))


def _unmapped(text_page: object, raws: list[_Raw]) -> int:
    """How many characters have a font that does not tell what they are.

    pdfium then gives numbers of glyphs as if they were characters, which may even be right: only a page that
    reads like no Chinese at all is asked.
    """
    if 20 * sum(raw.text in _FREQUENT for raw in raws) > len(raws):
        return 0
    unknown = pdfium.FPDFText_HasUnicodeMapError
    return sum(raw.text == "\ufffd" or unknown(text_page, raw.order) == 1 for raw in raws)


def _reading_turns(raws: list[_Raw], rotation: int) -> int:
    """Quarters clockwise that set most of the characters upright; how the page is displayed where nothing tells."""
    quarters = Counter(
        round(raw.angle / _QUARTER) % 4
        for raw in raws
        if abs(raw.angle - round(raw.angle / _QUARTER) * _QUARTER) <= _SLANT
    )
    if not quarters:
        return rotation
    return max(quarters, key=lambda quarter: (quarters[quarter], quarter == rotation))


def _glyph(raw: _Raw, turn: int, raw_turn: int, frame: Frame) -> Glyph:
    """A raw character in the reading frame; ``raw_turn`` is its turn in raw coordinates."""
    box = frame.read(_em_box(raw, raw_turn))
    base = box[1] + 0.12 * raw.em
    return Glyph(raw.text, *box, base, raw.em, turn, raw.order, raw.spaced)


def _em_box(raw: _Raw, turn: int) -> Box:
    """The box that a character takes up: its advance by its em.

    Fonts lie about ascent and descent, and pdfium gives the bare ink where it cannot find the advance, so
    the box is built on the origin, unless that is not at the left end of the baseline (vertical fonts).
    """
    left, bottom, right, top = raw.box
    em = raw.em
    below, above = 0.12 * em, 0.88 * em
    full = raw.text >= "\u2e80"
    near = 0.3 * em
    if turn == 0 and abs(left - raw.x) <= near and bottom - near <= raw.y <= top + near:
        advance = right - raw.x
        if full and abs(advance - em) < 0.35 * em:
            advance = em
        return raw.x, raw.y - below, raw.x + max(advance, 0.1 * em), raw.y + above
    if turn == 1 and abs(bottom - raw.y) <= near:
        return raw.x - above, raw.y, raw.x + below, max(top, raw.y + 0.1 * em)
    if turn == 3 and abs(top - raw.y) <= near:
        return raw.x - below, min(bottom, raw.y - 0.1 * em), raw.x + above, raw.y
    return left, bottom, right, top


def _page_codes(text_page: object, count: int) -> list[str]:
    """The page's characters, one per index of pdfium (a surrogate pair at the index of its first half)."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) == count and written == count + 1 and not any("\ud800" <= c <= "\udfff" for c in text):
        return list(text)
    # pdfium leaves characters out of the text that it still counts: ask for each
    codes = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    characters: list[str] = []
    for index, code in enumerate(codes):
        if 0xD800 <= code < 0xDC00 and index + 1 < count and 0xDC00 <= codes[index + 1] < 0xE000:
            characters.append(chr(0x10000 + ((code - 0xD800) << 10) + codes[index + 1] - 0xDC00))
        elif 0xDC00 <= code < 0xE000 and index and 0xD800 <= codes[index - 1] < 0xDC00:
            characters.append("")
        elif 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            characters.append("\ufffd")
        else:
            characters.append(chr(code))
    return characters


def _raw_characters(text_page: object, count: int, visible: Box) -> list[_Raw]:
    """The visible characters with their places, white space turned into a note on the next one."""
    rectangle, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    at_rectangle, at_matrix, at_x, at_y = map(ctypes.byref, (rectangle, matrix, x, y))
    loose_box, origin = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetCharOrigin
    get_matrix, font_size = pdfium.FPDFText_GetMatrix, pdfium.FPDFText_GetFontSize
    raws: list[_Raw] = []
    spaced = False
    for index, text in enumerate(_page_codes(text_page, count)):
        if text.isspace() or text == "":
            spaced = spaced or text != ""
            continue
        text = _visible_character(text)
        if not text:
            continue
        if not (loose_box(text_page, index, at_rectangle) and origin(text_page, index, at_x, at_y)):
            continue
        get_matrix(text_page, index, at_matrix)
        box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        if box[2] < visible[0] or box[0] > visible[2] or box[3] < visible[1] or box[1] > visible[3]:
            continue
        em = font_size(text_page, index) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a)
        if max(box[3] - box[1], box[2] - box[0]) > 2.5 * em:
            # pdfium forgets to scale the box in vertical fonts; and the size of a Type 3 font says nothing
            box = _ink_box(text_page, index, box)
            em = max(em, 0.8 * (box[3] - box[1]), 0.8 * (box[2] - box[0]))
        raws.append(_Raw(text, box, x.value, y.value, em or 1.0, angle, index, spaced))
        spaced = False
    return raws


def _ink_box(text_page: object, index: int, otherwise: Box) -> Box:
    """The box around the ink of a character; ``otherwise`` where it has none."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return otherwise
    return left.value, bottom.value, right.value, top.value


def _visible_character(text: str) -> str:
    """``text`` as it is kept: pdfium marks a hyphen at the end of a line, and a glyph without a character, by codes
    of its own; other control characters are nothing."""
    if text in ("\x02", "\ufffe"):
        return "-"
    if text == "\x00":
        return "\ufffd"
    return "" if text < " " or "\x7f" <= text <= "\x9f" else text
