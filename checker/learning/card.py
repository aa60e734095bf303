"""The commands behind ``checker models``: train the pipeline, measure it, write card and datasheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from checker.language.labels import ROLES, LabelModel, StatementLabeller
from checker.language.links import Linker, LinkModel
from checker.language.pipeline import MODEL, build_pipeline, load_pipeline
from checker.learning import labels as label_training
from checker.learning import links as link_training
from checker.learning.corpus import FOLDER, LabelledStatement, load_file, load_statements, split
from checker.learning.datasheet import datasheet_figures
from checker.learning.evaluation import (
    MEASURES,
    Judge,
    Judgement,
    confusion,
    f1_by_aspect,
    figure,
    reliability,
)
from checker.learning.judges import keyword_judge, majority_judge, model_judge
from checker.learning.plots import confusion_plot, reliability_plot
from checker.learning.readme import insert_figures
from checker.resources import data_path

_WORST_SHOWN = 12


def train_pipeline(target: Path | None = None) -> Path:
    """Train on the training and development reports and write the pipeline; returns its folder."""
    target = target or data_path("models") / MODEL[-1]
    parts = split(load_statements())
    known = (*parts.training, *parts.development)
    model = label_training.train(known)
    links = link_training.train(link_training.exchanges(known, model))
    nlp = build_pipeline(model, links)
    nlp.meta["name"] = "statements"
    nlp.meta["spacy_version"] = ">=3.8.18,<4.0"
    nlp.meta["description"] = "Statements of annual reports on government information disclosure: labels and links"
    # the vocabulary of spaCy's own is empty and need not be kept
    nlp.to_disk(target, exclude=["vocab"])
    return target


def trained_models() -> tuple[LabelModel, LinkModel]:
    """The models of the pipeline that comes with the product."""
    nlp = load_pipeline()
    labeller, linker = nlp.get_pipe("checker_labels"), nlp.get_pipe("checker_links")
    if not isinstance(labeller, StatementLabeller) or labeller.model is None:
        raise RuntimeError("the pipeline has no trained labels component")
    if not isinstance(linker, Linker) or linker.model is None:
        raise RuntimeError("the pipeline has no trained links component")
    return labeller.model, linker.model


def evaluate(real: Path | None = None) -> str:
    """Measure the trained pipeline, rewrite the figures in its card, its plots and the corpus's datasheet.

    ``real`` names a JSON Lines file of labelled real statements, for measuring only. Returns the card's figures.
    """
    statements = load_statements()
    parts = split(statements)
    known = (*parts.training, *parts.development)
    held_elsewhere = load_file(real) if real is not None else []
    model, links = trained_models()
    folder = data_path(*MODEL)
    judges = {
        "this model": model_judge(model),
        "keywords, entity density, phrases": keyword_judge(known),
        "majority class": majority_judge(known),
    }
    sets: dict[str, Sequence[LabelledStatement]] = {"test (unseen kinds of agency)": parts.test}
    if held_elsewhere:
        sets["real statements"] = held_elsewhere
    judged = {name: judges["this model"](items) for name, items in sets.items()}
    text = "\n\n".join(
        [
            *(_figure_table(name, items, judges) for name, items in sets.items()),
            _aspect_table(sets, judged),
            _confusions(parts.test, judged["test (unseen kinds of agency)"], folder),
            _calibration(sets, judged, folder),
            _link_table(statements, model, links),
            _worst(parts.test, judged["test (unseen kinds of agency)"]),
        ]
    )
    insert_figures(folder / "README.md", text)
    corpus = data_path(*FOLDER)
    insert_figures(
        corpus / "README.md", datasheet_figures(statements, corpus / "second_labelling.json", held_elsewhere)
    )
    return text


def _figure_table(name: str, items: Sequence[LabelledStatement], judges: dict[str, Judge]) -> str:
    documents = len({item.document for item in items})
    lines = [
        f"**{name}**: {len(items)} statements of {documents} reports; 95 % intervals by bootstrap over reports",
        "",
        "| measure | " + " | ".join(judges) + " |",
        "|---|" + "---|" * len(judges),
    ]
    judged = {judge_name: judge(items) for judge_name, judge in judges.items()}
    for measure in MEASURES:
        cells = []
        for judge_name, judgements in judged.items():
            if measure.startswith("calibration") and judge_name != "this model":
                cells.append("–")
                continue
            result = figure(measure, items, judgements)
            cells.append(f"{result.value:.3f} ({result.low:.3f}–{result.high:.3f})")
        lines.append(f"| {measure} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _aspect_table(sets: dict[str, Sequence[LabelledStatement]], judged: dict[str, list[Judgement]]) -> str:
    by_set = {name: f1_by_aspect(items, judged[name]) for name, items in sets.items()}
    lines = ["| F1 by aspect | " + " | ".join(sets) + " |", "|---|" + "---|" * len(sets)]
    for aspect in next(iter(by_set.values())):
        lines.append(f"| {aspect} | " + " | ".join(f"{scores[aspect]:.3f}" for scores in by_set.values()) + " |")
    return "\n".join(lines)


def _confusions(items: Sequence[LabelledStatement], judged: Sequence[Judgement], folder: Path) -> str:
    roles = confusion([item.role for item in items], [judgement.role for judgement in judged], ROLES)
    confusion_plot(roles, ROLES, folder / "confusion-role.svg")
    values = (0, 1, 2, 3)
    levels = confusion([item.specificity for item in items], [judgement.specificity for judgement in judged], values)
    confusion_plot(levels, [str(value) for value in values], folder / "confusion-specificity.svg")
    return "Confusion on the test split: ![role](confusion-role.svg) ![specificity](confusion-specificity.svg)"


def _calibration(sets: dict[str, Sequence[LabelledStatement]], judged: dict[str, list[Judgement]], folder: Path) -> str:
    curves = {name: reliability(items, judged[name]) for name, items in sets.items()}
    reliability_plot(curves, folder / "reliability.svg")
    return "Reliability (all yes-or-no claims together): ![reliability](reliability.svg)"


def _link_table(statements: Sequence[LabelledStatement], model: LabelModel, links: LinkModel) -> str:
    cases = link_training.exchanges(split(statements).test, model)
    problems = sum(len(case.problems) for case in cases)
    lines = [
        f"**Problem–measure links**, test split: {len(cases)} reports, {problems} problems, "
        f"{sum(len(case.links) for case in cases)} links",
        "",
        "| linker | precision | recall | F1 | F1 of telling unanswered problems |",
        "|---|---|---|---|---|",
    ]
    for name, linker in (("this model", link_training.by_model(links)), ("pairing by order", link_training.by_order)):
        found = link_training.measure_links(cases, linker)
        lines.append(
            f"| {name} | {found.precision:.3f} | {found.recall:.3f} | {found.f1:.3f} | {found.unanswered_f1:.3f} |"
        )
    return "\n".join(lines)


def _worst(items: Sequence[LabelledStatement], judged: Sequence[Judgement]) -> str:
    """The statements of the test split whose role the model was surest of and had wrong."""
    wrong = [
        (max(judgement.roles), item, judgement.role)
        for item, judgement in zip(items, judged, strict=True)
        if judgement.role != item.role
    ]
    wrong.sort(key=lambda entry: (-entry[0], entry[1].id))
    lines = [
        "What it got wrong with the most confidence (role, test split):",
        "",
        "| corpus | model | statement |",
        "|---|---|---|",
    ]
    lines += [f"| {item.role} | {claimed} | {item.text[:70]} |" for _, item, claimed in wrong[:_WORST_SHOWN]]
    return "\n".join(lines)
