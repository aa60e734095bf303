"""The pipeline put together, loaded, and run over a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from checker.language import components  # noqa: F401  (registers the factories)
from checker.language.labels import LabelModel, Labels, StatementLabeller
from checker.language.links import Link, Linker, LinkModel
from checker.language.mentions import Mention
from checker.language.quantities import Date, Quantity
from checker.language.statements import Section, Statement
from checker.language.tokenizer import JiebaTokenizer
from checker.report.blocks import Paragraph
from checker.report.model import Report
from checker.resources import data_path

COMPONENTS = ("checker_statements", "checker_quantities", "checker_mentions", "checker_labels", "checker_links")
MODEL = ("models", "statements")
Found = TypeVar("Found", Quantity, Date, Mention)


def blank_pipeline() -> Language:
    """spaCy's blank Chinese pipeline with our tokenizer and no component."""
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "checker.JiebaTokenizer.v1"}}})


def build_pipeline(labels: LabelModel, links: LinkModel) -> Language:
    """The whole pipeline around trained models."""
    nlp = blank_pipeline()
    for component in COMPONENTS:
        pipe = nlp.add_pipe(component)
        if isinstance(pipe, StatementLabeller):
            pipe.model = labels
        elif isinstance(pipe, Linker):
            pipe.model = links
    return nlp


@cache
def load_pipeline(path: Path | None = None) -> Language:
    """The trained pipeline at ``path``, by default the one that comes with the product. Loaded once."""
    return spacy.load(path or data_path(*MODEL))


@dataclass(frozen=True, slots=True)
class AnnotatedStatement:
    """A statement with what it says and what it holds; offsets are those of the report's text."""

    statement: Statement
    labels: Labels
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Annotation:
    """A report's narrative as the pipeline sees it; ``doc`` spans the whole of the report's text."""

    doc: Doc

    @cached_property
    def statements(self) -> tuple[AnnotatedStatement, ...]:
        """The statements in order, each with its labels, quantities, dates and mentions."""
        return tuple(
            AnnotatedStatement(
                statement,
                labels,
                tuple(_within(self.doc._.quantities, statement)),
                tuple(_within(self.doc._.dates, statement)),
                tuple(_within(self.doc._.mentions, statement)),
            )
            for statement, labels in zip(self.doc._.statements, self.doc._.labels, strict=True)
        )

    @property
    def links(self) -> list[Link]:
        """Which measure answers which problem; indices into ``statements``."""
        return list(self.doc._.links)

    @property
    def link_probabilities(self) -> dict[tuple[int, int], float]:
        """How likely each measure answers each problem, by (problem, measure)."""
        return dict(self.doc._.link_probabilities)

    def linked_as(self, roles: Mapping[int, str]) -> tuple[list[Link], dict[tuple[int, int], float]]:
        """The links, and the likelihood of each pair, had the statements at these indices those roles."""
        return self.doc._.linker.weigh(self.doc, roles)  # type: ignore[no-any-return]

    def of(self, section: Section) -> tuple[AnnotatedStatement, ...]:
        """The statements of one section."""
        return tuple(item for item in self.statements if item.statement.section == section)


def _within(items: Iterable[Found], statement: Statement) -> Iterable[Found]:
    return (item for item in items if statement.start <= item.start and item.end <= statement.end)


def narrative_parts(report: Report) -> list[tuple[int, int, Section | None]]:
    """The stretches of a report's text that are narrative: paragraphs of the preamble (after the title), of
    the overview, of the problems section and of other matters, without headings and signature."""
    parts: list[tuple[int, int, Section | None]] = []
    first = report.sections[0].start if report.sections else len(report.text)
    parts += _paragraph_parts(report, report.title_span[1] if report.title_span else 0, first, "preamble")
    kinds: Sequence[Section] = ("overview", "problems", "other_matters")
    for kind in kinds:
        section = report.section(kind)  # type: ignore[arg-type]
        if section is not None:
            start, end = report.content_of(section)
            parts += _paragraph_parts(report, start, end, kind)
    return sorted(parts)


def _paragraph_parts(report: Report, start: int, end: int, section: Section) -> list[tuple[int, int, Section | None]]:
    return [
        (max(block.start, start), min(block.end, end), section)
        for block in report.blocks
        if isinstance(block, Paragraph) and block.start < end and block.end > start
    ]


def annotate(report: Report, nlp: Language | None = None) -> Annotation:
    """Run the pipeline over a report. Tokens cover its whole text, annotations its narrative."""
    nlp = nlp or load_pipeline()
    parts = narrative_parts(report)
    tokenizer = nlp.tokenizer
    if isinstance(tokenizer, JiebaTokenizer):
        doc = tokenizer.within(report.text, [(start, end) for start, end, _ in parts])
    else:
        doc = nlp.make_doc(report.text)
    doc._.narrative = parts
    return Annotation(nlp(doc))


def label(texts: Sequence[str], section: Section | None = None, nlp: Language | None = None) -> list[Labels]:
    """Judge statements on their own: one :class:`Labels` a text.

    ``section`` is where they stand: "overview", "problems", "other_matters" or "preamble".
    """
    component = (nlp or load_pipeline()).get_pipe("checker_labels")
    if not isinstance(component, StatementLabeller) or component.model is None:
        raise RuntimeError("the pipeline has no trained labels component")
    return component.model.label_all([(text, section) for text in texts])
