"""Places where one character too few, too many, wrong or out of order makes a common wording unheard of.

No list of slips: what is common, and what is unheard of, is counted in the statement corpus (``checker.learning.wording``
builds the file). A place is told only where all of this holds: a sequence of three characters that no report of the
corpus has; one edit after which every sequence of three over the spot is common; a word torn apart, so that a
character is left over that hardly ever stands alone (doubled characters are their own sign); and a cheaper way
to cut the words by jieba's dictionary. A wrong character must sound like the right one.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from checker.language.segmentation import segmenter
from checker.resources import data_path

MODEL = ("models", "wording", "statistics.npz")
PINYIN = ("corpora", "lexicon", "pinyin.tsv")
BREAK = "|"

SlipKind = Literal["missing", "doubled", "wrong", "swapped"]

# All sequences over a mended spot stand in so many reports, and one of them in so many more.
_EACH, _ONE = 2, 5
# Where all of them stand in so many, and nothing of the spot was ever seen, a character need not be as clearly left
# over, nor any be at all where the gain is great.
_COMMONPLACE = 20
_PERHAPS_LEFT_OVER = 0.3
_GREAT_GAIN = 8.0
# How much cheaper the mended words must be (natural logarithm of their probability).
_GAIN = 2.3
# Of a character's occurrences, the share as a word of its own below which it counts as left over: where one is
# missing beside it, where one is wrong or swapped, where one is doubled.
_LEFT_OVER: Mapping[SlipKind, float] = {"missing": 0.01, "wrong": 0.3, "swapped": 0.3, "doubled": 0.3}
# A character of a bound form that never stands alone costs so much more than jieba's dictionary says.
_BOUND_COST = 3.0
_REACH = 8
# Characters doubled by rule (层层, 实实在在), and pairs whose choice is not a matter of typing.
_REDUPLICATED = frozenset(
    "紧层往件事村人牢常年久日天月步处家户时刻刚仅渐稍种等多大小好快慢早实明扎认真方面断续清楚白稳踏环级样条个"
    "一二三四五六七八九十"
)
_NOT_JUDGED = frozenset("的地得做作他她它象像至止账帐其既即及已以和与")
_OTHER = re.compile(r"[^\u4e00-\u9fff]")
# What stands on either side of a break says nothing of either, and two breaks are the end of the text.
_TELLING = re.compile(r"[^|]{2}.|\|[^|]{2}").match


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip at [start, end) of the text that was looked at; ``wrong`` are the words there, ``right`` what they
    would be, ``character`` the one that is missing, doubled or right."""

    kind: SlipKind
    start: int
    end: int
    wrong: str
    right: str
    character: str


class Statistics:
    """What the corpus says: in how many reports a sequence of three characters stands, and how often a character
    is a word of its own. ``|`` stands for any run of other characters."""

    def __init__(self, sequences: Mapping[str, int], alone: Mapping[str, float]) -> None:
        self.sequences = sequences
        self.alone = alone
        self._next: dict[str, list[str]] = defaultdict(list)
        for sequence, reports in sequences.items():
            if reports >= _EACH and sequence[2] != BREAK:
                self._next[sequence[:2]].append(sequence[2])

    @classmethod
    def load(cls) -> Statistics:
        """Read the packaged statistics."""
        with np.load(data_path(*MODEL)) as stored:
            characters = "".join(map(chr, stored["characters"]))
            codes = np.cumsum(stored["steps"], dtype=np.int64)
            size = len(characters)
            three = np.stack([codes // (size * size), codes // size % size, codes % size], axis=1)
            # one string cut into threes is several times as fast as joining characters three by three
            joined = stored["characters"][three.ravel()].astype("<u4").tobytes().decode("utf-32-le")
            keys = [joined[place : place + 3] for place in range(0, len(joined), 3)]
            sequences = dict(zip(keys, stored["reports"].tolist(), strict=True))
            alone = dict(zip(characters, stored["alone"].tolist(), strict=True))
        return cls(sequences, alone)

    def save(self, path: str) -> None:
        """Write the statistics; the same counts always give the same arrays."""
        characters = sorted({character for sequence in self.sequences for character in sequence} | set(self.alone))
        place = {character: number for number, character in enumerate(characters)}
        size = len(characters)
        coded = sorted(
            ((place[key[0]] * size + place[key[1]]) * size + place[key[2]], reports)
            for key, reports in self.sequences.items()
        )
        codes = np.array([code for code, _ in coded], dtype=np.int64)
        np.savez_compressed(
            path,
            characters=np.array([ord(character) for character in characters], dtype=np.uint16),
            steps=np.diff(codes, prepend=0),
            reports=np.array([min(reports, 255) for _, reports in coded], dtype=np.uint8),
            alone=np.array([self.alone.get(character, 1.0) for character in characters], dtype=np.float16),
        )

    def following(self, two: str) -> list[str]:
        """The characters that follow these two in several reports."""
        return self._next.get(two, [])


@cache
def statistics() -> Statistics:
    """The packaged statistics, loaded once."""
    return Statistics.load()


@cache
def sounds() -> Mapping[str, frozenset[str]]:
    """Readings by character; what many do not tell apart by ear or key is one reading (zh/z, ch/c, sh/s, -ing/-in,
    -eng/-en)."""
    readings: dict[str, set[str]] = defaultdict(set)
    for line in data_path(*PINYIN).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            reading, characters = line.split("\t")
            reading = re.sub(r"(?<=[ei]n)g$", "", re.sub(r"^([zcs])h", r"\1", reading))
            for character in characters:
                readings[character].add(reading)
    return {character: frozenset(own) for character, own in readings.items()}


def find_slips(text: str, known: Statistics | None = None) -> list[Slip]:
    """The slips in a normalised text (white space left out), in order, no two within reach of each other."""
    return list(_Search(text, known or statistics()).slips())


@dataclass(frozen=True, slots=True)
class _Edit:
    kind: SlipKind
    start: int
    end: int
    new: str


class _Search:
    """One text with other characters than Han made breaks, two more at either end."""

    def __init__(self, text: str, known: Statistics) -> None:
        self.known = known
        self.text = f"{BREAK}{BREAK}{_OTHER.sub(BREAK, text)}{BREAK}{BREAK}"
        self.readings = sounds()

    def slips(self) -> Iterator[Slip]:
        found = [(gain, edit) for edit in self._edits() if (gain := self._gain(edit)) >= self._least_gain(edit)]
        found.sort(key=lambda item: (-item[0], item[1].start, item[1].new))
        kept: list[_Edit] = []
        for _, edit in found:
            if all(abs(edit.start - other.start) > 4 for other in kept):
                kept.append(edit)
        for edit in sorted(kept, key=lambda edit: edit.start):
            yield self._slip(edit)

    def _edits(self) -> Iterator[_Edit]:
        """The edits at unheard-of places after which all over the spot is common."""
        text, sequences = self.text, self.known.sequences
        spots = {
            spot
            for place in range(len(text) - 2)
            if text[place : place + 3] not in sequences and _TELLING(text[place : place + 3])
            for spot in (place + 1, place + 2)
        }
        edits = {edit for spot in spots for edit in self._edits_at(spot)}
        return (edit for edit in edits if self._common(edit) and self._unheard(edit))

    def _edits_at(self, spot: int) -> Iterator[_Edit]:
        text, sequences = self.text, self.known.sequences
        before, here = text[spot - 1], text[spot]
        for character in self.known.following(text[spot - 2 : spot]):
            if here == BREAK or before + character + here in sequences:
                yield _Edit("missing", spot, spot, character)
        if before == here != BREAK:
            if here not in _REDUPLICATED:
                yield _Edit("doubled", spot, spot + 1, "")
        elif BREAK not in (before, here):
            yield _Edit("swapped", spot - 1, spot + 1, here + before)
        for place in (spot - 1, spot):
            old = text[place]
            if old == BREAK or old in _NOT_JUDGED:
                continue
            after = text[place + 1]
            for character in self.known.following(text[place - 2 : place]):
                fits = after == BREAK or text[place - 1] + character + after in sequences
                if fits and character != old and character not in _NOT_JUDGED:
                    yield _Edit("wrong", place, place + 1, character)

    def _unheard(self, edit: _Edit) -> bool:
        places = range(edit.start - 2, max(edit.end, edit.start))
        parts = (self.text[place : place + 3] for place in places)
        return any(part not in self.known.sequences for part in parts if _TELLING(part))

    def _common(self, edit: _Edit) -> bool:
        counts = self._reports(edit)
        return bool(counts) and min(counts) >= _EACH and max(counts) >= _ONE

    def _commonplace(self, edit: _Edit) -> bool:
        parts = (self.text[place : place + 3] for place in range(edit.start - 2, max(edit.end, edit.start)))
        unseen = all(part not in self.known.sequences for part in parts if _TELLING(part))
        return unseen and min(self._reports(edit)) >= _COMMONPLACE

    def _reports(self, edit: _Edit) -> list[int]:
        """In how many reports each sequence over the mended spot stands."""
        mended = self.text[: edit.start] + edit.new + self.text[edit.end : edit.end + 3]
        over = [mended[place : place + 3] for place in range(edit.start - 2, edit.start + len(edit.new))]
        return [self.known.sequences.get(part, 0) for part in over if _TELLING(part)]

    def _least_gain(self, edit: _Edit) -> float:
        """What the mended words must gain for the edit to be told."""
        if edit.kind == "missing" and self._commonplace(edit):
            return _GAIN if self._left_over(edit, _PERHAPS_LEFT_OVER) else _GREAT_GAIN
        if edit.kind == "wrong" and not self._sounds_alike(self.text[edit.start], edit.new):
            # a slip of the eye, not of the ear
            return _GREAT_GAIN if self._commonplace(edit) else math.inf
        return _GAIN if self._left_over(edit, _LEFT_OVER[edit.kind]) else math.inf

    def _sounds_alike(self, one: str, other: str) -> bool:
        return not self.readings.get(one, frozenset()).isdisjoint(self.readings.get(other, ()))

    def _left_over(self, edit: _Edit, limit: float) -> bool:
        """Whether a word at the spot is torn apart: a character stands alone there that does so in less than
        ``limit`` of its occurrences."""
        if edit.kind == "doubled":
            return self._alone(self.text[edit.start]) <= limit
        start, end = self._run(edit, 6)
        if edit.kind == "missing" and end - start < 3:
            return False
        place = start
        for word in segmenter().cut(self.text[start:end], HMM=False):
            touches = place <= edit.end and place + len(word) >= edit.start
            if touches and len(word) == 1 and self._alone(word) < limit:
                return True
            place += len(word)
        return False

    def _alone(self, character: str) -> float:
        return self.known.alone.get(character, 1.0)

    def _run(self, edit: _Edit, reach: int) -> tuple[int, int]:
        """The stretch of Han characters around an edit, at most ``reach`` to either side."""
        first = self.text.rfind(BREAK, 0, edit.start) + 1
        last = self.text.find(BREAK, edit.end)
        return max(first, edit.start - reach), min(last, edit.end + reach)

    def _gain(self, edit: _Edit) -> float:
        start, end = self._run(edit, _REACH)
        mended = self.text[start : edit.start] + edit.new + self.text[edit.end : end]
        return self._cost(self.text[start:end]) - self._cost(mended)

    def _cost(self, text: str) -> float:
        """How improbable the words of a text are, cut in the most probable way."""
        frequencies, total = segmenter().FREQ, math.log(segmenter().total)
        best = [0.0] + [math.inf] * len(text)
        for start in range(len(text)):
            for end in range(start + 1, min(start + _REACH, len(text)) + 1):
                word = text[start:end]
                frequency = frequencies.get(word, 0)
                if end - start > 1 and not frequency:
                    continue
                cost = total - math.log(frequency or 1)
                if end - start == 1 and self._alone(word) < 0.05:
                    cost += _BOUND_COST
                best[end] = min(best[end], best[start] + cost)
        return best[-1]

    def _slip(self, edit: _Edit) -> Slip:
        """The slip with the words that it is in: the mended word, and the one before it for a reader's sake."""
        first, last = self._run(edit, _REACH)
        mended = self.text[first : edit.start] + edit.new + self.text[edit.end : last]
        place = edit.start - first - (edit.kind == "doubled")
        start, word_start = 0, 0
        for word in segmenter().cut(mended):
            word_end = word_start + len(word)
            if word_end > place and word_end >= place + len(edit.new):
                break
            start, word_start = word_start, word_end
        right = mended[start:word_end]
        end = first + word_end - len(edit.new) + edit.end - edit.start
        character = edit.new or self.text[edit.start]
        return Slip(edit.kind, first + start - 2, end - 2, self.text[first + start : end], right, character)


# ── doubled words ─────────────────────────────────────────────────────────────────────────────────

# Particles of which two in a row are a slip, where each is a word of its own.
_PARTICLES = frozenset("的了和在与及对将并为是由从以被向等")
_NUMERAL = re.compile(r"[一二三四五六七八九十百千两几]")


@dataclass(frozen=True, slots=True)
class Doubled:
    """A word written twice at [start, end) of the text that was looked at."""

    start: int
    end: int
    word: str


def find_doubled(text: str) -> list[Doubled]:
    """Words that stand twice in a row in a normalised text (准确准确, 的的), where the words are cut like that:
    共建共治 and 信息信息员 are no doubled words, nor is 一页一页."""
    found: list[Doubled] = []
    previous, place = "", 0
    for word in segmenter().cut(text):
        # text without Han characters is cut into single marks, which may well repeat
        doubled = word == previous and "\u4e00" <= word[0] <= "\u9fff"
        if doubled and (word in _PARTICLES or (len(word) > 1 and _NUMERAL.search(word) is None)):
            found.append(Doubled(place - len(word), place + len(word), word))
        previous = word
        place += len(word)
    return found
