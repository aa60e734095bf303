"""Cutting narrative into statements.

The unit is the stretch between two of 。！？； or a line end, a list marker staying with what it opens
(corpora/statements/README.md). Marks inside quotation marks or brackets do not end a statement, nor
do the points of numbers. Where a list runs on after commas (「…不足，二是…」) the marker opens a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Section = Literal["preamble", "overview", "problems", "other_matters"]
SECTIONS: tuple[Section, ...] = ("preamble", "overview", "problems", "other_matters")

_ENDS = "。！？；!?;"
_PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "[": "]",
}
# A pair that is not closed within this many characters was left open by mistake.
_LONGEST_PAIR = 120

_RUNNING_MARKER = re.compile(r"[，,、](?=(?:[二三四五六七八九]是|第[二三四五六七八九]，|[（(][二三四五六七八九][）)]))")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: offsets (characters) into the Doc's text, the section and line that it stands in, and its
    list marker ("" where it has none) with the marker's ordinal."""

    start: int
    end: int
    text: str
    section: Section | None
    line: int
    marker: str = ""
    ordinal: int | None = None


def split(text: str) -> Iterator[tuple[int, int]]:
    """The [start, end) of each statement in ``text``, white space trimmed, in order."""
    offset = 0
    for line in text.split("\n"):
        for start, end in _split_line(line):
            yield offset + start, offset + end
        offset += len(line) + 1


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    position = 0
    while position < len(line):
        character = line[position]
        closing = _PAIRS.get(character)
        if closing is not None:
            end = line.find(closing, position + 1, position + _LONGEST_PAIR)
            if end > 0:
                position = end + 1
                continue
        if character in _ENDS:
            position += 1
            while position < len(line) and line[position] in _ENDS + "”’」』）":
                position += 1
            yield from _trimmed(line, start, position)
            start = position
            continue
        if _RUNNING_MARKER.match(line, position):
            position += 1
            yield from _trimmed(line, start, position)
            start = position
            continue
        position += 1
    yield from _trimmed(line, start, len(line))


def _trimmed(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and line[start].isspace():
        start += 1
    while end > start and line[end - 1].isspace():
        end -= 1
    # a lone mark or page debris is no statement
    if end > start and re.search(r"[\u3400-\u9fff\U00020000-\U0003ffff\u2f00-\u2fdf]", line[start:end]):
        yield start, end
