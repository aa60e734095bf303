"""Planted copies against the reuse rules: how much editing is survived, and what is said where nothing was copied.

A paragraph of another report of the corpus is put into a report in the place of one of its own, whole or in part, to the
letter or edited. The source stands in a reference store of all reports of the corpus, or is handed in as last year's
report. Counted are characters: of those planted the share that a note points out with the right source (recall), of those
that notes point out the share that was planted (precision).
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from statistics import median

from checker.language.agency_names import bare_name
from checker.language.pipeline import annotate
from checker.learning.flaws.borrowing import chance, self_name
from checker.learning.flaws.written import Written, corpus_reports, report_of, text_of
from checker.learning.readme import insert_figures
from checker.reference.comparable import Comparable, comparable, own_statements
from checker.reference.comparison import LEAST_PASSAGE, candidates, passages
from checker.reference.model import ReferenceReport
from checker.reference.store import ReferenceStore
from checker.reference.winnowing import fingerprints
from checker.report.model import Report
from checker.resources import data_path
from checker.reviewing import FindingInfo, Reviewer
from checker.settings import load_settings

FOLDER = ("corpora", "reuse")
# A paragraph of fewer characters compared is no subject for a copy.
_LEAST = 60
_DRAFTS = 60
_SHINGLE, _PERMUTATIONS, _LSH_THRESHOLD = 5, 128, 0.5

Edit = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Plant:
    """A draft with a copied stretch of ``words``, edited from a paragraph of ``source``; "" where nothing was copied."""

    draft: Report
    words: str
    source: Written
    paragraph: str
    prior: ReferenceReport | None


@dataclass
class Tally:
    """Characters planted, of these found, pointed out in all; plants, and those found for the most part."""

    planted: int = 0
    found: int = 0
    pointed_out: int = 0
    plants: int = 0
    mostly: int = 0


@dataclass
class Search:
    """How a method of finding sources does: plants, those long enough for a passage, those whose source it gives, seconds
    a draft took, and seconds to enter all reports of the corpus."""

    plants: int = 0
    long_enough: int = 0
    found: int = 0
    seconds: list[float] = dataclasses.field(default_factory=list)
    building: float = 0.0

    @property
    def recall(self) -> float:
        return self.found / max(1, self.plants)


# ── edits ─────────────────────────────────────────────────────────────────────────────────────────


@cache
def _alphabet() -> str:
    """Han characters as often as the corpus has them."""
    text = "".join(item.text for report in corpus_reports()[:80] for item in report.statements("overview"))
    return "".join(re.findall(r"[一-鿿]", text))


def as_it_is(text: str, luck: random.Random) -> str:
    """To the letter."""
    return text


def half(text: str, luck: random.Random) -> str:
    """Its first or its last half."""
    middle = len(text) // 2
    return text[:middle] if luck.random() < 0.5 else text[middle:]


def edited(share: float, text: str, luck: random.Random) -> str:
    """That share of its characters replaced (seven in ten), left out or joined by another, each chosen by chance."""
    kept: list[str] = []
    for character in text:
        if luck.random() >= share:
            kept.append(character)
            continue
        kind = luck.random()
        if kind < 0.7:
            kept.append(luck.choice(_alphabet()))
        elif kind < 0.85:
            kept += [character, luck.choice(_alphabet())]
    return "".join(kept)


def reordered(text: str, luck: random.Random) -> str:
    """Its clauses in another order."""
    clauses = [clause for clause in re.split(r"[，。；]", text) if clause]
    luck.shuffle(clauses)
    return "，".join(clauses) + "。"


EDITS: dict[str, Edit] = {
    "whole paragraph": as_it_is,
    "half a paragraph": half,
    "5 % of characters edited": partial(edited, 0.05),
    "10 % edited": partial(edited, 0.10),
    "20 % edited": partial(edited, 0.20),
    "30 % edited": partial(edited, 0.30),
    "clauses reordered": reordered,
}


# ── planting ──────────────────────────────────────────────────────────────────────────────────────


@cache
def _paragraphs() -> dict[str, tuple[str, ...]]:
    """The overview's paragraphs that are long enough to be copied, by report."""
    found: dict[str, tuple[str, ...]] = {}
    for written in corpus_reports():
        texts = [
            text_of(line)
            for line in written.narrative["overview"]
            if len(text_of(line)) >= _LEAST and all(item.role != "frame" for item in line)
        ]
        if texts:
            found[written.document] = tuple(texts)
    return found


def _adapted(text: str, source: Written, target: Written) -> str:
    """A paragraph with the year and the names that whoever copies it would change."""
    text = text.replace(str(source.year), str(target.year)).replace(str(source.year - 1), str(target.year - 1))
    for own, other in ((source.agency, target.agency), (bare_name(source.agency), bare_name(target.agency))):
        text = text.replace(own, other)
    kinds = "镇|乡|街道|县|区|省|市|委|厅|办|局|院"
    return re.sub(rf"([我全])(?:{kinds})(?![面部力年体])", rf"\g<1>{self_name(target)}", text)


def _with_words(target: Written, words: str, luck: random.Random) -> Written:
    """The report with the words in the place of one of its overview's paragraphs."""
    lines = list(target.narrative["overview"])
    own = [place for place, line in enumerate(lines) if len(text_of(line)) >= 20]
    place = luck.choice(own)
    lines[place] = (dataclasses.replace(lines[place][0], text=words),)
    return target.with_lines("overview", lines)


def plants(name: str, edit: Edit, reviewer: Reviewer, own_prior: bool) -> Iterator[Plant]:
    """One plant for each of the chosen drafts; ``own_prior``: the source is the agency's own report of last year."""
    for target in _drafts():
        luck = chance(target, f"reuse {name} {own_prior}")
        sources = [
            report for report in corpus_reports() if report.document in _paragraphs() and report.agency != target.agency
        ]
        source = luck.choice(sources)
        paragraph = luck.choice(_paragraphs()[source.document])
        words = edit(_adapted(paragraph, source, target), luck)
        draft = report_of(_with_words(target, words, luck))
        prior = None
        if own_prior:
            renamed = dataclasses.replace(source, agency=target.agency, year=target.year - 1)
            prior = dataclasses.replace(
                reviewer.reference_report(report_of(renamed)), agency=target.agency, year=target.year - 1
            )
        yield Plant(_signed(draft, target), words, source, paragraph, prior)


def _drafts() -> tuple[Written, ...]:
    able = [
        report for report in corpus_reports() if any(len(text_of(line)) >= 20 for line in report.narrative["overview"])
    ]
    return tuple(sorted(able, key=lambda report: hashlib.sha256(report.document.encode()).digest())[:_DRAFTS])


def _signed(report: Report, written: Written) -> Report:
    return dataclasses.replace(
        report, organization=written.agency, source=dataclasses.replace(report.source, sha256=_sha256(written))
    )


def _sha256(written: Written) -> str:
    return hashlib.sha256(written.document.encode()).hexdigest()


def corpus_store(path: Path, reviewer: Reviewer) -> None:
    """A reference store of all reports of the corpus, under their agencies' full names."""
    with ReferenceStore(path, create=True) as store:
        store.add(_references(reviewer))


def _references(reviewer: Reviewer) -> Iterator[ReferenceReport]:
    for written in corpus_reports():
        yield reviewer.reference_report(_signed(report_of(written), written))


# ── measuring ─────────────────────────────────────────────────────────────────────────────────────


def evaluate_reuse() -> str:
    """Run the benchmark and rewrite the figures in its README; returns them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "corpus.db"
        plain = Reviewer()
        corpus_store(path, plain)
        settings = dataclasses.replace(load_settings(), select=("R01", "R02"))
        reviewer = Reviewer(settings, reference=path)
        rows = []
        with ReferenceStore(path) as store:
            for name, edit in EDITS.items():
                own = _tally(reviewer, plants(name, edit, plain, True), "R01")
                peer_plants = list(plants(name, edit, plain, False))
                peer = _tally(reviewer, peer_plants, "R02")
                rows.append((name, own, peer, _matched(reviewer, store, peer_plants), _lsh(peer_plants)))
            building = _building(Path(folder) / "again.db", store)
        quiet = _untouched(reviewer)
    text = _figures(rows, quiet, building)
    insert_figures(data_path(*FOLDER) / "README.md", text)
    return text


def _building(path: Path, store: ReferenceStore) -> float:
    """Seconds to enter the store's reports, already made ready, into a new store."""
    reports = [report for item in store.entries() if (report := store.get(item.id)) is not None]
    start = time.perf_counter()
    with ReferenceStore(path, create=True) as again:
        again.add(reports)
    return time.perf_counter() - start


def _tally(reviewer: Reviewer, planted: Iterable[Plant], code: str) -> Tally:
    tally = Tally()
    for plant in planted:
        findings = [item for item in reviewer.review(plant.draft, plant.prior).findings if item.rule == code]
        start = plant.draft.text.index(plant.words)
        inside = {place for place in range(start, start + len(plant.words)) if plant.draft.text[place].isalnum()}
        pointed_out, right = _pointed_out(findings, plant)
        tally.plants += 1
        tally.planted += len(inside)
        tally.found += len(inside & right)
        tally.pointed_out += len({place for place in pointed_out if plant.draft.text[place].isalnum()})
        tally.mostly += 2 * len(inside & right) >= len(inside)
    return tally


def _pointed_out(findings: Sequence[FindingInfo], plant: Plant) -> tuple[set[int], set[int]]:
    """The offsets that the findings point out, and those of them with the right source."""
    everywhere: set[int] = set()
    right: set[int] = set()
    for finding in findings:
        places = {place for pair in finding.evidence["pairs"] for place in range(pair["start"], pair["end"])}
        everywhere |= places
        if plant.prior is not None or finding.evidence["source"]["agency"] == plant.source.agency:
            right |= places
    return everywhere, right


def _untouched(reviewer: Reviewer) -> tuple[int, int]:
    """(reports, notes of R02) where nothing was planted."""
    notes = 0
    for written in _drafts():
        findings = reviewer.review(_signed(report_of(written), written)).findings
        notes += sum(item.rule == "R02" for item in findings)
    return len(_drafts()), notes


def _matched(reviewer: Reviewer, store: ReferenceStore, planted: Sequence[Plant]) -> Search:
    """The matching alone, before it is weighed whether a passage is worth a note: plants of which a passage is matched
    with the right source."""
    search = Search()
    for plant in planted:
        report = plant.draft
        own = comparable(report.text, own_statements(annotate(report, reviewer.pipeline)), report.organization)
        start = time.perf_counter()
        prints = fingerprints(own.key)
        numbers = candidates(prints, store.hits(prints.distinct(), report.organization, report.source.sha256))
        search.seconds.append(time.perf_counter() - start)
        sources = [other for number in numbers if (other := store.get(number)) is not None]
        place = report.text.index(plant.words)
        compared = sum(place <= origin < place + len(plant.words) for origin in own.origin)
        search.plants += 1
        search.long_enough += compared >= LEAST_PASSAGE
        search.found += any(_touches(own, plant, other) for other in sources if other.agency == plant.source.agency)
    return search


def _touches(own: Comparable, plant: Plant, source: ReferenceReport) -> bool:
    start = plant.draft.text.index(plant.words)
    end = start + len(plant.words)
    found = passages(own, plant.draft.text, source)
    return any(pair.start < end and start < pair.end for passage in found for pair in passage.pairs)


def _lsh(planted: Sequence[Plant]) -> Search:
    """Of the planted paragraphs those whose source MinHash LSH gives for the paragraph that they stand in; all paragraphs
    of the draft's overview are asked for, since nobody knows which was copied."""
    from datasketch import MinHash, MinHashLSH

    def minhash(text: str) -> MinHash:
        made = MinHash(num_perm=_PERMUTATIONS)
        letters = "".join(character for character in text if character.isalnum())
        for place in range(max(1, len(letters) - _SHINGLE + 1)):
            made.update(letters[place : place + _SHINGLE].encode())
        return made

    search = Search()
    start = time.perf_counter()
    index = MinHashLSH(threshold=_LSH_THRESHOLD, num_perm=_PERMUTATIONS)
    paragraphs = {(plant.source.document, plant.paragraph) for plant in planted} | {
        (document, text) for document, texts in _paragraphs().items() for text in texts
    }
    for document, text in sorted(paragraphs):
        index.insert((document, text), minhash(text), check_duplication=False)
    search.building = time.perf_counter() - start
    for plant in planted:
        section = plant.draft.section("overview")
        assert section is not None
        start = time.perf_counter()
        # the planted words stand in one of these paragraphs, which has other words beside them or has not
        texts = {line for line in plant.draft.text[section.start : section.end].split("\n") if len(line) >= _LEAST // 2}
        given = {key for text in sorted(texts | {plant.words}) for key in index.query(minhash(text))}
        search.seconds.append(time.perf_counter() - start)
        search.plants += 1
        search.found += (plant.source.document, plant.paragraph) in given
    return search


Row = tuple[str, Tally, Tally, Search, Search]


def _figures(rows: Sequence[Row], quiet: tuple[int, int], building: float) -> str:
    lines = [
        f"{_DRAFTS} drafts a row; the store holds the {len(corpus_reports())} reports of the corpus for 2021 and later.",
        "",
        "| copy | from last year: recall | precision | mostly found | from a peer: recall | precision | mostly found | source matched | MinHash LSH finds | long enough |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, own, peer, matched, lsh in rows:
        cells = [value for tally in (own, peer) for value in _cells(tally)]
        lines.append(
            f"| {name} | {' | '.join(cells)} | {matched.recall:.3f} | {lsh.recall:.3f} | {matched.long_enough / matched.plants:.3f} |"
        )
    ours = median(second for row in rows for second in row[3].seconds)
    theirs = median(second for row in rows for second in row[4].seconds)
    building_theirs = median(row[4].building for row in rows)
    lines += [
        "",
        f"Where nothing was planted: {quiet[1]} notes of R02 on {quiet[0]} reports.",
        "",
        "Speed, both in the same run:",
        "",
        "| | a draft's candidates, median | entering the corpus |",
        "|---|---|---|",
        f"| fingerprints and SQLite | {1000 * ours:.1f} ms | {building:.2f} s (to disk) |",
        f"| MinHash LSH | {1000 * theirs:.1f} ms | {building_theirs:.2f} s (in memory, overview paragraphs alone) |",
        f"| ratio | {ours / theirs:.2f} | {building / building_theirs:.2f} |",
    ]
    return "\n".join(lines)


def _cells(tally: Tally) -> tuple[str, str, str]:
    return (
        f"{tally.found / max(1, tally.planted):.3f}",
        f"{tally.found / max(1, tally.pointed_out):.3f}",
        f"{tally.mostly / max(1, tally.plants):.3f}",
    )
