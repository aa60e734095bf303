"""What the page's template is given: a review in the words and the order in which the page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.notes.findings import (
    NO_TITLE,
    UNKNOWN,
    Decision,
    Unchecked,
    decision_of,
    dismissed_findings,
    file_name,
    open_findings,
    quote_of,
    quotes_itself,
    rule_title,
    section_name,
    stale_decisions,
    unchecked,
)
from checker.notes.html.comparison import Comparison, comparison
from checker.notes.html.layout import Block, Span, blocks
from checker.notes.scores import NamedScore, named_scores
from checker.reviewing import FindingInfo, Review
from checker.rules.pages import page_parts
from checker.rules.registry import family_of, get_rule, order_of
from checker.rules.rule import SEVERITIES, SEVERITY_NAMES, Severity

# One character a severity, so that nobody has to tell colours apart.
LETTERS: dict[Severity, str] = {"error": "错", "warning": "警", "info": "提"}


@dataclass(frozen=True, slots=True)
class SeverityCount:
    """How many open findings of a severity."""

    severity: Severity
    name: str
    letter: str
    count: int


class Note:
    """A finding as its card shows it."""

    def __init__(self, review: Review, finding: FindingInfo, number: int) -> None:
        self.number = number
        self.rule = finding.rule
        self.title = rule_title(finding)
        self.severity = finding.severity
        self.severity_name = SEVERITY_NAMES[finding.severity]
        self.letter = LETTERS[finding.severity]
        self.family = family_of(finding.rule)
        self.section = section_name(review, finding.section)
        self.message = finding.message
        self.suggestion = finding.suggestion
        self.basis = finding.basis
        self.quote = "" if quotes_itself(finding) else quote_of(finding)
        self.decision: Decision | None = decision_of(finding)
        self.has_page = get_rule(finding.rule) is not None
        self.comparison: Comparison | None = comparison(finding.evidence)


class ReviewView:
    """A review as the page shows it. ``key`` begins every id of its part of the page."""

    def __init__(self, review: Review, number: int) -> None:
        self.review = review
        self.key = f"r{number}"
        self.title = review.report.title or NO_TITLE
        self.file = file_name(review)
        self.organization = review.report.organization or UNKNOWN
        self.year = review.report.year or UNKNOWN
        self.format = review.report.format
        self.scores: Sequence[NamedScore] = tuple(named_scores(review))
        self.unchecked: Sequence[Unchecked] = unchecked(review)
        self.stale = stale_decisions(review)
        self.passed = sum(1 for item in review.assessments if item.status == "passed")
        self.assessed = len(review.assessments)

    @cached_property
    def notes(self) -> dict[int, Note]:
        """The findings that count, numbered in reading order."""
        return {number: Note(self.review, item, number) for number, item in enumerate(self._open, 1)}

    @cached_property
    def dismissed(self) -> list[Note]:
        """The findings that a reviewer set aside."""
        return [Note(self.review, item, 0) for item in dismissed_findings(self.review)]

    @property
    def compared(self) -> list[Note]:
        """The notes that have passages to show beside their source."""
        return [note for note in self.notes.values() if note.comparison is not None]

    @cached_property
    def _open(self) -> list[FindingInfo]:
        return sorted(open_findings(self.review), key=lambda item: (item.start, item.end, item.rule))

    @property
    def counts(self) -> list[SeverityCount]:
        """How many of each severity, the gravest first."""
        return [
            SeverityCount(severity, SEVERITY_NAMES[severity], LETTERS[severity], self.review.count(severity))
            for severity in SEVERITIES
        ]

    @property
    def families(self) -> list[str]:
        """The families of the rules that found something, in the rules' order."""
        return list(
            dict.fromkeys(note.family for note in sorted(self.notes.values(), key=lambda note: order_of(note.rule)))
        )

    @cached_property
    def blocks(self) -> list[Block]:
        """The report's text, with the stretches that the notes are about."""
        spans = [Span(number, item.start, item.end) for number, item in enumerate(self._open, 1)]
        return blocks(self.review.report, spans)

    def gravest(self, numbers: Iterable[int]) -> Severity:
        """The gravest severity among notes."""
        return min((self.notes[number].severity for number in numbers), key=SEVERITIES.index)


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule's page in its parts: (heading, text), the heading empty for what stands before the first."""

    code: str
    name: str
    title: str
    severity_name: str
    parts: tuple[tuple[str, str], ...]


def rule_pages(views: Sequence[ReviewView]) -> list[RulePage]:
    """The pages of the rules that found something or could not check something, by code."""
    wanted = {
        *(note.rule for view in views for note in (*view.notes.values(), *view.dismissed)),
        *(code for view in views for item in view.unchecked for code in item.codes),
    }
    found = [rule for code in sorted(wanted, key=order_of) if (rule := get_rule(code)) is not None]
    return [
        RulePage(rule.code, rule.name, rule.title, SEVERITY_NAMES[rule.severity], tuple(page_parts(rule).items()))
        for rule in found
    ]
