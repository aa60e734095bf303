"""Set phrases of four characters with one of them mistaken for another of the same sound (异彩丰呈).

The right phrases are listed (``corpora/lexicon/set_phrases.txt``), the wrong ones are not. Phrases are varied on purpose
too (因地制宜, 因企制宜): only what sounds alike is a slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from checker.language.segmentation import segmenter
from checker.language.spelling import sounds
from checker.resources import data_path

_LENGTH = 4
# Which of these is right is not told by a phrase.
_ALIKE = frozenset("的地得做作他她它象像惟唯账帐")


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A set phrase at [start, end) of the text with one wrong character; ``right`` is the phrase."""

    start: int
    end: int
    right: str


@cache
def set_phrases() -> frozenset[str]:
    """The right phrases."""
    lines = data_path("corpora", "lexicon", "set_phrases.txt").read_text("utf-8").splitlines()
    return frozenset(phrase for line in lines if not line.startswith("#") for phrase in line.split())


@cache
def _gapped() -> Mapping[str, tuple[str, ...]]:
    """The phrases by what is left of them with one character open."""
    found: dict[str, list[str]] = defaultdict(list)
    for phrase in sorted(set_phrases()):
        for place in range(_LENGTH):
            found[_open(phrase, place)].append(phrase)
    return {key: tuple(phrases) for key, phrases in found.items()}


def _open(phrase: str, place: int) -> str:
    return f"{phrase[:place]}?{phrase[place + 1 :]}"


def find_misspelt(text: str) -> list[Misspelt]:
    """The misspelt phrases in a normalised text."""
    return list(_misspelt(text))


def _misspelt(text: str) -> Iterator[Misspelt]:
    for start in range(len(text) - _LENGTH + 1):
        found = text[start : start + _LENGTH]
        if found in set_phrases():
            continue
        for place in range(_LENGTH):
            for right in _gapped().get(_open(found, place), ()):
                if _is_slip(text, start, place, right):
                    yield Misspelt(start, start + _LENGTH, right)


def _is_slip(text: str, start: int, place: int, right: str) -> bool:
    wrong = text[start + place]
    if wrong in _ALIKE or sounds().get(wrong, frozenset()).isdisjoint(sounds().get(right[place], ())):
        return False
    words = segmenter().FREQ
    if words.get(text[start : start + _LENGTH], 0):
        return False
    # 层层把管理责任: the character belongs to the word beside the phrase
    before, after = text[max(0, start - 1) : start + 1], text[start + _LENGTH - 1 : start + _LENGTH + 1]
    beside = {0: before, _LENGTH - 1: after}.get(place, "")
    return len(beside) < 2 or not words.get(beside, 0)
