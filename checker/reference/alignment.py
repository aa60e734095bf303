"""Where two texts say the same, to the character, edits within it included.

Maximal common runs are found from shared k-grams, neighbouring runs in the same order chained over small edits, and
each chain measured by its longest common subsequence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from checker.reference.comparable import BREAK

# Runs shorter than a seed start nothing; runs this far apart (characters, on either side) are two passages.
_SEED = 4
_FURTHEST = 24
# How much longer the gap may be on one side than on the other: an inserted clause.
_SLANT = 16
# A gram that stands more often than this in one report says nothing of where.
_MOST_PLACES = 12
# At the ends of a chain a run this long is taken in over an edit this long.
_TAIL, _TAIL_GAP = 2, 4


@dataclass(frozen=True, slots=True)
class Match:
    """key[start:end) of one text says what key[source_start:source_end) of the other says.

    ``common`` is the length of their longest common subsequence, ``similarity`` that over the longer of the two.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    common: int

    @property
    def similarity(self) -> float:
        return self.common / max(self.end - self.start, self.source_end - self.source_start)


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    source: int
    length: int
    # how many breaks stand before it on either side: runs with others are no neighbours
    block: tuple[int, int]


def align(key: str, source: str, *, least: int = 20, similarity: float = 0.6) -> list[Match]:
    """The passages of ``key`` that stand in ``source``: at least ``least`` common characters, at least
    ``similarity`` alike; no two overlap in ``key``. In order."""
    runs = _common_runs(key, source)
    found = [
        match for chain in _chains(runs) if (match := _measured(key, source, chain, least, similarity)) is not None
    ]
    return _apart(found)


def align_within(key: str, *, least: int = 20, similarity: float = 0.8) -> list[Match]:
    """The passages of ``key`` that stand in it a second time, later; ``start`` is the later place."""
    runs = [run for run in _common_runs(key, key) if run.source + run.length <= run.start]
    found = [match for chain in _chains(runs) if (match := _measured(key, key, chain, least, similarity)) is not None]
    return _apart([match for match in found if match.source_end <= match.start])


def _common_runs(key: str, source: str) -> list[_Run]:
    """The maximal common runs of at least a seed's length, by place."""
    places: dict[str, list[int]] = {}
    for place in range(len(source) - _SEED + 1):
        places.setdefault(source[place : place + _SEED], []).append(place)
    runs: list[_Run] = []
    blocks, source_blocks = _blocks(key), _blocks(source)
    for start in range(len(key) - _SEED + 1):
        gram = key[start : start + _SEED]
        found = places.get(gram)
        if found is None or len(found) > _MOST_PLACES or BREAK in gram:
            continue
        for place in found:
            if start and place and key[start - 1] == source[place - 1] and key[start - 1] != BREAK:
                continue
            length = _length(key, source, start, place)
            runs.append(_Run(start, place, length, (blocks[start], source_blocks[place])))
    return runs


def _blocks(key: str) -> list[int]:
    """How many breaks stand before each character."""
    return list(accumulate(character == BREAK for character in key))


def _length(key: str, source: str, start: int, place: int) -> int:
    length = _SEED
    most = min(len(key) - start, len(source) - place)
    while length < most and key[start + length] == source[place + length] != BREAK:
        length += 1
    return length


def _chains(runs: Sequence[_Run]) -> list[list[_Run]]:
    """Runs joined to chains: each goes to the chain whose last run ends nearest before it on both sides."""
    open_chains: list[list[_Run]] = []
    closed: list[list[_Run]] = []
    for run in runs:
        best: tuple[int, list[_Run]] | None = None
        still_open = []
        for chain in open_chains:
            last = chain[-1]
            gap = run.start - (last.start + last.length)
            if gap > _FURTHEST:
                closed.append(chain)
                continue
            still_open.append(chain)
            source_gap = run.source - (last.source + last.length)
            # a repeated character lets two runs overlap by it
            if min(gap, source_gap) < -_SEED or source_gap > _FURTHEST or abs(gap - source_gap) > _SLANT:
                continue
            if run.start <= last.start or run.source <= last.source or run.block != last.block:
                continue
            cost = abs(gap) + abs(source_gap)
            if best is None or cost < best[0]:
                best = (cost, chain)
        open_chains = still_open
        if best is None:
            open_chains.append([run])
        else:
            best[1].append(run)
    return closed + open_chains


def _measured(key: str, source: str, chain: Sequence[_Run], least: int, similarity: float) -> Match | None:
    start, source_start = chain[0].start, chain[0].source
    end = max(run.start + run.length for run in chain)
    source_end = max(run.source + run.length for run in chain)
    start, source_start = _grown_back(key, source, start, source_start)
    end, source_end = _grown_on(key, source, end, source_end)
    if min(end - start, source_end - source_start) < least:
        return None
    own, other = key[start:end], source[source_start:source_end]
    match = Match(start, end, source_start, source_end, int(LCSseq.similarity(own, other)))
    return match if match.common >= least and match.similarity >= similarity else None


def _grown_on(key: str, source: str, end: int, source_end: int) -> tuple[int, int]:
    """The ends moved on over small edits to further short runs."""
    while True:
        step = _next_run(key, source, end, source_end)
        if step is None:
            return end, source_end
        end, source_end = step


def _next_run(key: str, source: str, end: int, source_end: int) -> tuple[int, int] | None:
    for total in range(2 * _TAIL_GAP + 1):
        for gap in range(max(0, total - _TAIL_GAP), min(total, _TAIL_GAP) + 1):
            first, second = end + gap, source_end + total - gap
            length = 0
            while (
                first + length < len(key)
                and second + length < len(source)
                and key[first + length] == source[second + length] != BREAK
            ):
                length += 1
            crossed = key[end:first] + source[source_end:second]
            if length >= max(_TAIL, total - _TAIL) and length and BREAK not in crossed:
                return first + length, second + length
    return None


def _grown_back(key: str, source: str, start: int, source_start: int) -> tuple[int, int]:
    end, source_end = _grown_on(key[:start][::-1], source[:source_start][::-1], 0, 0)
    return start - end, source_start - source_end


def _apart(matches: Sequence[Match]) -> list[Match]:
    """The matches that say most, none overlapping another in the first text, in order."""
    chosen: list[Match] = []
    starts: list[int] = []
    for match in sorted(matches, key=lambda match: (-match.common, match.start, match.source_start)):
        place = bisect_left(starts, match.start)
        before_clear = place == 0 or chosen[place - 1].end <= match.start
        after_clear = place == len(chosen) or match.end <= chosen[place].start
        if before_clear and after_clear:
            chosen.insert(place, match)
            starts.insert(place, match.start)
    return chosen
