"""What the statement corpus holds, measured: the figures of its datasheet."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from checker.language.labels import ASPECTS, ROLES
from checker.learning.corpus import LabelledStatement, split
from checker.report.normal import compact

_GRAM = 4
# Containment from which two statements count as near-duplicates.
_NEAR = 0.8
_SHORTEST = 11


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two independent labellings of the same statements agree."""

    statements: int
    role: float
    aspects: float
    specificity: float
    stock: float


def agreement(statements: Sequence[LabelledStatement], second: Path) -> Agreement:
    """The corpus's labels against the second labelling in the JSON file ``second``."""
    by_id = {item.id: item for item in statements}
    pairs = [(by_id[row["id"]], row) for row in json.loads(second.read_text("utf-8"))]
    overlaps = []
    for item, row in pairs:
        mine, theirs = set(item.aspects), set(row["aspects"])
        overlaps.append(len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0)
    return Agreement(
        len(pairs),
        float(cohen_kappa_score([item.role for item, _ in pairs], [row["role"] for _, row in pairs])),
        sum(overlaps) / len(overlaps),
        float(
            cohen_kappa_score(
                [item.specificity for item, _ in pairs], [row["specificity"] for _, row in pairs], weights="quadratic"
            )
        ),
        float(cohen_kappa_score([bool(item.stock) for item, _ in pairs], [row["stock"] for _, row in pairs])),
    )


def is_prescribed(item: LabelledStatement) -> bool:
    """Whether a statement is of the sort whose wording the format prescribes: a heading or another frame
    (basis, period, contents), or a statement of section six (the fee, nothing to report)."""
    return item.role == "frame" or item.section == "other_matters"


def near_duplicates(statements: Sequence[LabelledStatement], *, prescribed: bool) -> float:
    """The share of statements that are not stock and whose 4-grams stand, to four fifths or more, in one
    statement of another report. Statements too short to tell (under eleven characters) do not count, nor,
    unless ``prescribed``, those whose wording the format prescribes."""
    grams: list[set[str]] = []
    places: dict[str, list[int]] = defaultdict(list)
    for number, item in enumerate(statements):
        words = compact(item.text)
        own = {words[start : start + _GRAM] for start in range(len(words) - _GRAM + 1)}
        grams.append(own)
        for gram in own:
            places[gram].append(number)
    judged = found = 0
    for number, item in enumerate(statements):
        if item.stock or len(compact(item.text)) < _SHORTEST or (is_prescribed(item) and not prescribed):
            continue
        judged += 1
        shared = Counter(
            other for gram in grams[number] for other in places[gram] if statements[other].document != item.document
        )
        found += any(count >= _NEAR * len(grams[number]) for count in shared.values())
    return found / judged


def length_deciles(statements: Sequence[LabelledStatement]) -> list[int]:
    """The 0th, 10th, … 100th percentile of statement length in characters."""
    lengths = sorted(len(item.text) for item in statements)
    return [lengths[min(len(lengths) - 1, len(lengths) * step // 10)] for step in range(11)]


def datasheet_figures(statements: Sequence[LabelledStatement], second: Path, real: Sequence[LabelledStatement]) -> str:
    """The measured part of the datasheet, as Markdown."""
    total = len(statements)
    documents = {item.document for item in statements}
    parts = split(statements)
    agreed = agreement(statements, second)
    types = Counter({item.document: item.agency_type for item in statements}.values())
    years = Counter({item.document: item.year for item in statements}.values())

    def row(name: str, counts: Counter[str], size: int) -> str:
        return f"| {name} | " + ", ".join(f"{key} {100 * count / size:.1f} %" for key, count in counts.items()) + " |"

    aspects: Counter[str] = Counter(
        {str(aspect): sum(aspect in item.aspects for item in statements) for aspect in ASPECTS}
    )
    aspects["none"] = sum(not item.aspects for item in statements)
    lines = [
        f"- {total} statements of {len(documents)} reports and {len(types)} kinds of agency, years {min(years)}–{max(years)}",
        "- splits by report (statements / reports): "
        + ", ".join(
            f"{name} {len(part)} / {len({item.document for item in part})}"
            for name, part in (("training", parts.training), ("development", parts.development), ("test", parts.test))
        ),
        f"- the test split is all reports of four kinds of agency that occur nowhere else: "
        f"{', '.join(sorted({item.agency_type for item in parts.test}))}",
        f"- near-duplicates outside stock text (4-gram containment ≥ 0.8 in another report): "
        f"{100 * near_duplicates(statements, prescribed=False):.1f} %; with headings, preamble and section six, whose wording the "
        f"format prescribes, {100 * near_duplicates(statements, prescribed=True):.1f} %",
        f"- two independent labellings of {agreed.statements} statements: role κ {agreed.role:.3f}, aspects Jaccard "
        f"{agreed.aspects:.3f}, specificity weighted κ {agreed.specificity:.3f}, stock κ {agreed.stock:.3f}",
        f"- problems {sum(item.role == 'problem' for item in statements)}, measures with annotated links "
        f"{sum(item.answers is not None for item in statements)}",
        "",
        "| label | distribution |",
        "|---|---|",
        row("role", Counter({str(role): sum(item.role == role for item in statements) for role in ROLES}), total),
        row("aspects", aspects, total),
        row(
            "specificity",
            Counter({str(value): sum(item.specificity == value for item in statements) for value in range(4)}),
            total,
        ),
        f"| stock | {100 * sum(bool(item.stock) for item in statements) / total:.1f} % |",
        row("reports a year", Counter({str(year): years[year] for year in sorted(years)}), len(documents)),
        row("reports a kind of agency", Counter(dict(types.most_common())), len(documents)),
        "",
        "| statement length in characters, deciles | 0 | 10 | 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 | 100 |",
        "|---|" + "---|" * 11,
        "| corpus | " + " | ".join(map(str, length_deciles(statements))) + " |",
    ]
    if real:
        lines.append("| real documents (73 statements) | " + " | ".join(map(str, length_deciles(real))) + " |")
    return "\n".join(lines)
