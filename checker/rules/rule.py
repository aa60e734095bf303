"""What a rule is, what it gets and what it yields.

A rule is one function in a file of its own::

    @rule(code="S01", name="missing-section", title="缺少法定章节", severity="error", basis="…")
    def missing_section(draft: Draft) -> Iterator[Outcome]:
        \"\"\"检查内容 … 依据 … 反例 … 正例 … 已知局限 …\"\"\"

It yields a :class:`Finding` for each fault and a :class:`Unassessed` for what it could not check, and
has no other effect. Where it yields neither, the report has passed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from checker.report.model import Report

if TYPE_CHECKING:
    # spaCy takes longer to import than everything else together, and listing the rules does not need it
    from checker.language.pipeline import Annotation
    from checker.reference.comparison import Comparison
    from checker.reference.model import ReferenceReport

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warning": "警示", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule may look at: the report, its annotated narrative, the rule's own thresholds.

    ``prior`` is the agency's earlier report, handed in or from the reference store; ``comparison`` what the draft shares
    with it, with other agencies' reports and with itself.
    """

    report: Report
    annotation: Annotation
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    prior: ReferenceReport | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, tied to the words [start, end) of the report's text.

    ``message`` says what is wrong, where, and which figures or wordings are compared; ``suggestion``
    what to do (both Chinese). ``place`` names the spot apart from offsets (a section, a table cell), so
    that a reviewer's decision survives changes elsewhere. ``evidence`` is plain data. ``severity``
    overrides the rule's own. ``identity`` names what of the evidence a decision rests on, where the quoted words and
    the whole evidence would change with something else: a count of all statements, the nearest measure, the heading
    that the finding is only pinned to. Empty: the place alone.
    """

    start: int
    end: int
    message: str
    suggestion: str
    place: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity | None = None
    identity: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Unassessed:
    """Something that the rule could not check, and why (one Chinese sentence)."""

    reason: str


Outcome = Finding | Unassessed
Check = Callable[[Draft], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: ``code`` and ``name`` are stable, ``title`` and ``basis`` are for its readers (Chinese).

    ``thresholds`` are the defaults of its own settings where ``checker/default.toml`` does not have them, that is for
    rules of other packages.
    """

    code: str
    name: str
    title: str
    severity: Severity
    basis: str
    check: Check
    page: str
    thresholds: Mapping[str, Any] = field(default_factory=dict)


def rule(
    *,
    code: str,
    name: str,
    title: str,
    severity: Severity,
    basis: str,
    thresholds: Mapping[str, Any] | None = None,
) -> Callable[[Check], Rule]:
    """Declare a function a rule. Its docstring is the page that ``checker rules CODE`` prints."""

    def declare(check: Check) -> Rule:
        import inspect

        return Rule(code, name, title, severity, basis, check, inspect.getdoc(check) or "", thresholds or {})

    return declare
