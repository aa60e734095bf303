from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from checker.report.formats import SectionKind
from checker.rules.naming import section_title
from checker.rules.reuse.passages import (
    WHOLE_SECTION,
    by_section,
    counted,
    counts_anew,
    identity_of,
    noted_together,
    own_earlier,
    percent,
    reuse_evidence,
    share_of,
    source_quote,
)
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule


@rule(
    code="R01",
    name="prior-year-reuse",
    title="沿用本机关往年报告的文字",
    severity="warning",
    basis="国办公开办函〔2021〕30号（“内容雷同、敷衍塞责”的要追究责任）；《政府信息公开条例》第四十七条",
)
def prior_year_reuse(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    总体情况、问题和改进等叙述文字，有没有照搬本机关上一年（或更早）的报告：逐段指出相同的文字、往年原文、占本部分的比例。
    改了年份、数字、个别字词或调换了语序的也能认出。存在的问题及改进一节里的照搬，或者一节里照搬过半的，为警示，其余为提示。

    依据
    国办公开办函〔2021〕30号；《政府信息公开条例》第四十七条。

    反例
    上年“扎实推进依申请公开工作，全面梳理办理流程……”一条措施，今年一字不改又写一遍。

    正例
    标题、统计期限、编制依据、信息处理费、法律和文件名称，年年相同，不算照搬。

    已知局限
    少于30字的相同文字不提示。每年确实照旧做的事，写法相同也会提示，由审核人员判断。
    """
    comparison = draft.comparison
    if comparison is None or comparison.prior is None:
        yield Unassessed("没有本机关往年的报告（用 --prior 给出，或用 --reference 指明对照库）")
        return
    if (
        draft.report.year is not None
        and comparison.prior.year is not None
        and comparison.prior.year >= draft.report.year
    ):
        yield Unassessed(f"用来对照的报告是{comparison.prior.year}年的，不是往年的")
        return
    text = draft.report.text
    noted = [passage for passage in comparison.from_prior if not counts_anew(text, passage)]
    for section, passages in by_section(comparison, noted).items():
        share = share_of(comparison, section, passages)
        grave = section == "problems" or share >= 0.5
        heading = section_title(draft.report, cast(SectionKind, section)).split("、", 1)[1]
        for group in noted_together(passages, share):
            similarity = min(passage.similarity for passage in group)
            alike = "除年份、数字、标点外一字不差" if similarity > 0.995 else f"相似度{percent(similarity)}"
            where = f"“{heading}”整节基本沿用" if share >= WHOLE_SECTION else "这段文字沿用"
            yield Finding(
                group[0].start,
                group[-1].end,
                f"{where}{own_earlier(comparison.prior)}，{counted(group)}，{alike}；本节沿用往年文字共占{percent(share)}。"
                f"往年原文{'（第一处）' if len(group) > 1 else ''}：“{source_quote(group)}”",
                "按本年度实际重写：做了什么、与上年有什么不同、有什么数字和结果",
                place=f"{section}/prior",
                evidence=reuse_evidence(draft.report, group, share),
                identity=identity_of(draft.report, group),
                severity="warning" if grave else "info",
            )
