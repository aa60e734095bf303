"""The statement corpus and its splits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.resources import data_path

FOLDER = ("corpora", "statements")
# Agency types of which no report is in training: what the model does on kinds of agency that it has not met.
TEST_TYPES = frozenset({"agriculture", "audit", "tax", "transport"})
# A tenth of the other reports, for choosing settings and for calibration curves.
_DEVELOPMENT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement of the corpus with its labels (corpora/statements/README.md).

    ``problem`` is a problem's number in its report; ``answers`` the numbers of the problems that a measure
    answers (``None`` for other roles).
    """

    id: str
    document: str
    agency_type: str
    year: int
    section: str
    paragraph: int
    text: str
    aspects: tuple[str, ...]
    role: str
    specificity: int
    stock: bool | None
    problem: int | None = None
    answers: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Splits:
    """The corpus in three: no report is in two of them, and ``test`` has agency types of its own."""

    training: tuple[LabelledStatement, ...]
    development: tuple[LabelledStatement, ...]
    test: tuple[LabelledStatement, ...]


def _statement(raw: dict[str, Any]) -> LabelledStatement:
    answers = raw.get("answers")
    return LabelledStatement(
        id=raw.get("id", raw["document"]),
        document=raw["document"],
        agency_type=raw.get("agency_type", ""),
        year=raw.get("year", 0),
        section=raw["section"],
        paragraph=raw.get("paragraph", 0),
        text=raw["text"],
        aspects=tuple(raw["aspects"] or ()),
        role=raw["role"],
        specificity=raw["specificity"],
        stock=raw["stock"],
        problem=raw.get("problem"),
        answers=None if answers is None else tuple(answers),
    )


def load_statements(folder: Path | None = None) -> tuple[LabelledStatement, ...]:
    """All statements of the corpus, in a fixed order."""
    folder = folder or data_path(*FOLDER)
    return tuple(item for path in sorted(folder.glob("*.jsonl")) for item in load_file(path))


def load_file(path: Path) -> list[LabelledStatement]:
    """The statements of one JSON Lines file."""
    return [_statement(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def split(statements: Sequence[LabelledStatement]) -> Splits:
    """Split by report. Which tenth is held out for development follows from the report's name alone."""
    parts: dict[str, list[LabelledStatement]] = {"training": [], "development": [], "test": []}
    for item in statements:
        if item.agency_type in TEST_TYPES:
            parts["test"].append(item)
        else:
            parts["development" if share_of(item.document) < _DEVELOPMENT_SHARE else "training"].append(item)
    return Splits(*(tuple(parts[name]) for name in ("training", "development", "test")))


def share_of(document: str) -> float:
    """A number in [0, 1) that follows from a report's name alone, the same on every machine."""
    return int.from_bytes(hashlib.sha256(document.encode()).digest()[:4], "big") / 2**32
