"""What a statement is judged by: character n-grams of its normalised words, and a few plain facts.

Features are strings, so that a judgement can be traced back to the words that spoke for it. Beside the
n-grams of the whole statement there are those of its parts that say most of what it does: the first
clause, the last, and what follows an inner list marker (「…仍有不足：一是意识不强」), and the pairs of
characters together with the section. They and the facts begin with a character that no text holds.
"""

from __future__ import annotations

import re
from functools import lru_cache

from checker.language.markers import find_marker
from checker.report.normal import normal_character

LONGEST_GRAM = 4
_FACT, _LAST, _FIRST, _INNER, _PLACED = "\x01", "\x02", "\x03", "\x04", "\x05"
_FIRST_CLAUSE = 14
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_CLAUSE = re.compile(r"[,:;。]")
_INNER_MARKER = re.compile(r"[:,。;](?:一是|1[.、]|\(一\)|\(1\))")
_LENGTHS = (8, 12, 16, 24, 36, 60, 90, 130)
_DETAIL = (
    ("number", re.compile(r"0[^年月日]")),
    ("numbers", re.compile(r"0[^年月日].*0[^年月日].*0[^年月日]")),
    ("month", re.compile(r"0月")),
    ("document", re.compile(r"《")),
    ("quoted", re.compile(r'"')),
    ("percent", re.compile(r"0%")),
    ("breakdown", re.compile(r"其中|分别为|包括:")),
    ("list", re.compile(r"、.*、.*、")),
    ("zero", re.compile(r"(?:未|没有|无).{0,8}(?:收到|发生|接到|收取|产生|出现|申请|复议|诉讼)|0(?:件|起|元|次|例)")),
)  # fmt: skip


@lru_cache(maxsize=1024)
def feature_text(text: str) -> str:
    """The words of a statement as its n-grams are taken from them: normalised, numbers as 0, the list
    marker as one sign, with a sign at either end."""
    marker, _ = find_marker(text)
    body = text.lstrip()[len(marker) :] if marker else text
    words = "".join(folded for folded in map(normal_character, body) if folded != " ")
    return ("^#" if marker else "^") + _DIGITS.sub("0", words) + "$"


def grams(words: str) -> list[str]:
    """All n-grams of 1 to 4 characters, in order of length, then of place."""
    size = len(words)
    return [words[start : start + n] for n in range(1, LONGEST_GRAM + 1) for start in range(size - n + 1)]


def _marked(sign: str, words: str) -> list[str]:
    """The pairs and triples of characters of a part, under its sign."""
    size = len(words)
    return [sign + words[start : start + n] for n in (2, 3) for start in range(size - n + 1)]


def facts(words: str, section: str | None) -> list[str]:
    """Features other than plain n-grams, from a statement's :func:`feature_text` and its section."""
    length = len(words)
    found = [f"{_FACT}section={section}", f"{_FACT}length={sum(length > limit for limit in _LENGTHS)}"]
    found += [f"{_FACT}{name}" for name, pattern in _DETAIL if pattern.search(words)]
    if not words.endswith(("。$", ";$")):
        found.append(f"{_FACT}open-end")
    clauses = [clause for clause in _CLAUSE.split(words[:-1]) if clause]
    if clauses:
        found += _marked(_LAST, clauses[-1] + "$")
        found += _marked(_FIRST, clauses[0][:_FIRST_CLAUSE])
    inner = list(_INNER_MARKER.finditer(words))
    if inner:
        found.append(f"{_FACT}inner-list")
        found += _marked(_INNER, words[inner[-1].end() :])
    placed = f"{_PLACED}{(section or '')[:2]}"
    found += [placed + words[start : start + 2] for start in range(length - 1)]
    return found


def features(text: str, section: str | None) -> list[str]:
    """All features of a statement, repeated as often as they occur."""
    words = feature_text(text)
    return grams(words) + facts(words, section)
