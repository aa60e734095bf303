"""Our model and the baselines that stand beside it, as judges of statements."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache

from checker.language.labels import ASPECTS, ROLES, LabelModel
from checker.language.mentions import find_mentions
from checker.language.quantities import find_dates, find_quantities
from checker.learning.corpus import LabelledStatement
from checker.learning.evaluation import Judge, Judgement
from checker.report.normal import compact, normalise
from checker.resources import data_path


def model_judge(model: LabelModel) -> Judge:
    """The label model."""

    def judge(items: Sequence[LabelledStatement]) -> list[Judgement]:
        return [
            Judgement(
                tuple(label.aspect_probabilities.values()),
                tuple(label.role_probabilities.values()),
                label.specificity,
                label.stock,
            )
            for label in model.label_all([(item.text, item.section) for item in items])
        ]

    return judge


def majority_judge(training: Sequence[LabelledStatement]) -> Judge:
    """The commonest role and specificity of the training part, each aspect and stock at its share there."""
    total = len(training)
    aspects = tuple(sum(aspect in item.aspects for item in training) / total for aspect in ASPECTS)
    roles = tuple(sum(item.role == role for item in training) / total for role in ROLES)
    specificity = Counter(item.specificity for item in training).most_common(1)[0][0]
    stock = sum(bool(item.stock) for item in training) / total
    return lambda items: [Judgement(aspects, roles, specificity, stock) for _ in items]


@cache
def _keywords() -> dict[str, dict[str, re.Pattern[str]]]:
    raw = tomllib.loads(data_path("corpora", "lexicon", "keywords.toml").read_text("utf-8"))
    return {
        table: {name: re.compile("|".join(words)) for name, words in entries.items()} for table, entries in raw.items()
    }


@cache
def _common_phrases() -> re.Pattern[str]:
    lines = data_path("corpora", "lexicon", "common_phrases.tsv").read_text("utf-8").splitlines()[1:]
    phrases = sorted((line.split("\t")[0] for line in lines), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)))


def entity_density(text: str) -> float:
    """Specific entities (quantities, dates, names) over characters, after Hope, Hu & Lu (2016)."""
    normal = normalise(text)
    found = len(find_quantities(normal)) + len(find_dates(normal)) + len(find_mentions(normal))
    return found / max(1, len(normal.text))


def phrase_share(text: str) -> float:
    """The share of a statement's characters that stand in phrases which many reports share."""
    words = compact(text)
    return sum(len(match[0]) for match in _common_phrases().finditer(words)) / max(1, len(words))


def keyword_judge(training: Sequence[LabelledStatement]) -> Judge:
    """Keyword lists for aspects and role, entity density for specificity, common phrases for stock.

    The three cuts of the density are the quantiles that the training part's specificity has.
    """
    densities = sorted(entity_density(item.text) for item in training)
    shares = [sum(item.specificity < value for item in training) / len(training) for value in (1, 2, 3)]
    cuts = [densities[min(len(densities) - 1, int(share * len(densities)))] for share in shares]

    def judge(items: Sequence[LabelledStatement]) -> list[Judgement]:
        return [_by_keywords(item, cuts) for item in items]

    return judge


def _by_keywords(item: LabelledStatement, cuts: Sequence[float]) -> Judgement:
    words = compact(item.text)
    lists = _keywords()
    role = next((role for role in ROLES if role in lists["role"] and lists["role"][role].search(words)), None)
    if role is None:
        role = "measure" if item.section == "problems" else "practice"
    density = entity_density(item.text)
    return Judgement(
        aspects=tuple(float(bool(lists["aspect"][aspect].search(words))) for aspect in ASPECTS),
        roles=tuple(float(name == role) for name in ROLES),
        specificity=sum(density > cut for cut in cuts),
        stock=phrase_share(item.text),
    )
