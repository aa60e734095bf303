"""What the comments on a draft say, and which words each is about."""

from __future__ import annotations

from dataclasses import dataclass

from checker.notes.characters import xml_safe
from checker.notes.findings import decision_of, heading, open_findings, quote_of, summary, unchecked
from checker.notes.formats import Context
from checker.notes.scores import named_scores
from checker.reviewing import FindingInfo, Review
from checker.rules.pages import page_address


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on the words [start, end) of the report's text: its first line, the others, a link under the last of
    them (address, words), and the quoted words for where the comment cannot stand at them."""

    start: int
    end: int
    title: str
    lines: tuple[str, ...]
    link: tuple[str, str] | None = None
    quote: str = ""


def comments_on(review: Review, context: Context) -> list[Comment]:
    """A comment that sums up, at the beginning, and one for each finding that nobody has dismissed."""
    return [_summary(review), *(_comment(finding, context) for finding in open_findings(review))]


def _summary(review: Review) -> Comment:
    scores = "，".join(f"{score.name} {score.shown}" for score in named_scores(review))
    lines = [f"{summary(review)}。", f"评分（0—100）：{scores}。"]
    missing = unchecked(review)
    if missing:
        lines.append("未能检查的内容：")
        lines += [f"{item.rules}：{item.reason}" for item in missing]
    return Comment(0, 0, "审核概况", tuple(map(xml_safe, lines)))


def _comment(finding: FindingInfo, context: Context) -> Comment:
    lines = [finding.message, f"建议：{finding.suggestion}", f"依据：{finding.basis}"]
    decision = decision_of(finding)
    if decision is not None:
        lines.append(f"处理：{decision}")
    lines.append(f"规则说明：checker rules {finding.rule}")
    address = page_address(finding.rule, context.rules_page)
    return Comment(
        finding.start,
        finding.end,
        xml_safe(heading(finding)),
        tuple(map(xml_safe, lines)),
        (xml_safe(address), f"{finding.rule} 的说明页") if address else None,
        quote_of(finding),
    )
