"""What every renderer says of a review in the same way: names, order, counts, decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, cast

from checker.notes.characters import shown
from checker.report.formats import SECTION_KINDS, SectionKind, format_for_year
from checker.reviewing import FindingInfo, Review
from checker.rules.naming import CHINESE_ORDINALS
from checker.rules.registry import get_rule
from checker.rules.rule import SEVERITIES, SEVERITY_NAMES, Severity

WHOLE_REPORT = "名称、开头与全文"
NO_TITLE = "（没有报告名称）"
UNKNOWN = "不明"
DISMISSED = "dismissed"
_DECISIONS = {"accepted": "采纳", DISMISSED: "不采纳"}
# Of a quote that the note gives itself, this many characters tell that it does.
_SAME = 16


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided on a finding."""

    status: str
    reason: str = ""
    name: str = ""
    date: str = ""

    def __str__(self) -> str:
        """「不采纳（已核对台账；王某某，2024-01-12）」."""
        return f"{self.status_name}（{self.said}）" if self.said else self.status_name

    @property
    def status_name(self) -> str:
        """「采纳」 or 「不采纳」."""
        return _DECISIONS.get(self.status, self.status)

    @property
    def said(self) -> str:
        """The reason, and who decided when."""
        return "；".join(filter(None, (self.reason, "，".join(filter(None, (self.name, self.date))))))


def decision_of(finding: FindingInfo) -> Decision | None:
    """The reviewer's decision on a finding, ``None`` where there is none."""
    given: Any = finding.decision
    if given is None:
        return None
    parts = given if isinstance(given, Mapping) else vars(given)
    return Decision(**{name: str(parts.get(name) or "") for name in ("status", "reason", "name", "date")})


def stale_decisions(review: Review) -> list[tuple[str, Decision]]:
    """Decisions that no finding answers to any more, each with what it was on: 「S11 第六部分没有报告信息处理费“无”」."""
    found = []
    for item in review.stale_decisions:
        rule = get_rule(item.rule)
        quote = shown(item.quote)
        quote = f"“{quote[:30]}……”" if len(quote) > 30 else f"“{quote}”" if quote else ""
        about = f"{item.rule} {rule.title if rule else ''}".strip() or item.fingerprint
        found.append((about + quote, Decision(item.status, item.reason, item.name, item.date.isoformat())))
    return found


def is_dismissed(finding: FindingInfo) -> bool:
    """Whether a reviewer has dismissed the finding."""
    decision = decision_of(finding)
    return decision is not None and decision.status == DISMISSED


def open_findings(review: Review) -> list[FindingInfo]:
    """The findings that nobody has dismissed."""
    return [finding for finding in review.findings if not is_dismissed(finding)]


def dismissed_findings(review: Review) -> list[FindingInfo]:
    """The findings that a reviewer has dismissed."""
    return [finding for finding in review.findings if is_dismissed(finding)]


def by_section(findings: Sequence[FindingInfo]) -> list[tuple[str | None, list[FindingInfo]]]:
    """Findings by section in the report's order; within one, the graver first."""
    order: list[str | None] = [None, *SECTION_KINDS]
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    groups = [(section, [finding for finding in ranked if finding.section == section]) for section in order]
    return [(section, found) for section, found in groups if found]


def section_name(review: Review, section: str | None) -> str:
    """The section's own heading where the report has it, else the statutory one."""
    if section is None:
        return WHOLE_REPORT
    own = next((item.heading for item in review.report.sections if item.kind == section), None)
    if own is not None:
        return own
    kind = cast(SectionKind, section)
    statutory = format_for_year(review.report.year).section(kind).heading
    return f"{CHINESE_ORDINALS[SECTION_KINDS.index(kind)]}、{statutory}"


def rule_title(finding: FindingInfo) -> str:
    """The rule's title; its name where the rule is not installed here."""
    rule = get_rule(finding.rule)
    return rule.title if rule else finding.name


def heading(finding: FindingInfo) -> str:
    """A finding's first line: 「【错误】T02 表三收办不平」."""
    return f"【{SEVERITY_NAMES[finding.severity]}】{finding.rule} {rule_title(finding)}"


def quote_of(finding: FindingInfo, most: int = 60) -> str:
    """The quoted words on one line, cut to ``most`` characters; empty where there are none."""
    quote = shown(finding.quote)
    return f"{quote[:most]}……" if len(quote) > most else quote


def quotes_itself(finding: FindingInfo) -> bool:
    """Whether the message gives the quoted words, so that they need not stand twice."""
    start = shown(finding.quote)[:_SAME]
    return not start or start in shown(finding.message)


def file_name(review: Review) -> str:
    """The reviewed file's name without its folder."""
    return PurePath(review.report.source.path).name


def counts(findings: Sequence[FindingInfo]) -> dict[Severity, int]:
    """How many findings of each severity."""
    return {severity: sum(1 for item in findings if item.severity == severity) for severity in SEVERITIES}


def summary(review: Review) -> str:
    """「错误1条，警示2条，提示0条；25条规则中20条通过、2条无法检查」, and how many were dismissed."""
    numbers = "，".join(f"{SEVERITY_NAMES[key]}{count}条" for key, count in counts(open_findings(review)).items())
    passed = sum(1 for item in review.assessments if item.status == "passed")
    unchecked = sum(1 for item in review.assessments if item.status == "not_assessable")
    dismissed = len(dismissed_findings(review))
    rest = f"；另有{dismissed}条审核人员不采纳" if dismissed else ""
    return f"{numbers}；{len(review.assessments)}条规则中{passed}条通过、{unchecked}条无法检查{rest}"


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What could not be checked for one reason: the rules (codes; the title where it is a single one) and why."""

    codes: tuple[str, ...]
    title: str
    reason: str

    @property
    def rules(self) -> str:
        """「T02、T03」, or 「T02 表三收办不平」."""
        return f"{'、'.join(self.codes)}{f' {self.title}' if self.title else ''}"


def unchecked(review: Review) -> list[Unchecked]:
    """What could not be checked, rules with the same reason together."""
    by_reason: dict[str, list[str]] = {}
    for item in review.assessments:
        if item.reason:
            by_reason.setdefault(item.reason, []).append(item.rule)
    found = []
    for reason, codes in by_reason.items():
        rule = get_rule(codes[0])
        found.append(Unchecked(tuple(codes), rule.title if rule and len(codes) == 1 else "", reason))
    return found
