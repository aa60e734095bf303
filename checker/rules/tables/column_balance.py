from __future__ import annotations

from collections.abc import Iterator

from checker.rules.rule import Draft, Outcome, rule
from checker.rules.tables.relations import check_relation


@rule(
    code="T02",
    name="column-balance",
    title="表三收办不平",
    severity="error",
    basis="国办公开办函〔2021〕30号所附格式表三（“第一项加第二项之和，等于第三项加第四项之和”）",
)
def column_balance(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    表三每一列：第一项（本年新收）加第二项（上年结转），是否等于第三项（七）总计加第四项（结转下年度继续办理）。

    依据
    格式表三印明的勾稽关系。

    反例
    自然人列：新收 21、结转 0，总计 20、结转下年度 0，相差 1。

    正例
    新收 21、上年结转 2，总计 20、结转下年度 3。

    已知局限
    有一格空白或读不出，该列就不核算，并说明原因：空白不当作 0。
    """
    yield from check_relation(draft, "applications", "balance")
