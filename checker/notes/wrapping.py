"""Breaking Chinese text into lines of a terminal's width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

# Marks that may not begin a line, and marks that may not end one.
_NOT_FIRST = set("，。、；：？！）》」』】”’…·%,.;:?!)]}")
_NOT_LAST = set("（《「『【“‘([{")
_UNIT = re.compile(r"[A-Za-z0-9.,:/_@%+\-=]+|\s|.", re.DOTALL)


def wrap(text: str, width: int, indent: int = 0) -> str:
    """``text`` in lines of at most ``width`` columns (a Han character takes two), each indented.

    Breaks between any two Han characters but not inside a number or a Latin word, nor so that a
    closing mark begins a line or an opening one ends it.
    """
    room = max(10, width - indent)
    return "\n".join(" " * indent + line for line in _lines(text, room))


def _lines(text: str, room: int) -> Iterator[str]:
    line: list[str] = []
    used = 0
    for unit in _units(text, room):
        size = cell_len(unit)
        if used + size > room and line:
            carried = _carried(line, unit)
            yield "".join(line).rstrip()
            line, used = carried, sum(map(cell_len, carried))
        if not line and unit.isspace():
            continue
        line.append(unit)
        used += size
    if line:
        yield "".join(line).rstrip()


def _units(text: str, room: int) -> Iterator[str]:
    for match in _UNIT.finditer(" ".join(text.split())):
        unit = match[0]
        for start in range(0, len(unit), room):
            yield unit[start : start + room]


def _carried(line: list[str], following: str) -> list[str]:
    """What to take from the end of a full line to the next, so that both begin and end well."""
    carried: list[str] = []
    first = following
    while len(line) > 1 and (first[0] in _NOT_FIRST or line[-1][-1] in _NOT_LAST) and len(carried) < 4:
        first = line.pop()
        carried.insert(0, first)
    return carried
