"""Training the label model: TF-IDF features, one logistic regression a score, Platt scaling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from checker.language.features import features
from checker.language.labels import ASPECTS, ROLES, SCORES, SPECIFICITY, LabelModel
from checker.learning.corpus import LabelledStatement, share_of

# A feature that stands in fewer statements is an accident of one report.
LEAST_STATEMENTS = 3
# Inverse strength of regularisation, by cross-validation over reports (see the model card).
STRENGTH = 10.0
FOLDS = 5
# The score of what was never seen to be true.
_CERTAIN = 10.0


def vectorizer() -> TfidfVectorizer:
    """How a statement's features are weighed; :class:`LabelModel` computes the same without scikit-learn."""
    return TfidfVectorizer(
        analyzer=lambda item: features(item.text, item.section), min_df=LEAST_STATEMENTS, sublinear_tf=True
    )


def classifier() -> LogisticRegression:
    """One linear score."""
    return LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=2000, tol=1e-6, random_state=0)


def targets(statements: Sequence[LabelledStatement]) -> NDArray[np.bool_]:
    """Statements × scores: what each score should say."""
    columns = [
        *([aspect in item.aspects for item in statements] for aspect in ASPECTS),
        *([item.role == role for item in statements] for role in ROLES),
        *([item.specificity >= value for item in statements] for value in SPECIFICITY),
        [bool(item.stock) for item in statements],
    ]
    return np.array(columns, dtype=bool).T


def train(statements: Sequence[LabelledStatement]) -> LabelModel:
    """Train on all of ``statements``; the calibration is learnt on scores of reports that were held out in turn."""
    weigh = vectorizer()
    matrix = weigh.fit_transform(statements)
    wanted = targets(statements)
    weights, bias = _fit(matrix, wanted)
    slope, shift = _calibrate(matrix, wanted, statements)
    order = weigh.get_feature_names_out()
    return LabelModel(
        vocabulary=tuple(str(feature) for feature in order),
        idf=weigh.idf_.astype(np.float32),
        weights=weights.astype(np.float32),
        bias=bias.astype(np.float32),
        slope=slope.astype(np.float32),
        shift=shift.astype(np.float32),
    )


def _fit(matrix: csr_matrix, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(features × scores, scores): the weights of all linear scores. A score that is never true (a role of
    which a small corpus has no example) gets no weights and a bias that says no."""
    weights = np.zeros((matrix.shape[1], len(SCORES)))
    bias = np.full(len(SCORES), -_CERTAIN)
    for column in range(len(SCORES)):
        if wanted[:, column].any():
            fitted = classifier().fit(matrix, wanted[:, column])
            weights[:, column], bias[column] = fitted.coef_[0], fitted.intercept_[0]
    return weights, bias


def _calibrate(
    matrix: csr_matrix, wanted: NDArray[np.bool_], statements: Sequence[LabelledStatement]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Platt's slope and shift for each score, from scores on reports that the scorer had not seen."""
    fold = np.array([int(share_of("fold " + item.document) * FOLDS) for item in statements])
    scores = np.zeros(wanted.shape)
    for number in range(FOLDS):
        held_out = fold == number
        weights, bias = _fit(matrix[~held_out], wanted[~held_out])
        scores[held_out] = matrix[held_out] @ weights + bias
    slope, shift = np.ones(len(SCORES)), np.zeros(len(SCORES))
    for column in range(len(SCORES)):
        if not wanted[:, column].any():
            continue
        platt = LogisticRegression(C=1e6, solver="lbfgs", max_iter=1000)
        platt.fit(scores[:, [column]], wanted[:, column])
        slope[column], shift[column] = platt.coef_[0, 0], platt.intercept_[0]
    return slope, shift
