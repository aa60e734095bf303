"""Figures for the label model: per label, with confidence intervals, beside baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score, roc_auc_score

from checker.language.labels import ASPECTS, ROLES
from checker.learning.corpus import LabelledStatement

RESAMPLES = 400
BINS = 10


@dataclass(frozen=True, slots=True)
class Judgement:
    """What some judge says of a statement, whatever the judge: our model, a baseline, a second reader.

    ``aspects`` and ``roles`` are probabilities; ``stock`` is a score that only needs to rank.
    """

    aspects: tuple[float, ...]
    roles: tuple[float, ...]
    specificity: int
    stock: float

    @property
    def role(self) -> str:
        return ROLES[int(np.argmax(self.roles))]


Judge = Callable[[Sequence[LabelledStatement]], list[Judgement]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95 % interval (bootstrap over reports)."""

    value: float
    low: float
    high: float


def macro_f1_aspects(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> float:
    """Macro-averaged F1 over the five aspects, each told at a probability of one half."""
    return float(f1_score(_aspect_truth(items), _aspect_claims(judged), average="macro", zero_division=0))


def f1_by_aspect(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> dict[str, float]:
    """F1 of each aspect."""
    scores = f1_score(_aspect_truth(items), _aspect_claims(judged), average=None, zero_division=0)
    return dict(zip(ASPECTS, map(float, scores), strict=True))


def _aspect_truth(items: Sequence[LabelledStatement]) -> NDArray[np.bool_]:
    return np.array([[aspect in item.aspects for aspect in ASPECTS] for item in items])


def _aspect_claims(judged: Sequence[Judgement]) -> NDArray[np.bool_]:
    return np.array([judgement.aspects for judgement in judged]) >= 0.5


def macro_f1_role(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> float:
    """Macro-averaged F1 over the roles that occur; ``cause`` is left out where it has fewer than ten statements."""
    counts = {role: sum(item.role == role for item in items) for role in ROLES}
    roles = [role for role in ROLES if counts[role] >= (10 if role == "cause" else 1)]
    truth, claims = [item.role for item in items], [judgement.role for judgement in judged]
    return float(f1_score(truth, claims, labels=roles, average="macro", zero_division=0))


def kappa_specificity(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> float:
    """Quadratic-weighted Cohen's κ of specificity."""
    truth, claims = [item.specificity for item in items], [judgement.specificity for judgement in judged]
    if len(set(truth) | set(claims)) == 1:
        return 1.0
    return float(cohen_kappa_score(truth, claims, weights="quadratic", labels=[0, 1, 2, 3]))


def auc_stock(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> float:
    """Area under the ROC curve for stock text; statements without an agreed label are left out."""
    known = [
        (bool(item.stock), judgement.stock)
        for item, judgement in zip(items, judged, strict=True)
        if item.stock is not None
    ]
    truth = [stock for stock, _ in known]
    return float(roc_auc_score(truth, [score for _, score in known])) if len(set(truth)) == 2 else float("nan")


def _binary_claims(
    items: Sequence[LabelledStatement], judged: Sequence[Judgement]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(probability, truth) of every yes-or-no claim: aspects and stock, and the role that was chosen."""
    claims: list[tuple[float, bool]] = []
    for item, judgement in zip(items, judged, strict=True):
        claims += [(value, aspect in item.aspects) for aspect, value in zip(ASPECTS, judgement.aspects, strict=True)]
        claims.append((max(judgement.roles), judgement.role == item.role))
        if item.stock is not None:
            claims.append((judgement.stock, bool(item.stock)))
    return np.array([value for value, _ in claims]), np.array([truth for _, truth in claims])


def reliability(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> list[tuple[float, float, int]]:
    """(mean probability, share that was true, count) in ten bins of probability."""
    probabilities, truth = _binary_claims(items, judged)
    places = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        (
            float(probabilities[places == place].mean()),
            float(truth[places == place].mean()),
            int((places == place).sum()),
        )
        for place in range(BINS)
        if (places == place).any()
    ]


def calibration_error(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> float:
    """Expected calibration error over the bins of :func:`reliability`."""
    bins = reliability(items, judged)
    total = sum(count for _, _, count in bins)
    return sum(abs(mean - share) * count for mean, share, count in bins) / total


MEASURES: Mapping[str, Callable[[Sequence[LabelledStatement], Sequence[Judgement]], float]] = {
    "aspects, macro-F1": macro_f1_aspects,
    "role, macro-F1": macro_f1_role,
    "specificity, weighted κ": kappa_specificity,
    "stock, ROC AUC": auc_stock,
    "calibration error (ECE)": calibration_error,
}


def figure(name: str, items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> Figure:
    """A measure with its interval: reports are drawn with replacement, a fixed number of times, from a fixed seed."""
    measure = MEASURES[name]
    by_document: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        by_document[item.document].append(place)
    groups = list(by_document.values())
    generator = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES):
        places = [place for group in generator.integers(len(groups), size=len(groups)) for place in groups[group]]
        drawn.append(measure([items[place] for place in places], [judged[place] for place in places]))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Figure(measure(items, judged), float(low), float(high))


def confusion(truth: Sequence[object], claims: Sequence[object], labels: Sequence[object]) -> NDArray[np.int64]:
    """Confusion matrix, rows the truth."""
    return np.asarray(confusion_matrix(list(truth), list(claims), labels=list(labels)))
