"""The headings of the five aspects within the overview, and what stands under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from checker.report.normal import compact
from checker.rules.narrative.aspects import aspect_words

if TYPE_CHECKING:
    from checker.language.labels import Aspect
    from checker.language.pipeline import AnnotatedStatement

# A heading is short and opens nothing: 「（五）监督保障：加强领导。」 says something.
_LONGEST = 24
_OPENS = re.compile(r":.")
# How list markers rank: a heading ends where the next one of its own or a higher rank begins.
_RANKS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}、$|^第"),
    re.compile(r"^\("),
    re.compile(r"^\d"),
    re.compile(r"^[①-⑳]"),
    re.compile(r"."),  # 一是, 首先
)
_POINT = len(_RANKS) - 1
_PLAIN_LINE = 1


def heading_of(overview: Sequence[AnnotatedStatement], aspect: Aspect) -> int | None:
    """The place in the overview of the aspect's own heading, which has words of the aspect in it; ``None``: it has none."""
    words = re.compile(aspect_words()[aspect]["heading"])
    labelled = any((rank := _label(item)) is not None and rank < _POINT for item in overview)
    for place, item in enumerate(overview):
        rank = _rank(overview, place)
        # 「一是…」 below a label is a point of what the label heads
        if rank is None or (labelled and rank == _POINT) or aspect not in item.labels.aspects:
            continue
        if words.search(compact(item.statement.text)):
            return place
    return None


def under_heading(overview: Sequence[AnnotatedStatement], heading: int) -> list[AnnotatedStatement]:
    """The statements between a heading and the next of its own or a higher rank."""
    own = _rank(overview, heading)
    assert own is not None
    found = []
    for place in range(heading + 1, len(overview)):
        rank = _label(overview[place])
        if rank is None:
            rank = _rank(overview, place)
        if rank is not None and rank <= own:
            break
        found.append(overview[place])
    return found


def _label(item: AnnotatedStatement) -> int | None:
    """The rank of a statement's list marker, ``None`` where it has none."""
    marker = compact(item.statement.marker)
    return next((rank for rank, pattern in enumerate(_RANKS) if pattern.search(marker)), None) if marker else None


def _rank(overview: Sequence[AnnotatedStatement], place: int) -> int | None:
    """The rank of a heading: a short statement with a list marker, or one that is a line of its own; ``None``: it is none."""
    item = overview[place]
    text = compact(item.statement.text)
    if item.labels.role != "frame" or len(text) > _LONGEST or _OPENS.search(text):
        return None
    rank = _label(item)
    if rank is not None or not item.labels.aspects:
        return rank
    alone = all(
        overview[other].statement.line != item.statement.line
        for other in (place - 1, place + 1)
        if 0 <= other < len(overview)
    )
    return _PLAIN_LINE if alone else None
