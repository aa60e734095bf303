from __future__ import annotations

from collections.abc import Iterator

from checker.rules.consistency.comparison import TABLE_NAMES, by_line, contradictions, plain, verdicts, where
from checker.rules.naming import shortened
from checker.rules.rule import Draft, Finding, Outcome, rule


@rule(
    code="C01",
    name="applications-figures",
    title="正文的申请数字与表三不符",
    severity="error",
    basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（总体情况与统计表应当一致，内容准确）",
)
def applications_figures(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文写到的政府信息公开申请数字（新收、上年结转、办结、结转下年度、各种办理结果、申请人类别）与表三是否相符。
    一句话的数字属于它自己的分句、年份和口径；“收到”“办理”“答复”有几种正当的算法，与其中任何一种相符都不提示；“余”“约”“近”按字面
    留出余地。同一段里几个数字不符，并作一条。说“没有”而表里有数、或者相反的，见 C04。

    依据
    《政府信息公开条例》第五十条；格式要求内容准确、全面。

    反例
    总体情况写“收到政府信息公开申请12件”，表三本年新收为 15 件、加上年结转为 17 件。

    正例
    “共受理申请17件（含上年结转2件）”，表三新收 15 件、结转 2 件。

    已知局限
    只写了一种途径、一类申请人或者一部分事项的数字，只在它大于全部时提示。政府的报告写政府办公室一家的数字，而表三是全部机关的，
    只作提问（提示级）；部门的报告写全市、全系统的数字，不对照。写法过于特别的句子看不懂，就不说话。
    """
    yield from contradictions(draft, "applications")
    for line in by_line(draft, [verdict for verdict in verdicts(draft) if verdict.kind == "question"]):
        verdict = line[0]
        if verdict.subject.table != "applications":
            continue
        claim = verdict.claim
        figure = verdict.figures[0]
        yield Finding(
            claim.start,
            claim.end,
            f"{where(claim)}写“{shortened(claim.text, 40)}”，说的是“{claim.scope_words}”；{TABLE_NAMES['applications']}“{figure.name}”为"
            f"{plain(figure.value or 0)}件。两处口径可能不同，读者无从知道",
            "在正文写明这个数字包括哪些机关，并补写与表三一致的全部数字",
            place=f"{claim.section}/{claim.subject}/scope",
            evidence={"told": claim.amount.value, "scope": claim.scope_words, "table": figure.value},
            severity="info",
        )
