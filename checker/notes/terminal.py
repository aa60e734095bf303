"""A review for a reviewer at a terminal: by section, with the quote, the rule and what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import PurePath
from typing import cast

from rich.console import Console
from rich.text import Text

from checker.notes.wrapping import wrap
from checker.report.formats import SECTION_KINDS, SectionKind, format_for_year
from checker.review import FindingInfo, Review
from checker.rules.naming import CHINESE_ORDINALS
from checker.rules.registry import get_rule
from checker.rules.rule import SEVERITIES, SEVERITY_NAMES

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_LONGEST_QUOTE = 60
_SAME = 16


def render(review: Review, *, width: int = 80, colour: bool = False) -> str:
    """The notes as text, ``width`` columns wide (a Han character takes two)."""
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=max(40, width),
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    _head(console, review)
    for section, findings in _by_section(review.findings):
        console.print()
        console.print(Text(_section_name(review, section), style="bold"))
        for finding in findings:
            _note(console, finding)
    _unassessed(console, review)
    console.print()
    _line(console, _summary(review))
    _line(console, _scores(review))
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _head(console: Console, review: Review) -> None:
    report = review.report
    console.print(Text(report.title or "（没有报告名称）", style="bold"))
    _line(console, f"文件：{PurePath(report.source.path).name}")
    facts = [
        f"机关：{report.organization or '不明'}",
        f"年度：{report.year or '不明'}",
        f"表格格式：{report.format}年",
    ]
    _line(console, "  ".join(facts))


def _by_section(findings: Sequence[FindingInfo]) -> list[tuple[str | None, list[FindingInfo]]]:
    """Findings by section in the report's order; within one, the graver first."""
    order: list[str | None] = [None, *SECTION_KINDS]
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    groups = [(section, [finding for finding in ranked if finding.section == section]) for section in order]
    return [(section, found) for section, found in groups if found]


def _section_name(review: Review, section: str | None) -> str:
    """The section's own heading where the report has it, else the statutory one."""
    if section is None:
        return "名称、开头与全文"
    own = next((item.heading for item in review.report.sections if item.kind == section), None)
    if own is not None:
        return own
    kind = cast(SectionKind, section)
    statutory = format_for_year(review.report.year).section(kind).heading
    return f"{CHINESE_ORDINALS[SECTION_KINDS.index(kind)]}、{statutory}"


def _note(console: Console, finding: FindingInfo) -> None:
    rule = get_rule(finding.rule)
    title = Text("  ")
    title.append(SEVERITY_NAMES[finding.severity], style=_STYLES[finding.severity])
    title.append(f" {finding.rule} {rule.title if rule else finding.name}")
    console.print(title)
    quote = " ".join(finding.quote.split())
    # a note that quotes the words itself need not have them twice
    if quote and quote[:_SAME] not in finding.message:
        if len(quote) > _LONGEST_QUOTE:
            quote = f"{quote[:_LONGEST_QUOTE]}……"
        _line(console, f"原文：「{quote}」", 4)
    _line(console, finding.message, 4)
    _line(console, f"建议：{finding.suggestion}", 4)


def _line(console: Console, text: str, indent: int = 0) -> None:
    console.print(Text(wrap(text, console.width, indent)), soft_wrap=True)


def _unassessed(console: Console, review: Review) -> None:
    by_reason: dict[str, list[str]] = {}
    for item in review.assessments:
        if item.reason:
            by_reason.setdefault(item.reason, []).append(item.rule)
    if not by_reason:
        return
    console.print()
    console.print(Text("未能检查的内容", style="bold"))
    for reason, codes in by_reason.items():
        rule = get_rule(codes[0])
        title = f" {rule.title}" if rule and len(codes) == 1 else ""
        _line(console, f"{'、'.join(codes)}{title}：{reason}", 2)


def _summary(review: Review) -> str:
    counts = "，".join(f"{SEVERITY_NAMES[severity]}{review.count(severity)}条" for severity in SEVERITIES)
    passed = sum(1 for item in review.assessments if item.status == "passed")
    partly = sum(1 for item in review.assessments if item.status == "not_assessable")
    return f"合计：{counts}；{len(review.assessments)}条规则中{passed}条通过、{partly}条无法检查"


_SCORE_NAMES = {"completeness": "完整", "specificity": "具体", "originality": "原创", "compliance": "合规"}


def _scores(review: Review) -> str:
    values = [
        f"{name} {'无法评定' if review.scores[key].value is None else f'{review.scores[key].value:.0f}'}"
        for key, name in _SCORE_NAMES.items()
        if key in review.scores
    ]
    return f"评分（0—100）：{'，'.join(values)}"
