"""Training and measuring the problem–measure linker."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from checker.language.labels import LabelModel
from checker.language.links import LinkModel, Turn, pair_facts, pairs_of
from checker.language.markers import find_marker
from checker.learning.corpus import LabelledStatement, share_of

FOLDS = 5
STRENGTH = 0.3


@dataclass(frozen=True)
class Exchange:
    """A report's problems and measures with the pairs that belong together (ranks)."""

    document: str
    problems: tuple[Turn, ...]
    measures: tuple[Turn, ...]
    links: frozenset[tuple[int, int]]


def exchanges(statements: Iterable[LabelledStatement], model: LabelModel) -> list[Exchange]:
    """The problems sections of the corpus as exchanges; aspects as the label model sees them."""
    by_document: dict[str, list[LabelledStatement]] = defaultdict(list)
    for item in statements:
        if item.section == "problems":
            by_document[item.document].append(item)
    found = []
    for document, items in by_document.items():
        labels = model.label_all([(item.text, item.section) for item in items])
        problems: list[Turn] = []
        measures: list[Turn] = []
        number: dict[int, int] = {}
        answers: list[tuple[int, ...]] = []
        for order, (item, label) in enumerate(zip(items, labels, strict=True)):
            group = problems if item.role == "problem" else measures if item.role == "measure" else None
            if group is None:
                continue
            if item.problem is not None:
                number[item.problem] = len(problems)
            if item.role == "measure":
                answers.append(item.answers or ())
            aspects = tuple(label.aspect_probabilities.values())
            group.append(Turn(item.text, len(group), order, item.paragraph, find_marker(item.text)[1], aspects))
        links = frozenset(
            (number[answer], rank) for rank, row in enumerate(answers) for answer in row if answer in number
        )
        if problems and measures:
            found.append(Exchange(document, tuple(problems), tuple(measures), links))
    return found


def _idf(cases: Sequence[Exchange]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    total = 0
    for case in cases:
        for turn in (*case.problems, *case.measures):
            total += 1
            counts.update(pairs_of(turn.text))
    return {pair: round(math.log((1 + total) / (1 + count)), 3) for pair, count in counts.items() if count >= 3}


def train(cases: Sequence[Exchange]) -> LinkModel:
    """Train on all ``cases``; the threshold is the one that was best on reports held out in turn."""
    fold = [int(share_of("link fold " + case.document) * FOLDS) for case in cases]
    held_out: list[tuple[float, bool]] = []
    for number in range(FOLDS):
        model = _fit([case for case, own in zip(cases, fold, strict=True) if own != number], 0.5)
        for case, own in zip(cases, fold, strict=True):
            if own == number:
                held_out += list(_scored(model, case))
    threshold = _best_threshold(held_out)
    return _fit(cases, threshold)


def _fit(cases: Sequence[Exchange], threshold: float) -> LinkModel:
    idf = _idf(cases)
    rows, wanted = [], []
    for case in cases:
        for problem in case.problems:
            for measure in case.measures:
                rows.append(pair_facts(problem, measure, len(case.problems), len(case.measures), idf))
                wanted.append((problem.rank, measure.rank) in case.links)
    vectorizer = DictVectorizer(sparse=False)
    matrix = vectorizer.fit_transform(rows)
    fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=2000, tol=1e-6, random_state=0)
    fitted.fit(matrix, np.array(wanted))
    names = vectorizer.get_feature_names_out()
    weights = {str(name): round(float(weight), 4) for name, weight in zip(names, fitted.coef_[0], strict=True)}
    return LinkModel(weights, round(float(fitted.intercept_[0]), 4), threshold, idf)


def _scored(model: LinkModel, case: Exchange) -> Iterable[tuple[float, bool]]:
    for problem in case.problems:
        for measure in case.measures:
            probability = model.probability(problem, measure, len(case.problems), len(case.measures))
            yield probability, (problem.rank, measure.rank) in case.links


def _best_threshold(scored: Sequence[tuple[float, bool]]) -> float:
    def f1(threshold: float) -> float:
        hits = sum(1 for probability, linked in scored if probability >= threshold and linked)
        claimed = sum(1 for probability, _ in scored if probability >= threshold)
        linked_in_all = sum(1 for _, linked in scored if linked)
        return 2 * hits / (claimed + linked_in_all) if hits else 0.0

    return max((round(step / 50, 2) for step in range(10, 41)), key=f1)


def by_order(case: Exchange) -> set[tuple[int, int]]:
    """The baseline: the n-th measure answers the n-th problem, what is left over the last."""
    last = len(case.problems) - 1
    return {(min(measure.rank, last), measure.rank) for measure in case.measures}


def by_model(model: LinkModel) -> Callable[[Exchange], set[tuple[int, int]]]:
    """The model as a function from an exchange to its links."""
    return lambda case: {(problem, measure) for problem, measure, _ in model.link(case.problems, case.measures)}


@dataclass(frozen=True, slots=True)
class LinkFigures:
    """Precision, recall and F1 over pairs, and the F1 of telling unanswered problems."""

    precision: float
    recall: float
    f1: float
    unanswered_f1: float


def measure_links(cases: Sequence[Exchange], linker: Callable[[Exchange], set[tuple[int, int]]]) -> LinkFigures:
    """Compare a linker with the annotated links."""
    hits = claimed = real = 0
    open_hits = open_claimed = open_real = 0
    for case in cases:
        found = linker(case)
        hits += len(found & case.links)
        claimed += len(found)
        real += len(case.links)
        open_found = {problem.rank for problem in case.problems} - {problem for problem, _ in found}
        open_true = {problem.rank for problem in case.problems} - {problem for problem, _ in case.links}
        open_hits += len(open_found & open_true)
        open_claimed += len(open_found)
        open_real += len(open_true)
    precision = hits / claimed if claimed else 0.0
    recall = hits / real if real else 0.0
    return LinkFigures(
        precision,
        recall,
        2 * hits / (claimed + real) if claimed + real else 0.0,
        2 * open_hits / (open_claimed + open_real) if open_claimed + open_real else 0.0,
    )
