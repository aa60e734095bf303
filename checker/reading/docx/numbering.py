"""The numbers that Word writes before paragraphs and that stand nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.reading.docx.numerals import numeral
from checker.reading.docx.package import ALTERNATE, FALLBACK, Element, number, switch, value, w
from checker.reading.docx.styles import Styles

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
# Word refuses to write longer patterns; a longer one is an attempt to blow the text up.
_LONGEST_PATTERN = 255
_NO_LIST = "0"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    spaced: bool = True
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A list instance (``w:num``): the counters that it shares, its levels, and the numbers from which its
    first paragraph of a level starts anew."""

    shared: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Numbering:
    """The counters of all lists of one document. Ask :meth:`label` once per paragraph, in document order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else _read_lists(root, styles)
        self._counters: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """The number of the next paragraph, which has these ``w:pPr``; empty where it has none (or a bullet)."""
        identity = self._styles.of_paragraph(properties)
        list_id, level_text = self._place(properties, identity)
        found = self._lists.get(list_id or _NO_LIST)
        if list_id is None or found is None:
            return ""
        index = number(level_text, self._level_of_style(found, identity), most=_LEVELS - 1)
        counters = self._count(list_id, found, index)
        level = found.levels.get(index, _Level())
        if level.number_format == "bullet":
            return ""
        return _write(found, level, counters)

    def _place(self, properties: Element | None, identity: str | None) -> tuple[str | None, str | None]:
        """(list, level) of the paragraph: its own where it says, else its style's; level ``None``: as the style's."""
        own = None if properties is None else properties.find(w("numPr"))
        list_id, level = value(own, "numId"), value(own, "ilvl")
        style_list, style_level = self._styles.numbering(identity)
        if list_id is None:
            return style_list, level if level is not None else self._linked(style_list, identity, style_level)
        return list_id, level

    def _linked(self, list_id: str | None, identity: str | None, style_level: str | None) -> str | None:
        """The level that a list ties to the style; it overrules the level that the style itself names."""
        found = self._lists.get(list_id or _NO_LIST)
        if found is not None and any(level.style == identity for level in found.levels.values()):
            return None
        return style_level

    def _level_of_style(self, found: _List, identity: str | None) -> int:
        if identity is None:
            return 0
        return next((index for index, level in found.levels.items() if level.style == identity), 0)

    def _count(self, list_id: str, found: _List, index: int) -> list[int | None]:
        """Advance the list to its next paragraph of level ``index``; the counters after that."""
        counters = self._counters.setdefault(found.shared, [None] * _LEVELS)
        current = counters[index]
        if index in found.restarts and (list_id, index) not in self._restarted:
            self._restarted.add((list_id, index))
            counters[index] = found.restarts[index]
        else:
            counters[index] = _start(found, index) if current is None else current + 1
        for higher in range(index):
            # a level that was skipped counts as begun: its next paragraph is its second
            if counters[higher] is None:
                counters[higher] = _start(found, higher)
        for deeper in range(index + 1, _LEVELS):
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or index < restart:
                counters[deeper] = None
        return counters


def _start(found: _List, index: int) -> int:
    return found.levels.get(index, _Level()).start


def _write(found: _List, level: _Level, counters: list[int | None]) -> str:
    def replace(place: re.Match[str]) -> str:
        index = int(place[1]) - 1
        count = counters[index]
        shown = found.levels.get(index, _Level())
        number_format = shown.number_format
        if level.legal and number_format not in ("none", "bullet"):
            number_format = "decimal"
        return "" if count is None else numeral(count, number_format)

    text = _PLACE.sub(replace, level.pattern)
    # without a mark of its own the number would run into a figure that follows it
    return text + " " if level.spaced and text[-1:].isalnum() else text


def _read_lists(root: Element, styles: Styles) -> dict[str, _List]:
    definitions = {
        definition.get(w("abstractNumId"), ""): definition for definition in root.iterchildren(w("abstractNum"))
    }
    instances = {instance.get(w("numId"), ""): instance for instance in root.iterchildren(w("num"))}
    lists = {}
    for list_id, instance in instances.items():
        shared = _definition_of(instance, definitions, instances, styles)
        if list_id != _NO_LIST and shared in definitions:
            lists[list_id] = _read_list(instance, shared, definitions[shared])
    return lists


def _definition_of(
    instance: Element, definitions: dict[str, Element], instances: dict[str, Element], styles: Styles
) -> str:
    """The id of the definition that holds the levels, through links by numbering styles."""
    shared = value(instance, "abstractNumId") or ""
    seen: set[str] = set()
    while shared in definitions and shared not in seen:
        seen.add(shared)
        link = value(definitions[shared], "numStyleLink")
        linked = instances.get(styles.numbering(link)[0] or _NO_LIST) if link else None
        if linked is None:
            break
        shared = value(linked, "abstractNumId") or ""
    return shared


def _read_list(instance: Element, shared: str, definition: Element) -> _List:
    levels = {_index(level): _read_level(level) for level in definition.iterchildren(w("lvl"))}
    restarts = {}
    for override in instance.iterchildren(w("lvlOverride")):
        index = _index(override)
        replaced = override.find(w("lvl"))
        if replaced is not None:
            levels[index] = _read_level(replaced)
        start = value(override, "startOverride")
        if start is not None:
            restarts[index] = number(start, 1)
    return _List(shared, levels, restarts)


def _index(element: Element) -> int:
    return number(element.get(w("ilvl")), 0, most=_LEVELS - 1)


def _read_level(level: Element) -> _Level:
    restart = value(level, "lvlRestart")
    return _Level(
        # without w:start counting begins at 0 (ECMA-376, 17.9.25)
        start=number(value(level, "start"), 0),
        number_format=_number_format(level),
        pattern=(value(level, "lvlText") or "")[:_LONGEST_PATTERN],
        restart=None if restart is None else number(restart, 0, most=_LEVELS),
        legal=bool(switch(level, "isLgl")),
        spaced=value(level, "suff") != "nothing",
        style=value(level, "pStyle"),
    )


def _number_format(level: Element) -> str:
    """The format's name; a newer one that is wrapped with a fallback gives the fallback."""
    alternate = level.find(ALTERNATE)
    branch = level if alternate is None else alternate.find(FALLBACK)
    return value(branch, "numFmt") or value(level, "numFmt") or "decimal"
