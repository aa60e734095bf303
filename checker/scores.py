"""Four numbers that sum up a review, each with the parts that it is made of.

completeness
    Points for what the format asks for: each of the five aspects in the overview (12 if told, 6 if only
    named, 0 if absent), a problem and a measure in the problems section (10 each), the six sections (10,
    in proportion), the three tables (10, in proportion).
specificity
    How checkable the narrative is, unit by unit (five aspects, problems, measures): each statement of the
    unit gives its expected specificity over three, and the sum is held against what such a unit can be
    expected to tell (two full statements of 主动公开, one and a half of problems and of measures, one
    of the others), full marks once that is reached. After the specificity measure of Hope, Hu & Lu (2016),
    specific entities over words, with learned levels in place of entity counts and a yardstick for each unit,
    because units differ in what they can tell.
originality
    The share of the narrative's characters that are neither reused (from the agency's own earlier report, from another
    agency's, from elsewhere in the same report) nor stock (stock statements by their labels; statements of wording that a
    tenth of the other agencies in the reference store use). Each character is one of these or is the report's own, so
    the share lies in [0, 1]. After the boilerplate, stickiness and redundancy measures of Lang & Stice-Lawrence (2015) and
    Dyer, Lang & Stice-Lawrence (2017); prescribed wording (headings, preamble) is left out first. What there was nothing
    to compare with is said in the part's note.
compliance
    The rules of structure and tables that the report passes, over those that could be assessed, weighted 3, 2, 1
    for rules whose findings are errors, warnings and remarks.

Each is 100 × points / points that could be had. A part that cannot be assessed is left out of both
and says so. Nothing depends on the order in which statements are read, and adding a statement never lowers
completeness or specificity.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from checker.report.formats import SECTION_KINDS, SectionKind
from checker.report.model import TABLE_KINDS, Report
from checker.report.normal import compact
from checker.rules.narrative.aspects import ASPECTS, tell
from checker.rules.rule import Severity

if TYPE_CHECKING:
    from checker.language.pipeline import AnnotatedStatement, Annotation
    from checker.reference.comparison import Comparison, Passage

_ASPECT_POINTS = {"told": 12.0, "thin": 6.0, "absent": 0.0}
# What a unit can be expected to tell, in full statements: of 197 real reports 89 % give counts under 主动公开,
# half under 依申请公开, under a fifth elsewhere, so the others are not measured by counts.
YARDSTICKS: Mapping[str, float] = {
    "proactive": 2.0,
    "on_request": 1.0,
    "management": 1.0,
    "platform": 1.0,
    "oversight": 1.0,
    "problems": 1.5,
    "measures": 1.5,
}
# Below this a share of characters says nothing.
_FEW_CHARACTERS = 60
_WEIGHTS: Mapping[Severity, float] = {"error": 3.0, "warning": 2.0, "info": 1.0}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a score: ``points`` out of ``of``; ``points`` is ``None`` where it could not be assessed, and
    ``note`` says why (Chinese)."""

    points: float | None
    of: float
    note: str = ""


@dataclass(frozen=True)
class Score:
    """A score from 0 to 100, ``None`` where no part could be assessed, with its parts by name."""

    value: float | None
    parts: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What became of a rule, as compliance needs it."""

    code: str
    severity: Severity
    status: str


def _score(parts: Mapping[str, Part]) -> Score:
    assessed = [(part.points, part.of) for part in parts.values() if part.points is not None]
    total = sum(of for _, of in assessed)
    return Score(round(100 * sum(points for points, _ in assessed) / total, 1) if total else None, dict(parts))


def completeness(report: Report, annotation: Annotation) -> Score:
    """Whether what the format asks for is there."""
    parts: dict[str, Part] = {}
    overview = annotation.of("overview")
    for aspect in ASPECTS:
        if _is_pictured(report, "overview") and not overview:
            parts[aspect] = Part(None, 12.0, "总体情况是图片，读不出文字")
        else:
            parts[aspect] = Part(_ASPECT_POINTS[tell(annotation, aspect).telling], 12.0)
    roles = Counter(item.labels.role for item in annotation.of("problems"))
    parts["problems"] = Part(10.0 if roles["problem"] else 0.0, 10.0)
    parts["measures"] = Part(10.0 if roles["measure"] else 0.0, 10.0)
    parts["sections"] = Part(10.0 * len(report.sections) / len(SECTION_KINDS), 10.0)
    if report.gaps and len(report.tables) < len(TABLE_KINDS):
        parts["tables"] = Part(None, 10.0, "文件里有图片，表格可能在图片里")
    else:
        parts["tables"] = Part(10.0 * len(report.tables) / len(TABLE_KINDS), 10.0)
    return _score(parts)


def _is_pictured(report: Report, kind: SectionKind) -> bool:
    """Whether a section holds a picture in which its text may stand."""
    section = report.section(kind)
    return section is not None and any(section.start <= gap.position <= section.end for gap in report.gaps)


def specificity(report: Report, annotation: Annotation) -> Score:
    """How checkable the narrative is."""
    parts: dict[str, Part] = {}
    overview, problems = annotation.of("overview"), annotation.of("problems")
    for unit, yardstick in YARDSTICKS.items():
        kind: Literal["overview", "problems"] = "problems" if unit in ("problems", "measures") else "overview"
        if kind == "problems":
            statements = [item for item in problems if item.labels.role == unit.removesuffix("s")]
        else:
            statements = [item for item in overview if unit in item.labels.aspects and item.labels.role != "frame"]
        if _is_pictured(report, kind) and not annotation.of(kind):
            parts[unit] = Part(None, 1.0, "这一部分是图片，读不出文字")
        else:
            parts[unit] = Part(round(unit_specificity(statements, yardstick), 3), 1.0)
    return _score(parts)


def unit_specificity(statements: Iterable[AnnotatedStatement], yardstick: float) -> float:
    """Between 0 and 1: the expected specificity over three of all statements together, against the yardstick."""
    return min(1.0, sum(item.labels.expected_specificity / 3 for item in statements) / yardstick)


def originality(annotation: Annotation, comparison: Comparison) -> Score:
    """The share of the narrative that is neither reused nor stock, in characters."""
    own = [item for item in annotation.statements if item.statement.section != "preamble" and not _is_heading(item)]
    total = sum(len(item.statement.text) for item in own)
    if total < _FEW_CHARACTERS:
        return Score(None, {"own": Part(None, 1.0, "文字太少，无法判断")})
    counts = Counter(compact(item.statement.text) for item in own)
    reasons = {
        "prior": _places(span for passage in comparison.from_prior for span in _spans(passage)),
        "peers": _places(span for passage in comparison.from_peers for span in _spans(passage)),
        "repeated": _places(
            [(item.start, item.end) for item in comparison.repetitions]
            + [_extent(item) for item in own if counts[compact(item.statement.text)] > 1]
        ),
        "stock": _places(
            [_extent(item) for item in own if item.labels.is_stock]
            + [_extent(annotation.statements[place]) for place in comparison.template_statements]
        ),
    }
    left = _places(_extent(item) for item in own)
    lost: dict[str, int] = {}
    for name, places in reasons.items():
        # each character counts once, for the first reason that holds of it
        lost[name] = len(left & places)
        left -= places
    notes = {
        "prior": "与本机关往年报告相同的字数，不计分" if comparison.prior else "没有往年报告可比",
        "peers": "与其他机关报告相同的字数，不计分" if comparison.peers is not None else "没有对照库可比",
        "repeated": "本报告内重复的字数，不计分",
        "stock": "套话和通用文字的字数，不计分",
    }
    parts = {"own": Part(float(len(left)), float(total))}
    parts.update({name: Part(float(number), 0.0, notes[name]) for name, number in lost.items()})
    return Score(round(100 * len(left) / total, 1), parts)


def _places(spans: Iterable[tuple[int, int]]) -> set[int]:
    """The offsets of all characters in the spans."""
    return {place for start, end in spans for place in range(start, end)}


def _extent(item: AnnotatedStatement) -> tuple[int, int]:
    return item.statement.start, item.statement.end


def _spans(passage: Passage) -> list[tuple[int, int]]:
    return [(pair.start, pair.end) for pair in passage.pairs]


def _is_heading(item: AnnotatedStatement) -> bool:
    return item.labels.role == "frame" and not item.labels.is_stock and len(item.statement.text) <= 25


def compliance(results: Sequence[RuleResult]) -> Score:
    """The share of structural and table rules that were passed, by weight."""
    parts: dict[str, Part] = {}
    for family, letter in (("structure", "S"), ("tables", "T")):
        own = [result for result in results if re.fullmatch(rf"{letter}\d+", result.code)]
        assessed = [result for result in own if result.status != "not_assessable"]
        left_out = [result.code for result in own if result.status == "not_assessable"]
        note = f"未能检查：{'、'.join(left_out)}" if left_out else ""
        if not assessed:
            parts[family] = Part(None, 0.0, note or "没有检查")
            continue
        points = sum(_WEIGHTS[result.severity] for result in assessed if result.status == "passed")
        parts[family] = Part(points, sum(_WEIGHTS[result.severity] for result in assessed), note)
    return _score(parts)


def scores(
    report: Report, annotation: Annotation, results: Sequence[RuleResult], comparison: Comparison
) -> dict[str, Score]:
    """All four scores by name."""
    return {
        "completeness": completeness(report, annotation),
        "specificity": specificity(report, annotation),
        "originality": originality(annotation, comparison),
        "compliance": compliance(results),
    }
