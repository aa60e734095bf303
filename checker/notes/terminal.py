"""A review for a reviewer at a terminal: by section, with the quote, the rule and what to do."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from checker.notes.characters import xml_safe
from checker.notes.findings import (
    NO_TITLE,
    UNKNOWN,
    by_section,
    decision_of,
    dismissed_findings,
    file_name,
    open_findings,
    quote_of,
    quotes_itself,
    rule_title,
    section_name,
    stale_decisions,
    summary,
    unchecked,
)
from checker.notes.formats import Context
from checker.notes.scores import named_scores
from checker.notes.wrapping import wrap
from checker.reviewing import FindingInfo, Review
from checker.rules.naming import shortened
from checker.rules.rule import SEVERITY_NAMES

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
# What was set aside is only to be recognised.
_LONGEST_DISMISSED = 60


def write(reviews: Sequence[Review], context: Context) -> str:
    """The notes on each report, one after the other."""
    rule = "\n" + "─" * (context.width // 2) + "\n\n"
    return rule.join(render(review, width=context.width, colour=context.colour) for review in reviews)


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
    for section, findings in by_section(open_findings(review)):
        console.print()
        console.print(Text(xml_safe(section_name(review, section)), style="bold"))
        for finding in findings:
            _note(console, finding)
    _unassessed(console, review)
    _decided(console, review)
    console.print()
    _line(console, f"合计：{summary(review)}")
    _line(console, _scores(review))
    return "\n".join(line.rstrip() for line in buffer.getvalue().split("\n"))


def _head(console: Console, review: Review) -> None:
    report = review.report
    console.print(Text(xml_safe(report.title or NO_TITLE), style="bold"))
    _line(console, f"文件：{file_name(review)}")
    facts = [
        f"机关：{report.organization or UNKNOWN}",
        f"年度：{report.year or UNKNOWN}",
        f"表格格式：{report.format}年",
    ]
    _line(console, "  ".join(facts))


def _note(console: Console, finding: FindingInfo) -> None:
    title = Text("  ")
    title.append(SEVERITY_NAMES[finding.severity], style=_STYLES[finding.severity])
    title.append(xml_safe(f" {finding.rule} {rule_title(finding)}"))
    console.print(title)
    if not quotes_itself(finding):
        _line(console, f"原文：「{quote_of(finding)}」", 4)
    _line(console, finding.message, 4)
    _line(console, f"建议：{finding.suggestion}", 4)
    decision = decision_of(finding)
    if decision is not None:
        _line(console, f"处理：{decision}", 4)


def _line(console: Console, text: str, indent: int = 0) -> None:
    console.print(Text(wrap(xml_safe(text), console.width, indent)), soft_wrap=True)


def _unassessed(console: Console, review: Review) -> None:
    found = unchecked(review)
    if not found:
        return
    console.print()
    console.print(Text("未能检查的内容", style="bold"))
    for item in found:
        _line(console, f"{item.rules}：{item.reason}", 2)


def _decided(console: Console, review: Review) -> None:
    """What a reviewer set aside, and decisions that have lost their finding."""
    dismissed, stale = dismissed_findings(review), stale_decisions(review)
    if dismissed:
        console.print()
        console.print(Text("不采纳的意见（不计入合计）", style="bold"))
    for finding in dismissed:
        _line(
            console,
            f"{finding.rule} {rule_title(finding)}：{shortened(finding.message, _LONGEST_DISMISSED)}——{decision_of(finding)}",
            2,
        )
    if stale:
        console.print()
        console.print(Text("找不到对应意见的决定（文字已改或问题已改正，请核对后从决定文件中删去）", style="bold"))
    for about, decision in stale:
        _line(console, f"{about}——{decision}", 2)


def _scores(review: Review) -> str:
    return f"评分（0—100）：{'，'.join(f'{score.name} {score.shown}' for score in named_scores(review))}"
