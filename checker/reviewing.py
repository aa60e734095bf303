"""A draft goes in, a :class:`Review` comes out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as Date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from spacy.language import Language

from checker import scores
from checker.fingerprints import distinct, fingerprint
from checker.language.pipeline import Annotation, annotate, load_pipeline
from checker.reading import ReadingError, read
from checker.reading.deadline import time_limit
from checker.reference.comparable import comparable, own_statements
from checker.reference.comparison import compare
from checker.reference.model import ReferenceReport, reference_report
from checker.reference.store import ReferenceStore
from checker.report.blocks import Table
from checker.report.formats import get_format
from checker.report.model import SECTION_KINDS, Report
from checker.report.tables import empty_figures
from checker.rules import rule as rules
from checker.rules.registry import all_rules
from checker.settings import Settings, load_settings

SCHEMA_VERSION: Literal["1"] = "1"

Number = int | float


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceInfo(_Model):
    """The file that was reviewed."""

    path: str
    media_type: str
    sha256: str


class SectionInfo(_Model):
    """A statutory section; offsets in characters of ``ReportInfo.text``."""

    kind: str
    heading: str
    start: int
    end: int


class CellInfo(_Model):
    """A cell of a table as the document draws it: row and column from 0, how many of them it covers, and its text as
    offsets in characters of ``ReportInfo.text``."""

    row: int
    column: int
    row_span: int
    column_span: int
    start: int
    end: int


class GridInfo(_Model):
    """A table as the document draws it, statutory or not; its text is [start, end) of ``ReportInfo.text``."""

    start: int
    end: int
    cells: list[CellInfo]


class ReportInfo(_Model):
    """The report as read. In ``tables`` a cell that is blank or absent is ``None``, never 0; ``grids`` are all tables as
    they are drawn."""

    title: str | None
    organization: str | None
    year: int | None
    format: str
    source: SourceInfo
    text: str
    sections: list[SectionInfo]
    tables: dict[str, dict[str, Number | dict[str, Number | None] | None]]
    grids: list[GridInfo] = Field(default_factory=list)


class StatementInfo(_Model):
    """A statement of the narrative: offsets in characters of ``ReportInfo.text``, its four labels.

    ``stock`` is the probability of stock text. ``probabilities`` holds those of the other labels by
    alternative, ``words`` the words that spoke for each label given. ``answers`` (measures only) are the
    places in ``Review.statements`` of the problems that the measure answers.
    """

    start: int
    end: int
    section: str
    aspects: list[str]
    role: str
    specificity: int
    stock: float
    probabilities: dict[str, dict[str, float]]
    words: dict[str, list[str]]
    answers: list[int] | None = None


class PartInfo(_Model):
    """A part of a score: ``points`` out of ``of``; ``None`` and a note where it could not be assessed."""

    points: float | None
    of: float
    note: str = ""


class ScoreInfo(_Model):
    """A score from 0 to 100 with its parts (see ``checker/scores.py`` for the formulas)."""

    value: float | None
    parts: dict[str, PartInfo]


class DecisionInfo(_Model):
    """What a reviewer decided on a finding: ``accepted`` it stands, ``dismissed`` it is set aside."""

    status: Literal["accepted", "dismissed"]
    reason: str
    name: str
    date: Date


class FiledDecision(DecisionInfo):
    """A decision as it is kept: on which finding, and where that was found (``checker/decisions.py``)."""

    fingerprint: str
    rule: str = ""
    quote: str = ""
    near: str = ""


class FindingInfo(_Model):
    """One note: which rule, where (characters of the text), what is wrong, what to do, on what evidence.

    ``fingerprint`` stays the same for as long as rule, place and evidence do. ``decision`` is a reviewer's, where there
    is one.
    """

    rule: str
    name: str
    severity: rules.Severity
    section: str | None
    start: int
    end: int
    quote: str
    message: str
    suggestion: str
    basis: str
    evidence: dict[str, Any]
    fingerprint: str
    decision: DecisionInfo | None = None

    @property
    def is_dismissed(self) -> bool:
        """Whether a reviewer has set the finding aside."""
        return self.decision is not None and self.decision.status == "dismissed"


class Assessment(_Model):
    """What became of one rule. ``reason`` says what could not be checked and why; empty where all was."""

    rule: str
    status: Literal["passed", "failed", "not_assessable"]
    reason: str = ""


class Review(_Model):
    """Everything that is known of one draft, as the published JSON schema has it.

    Dismissed findings stay in ``findings`` and out of the counts. They change neither ``scores`` nor ``assessments``, which
    speak of the draft and not of what was decided on it. ``stale_decisions`` are those that no finding answers to any more.
    """

    schema_version: Literal["1"] = SCHEMA_VERSION
    report: ReportInfo
    statements: list[StatementInfo] = Field(default_factory=list)
    scores: dict[str, ScoreInfo] = Field(default_factory=dict)
    findings: list[FindingInfo] = Field(default_factory=list)
    assessments: list[Assessment] = Field(default_factory=list)
    stale_decisions: list[FiledDecision] = Field(default_factory=list)

    def count(self, severity: rules.Severity) -> int:
        """How many findings have that severity; dismissed ones do not count."""
        return sum(1 for finding in self.findings if finding.severity == severity and not finding.is_dismissed)

    def fails(self, fail_on: str) -> bool:
        """Whether there is a finding at or above ``fail_on`` ("error", "warning", "info"; "never": no); dismissed
        ones do not count."""
        if fail_on == "never":
            return False
        failing = rules.SEVERITIES[: rules.SEVERITIES.index(fail_on) + 1]
        return any(finding.severity in failing and not finding.is_dismissed for finding in self.findings)


class Reviewer:
    """Reviews drafts; what is slow to load is loaded once. Safe to hand to other processes."""

    def __init__(
        self,
        settings: Settings | str | os.PathLike[str] | None = None,
        *,
        reference: str | os.PathLike[str] | None = None,
    ) -> None:
        """``settings`` and ``reference`` are files: a ``checker.toml`` and a reference store.

        Raises ``SettingsError`` and ``StoreError`` where they cannot be used.
        """
        self.settings = settings if isinstance(settings, Settings) else load_settings(settings)
        self.reference = None if reference is None else os.fspath(reference)
        self._store: ReferenceStore | None = None
        if reference is not None:
            self._store = ReferenceStore(reference)

    def __getstate__(self) -> dict[str, Any]:
        # another process opens the store for itself
        return {**self.__dict__, "_store": None}

    @property
    def store(self) -> ReferenceStore | None:
        """The reference store, open, where one was named."""
        if self._store is None and self.reference is not None:
            self._store = ReferenceStore(self.reference)
        return self._store

    @property
    def pipeline(self) -> Language:
        """The spaCy pipeline, loaded at the first use."""
        return load_pipeline()

    def read(self, path: str | os.PathLike[str]) -> Report:
        """Read a file within the limits of the settings. Raises ``ReadingError``."""
        return read(path, self.settings.limits)

    def reference_report(self, source: str | os.PathLike[str] | Report) -> ReferenceReport:
        """A report made ready for drafts to be compared with, a path or a report already read.

        Raises ``ReadingError`` where it cannot be read or takes longer than the settings allow.
        """
        self.pipeline  # noqa: B018  (loading it once is not the document's time)
        path = source.source.path if isinstance(source, Report) else os.fspath(source)
        with time_limit(self.settings.limits.seconds, path):
            report = source if isinstance(source, Report) else self.read(source)
            return reference_report(report, annotate(report, self.pipeline))

    def review(
        self,
        draft: str | os.PathLike[str] | Report,
        prior: str | os.PathLike[str] | Report | ReferenceReport | None = None,
    ) -> Review:
        """Review one draft, a path or a report already read. ``prior`` is the agency's report of the year before.

        Raises ``ReadingError`` where either cannot be read, or where both together take longer than the settings allow.
        """
        self.pipeline  # noqa: B018  (loading it once is not the document's time)
        path = draft.source.path if isinstance(draft, Report) else os.fspath(draft)
        with time_limit(self.settings.limits.seconds, path):
            return self._review(draft, prior)

    def _review(
        self,
        draft: str | os.PathLike[str] | Report,
        prior: str | os.PathLike[str] | Report | ReferenceReport | None,
    ) -> Review:
        report = draft if isinstance(draft, Report) else self.read(draft)
        annotation = annotate(report, self.pipeline)
        earlier = prior if prior is None or isinstance(prior, ReferenceReport) else self.reference_report(prior)
        comparison = compare(
            comparable(report.text, own_statements(annotation), report.organization),
            report,
            earlier,
            self.store,
        )
        findings: list[FindingInfo] = []
        results: list[scores.RuleResult] = []
        assessments: list[Assessment] = []
        for item in all_rules():
            if not self.settings.enabled(item.code, item.name):
                continue
            thresholds = {**item.thresholds, **self.settings.thresholds(item.code)}
            draft_for_rule = rules.Draft(report, annotation, thresholds, earlier or comparison.prior, comparison)
            outcomes = list(item.check(draft_for_rule))
            found = [outcome for outcome in outcomes if isinstance(outcome, rules.Finding)]
            unassessed = [outcome.reason for outcome in outcomes if isinstance(outcome, rules.Unassessed)]
            severity = self.settings.severity(item.code)
            findings.extend(_finding_info(report, item, outcome, severity) for outcome in found)
            status: Literal["passed", "failed", "not_assessable"] = (
                "failed" if found else "not_assessable" if unassessed else "passed"
            )
            results.append(scores.RuleResult(item.code, item.severity, status))
            assessments.append(Assessment(rule=item.code, status=status, reason="；".join(unassessed)))
        return Review(
            report=_report_info(report),
            statements=_statement_infos(annotation),
            scores=_score_infos(scores.scores(report, annotation, results, comparison)),
            findings=_distinct(findings, report.text),
            assessments=assessments,
        )

    def pipe(
        self,
        paths: Iterable[str | os.PathLike[str]],
        jobs: int = 1,
        prior: str | os.PathLike[str] | None = None,
    ) -> Iterator[Review | ReadingError]:
        """Review many drafts in order, in ``jobs`` processes; one that cannot be read gives its error instead.

        ``prior`` is an earlier report that each of them is compared with; where it cannot be read, its error stands
        in the place of every review.
        """
        try:
            earlier = None if prior is None else self.reference_report(prior)
        except ReadingError as error:
            yield from (error for _ in paths)
            return
        if jobs <= 1:
            for path in paths:
                yield _attempt(self, path, earlier)
            return
        yield from self._in_processes([os.fspath(path) for path in paths], jobs, earlier)

    def _in_processes(
        self, paths: Sequence[str], jobs: int, earlier: ReferenceReport | None
    ) -> Iterator[Review | ReadingError]:
        """Review in worker processes. A draft on which a worker dies (a fault in a library, memory used up) takes no other
        with it: whichever was under way is tried again alone, and only what kills its own worker is given up."""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        done, alone = 0, False
        while done < len(paths):
            batch = paths[done : done + 1] if alone else paths[done:]
            with ProcessPoolExecutor(
                1 if alone else jobs,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_start_worker,
                initargs=(self, earlier),
            ) as pool:
                for future in [pool.submit(_work, path) for path in batch]:
                    result: Review | ReadingError
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        if not alone:
                            alone = True
                            break
                        result = ReadingError("审核这份报告时程序意外中止，已跳过", paths[done])
                    done += 1
                    yield result
                else:
                    alone = False


_worker: tuple[Reviewer, ReferenceReport | None] | None = None


def _start_worker(reviewer: Reviewer, prior: ReferenceReport | None) -> None:
    global _worker
    _worker = (reviewer, prior)


def _work(path: str) -> Review | ReadingError:
    if _worker is None:
        raise RuntimeError("worker process without a reviewer")
    reviewer, prior = _worker
    return _attempt(reviewer, path, prior)


def _attempt(reviewer: Reviewer, path: str | os.PathLike[str], prior: ReferenceReport | None) -> Review | ReadingError:
    try:
        return reviewer.review(path, prior)
    except ReadingError as error:
        return error


def review(
    draft: str | os.PathLike[str] | Report,
    settings: Settings | str | os.PathLike[str] | None = None,
    prior: str | os.PathLike[str] | Report | None = None,
) -> Review:
    """Review one draft with the given settings (a file or ``Settings``); ``prior`` is the agency's report of the year
    before. Raises ``ReadingError``."""
    return Reviewer(settings).review(draft, prior)


def _report_info(report: Report) -> ReportInfo:
    tables: dict[str, Any] = {}
    for form in get_format(report.format).tables:
        table = report.tables.get(form.kind)
        tables[form.kind] = table.figures() if table is not None else empty_figures(form)
    return ReportInfo(
        title=report.title,
        organization=report.organization,
        year=report.year,
        format=report.format,
        source=SourceInfo(path=report.source.path, media_type=report.source.media_type, sha256=report.source.sha256),
        text=report.text,
        sections=[
            SectionInfo(kind=section.kind, heading=section.heading.strip(), start=section.start, end=section.end)
            for section in report.sections
        ],
        tables=tables,
        grids=[_grid_info(block) for block in report.blocks if isinstance(block, Table)],
    )


def _grid_info(table: Table) -> GridInfo:
    cells = [
        CellInfo(
            row=cell.row,
            column=cell.column,
            row_span=cell.row_span,
            column_span=cell.column_span,
            start=cell.start,
            end=cell.end,
        )
        for cell in table.cells
    ]
    return GridInfo(start=table.start, end=table.end, cells=cells)


def _statement_infos(annotation: Annotation) -> list[StatementInfo]:
    answers: dict[int, list[int]] = {}
    for link in annotation.links:
        answers.setdefault(link.measure, []).append(link.problem)
    infos = []
    for place, item in enumerate(annotation.statements):
        labels = item.labels
        infos.append(
            StatementInfo(
                start=item.statement.start,
                end=item.statement.end,
                section=item.statement.section or "",
                aspects=list(labels.aspects),
                role=labels.role,
                specificity=labels.specificity,
                stock=round(labels.stock, 4),
                probabilities={
                    "aspects": _rounded(labels.aspect_probabilities),
                    "role": _rounded(labels.role_probabilities),
                    "specificity": _rounded(dict(zip("0123", labels.specificity_probabilities, strict=True))),
                },
                words={name: list(words) for name, words in labels.reasons().items()},
                answers=answers.get(place, []) if labels.role == "measure" else None,
            )
        )
    return infos


def _score_infos(found: Mapping[str, scores.Score]) -> dict[str, ScoreInfo]:
    return {
        name: ScoreInfo(
            value=score.value,
            parts={part: PartInfo(points=own.points, of=own.of, note=own.note) for part, own in score.parts.items()},
        )
        for name, score in found.items()
    }


def _rounded(probabilities: Mapping[Any, float]) -> dict[str, float]:
    return {str(name): round(value, 4) for name, value in probabilities.items()}


def _finding_info(
    report: Report, item: rules.Rule, finding: rules.Finding, severity: rules.Severity | None
) -> FindingInfo:
    section = report.section_at(finding.start)
    place = finding.place.split("/")[0]
    quote = report.text[finding.start : finding.end]
    return FindingInfo(
        rule=item.code,
        name=item.name,
        severity=severity or finding.severity or item.severity,
        section=place if place in SECTION_KINDS else section.kind if section is not None else None,
        start=finding.start,
        end=finding.end,
        quote=quote,
        message=finding.message,
        suggestion=finding.suggestion,
        basis=item.basis,
        evidence=dict(finding.evidence),
        fingerprint=fingerprint(item.code, finding, quote),
    )


def _distinct(findings: Sequence[FindingInfo], text: str) -> list[FindingInfo]:
    """Findings in reading order, no two with the same fingerprint."""
    ordered = sorted(findings, key=lambda finding: (finding.start, finding.end, finding.rule))
    own = distinct(text, [(finding.fingerprint, finding.start, finding.end) for finding in ordered])
    return [finding.model_copy(update={"fingerprint": mark}) for finding, mark in zip(ordered, own, strict=True)]


def json_schema() -> dict[str, Any]:
    """The JSON schema of :class:`Review`, as published in ``checker/review.schema.json``."""
    schema = Review.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
