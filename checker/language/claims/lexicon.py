"""The wordings of claims, read from ``corpora/lexicon/claims.toml`` and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from checker.resources import data_path

_REFERENCE = re.compile(r"<([a-z_]+)>")
# A year's words depend on the report; until it is known they stand as references.
_OPEN = ("year_before", "year_after")


@dataclass(frozen=True, slots=True)
class Term:
    """A cell of a statutory table in a sum: the places that it may have (one a format), and its sign.

    ``optional``: left out where the table has no such row (a format's undivided row stands for it).
    """

    places: tuple[tuple[str, str], ...]
    sign: int
    optional: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One legitimate way to tell a figure: the cells that add up to it."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure counts. ``table`` is the statutory table that has it ("" for none), ``whole`` whether 「没有」 and
    「没有」's opposite can be said of it."""

    key: str
    name: str
    table: str
    whole: bool
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A way to write a figure, or to deny it: its subject, its expression (references to years still open), the
    context that it needs and the words that make up for the context."""

    subject: str
    expression: str
    context: str
    object: str


@dataclass(frozen=True)
class Lexicon:
    """All wordings. ``pattern`` compiles one of them for a report's year."""

    subjects: Mapping[str, Subject]
    figures: tuple[Wording, ...]
    denials: tuple[Wording, ...]
    completion: str
    completion_rate: str
    timely: re.Pattern[str]
    excused: re.Pattern[str]
    foreign: Mapping[str, re.Pattern[str]]


def _term(text: str) -> Term:
    sign = -1 if text.startswith("-") else 1
    optional = text.endswith("?")
    places = []
    for place in text.strip("?").split("|"):
        row, _, column = place.strip("-").partition(".")
        places.append((row, column))
    return Term(tuple(places), sign, optional)


def _expanded(text: str, words: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name in _OPEN or name not in words:
            return match[0]
        inner = _expanded(words[name], words)
        return inner if name == "n" else f"(?:{inner})"

    return _REFERENCE.sub(replace, text)


def _wordings(raw: list[dict[str, Any]], words: Mapping[str, str]) -> tuple[Wording, ...]:
    return tuple(
        Wording(item["subject"], _expanded(item["pattern"], words), item.get("context", ""), item.get("object", ""))
        for item in raw
    )


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    raw = tomllib.loads(data_path("corpora", "lexicon", "claims.toml").read_text("utf-8"))
    words = raw["words"]
    subjects = {
        item["key"]: Subject(
            item["key"],
            item["name"],
            item["table"],
            item.get("whole", False),
            tuple(
                Reading(reading["name"], tuple(_term(cell) for cell in reading["cells"]))
                for reading in item["readings"]
            ),
        )
        for item in raw["subjects"]
    }
    completions = raw["completions"]
    return Lexicon(
        subjects,
        _wordings(raw["figures"], words),
        _wordings(raw["denials"], words),
        _expanded(completions["all"], words),
        _expanded(completions["all_after"], words),
        re.compile(completions["timely"]),
        re.compile(completions["excused"]),
        {name: re.compile(pattern) for name, pattern in raw["foreign"].items()},
    )


@cache
def patterns(year: int | None) -> tuple[tuple[Wording, re.Pattern[str]], ...]:
    """The figures' wordings compiled for reports of that year, in the order in which they are tried."""
    return tuple((item, _compiled(item.expression, year)) for item in lexicon().figures)


@cache
def denial_patterns(year: int | None) -> tuple[tuple[Wording, re.Pattern[str]], ...]:
    """The denials' wordings compiled for reports of that year."""
    return tuple((item, _compiled(item.expression, year)) for item in lexicon().denials)


@cache
def completion_patterns(year: int | None) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """「全部办结」 and 「办结率…」."""
    return _compiled(lexicon().completion, year), _compiled(lexicon().completion_rate, year)


def _compiled(expression: str, year: int | None) -> re.Pattern[str]:
    # 「结转2024年」 and 「2022年结转」 in the report for 2023; where the year is unknown no such words are understood
    before, after = (str(year - 1), str(year + 1)) if year is not None else ("(?!)", "(?!)")
    return re.compile(expression.replace("<year_before>", before).replace("<year_after>", after))
