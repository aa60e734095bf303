"""What each statement says: four labels, each with its probability and the words that spoke for it.

A linear model a label over the features of ``features.py``. The weights are plain arrays and the
vocabulary a text file: nothing is unpickled, and scikit-learn is needed for training only.
Probabilities are calibrated (Platt scaling of the scores, learnt on held-out reports).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from checker.language.features import LONGEST_GRAM, feature_text, features
from checker.language.statements import Statement

Aspect = Literal["proactive", "on_request", "management", "platform", "oversight"]
Role = Literal["frame", "practice", "result", "problem", "cause", "measure"]
ASPECTS: tuple[Aspect, ...] = ("proactive", "on_request", "management", "platform", "oversight")
ROLES: tuple[Role, ...] = ("frame", "practice", "result", "problem", "cause", "measure")
SPECIFICITY = (1, 2, 3)
# One linear score each: five aspects, six roles, three thresholds of specificity, stock.
SCORES: tuple[str, ...] = (
    *(f"aspect:{aspect}" for aspect in ASPECTS),
    *(f"role:{role}" for role in ROLES),
    *(f"specificity>={value}" for value in SPECIFICITY),
    "stock",
)
_ASPECT_PART = slice(0, 5)
_ROLE_PART = slice(5, 11)
_SPECIFICITY_PART = slice(11, 14)
_STOCK_PART = 14
_WORDS_SHOWN = 4

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Labels:
    """The four labels of one statement.

    ``aspects`` are those with a probability of at least one half; ``specificity`` runs from 0 to 3;
    ``stock`` is a probability. The ``…_probabilities`` hold all alternatives. :meth:`reasons` names the
    words that spoke for each.
    """

    aspects: tuple[Aspect, ...]
    role: Role
    specificity: int
    stock: float
    aspect_probabilities: Mapping[Aspect, float]
    role_probabilities: Mapping[Role, float]
    specificity_probabilities: tuple[float, float, float, float]
    text: str
    section: str | None
    model: LabelModel

    @property
    def expected_specificity(self) -> float:
        """The mean of the specificity's distribution, between 0 and 3: finer than the rounded value."""
        return sum(value * probability for value, probability in enumerate(self.specificity_probabilities))

    @property
    def is_stock(self) -> bool:
        """Whether the statement is more likely than not stock text."""
        return self.stock >= 0.5

    def reasons(self) -> dict[str, tuple[str, ...]]:
        """The words that spoke for each label that was given: for every aspect under its own name, and
        for "role", "specificity" and "stock"; strongest first."""
        columns: dict[str, int] = {aspect: SCORES.index(f"aspect:{aspect}") for aspect in self.aspects}
        columns["role"] = SCORES.index(f"role:{self.role}")
        columns["specificity"] = SCORES.index(f"specificity>={max(1, self.specificity)}")
        columns["stock"] = _STOCK_PART
        return dict(zip(columns, self.model.reasons(self.text, self.section, list(columns.values())), strict=True))


@dataclass(frozen=True)
class LabelModel:
    """Weights of the linear models: ``weights`` features × scores, ``bias`` and Platt's ``slope`` and ``shift`` a score each.

    A statement's feature values are TF-IDF (1 + log count, times ``idf``, divided by the Euclidean norm).
    """

    vocabulary: tuple[str, ...]
    idf: Floats
    weights: Floats
    bias: Floats
    slope: Floats
    shift: Floats

    @cached_property
    def index(self) -> dict[str, int]:
        return {feature: number for number, feature in enumerate(self.vocabulary)}

    def _counts(self, text: str, section: str | None) -> dict[int, int]:
        """How often each known feature occurs in a statement, by its index."""
        found: Counter[int | None] = Counter(map(self.index.get, features(text, section)))
        found.pop(None, None)
        return found  # type: ignore[return-value]

    def values(self, text: str, section: str | None) -> tuple[NDArray[np.intp], Floats]:
        """The indices of a statement's known features and their values."""
        numbers, values, _ = self._values([self._counts(text, section)])
        return numbers, values

    def _values(self, counts: Sequence[Mapping[int, int]]) -> tuple[NDArray[np.intp], Floats, NDArray[np.intp]]:
        """The known features of several statements end to end: indices, values, and which statement's each is."""
        sizes = np.array([len(own) for own in counts], dtype=np.intp)
        total = int(sizes.sum())
        numbers = np.fromiter((number for own in counts for number in own), dtype=np.intp, count=total)
        often = np.fromiter((count for own in counts for count in own.values()), dtype=np.float32, count=total)
        owner = np.repeat(np.arange(len(counts)), sizes)
        values = (1.0 + np.log(often)) * self.idf[numbers]
        norm = np.sqrt(np.bincount(owner, weights=values * values, minlength=len(counts)))
        return numbers, (values / norm[owner]).astype(np.float32), owner

    def scores(self, statements: Sequence[tuple[str, str | None]]) -> Floats:
        """The linear scores of statements with their sections: statements × ``SCORES``."""
        numbers, values, owner = self._values([self._counts(text, section) for text, section in statements])
        gathered = self.weights[numbers]
        ends = np.searchsorted(owner, np.arange(len(statements)), side="right").tolist()
        starts = [0, *ends[:-1]]
        rows = [values[start:end] @ gathered[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.stack(rows) + self.bias

    def probabilities(self, scores: Floats) -> Floats:
        """Calibrated probabilities: one an aspect, roles summing to 1, thresholds never rising, stock."""
        single: Floats = 1.0 / (1.0 + np.exp(-(scores * self.slope + self.shift)))
        roles = single[..., _ROLE_PART]
        single[..., _ROLE_PART] = roles / roles.sum(axis=-1, keepdims=True)
        single[..., _SPECIFICITY_PART] = np.minimum.accumulate(single[..., _SPECIFICITY_PART], axis=-1)
        return single

    def label(self, text: str, section: str | None = None) -> Labels:
        """Judge one statement, standing in ``section`` ("overview", "problems", "other_matters", "preamble")."""
        return self.label_all([(text, section)])[0]

    def label_all(self, statements: Sequence[tuple[str, str | None]]) -> list[Labels]:
        """Judge many statements, each with its section."""
        if not statements:
            return []
        scores = self.scores(statements)
        return [
            self._labels(row, text, section)
            for row, (text, section) in zip(self.probabilities(scores).tolist(), statements, strict=True)
        ]

    def _labels(self, row: list[float], text: str, section: str | None) -> Labels:
        aspects = dict(zip(ASPECTS, row[_ASPECT_PART], strict=True))
        roles = dict(zip(ROLES, row[_ROLE_PART], strict=True))
        above = row[_SPECIFICITY_PART]
        return Labels(
            aspects=tuple(aspect for aspect, probability in aspects.items() if probability >= 0.5),
            role=max(roles, key=lambda role: roles[role]),
            # the expected value, rounded: on an ordered scale it errs by less than the likeliest class
            specificity=round(sum(above)),
            stock=row[_STOCK_PART],
            aspect_probabilities=aspects,
            role_probabilities=roles,
            specificity_probabilities=(1 - above[0], above[0] - above[1], above[1] - above[2], above[2]),
            text=text,
            section=section,
            model=self,
        )

    def reasons(self, text: str, section: str | None, columns: Sequence[int]) -> list[tuple[str, ...]]:
        """For each of the scores ``columns``, the words whose characters added most to it, strongest first.

        What an n-gram added is shared out among its characters; runs of characters that gained are the words.
        """
        words = feature_text(text)
        numbers, values = self.values(text, section)
        added = values[:, None] * self.weights[np.ix_(numbers, np.asarray(columns, dtype=np.intp))]
        row_of = {number: row for row, number in enumerate(numbers.tolist())}
        starts: list[int] = []
        rows: list[int] = []
        sizes: list[int] = []
        for size in range(1, LONGEST_GRAM + 1):
            for start in range(len(words) - size + 1):
                row = row_of.get(self.index.get(words[start : start + size], -1))
                if row is not None:
                    starts.append(start)
                    rows.append(row)
                    sizes.append(size)
        gain = np.zeros((len(words), len(columns)))
        shared = added[rows] / np.asarray(sizes)[:, None]
        for offset in range(LONGEST_GRAM):
            inside = np.asarray(sizes) > offset
            np.add.at(gain, np.asarray(starts)[inside] + offset, shared[inside])
        return [_strongest(words, gain[:, column].tolist()) for column in range(len(columns))]

    def to_disk(self, path: Path) -> None:
        """Write the model to a folder."""
        path.mkdir(parents=True, exist_ok=True)
        (path / "vocabulary.json").write_text(json.dumps(self.vocabulary, ensure_ascii=False), "utf-8")
        np.savez_compressed(
            path / "weights.npz",
            idf=self.idf,
            weights=self.weights,
            bias=self.bias,
            slope=self.slope,
            shift=self.shift,
        )

    @classmethod
    def from_disk(cls, path: Path) -> LabelModel:
        """Read a model from a folder. Raises ``ValueError`` where its parts do not belong together."""
        vocabulary = tuple(json.loads((path / "vocabulary.json").read_text("utf-8")))
        with np.load(path / "weights.npz", allow_pickle=False) as arrays:
            model = cls(vocabulary, *(arrays[name] for name in ("idf", "weights", "bias", "slope", "shift")))
        if model.weights.shape != (len(vocabulary), len(SCORES)) or model.idf.shape != (len(vocabulary),):
            raise ValueError(f"{path}: vocabulary and weights do not belong together")
        return model


def _strongest(words: str, gain: Sequence[float]) -> tuple[str, ...]:
    """Runs of characters whose every one gained, ranked by their gain."""
    if not any(value > 0 for value in gain):
        return ()
    floor = max(gain) * 0.25
    runs: list[tuple[float, str]] = []
    start: int | None = None
    for place in range(len(words) + 1):
        inside = place < len(words) and gain[place] > floor and words[place] not in "^$#，。；、,;"
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            runs.append((sum(gain[start:place]), words[start:place]))
            start = None
    runs.sort(key=lambda run: -run[0])
    return tuple(dict.fromkeys(run for _, run in runs))[:_WORDS_SHOWN]


@Language.factory("checker_labels", assigns=["doc._.labels"])
def create_labels(nlp: Language, name: str) -> StatementLabeller:
    """spaCy's factory for :class:`StatementLabeller`."""
    return StatementLabeller()


class StatementLabeller:
    """Sets ``doc._.labels``: the :class:`Labels` of each of ``doc._.statements``, in order."""

    def __init__(self, model: LabelModel | None = None) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        if self.model is None:
            raise RuntimeError("the labels component has no model; load a trained pipeline")
        statements: Iterable[Statement] = doc._.statements
        doc._.labels = self.model.label_all([(statement.text, statement.section) for statement in statements])
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        if self.model is not None:
            self.model.to_disk(Path(path))

    def from_disk(self, path: str | Path, **_: Any) -> StatementLabeller:
        self.model = LabelModel.from_disk(Path(path))
        return self


if not Doc.has_extension("labels"):
    Doc.set_extension("labels", default=[])
