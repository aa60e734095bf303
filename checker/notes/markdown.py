"""Reviews as Markdown, for an issue, a mail or a wiki: one review whole, many after a table of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.notes.characters import shown
from checker.notes.findings import (
    NO_TITLE,
    UNKNOWN,
    by_section,
    counts,
    decision_of,
    dismissed_findings,
    file_name,
    heading,
    open_findings,
    quote_of,
    quotes_itself,
    section_name,
    summary,
    unchecked,
)
from checker.notes.formats import Context
from checker.notes.scores import SCORE_NAMES, named_scores
from checker.notes.sums import failed_sums
from checker.reviewing import FindingInfo, Review
from checker.rules import pages
from checker.rules.rule import SEVERITIES, SEVERITY_NAMES


def write(reviews: Sequence[Review], context: Context) -> str:
    """One review, or a table of many followed by each."""
    if len(reviews) == 1 and not context.unread:
        return "\n".join(_review(reviews[0], context, 1)) + "\n"
    lines = ["# 政府信息公开工作年度报告审核意见", "", *_overview(reviews, context)]
    for review in reviews:
        lines += ["", *_review(review, context, 2)]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return pages.escape(shown(text))


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    return [_row(head), _row(["---"] * len(head)), *map(_row, rows)]


def _overview(reviews: Sequence[Review], context: Context) -> list[str]:
    head = ["机关", "年度", *(SEVERITY_NAMES[severity] for severity in SEVERITIES), *SCORE_NAMES.values(), "文件"]
    rows: list[list[object]] = []
    for review in reviews:
        scores = {score.key: score.shown for score in named_scores(review)}
        rows.append(
            [
                _text(review.report.organization or UNKNOWN),
                review.report.year or UNKNOWN,
                *counts(open_findings(review)).values(),
                *(scores.get(key, "") for key in SCORE_NAMES),
                _text(file_name(review)),
            ]
        )
    lines = _table(head, rows)
    if context.unread:
        lines += ["", "没有读出的文件：", ""]
        lines += [f"- {_text(item.path)}：{_text(item.reason)}" for item in context.unread]
    return lines


def _review(review: Review, context: Context, level: int) -> Iterator[str]:
    report, mark = review.report, "#" * level
    yield f"{mark} {_text(report.title or NO_TITLE)}"
    yield ""
    yield f"- 文件：{_text(file_name(review))}"
    yield f"- 机关：{_text(report.organization or UNKNOWN)}"
    yield f"- 年度：{report.year or UNKNOWN}，表格格式：{report.format}年"
    yield f"- 合计：{summary(review)}"
    yield ""
    rows = [(score.name, score.shown, score.meaning, _text("；".join(score.parts))) for score in named_scores(review)]
    yield from _table(("评分（0—100）", "分数", "含义", "组成"), rows)
    for section, findings in by_section(open_findings(review)):
        yield ""
        yield f"{mark}# {_text(section_name(review, section))}"
        for finding in findings:
            yield ""
            yield from _finding(finding, context)
    yield from _sums(review, mark)
    yield from _rest(review, mark)


def _finding(finding: FindingInfo, context: Context) -> Iterator[str]:
    yield f"**{_text(heading(finding))}**"
    yield ""
    if not quotes_itself(finding):
        yield f"- 原文：「{_text(quote_of(finding))}」"
    yield f"- 问题：{_text(finding.message)}"
    yield f"- 建议：{_text(finding.suggestion)}"
    yield f"- 依据：{_text(finding.basis)}"
    address = pages.page_address(finding.rule, context.rules_page)
    command = f"`checker rules {finding.rule}`"
    yield f"- 规则：[{finding.rule} 的说明](<{address}>)，{command}" if address else f"- 规则：{command}"
    decision = decision_of(finding)
    if decision is not None:
        yield f"- 处理：{_text(str(decision))}"


def _sums(review: Review, mark: str) -> Iterator[str]:
    found = failed_sums(review)
    if not found:
        return
    yield ""
    yield f"{mark}# 合计不符的数字"
    yield ""
    rows = [
        (_text(item.where), _text(item.left_words), item.left, _text(item.right_words), item.right, item.difference)
        for item in found
    ]
    yield from _table(("位置", "一边", "得", "另一边", "得", "相差"), rows)


def _rest(review: Review, mark: str) -> Iterator[str]:
    missing = unchecked(review)
    if missing:
        yield ""
        yield f"{mark}# 未能检查的内容"
        yield ""
        yield from (f"- {_text(item.rules)}：{_text(item.reason)}" for item in missing)
    dismissed = dismissed_findings(review)
    if dismissed:
        yield ""
        yield f"{mark}# 审核人员不采纳的意见"
        yield ""
        for finding in dismissed:
            yield f"- {_text(heading(finding))}：{_text(finding.message)}（{_text(str(decision_of(finding)))}）"
