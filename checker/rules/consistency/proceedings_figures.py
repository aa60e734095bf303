from __future__ import annotations

from collections.abc import Iterator

from checker.rules.consistency.comparison import contradictions
from checker.rules.rule import Draft, Outcome, rule


@rule(
    code="C02",
    name="proceedings-figures",
    title="正文的复议、诉讼数字与表四不符",
    severity="error",
    basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（总体情况与统计表应当一致，内容准确）",
)
def proceedings_figures(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文写到的因政府信息公开引起的行政复议、行政诉讼件数，以及维持、纠正、其他结果、尚未审结的件数，与表四是否相符。
    行政诉讼按“未经复议直接起诉”加“复议后起诉”计。说“没有”而表里有数、或者相反的，见 C04。

    依据
    《政府信息公开条例》第五十条；格式要求内容准确、全面。

    反例
    正文写“因政府信息公开被申请行政复议3件，其中纠正1件”，表四行政复议总计 5 件。

    正例
    正文写“行政复议5件，维持3件、纠正1件、尚未审结1件”，表四相同。

    已知局限
    复议机关办理的行政复议案件（作为本职业务）不是因信息公开被申请的复议，不对照。一审、二审分开写的、复议和诉讼结果合在一起写的，
    不对照。问题部分举出的个别案件，只在多于表四时提示。
    """
    yield from contradictions(draft, "proceedings")
