from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checker.report.model import Report
from checker.report.normal import compact
from checker.rules.naming import section_title
from checker.rules.narrative.aspect_headings import heading_of
from checker.rules.narrative.aspects import (
    ASPECTS,
    aspect_name,
    aspect_words,
    is_mentioned,
    tell,
    usable_figures,
)
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.labels import Aspect

# An overview of nothing but openings that is shorter is empty rather than vague (S04).
_TOO_SHORT = 60


@rule(
    code="N01",
    name="missing-aspect",
    title="总体情况缺少应当报告的方面",
    severity="warning",
    basis="国办公开办函〔2021〕30号（总体情况应报告主动公开、依申请公开、政府信息管理、平台建设、监督保障）",
)
def missing_aspect(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    总体情况有没有写到五个方面：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。按语句内容判断，不看有没有小标题；
    缺几个方面，并作一条；只在表态里提到、没有写做了什么的，分开说明。

    依据
    国办公开办函〔2021〕30号。

    反例
    总体情况从头到尾没有一句讲依申请公开，而表三显示收到申请 21 件。

    正例
    没有小标题，但五个方面都写到了；没有收到申请的，写明“本年度未收到政府信息公开申请”。

    已知局限
    由模型判断语句讲的是哪个方面，把握不大时不提示。只提到复议、诉讼、举报投诉，不算写了依申请公开。
    写明公开信息多少条、收到申请多少件或者没有收到申请的，不论放在哪句话里，都算写了。
    """
    report = draft.report
    section = report.section("overview")
    if section is None or not draft.annotation.of("overview"):
        yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    overview = draft.annotation.of("overview")
    telling = {aspect: tell(draft.annotation, aspect).telling for aspect in ASPECTS}
    missing = [aspect for aspect in ASPECTS if telling[aspect] == "absent"]
    if all(item.labels.role == "frame" for item in overview):
        if sum(len(compact(item.statement.text)) for item in overview if item.labels.is_stock) < _TOO_SHORT:
            yield Unassessed("总体情况没有写做法和结果，见S04、N02")
            return
        # a pledge that names an aspect tells no more of it than one that does not; bare headings are N02's
        missing = [aspect for aspect in ASPECTS if telling[aspect] != "told" and heading_of(overview, aspect) is None]
    if not missing:
        return
    mentioned = [aspect for aspect in missing if is_mentioned(draft.annotation, aspect)]
    yield Finding(
        section.heading_start,
        section.heading_end,
        f"“{section_title(report, 'overview')}”{_what_lacks(missing, mentioned)}{_shown(report, missing)}",
        _advice(missing),
        place="overview/aspects",
        evidence={"missing": list(missing)},
        identity=missing,
    )


def _what_lacks(missing: Sequence[Aspect], mentioned: Sequence[Aspect]) -> str:
    unnamed = "、".join(aspect_name(aspect) for aspect in missing if aspect not in mentioned)
    named = "、".join(aspect_name(aspect) for aspect in mentioned)
    parts = [f"没有写{unnamed}"] if unnamed else []
    if named:
        parts.append(f"对{named}只是提到，没有写做了什么")
    return "；".join(parts)


def _shown(report: Report, missing: Sequence[Aspect]) -> str:
    """What the tables have to tell of the missing aspects, each by its name where several are missing."""
    figures = {aspect: figure for aspect in missing if (figure := usable_figures(report, aspect))}
    if not figures:
        return ""
    if len(missing) == 1:
        return f"；{figures[missing[0]]}，总体情况未提及"
    told = "；".join(f"{aspect_name(aspect)}：{figure}" for aspect, figure in figures.items())
    return f"。其中{told}，总体情况未提及"


def _advice(missing: Sequence[Aspect]) -> str:
    if len(missing) == 1:
        return f"补写{aspect_name(missing[0])}：{aspect_words()[missing[0]]['wanted']}"
    return "分别补写，" + "；".join(f"{aspect_name(aspect)}写{aspect_words()[aspect]['brief']}" for aspect in missing)
