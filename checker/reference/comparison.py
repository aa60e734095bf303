"""A draft held against last year's report, against the reference store and against itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from checker.language.agency_names import same_agency
from checker.reference.alignment import Match, align, align_within
from checker.reference.comparable import BREAK, Comparable, comparable_of
from checker.reference.model import ReferenceReport
from checker.reference.phrases import in_common_phrases
from checker.reference.store import Hits, ReferenceStore
from checker.reference.winnowing import Fingerprints, K, fingerprints
from checker.report.model import Report

# A passage has at least this many characters in common with its source (about a clause and a half); a fragment beside
# it in the same paragraph may be shorter: clauses that were put in another order.
LEAST_PASSAGE, _LEAST_FRAGMENT = 30, 8
# Fragments this near (characters compared) belong to one passage.
_NEAR = 40
# Short paragraphs taken over whole count where a section has together this many characters of its source.
_LEAST_TOGETHER, _WHOLE = 60, 0.9
# Of a passage at least this share stands in the source.
_LEAST_SHARE = 0.5
# A repetition within one report is noted from here on; it must be nearly to the letter.
LEAST_REPETITION, _REPETITION_SIMILARITY = 25, 0.85
# Wording that this share of the other agencies use, and at least so many of them, belongs to nobody.
TEMPLATE_SHARE, LEAST_TEMPLATE = 0.1, 5
# What this share of the other agencies use, and at least so many, tells nothing of where a passage comes from.
_USUAL_SHARE, _LEAST_USUAL = 0.03, 4
# A passage taken from another agency is told from formulas that resemble each other by what both have in common:
# (similarity at least, characters in common at least, of these peculiar to a few at least). The more it is edited, the
# longer it has to be; a longer one to the letter may hold more that is usual.
_TAKEN = ((0.9, 45, 20), (0.7, LEAST_PASSAGE, LEAST_PASSAGE), (0.55, 60, 45))
# Below this number of other agencies nothing can be said of what is common.
LEAST_PEERS = 20
# Of a statement so much is common wording, or it is not template language; one that gives identifying detail has said
# something, however worn its words.
_COVERED, _MOST_SPECIFIC = 0.8, 1
# How many reports of the store are aligned, and how many fingerprints near each other make one worth it.
_CANDIDATES, _LEAST_HITS = 6, 2
_HIT_WINDOW = 120

_PUNCTUATION = re.compile(r"[，。；：！？、,;:!?\s（）()]")
# A piece of the next clause this short at either end of a match is chance.
_RAGGED = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """The draft's [start, end) and the source's [source_start, source_end) that say the same."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the draft that stands in ``source`` too. Offsets are characters of the two texts.

    ``common`` counts characters compared (no punctuation) that both have in that order, ``similarity`` is their share
    of the longer side. ``statements`` are the places of the draft's statements that it touches. ``sharers`` is the
    number of other agencies that have most of it. ``distinctive`` counts the characters of it that are not template
    wording.
    """

    source: ReferenceReport
    start: int
    end: int
    pairs: tuple[Pair, ...]
    common: int
    similarity: float
    statements: tuple[int, ...]
    distinctive: int = 0
    sharers: int = 1


@dataclass(frozen=True, slots=True)
class Repetition:
    """A stretch [start, end) of the draft that says again what [earlier_start, earlier_end) said."""

    start: int
    end: int
    earlier_start: int
    earlier_end: int
    common: int
    similarity: float


@dataclass(frozen=True)
class Comparison:
    """What a draft shares with others.

    ``prior`` is the agency's own earlier report, ``peers`` the number of other agencies in the store (``None``: no
    store). ``common_agencies[i]`` is how many other agencies use the wording at the i-th compared character.
    """

    draft: Comparable
    prior: ReferenceReport | None
    from_prior: tuple[Passage, ...]
    from_peers: tuple[Passage, ...]
    repetitions: tuple[Repetition, ...]
    peers: int | None = None
    common_agencies: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def has_peers(self) -> bool:
        """Whether there are enough other agencies to say what is common wording."""
        return self.peers is not None and self.peers >= LEAST_PEERS

    @property
    def template_limit(self) -> int:
        """The number of agencies from which wording counts as common."""
        return max(LEAST_TEMPLATE, round(TEMPLATE_SHARE * (self.peers or 0)))

    @cached_property
    def template(self) -> NDArray[np.bool_]:
        """Which compared characters are template wording; none where there are too few peers."""
        if not self.has_peers or not len(self.common_agencies):
            return np.zeros(len(self.draft.key), dtype=np.bool_)
        return self.common_agencies >= self.template_limit

    @cached_property
    def usual(self) -> NDArray[np.bool_]:
        """Which compared characters stand in wording that is not peculiar to a few: phrases that many real reports share
        and, where there are enough peers, what a small share of them use."""
        known = in_common_phrases(self.draft.key)
        if not self.has_peers or not len(self.common_agencies):
            return known
        limit = max(_LEAST_USUAL, round(_USUAL_SHARE * (self.peers or 0)))
        return known | (self.common_agencies >= limit)

    @cached_property
    def template_statements(self) -> list[int]:
        """The places of the draft's statements that are template wording and give no identifying detail."""
        owner = np.array(self.draft.owner, dtype=np.int64)
        found = []
        for place, statement in enumerate(self.draft.statements):
            own = owner == place
            length = int(np.count_nonzero(own))
            covered = int(np.count_nonzero(self.template & own))
            if length and statement.specificity <= _MOST_SPECIFIC and covered >= _COVERED * length:
                found.append(place)
        return found

    def characters(self, section: str) -> int:
        """How many characters of a section are compared."""
        return sum(1 for place in self.draft.owner if place >= 0 and self.draft.statements[place].section == section)


def compare(
    draft: Comparable,
    report: Report,
    prior: ReferenceReport | None = None,
    store: ReferenceStore | None = None,
) -> Comparison:
    """Hold a draft, of which ``draft`` is what is compared, against ``prior`` and the store.

    A ``prior`` of another agency is compared as a peer's report. Without ``prior`` the store's latest earlier report of
    the agency takes its place.
    """
    text, agency, sha256 = report.text, report.organization, report.source.sha256
    others: list[ReferenceReport] = []
    if prior is not None and prior.agency and agency and not same_agency(prior.agency, agency):
        others, prior = [prior], None
    if prior is None and store is not None:
        prior = store.earlier(agency, report.year, sha256)
    from_prior = passages(draft, text, prior) if prior is not None else []
    repetitions = tuple(
        _repetition(draft, text, match)
        for match in align_within(draft.key, least=LEAST_REPETITION, similarity=_REPETITION_SIMILARITY)
    )
    comparison = Comparison(draft, prior, tuple(from_prior), (), repetitions)
    if store is None and not others:
        return comparison
    hits: Hits | None = None
    own = fingerprints(draft.key)
    if store is not None:
        hits = store.hits(own.distinct(), agency, sha256)
        others += [other for number in candidates(own, hits) if (other := store.get(number)) is not None]
        usage = agencies_by_character(own, hits, len(draft.key))
        comparison = replace(comparison, peers=store.other_agencies(agency), common_agencies=usage)
    # what an agency takes from itself it did not take from a peer
    ruled_out = comparison.usual | _inside(draft, (pair for passage in from_prior for pair in passage.pairs))
    found: list[Passage] = []
    for other in others:
        weighed = list(_weighed(passages(draft, text, other), ruled_out, draft, own, hits))
        together = sum(passage.distinctive for passage in weighed if passage.similarity >= _WHOLE)
        found += [
            passage
            for passage in weighed
            if _is_taken(passage)
            or (together >= _LEAST_TOGETHER and passage.similarity >= _WHOLE and passage.distinctive)
        ]
    return replace(comparison, from_peers=tuple(_best(found)))


def _is_taken(passage: Passage) -> bool:
    return any(
        passage.similarity >= similarity and passage.common >= common and passage.distinctive >= distinctive
        for similarity, common, distinctive in _TAKEN
    )


def _inside(draft: Comparable, pairs: Iterable[Pair]) -> NDArray[np.bool_]:
    """Which compared characters of the draft lie in the pairs."""
    origin = np.array(draft.origin, dtype=np.int64)
    mask = np.zeros(len(draft.key), dtype=np.bool_)
    for pair in pairs:
        mask |= (origin >= pair.start) & (origin < pair.end)
    return mask


# ── passages ──────────────────────────────────────────────────────────────────────────────────────


def passages(draft: Comparable, text: str, source: ReferenceReport) -> list[Passage]:
    """The passages of the draft that stand in the source, in order."""
    other = comparable_of(source)
    matches = align(draft.key, other.key, least=_LEAST_FRAGMENT)
    found = [_passage(draft, text, source, other, group) for group in _groups(draft.key, matches)]
    shared: Counter[str] = Counter()
    for passage in found:
        shared[_section(draft, passage)] += passage.common
    return [passage for passage in found if _is_passage(draft, passage, shared[_section(draft, passage)])]


def _section(draft: Comparable, passage: Passage) -> str:
    return draft.statements[passage.statements[0]].section


def _is_passage(draft: Comparable, passage: Passage, shared_in_section: int) -> bool:
    """Whether a passage is long enough, or a short paragraph taken over whole in a section with more of the kind."""
    if passage.common >= LEAST_PASSAGE:
        return passage.similarity >= _LEAST_SHARE
    if shared_in_section < _LEAST_TOGETHER or passage.similarity < _WHOLE:
        return False
    own = set(passage.statements)
    return passage.common >= _WHOLE * sum(place in own for place in draft.owner)


def _groups(key: str, matches: Sequence[Match]) -> Iterator[list[Match]]:
    group: list[Match] = []
    for match in matches:
        if group and (match.start - group[-1].end > _NEAR or BREAK in key[group[-1].end : match.start]):
            yield group
            group = []
        group.append(match)
    if group:
        yield group


def _passage(
    draft: Comparable, text: str, source: ReferenceReport, other: Comparable, group: Sequence[Match]
) -> Passage:
    common = sum(match.common for match in group)
    own_length = group[-1].end - group[0].start
    source_length = sum(match.source_end - match.source_start for match in group)
    similarity = common / max(own_length, source_length)
    pairs = tuple(
        Pair(
            *_trimmed(draft, text, match.start, match.end),
            *_trimmed(other, source.text, match.source_start, match.source_end),
        )
        for match in group
    )
    touched = sorted({draft.owner[place] for place in range(group[0].start, group[-1].end)} - {-1})
    return Passage(source, pairs[0].start, pairs[-1].end, pairs, common, similarity, tuple(touched))


def _trimmed(comparable: Comparable, text: str, start: int, end: int) -> tuple[int, int]:
    """The place of the key's [start, end) in the text, without a ragged piece of a clause at either end."""
    for place in range(start + 1, min(start + _RAGGED, end - 1) + 1):
        if _PUNCTUATION.search(text, comparable.origin[place - 1], comparable.origin[place]):
            start = place
            break
    for place in range(end - 1, max(end - 1 - _RAGGED, start), -1):
        if _PUNCTUATION.search(text, comparable.origin[place - 1], comparable.origin[place]):
            end = place
            break
    return comparable.span(start, end)


def _repetition(draft: Comparable, text: str, match: Match) -> Repetition:
    return Repetition(
        *_trimmed(draft, text, match.start, match.end),
        *_trimmed(draft, text, match.source_start, match.source_end),
        match.common,
        match.similarity,
    )


# ── peers ─────────────────────────────────────────────────────────────────────────────────────────


def agencies_by_character(own: Fingerprints, hits: Hits, length: int) -> NDArray[np.int64]:
    """For each compared character how many other agencies have the most used fingerprint that covers it."""
    numbers = dict(hits.common)
    if len(hits.hashes):
        distinct = np.unique(np.stack([hits.hashes, hits.agencies]), axis=1)[0]
        values, counts = np.unique(distinct, return_counts=True)
        for value, count in zip(values.tolist(), counts.tolist(), strict=True):
            numbers[value] = max(numbers.get(value, 0), count)
    usage = np.zeros(length, dtype=np.int64)
    for value, place in zip(own.hashes.tolist(), own.positions.tolist(), strict=True):
        number = numbers.get(value, 0)
        if number:
            part = usage[place : place + K]
            np.maximum(part, number, out=part)
    return usage


def candidates(own: Fingerprints, hits: Hits) -> list[int]:
    """The reports worth aligning, best first: those that share most, rare fingerprints weighing more, within any
    stretch of the draft (a copied paragraph makes its hits stand together, chance scatters them)."""
    if not len(hits.hashes):
        return []
    values, inverse, counts = np.unique(hits.hashes, return_inverse=True, return_counts=True)
    weights = 1.0 / np.sqrt(counts)
    first = dict(zip(own.hashes.tolist()[::-1], own.positions.tolist()[::-1], strict=True))
    places = np.array([first[value] for value in values.tolist()], dtype=np.int64)[inverse]
    order = np.lexsort((places, hits.reports))
    reports, places, weight = hits.reports[order], places[order], weights[inverse][order]
    numbers, starts, sizes = np.unique(reports, return_index=True, return_counts=True)
    likely = np.argsort(-np.add.reduceat(weight, starts), kind="stable")[: 10 * _CANDIDATES]
    ranked: list[tuple[float, int]] = []
    for index in likely.tolist():
        part = slice(starts[index], starts[index] + sizes[index])
        if sizes[index] >= _LEAST_HITS:
            ranked.append((_densest(places[part], weight[part]), int(numbers[index])))
    ranked.sort(key=lambda item: (-item[0], item[1]))
    return [number for _, number in ranked[:_CANDIDATES]]


def _densest(places: NDArray[np.int64], weights: NDArray[np.float64]) -> float:
    """The greatest weight within any stretch of the hit window's length."""
    sums = np.concatenate(([0.0], np.cumsum(weights)))
    ends = np.searchsorted(places, places + _HIT_WINDOW)
    return float(np.max(sums[ends] - sums[np.arange(len(places))]))


def _weighed(
    found: Iterable[Passage], ruled_out: NDArray[np.bool_], draft: Comparable, own: Fingerprints, hits: Hits | None
) -> Iterator[Passage]:
    """The passages with their distinctive characters and the number of agencies that share them."""
    for passage in found:
        inside = _inside(draft, passage.pairs)
        distinctive = round(int(np.count_nonzero(inside & ~ruled_out)) * min(1.0, passage.similarity))
        yield replace(passage, distinctive=distinctive, sharers=_sharers(inside, own, hits) if hits is not None else 1)


def _sharers(inside: NDArray[np.bool_], own: Fingerprints, hits: Hits) -> int:
    """How many agencies have at least half of the fingerprints that lie in the passage and are not common."""
    meant = np.unique(own.hashes[inside[own.positions]])
    meant = meant[~np.isin(meant, list(hits.common))]
    held = np.isin(hits.hashes, meant)
    if not np.any(held):
        return 1
    distinct = np.unique(np.stack([hits.agencies[held], hits.hashes[held]]), axis=1)[0]
    _, counts = np.unique(distinct, return_counts=True)
    return max(1, int(np.count_nonzero(counts * 2 >= len(meant))))


def _best(found: Iterable[Passage]) -> list[Passage]:
    """Of passages that overlap for the most part the one that says most, all in the draft's order."""
    chosen: list[Passage] = []
    for passage in sorted(found, key=lambda item: (-item.common, item.start)):
        overlap = sum(max(0, min(passage.end, other.end) - max(passage.start, other.start)) for other in chosen)
        if 2 * overlap < passage.end - passage.start:
            chosen.append(passage)
    return sorted(chosen, key=lambda item: item.start)
