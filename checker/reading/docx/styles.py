"""What a docx's styles say of paragraphs and runs: heading levels, hidden text, highlights, numbering."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable, Iterator

from checker.reading.docx.package import Element, number, switch, value, w

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_COLOUR = re.compile(r"[0-9a-fA-F]{6}")
_BODY_TEXT_LEVEL = 9
# Pale fills come from table designs and from web pages; a marker pen is saturated and light.
_LEAST_SATURATION = 0.35
_LEAST_BRIGHTNESS = 0.8


class Styles:
    """The styles part, asked by style id. Most derived style first, then what it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        self._hidden: dict[str | None, bool | None] = {}
        self._marked: dict[str | None, bool | None] = {}
        for style in () if root is None else root.iterchildren(w("style")):
            identity = style.get(w("styleId"))
            if identity is None:
                continue
            self._styles.setdefault(identity, style)
            is_default = style.get(w("default"), "0").lower() in ("1", "true", "on")
            if is_default and style.get(w("type")) == "paragraph" and self._default is None:
                self._default = identity

    def of_paragraph(self, properties: Element | None) -> str | None:
        """The style id of a paragraph with these ``w:pPr``; the default style where it names none."""
        return value(properties, "pStyle") or self._default

    def chain(self, identity: str | None) -> Iterator[Element]:
        """The style and those it is based on; circular references end the chain."""
        seen: set[str] = set()
        while identity is not None and identity in self._styles and identity not in seen:
            seen.add(identity)
            style = self._styles[identity]
            yield style
            identity = value(style, "basedOn")

    def heading_level(self, properties: Element | None) -> int | None:
        """The outline level (from 1) of a paragraph with these ``w:pPr``; ``None`` for body text."""
        level = value(properties, "outlineLvl")
        if level is not None:
            return _heading_level(level)
        for style in self.chain(self.of_paragraph(properties)):
            level = value(style.find(w("pPr")), "outlineLvl")
            if level is not None:
                return _heading_level(level)
            named = _HEADING_NAME.fullmatch((value(style, "name") or "").strip())
            if named:
                return int(named[1])
        return None

    def numbering(self, identity: str | None) -> tuple[str | None, str | None]:
        """(``w:numId``, ``w:ilvl``) that the paragraph style gives, each from the most derived style that says."""
        list_id = level = None
        for style in self.chain(identity):
            properties = style.find(w("pPr"))
            numbering = None if properties is None else properties.find(w("numPr"))
            list_id = list_id or value(numbering, "numId")
            level = level or value(numbering, "ilvl")
        return list_id, level

    def is_hidden(self, run: Element, paragraph_style: str | None) -> bool:
        """Whether the run is hidden text (``w:vanish``), by itself or by its styles."""
        properties = run.find(w("rPr"))
        direct = switch(properties, "vanish")
        if direct is not None:
            return direct
        for identity in (value(properties, "rStyle"), paragraph_style):
            if identity not in self._hidden:
                self._hidden[identity] = self._first(identity, _vanish)
            found = self._hidden[identity]
            if found is not None:
                return found
        return False

    def is_highlighted(self, run: Element) -> bool:
        """Whether the run carries a marker pen's colour, by itself or by its character style."""
        properties = run.find(w("rPr"))
        direct = _highlight(properties)
        if direct is not None:
            return direct
        identity = value(properties, "rStyle")
        if identity not in self._marked:
            self._marked[identity] = self._first(identity, _highlight)
        return bool(self._marked[identity])

    def _first(self, identity: str | None, ask: Callable[[Element | None], bool | None]) -> bool | None:
        answers = (ask(style.find(w("rPr"))) for style in self.chain(identity))
        return next((answer for answer in answers if answer is not None), None)


def _heading_level(outline_level: str) -> int | None:
    level = number(outline_level, _BODY_TEXT_LEVEL)
    return level + 1 if level < _BODY_TEXT_LEVEL else None


def _vanish(properties: Element | None) -> bool | None:
    return switch(properties, "vanish")


def _highlight(properties: Element | None) -> bool | None:
    colour = value(properties, "highlight")
    if colour is not None and colour not in ("none", "white"):
        return True
    shading = None if properties is None else properties.find(w("shd"))
    if shading is not None and _is_bright(shading.get(w("fill"), "")):
        return True
    return None if colour is None and shading is None else False


def _is_bright(fill: str) -> bool:
    if not _COLOUR.fullmatch(fill):
        return False
    red, green, blue = (int(fill[place : place + 2], 16) / 255 for place in (0, 2, 4))
    _, saturation, brightness = colorsys.rgb_to_hsv(red, green, blue)
    return saturation >= _LEAST_SATURATION and brightness >= _LEAST_BRIGHTNESS
