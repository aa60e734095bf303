from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checker.report.model import Report
from checker.rules.naming import section_title
from checker.rules.narrative.aspects import ASPECTS, aspect_name, aspect_words, tell, usable_figures
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.labels import Aspect


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
    缺几个方面，并作一条。

    依据
    国办公开办函〔2021〕30号。

    反例
    总体情况从头到尾没有一句讲依申请公开，而表三显示收到申请 21 件。

    正例
    没有小标题，但五个方面都写到了；没有收到申请的，写明“本年度未收到政府信息公开申请”。

    已知局限
    由模型判断语句讲的是哪个方面，把握不大时不提示。只提到复议、诉讼、举报投诉，不算写了依申请公开。
    """
    report = draft.report
    section = report.section("overview")
    if section is None or not draft.annotation.of("overview"):
        yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    if all(item.labels.role == "frame" for item in draft.annotation.of("overview")):
        yield Unassessed("总体情况没有写做法和结果，见S04、N02")
        return
    missing = [aspect for aspect in ASPECTS if tell(draft.annotation, aspect).telling == "absent"]
    if not missing:
        return
    names = "、".join(aspect_name(aspect) for aspect in missing)
    yield Finding(
        section.heading_start,
        section.heading_end,
        f"“{section_title(report, 'overview')}”没有写{names}{_shown(report, missing)}",
        _advice(missing),
        place="overview/aspects",
        evidence={"missing": list(missing)},
        identity=missing,
    )


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
