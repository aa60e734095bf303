"""Statistics of wording for rule L01: built from the statement corpus, and how well they tell slips.

``python -m checker.learning.wording`` rebuilds ``models/wording/statistics.npz`` and the figures in its card.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from checker.language.segmentation import segmenter
from checker.language.spelling import BREAK, MODEL, SlipKind, Statistics, find_slips, sounds
from checker.learning.corpus import TEST_TYPES, LabelledStatement, load_statements
from checker.learning.readme import insert_figures
from checker.report.formats import get_format
from checker.report.normal import compact
from checker.resources import data_path

CARD = ("models", "wording", "README.md")
PHRASES = ("corpora", "lexicon", "common_phrases.tsv")
# Of a character seen less often nothing is said of how it stands.
_FEWEST = 5
# The wording of the forms is known to every author, however few reports of the corpus quote it.
_STATUTORY = 5
_OTHERS = re.compile(r"[^\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_COMMON_WORD, _COMMON_CHARACTER = 20, 30
_KINDS: tuple[SlipKind, ...] = ("missing", "doubled", "swapped", "wrong")


def training_statements() -> list[LabelledStatement]:
    """The statements of the kinds of agency that models may learn from."""
    return [item for item in load_statements() if item.agency_type not in TEST_TYPES]


def held_out_statements() -> list[LabelledStatement]:
    """The statements of kinds of agency that are in no statistics."""
    return [item for item in load_statements() if item.agency_type in TEST_TYPES]


def build(statements: Sequence[LabelledStatement]) -> Statistics:
    """Count in the statements, in the phrases common to real reports, and in the forms' own wording."""
    reports: dict[str, set[str]] = defaultdict(set)
    alone: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for item in statements:
        text = compact(item.text)
        for sequence in _sequences(text):
            reports[sequence].add(item.document)
        for word in segmenter().cut(text):
            if _HAN.fullmatch(word):
                total.update(word)
                if len(word) == 1:
                    alone[word] += 1
    counts = Counter({sequence: len(documents) for sequence, documents in reports.items()})
    for phrase, number in _phrases():
        for sequence in _inner(phrase):
            counts[sequence] = max(counts[sequence], number)
    for wording in _forms():
        for sequence in _inner(compact(wording)):
            counts[sequence] = max(counts[sequence], _STATUTORY)
    rates = {
        character: (alone[character] + 0.2) / (number + 1) for character, number in total.items() if number >= _FEWEST
    }
    return Statistics(dict(counts), rates)


def _sequences(text: str) -> Iterator[str]:
    return _inner(f"{BREAK}{_OTHERS.sub(BREAK, text).strip(BREAK)}{BREAK}")


def _inner(text: str) -> Iterator[str]:
    return (text[place : place + 3] for place in range(len(text) - 2))


def _phrases() -> Iterator[tuple[str, int]]:
    lines = data_path(*PHRASES).read_text("utf-8").splitlines()[1:]
    return ((fields[0], int(fields[1])) for fields in (line.split("\t") for line in lines))


def _forms() -> Iterator[str]:
    form = get_format("2021")
    yield from (section.heading for section in form.sections)
    for table in form.tables:
        yield table.title
        yield from (part for row in table.rows for part in _HAN.findall(row.label))
        yield from (part for column in table.columns for part in _HAN.findall(column.label))


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def figures(known: Statistics) -> str:
    """What is found in held-out statements as they stand, and with one slip in a common word."""
    statements = held_out_statements()
    documents = len({item.document for item in statements})
    false = [slip for item in statements for slip in find_slips(compact(item.text), known)]
    lines = [
        f"- {len(known.sequences):,} sequences; {documents} held-out reports ({len(statements)} statements) as they stand: "
        f"{len(false)} notes ({'、'.join(f'{slip.wrong}→{slip.right}' for slip in false) or 'none'})",
        "",
        "| one slip in a common word of a held-out statement | planted | found | recall |",
        "|---|---|---|---|",
    ]
    names = {"missing": "a character missing", "doubled": "doubled", "swapped": "two swapped", "wrong": "a homophone"}
    for kind in _KINDS:
        planted = list(_planted(kind, statements))
        found = sum(any(slip.start <= place <= slip.end for slip in find_slips(text, known)) for text, place in planted)
        lines.append(f"| {names[kind]} | {len(planted)} | {found} | {found / len(planted):.3f} |")
    return "\n".join(lines)


def _planted(kind: SlipKind, statements: Iterable[LabelledStatement]) -> Iterator[tuple[str, int]]:
    """Statements with one slip each, and where it is."""
    luck = random.Random(kind)
    for item in statements:
        text = compact(item.text)
        words = words_of(text)
        if words:
            start, word = luck.choice(words)
            spoiled = spoil(kind, word, luck)
            if spoiled is not None:
                yield text[:start] + spoiled[0] + text[start + len(word) :], start + spoiled[1]


def words_of(text: str) -> list[tuple[int, str]]:
    """The common words of a text, each with its place."""
    found, place = [], 0
    for word in segmenter().cut(text):
        if len(word) >= 2 and word in common_words():
            found.append((place, word))
        place += len(word)
    return found


def spoil(kind: SlipKind, word: str, luck: random.Random) -> tuple[str, int] | None:
    """The word with a slip, and at which of its characters; ``None`` where it cannot have one."""
    place = luck.randrange(len(word))
    character = word[place]
    if kind == "missing":
        return word[:place] + word[place + 1 :], place
    if kind == "doubled":
        return word[: place + 1] + word[place:], place
    if kind == "swapped":
        place = luck.randrange(len(word) - 1)
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return (swapped, place) if swapped != word else None
    alike = [other for other in common_characters() if other != character and sounds_alike(other, character)]
    return (word[:place] + luck.choice(alike) + word[place + 1 :], place) if alike else None


def sounds_alike(one: str, other: str) -> bool:
    """Whether two characters share a reading."""
    return not sounds().get(one, frozenset()).isdisjoint(sounds().get(other, frozenset()))


@cache
def common_words() -> frozenset[str]:
    """Words of two and more characters that stand in many reports."""
    reports: dict[str, set[str]] = defaultdict(set)
    for item in training_statements():
        for word in segmenter().cut(compact(item.text)):
            if len(word) >= 2 and _HAN.fullmatch(word):
                reports[word].add(item.document)
    return frozenset(word for word, documents in reports.items() if len(documents) >= _COMMON_WORD)


@cache
def common_characters() -> tuple[str, ...]:
    """Characters that the corpus uses often."""
    counts = Counter(character for item in training_statements() for character in item.text if _HAN.match(character))
    return tuple(sorted(character for character, number in counts.items() if number >= _COMMON_CHARACTER))


def main() -> None:
    """Rebuild the statistics and the figures in their card."""
    known = build(training_statements())
    folder = data_path("models") / MODEL[1]
    folder.mkdir(exist_ok=True)
    known.save(str(folder / MODEL[2]))
    insert_figures(data_path(*CARD), figures(known))


if __name__ == "__main__":
    main()
