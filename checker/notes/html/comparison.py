"""Reused text beside its source, with the characters that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Levenshtein

from checker.report.normal import normal_character

# A shorter run of equal characters between two that differ is chance, not agreement.
_LEAST_RUN = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, the same on both sides or not."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage of the draft and the passage of the source that it equals."""

    copy: tuple[Piece, ...]
    source: tuple[Piece, ...]
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All passages of one finding that have a source, and what the source is called."""

    source: str
    share: float | None
    pairs: tuple[Pair, ...]


def comparison(evidence: Mapping[str, Any]) -> Comparison | None:
    """What a finding's evidence has to show side by side; ``None`` where it has no pairs of passages.

    Understood are ``pairs`` with ``quote`` and ``source_quote``, ``source`` with name, title, agency and year, and
    ``share``; what else the evidence holds, or holds in another shape, is left out.
    """
    listed = evidence.get("pairs")
    if not isinstance(listed, list | tuple):
        return None
    pairs = tuple(pair for item in listed if (pair := _pair(item)) is not None)
    return Comparison(_source_name(evidence.get("source")), _share(evidence.get("share")), pairs) if pairs else None


def _pair(value: Any) -> Pair | None:
    if not isinstance(value, Mapping):
        return None
    copy, source = value.get("quote"), value.get("source_quote")
    if not (isinstance(copy, str) and isinstance(source, str)):
        return None
    return Pair(*_marked(copy, source), _share(value.get("similarity")))


def _share(value: Any) -> float | None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= 1 else None


def _source_name(value: Any) -> str:
    if isinstance(value, str) and value:
        return value
    if not isinstance(value, Mapping):
        return "来源"
    parts = {key: str(value[key]) for key in ("title", "agency", "year", "name") if value.get(key)}
    told = (
        parts.get("title") or f"{parts.get('agency', '')}{parts.get('year', '')}年报告"
        if {"title", "agency"} & set(parts)
        else ""
    )
    name = parts.get("name", "")
    return f"{told}（{name}）" if told and name else told or name or "来源"


def _marked(copy: str, source: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    ours: list[Piece] = []
    theirs: list[Piece] = []
    for same, one, other in _runs(copy, source):
        if one:
            ours.append(Piece(one, same))
        if other:
            theirs.append(Piece(other, same))
    return tuple(ours), tuple(theirs)


def _folded(character: str) -> str:
    return normal_character(character) or character


def _runs(copy: str, source: str) -> Iterator[tuple[bool, str, str]]:
    """Both texts in step: equal runs, and what differs between them with the chance agreements inside it."""
    one, other = "", ""
    # a full-width comma for a half-width one is no difference worth a reader's eye
    for code in Levenshtein.opcodes([*map(_folded, copy)], [*map(_folded, source)]):
        ours, theirs = copy[code.src_start : code.src_end], source[code.dest_start : code.dest_end]
        if code.tag == "equal" and (len(ours) >= _LEAST_RUN or not (one or other)):
            if one or other:
                yield False, one, other
            yield True, ours, theirs
            one, other = "", ""
        else:
            one, other = one + ours, other + theirs
    if one or other:
        yield False, one, other
