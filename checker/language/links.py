"""Which measure answers which problem.

A measure answers a problem when carrying it out would reduce that very shortcoming. What speaks for
it: both are about the same thing (aspects, words, themes), they stand in the same place of two lists
(一是…/一是…), the measure follows its problem at once. One logistic regression over such facts of a pair;
weights are plain numbers in a JSON file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from checker.language.features import feature_text
from checker.language.labels import Labels
from checker.language.statements import Statement
from checker.language.themes import themes_of


@dataclass(frozen=True, slots=True)
class Turn:
    """A problem or a measure as the linker sees it. ``rank`` counts from 0 among its kind in the section,
    ``order`` among all statements of the section; ``aspects`` are probabilities."""

    text: str
    rank: int
    order: int
    line: int
    ordinal: int | None
    aspects: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Measure ``measure`` answers problem ``problem`` (indices into the Doc's statements)."""

    problem: int
    measure: int
    probability: float


@lru_cache(maxsize=4096)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a statement that begin with a Han character."""
    words = feature_text(text)
    return frozenset(
        words[start : start + 2] for start in range(1, len(words) - 2) if "\u4e00" <= words[start] <= "\u9fff"
    )


def pair_facts(
    problem: Turn, measure: Turn, problems: int, measures: int, idf: Mapping[str, float]
) -> dict[str, float]:
    """What speaks for or against ``measure`` answering ``problem``, by name.

    ``problems`` and ``measures`` are how many the section has; ``idf`` weighs shared character pairs.
    """
    facts: dict[str, float] = {}
    shared = pairs_of(problem.text) & pairs_of(measure.text)
    usual = max(idf.values(), default=1.0)
    weight = sum(idf.get(pair, usual) for pair in shared)
    own = sum(idf.get(pair, usual) for pair in pairs_of(problem.text)) or 1.0
    facts["words"] = weight / own
    facts["many words"] = math.log1p(weight)
    facts["aspects"] = sum(left * right for left, right in zip(problem.aspects, measure.aspects, strict=True))
    facts["only problem"] = float(problems == 1)
    facts["only measure"] = float(measures == 1)
    if problems > 1:
        facts["same rank"] = float(problem.rank == measure.rank)
        facts["same rank of equal lists"] = float(problem.rank == measure.rank and problems == measures)
        facts["distance in lists"] = abs(
            problem.rank / max(1, problems - 1) - measure.rank / max(1, measures - 1) if measures > 1 else 0.5
        )
        facts["same ordinal"] = float(problem.ordinal is not None and problem.ordinal == measure.ordinal)
        facts["other ordinal"] = float(
            None not in (problem.ordinal, measure.ordinal) and problem.ordinal != measure.ordinal
        )
    gap = measure.order - problem.order
    facts["next"] = float(gap == 1)
    facts["soon"] = float(1 < gap <= 3)
    facts["before"] = float(gap < 0)
    facts["same line"] = float(problem.line == measure.line)
    mine, theirs = themes_of(problem.text), themes_of(measure.text)
    facts["common themes"] = float(len(mine & theirs))
    facts["no common theme"] = float(not mine & theirs)
    for left in mine:
        for right in theirs:
            facts[f"{left}>{right}"] = 1.0
    return facts


@dataclass(frozen=True)
class LinkModel:
    """A logistic regression over :func:`pair_facts`; facts it does not know count for nothing."""

    weights: Mapping[str, float]
    bias: float
    threshold: float
    idf: Mapping[str, float]

    def probability(self, problem: Turn, measure: Turn, problems: int, measures: int) -> float:
        """How likely it is that ``measure`` answers ``problem``."""
        facts = pair_facts(problem, measure, problems, measures, self.idf)
        score = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in facts.items())
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))

    def weigh(self, problems: Sequence[Turn], measures: Sequence[Turn]) -> list[tuple[int, int, float]]:
        """(problem, measure, probability) for every pair, by rank."""
        return [
            (problem.rank, measure.rank, self.probability(problem, measure, len(problems), len(measures)))
            for problem in problems
            for measure in measures
        ]

    def link(self, problems: Sequence[Turn], measures: Sequence[Turn]) -> list[tuple[int, int, float]]:
        """The pairs at or above the threshold."""
        return [pair for pair in self.weigh(problems, measures) if pair[2] >= self.threshold]

    def to_disk(self, path: Path) -> None:
        """Write the model to a JSON file in the folder ``path``."""
        path.mkdir(parents=True, exist_ok=True)
        content = {"bias": self.bias, "threshold": self.threshold, "weights": self.weights, "idf": self.idf}
        (path / "links.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")

    @classmethod
    def from_disk(cls, path: Path) -> LinkModel:
        content = json.loads((path / "links.json").read_text("utf-8"))
        return cls(content["weights"], content["bias"], content["threshold"], content["idf"])


def turns(
    statements: Sequence[Statement], labels: Sequence[Labels], role: str, roles: Mapping[int, str] | None = None
) -> tuple[list[Turn], list[int]]:
    """The problems section's statements of that role as turns, and their indices among ``statements``; ``roles``
    overrides the labels' roles at some indices."""
    found: list[Turn] = []
    places: list[int] = []
    order = 0
    for place, (statement, label) in enumerate(zip(statements, labels, strict=True)):
        if statement.section != "problems":
            continue
        if (roles or {}).get(place, label.role) == role:
            aspects = tuple(label.aspect_probabilities.values())
            found.append(Turn(statement.text, len(found), order, statement.line, statement.ordinal, aspects))
            places.append(place)
        order += 1
    return found, places


@Language.factory("checker_links", requires=["doc._.labels"], assigns=["doc._.links"])
def create_links(nlp: Language, name: str) -> Linker:
    """spaCy's factory for :class:`Linker`."""
    return Linker()


class Linker:
    """Sets ``doc._.links``: which measures of the problems section answer which of its problems, and
    ``doc._.link_probabilities`` for every pair."""

    def __init__(self, model: LinkModel | None = None) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        doc._.links, doc._.link_probabilities = self.weigh(doc)
        doc._.linker = self
        return doc

    def weigh(
        self, doc: Doc, roles: Mapping[int, str] | None = None
    ) -> tuple[list[Link], dict[tuple[int, int], float]]:
        """The links and the likelihood of every pair; ``roles`` overrides the labels' roles at some indices."""
        if self.model is None:
            raise RuntimeError("the links component has no model; load a trained pipeline")
        problems, problem_places = turns(doc._.statements, doc._.labels, "problem", roles)
        measures, measure_places = turns(doc._.statements, doc._.labels, "measure", roles)
        weighed = [
            Link(problem_places[problem], measure_places[measure], probability)
            for problem, measure, probability in self.model.weigh(problems, measures)
        ]
        return (
            [link for link in weighed if link.probability >= self.model.threshold],
            {(link.problem, link.measure): link.probability for link in weighed},
        )

    def to_disk(self, path: str | Path, **_: Any) -> None:
        if self.model is not None:
            self.model.to_disk(Path(path))

    def from_disk(self, path: str | Path, **_: Any) -> Linker:
        self.model = LinkModel.from_disk(Path(path))
        return self


if not Doc.has_extension("links"):
    Doc.set_extension("links", default=[])
    Doc.set_extension("link_probabilities", default={})
    Doc.set_extension("linker", default=None)
