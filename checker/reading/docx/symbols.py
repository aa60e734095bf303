"""Characters that a docx takes from a symbol font (``w:sym``), as Unicode."""

from __future__ import annotations

# Symbol fonts put their glyphs at U+F000 plus the code; these are the ones seen in office documents.
_GLYPHS = {
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x75: "◆",
        0xA8: "□",
        0xD8: "➢",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x2A: "☐", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB7: "•"},
}
_PRIVATE = 0xF000


def symbol(font: str, code: str) -> str:
    """The character that glyph ``code`` (hexadecimal) of ``font`` shows; empty where the code is none."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    glyph = _GLYPHS.get(font.lower(), {}).get(number - _PRIVATE if number >= _PRIVATE else number)
    if glyph is not None:
        return glyph
    is_character = 0x20 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_character else ""
