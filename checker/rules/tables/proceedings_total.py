from __future__ import annotations

from collections.abc import Iterator

from checker.rules.rule import Draft, Outcome, rule
from checker.rules.tables.relations import check_relation


@rule(
    code="T05",
    name="proceedings-total",
    title="表四各种结果与总计不符",
    severity="error",
    basis="国办公开办函〔2021〕30号所附格式表四（“总计”为四种结果之和）",
)
def proceedings_total(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    表四的行政复议、未经复议直接起诉、复议后起诉三组：结果维持、结果纠正、其他结果、尚未审结之和，是否等于总计。

    依据
    格式表四的栏目结构。

    反例
    行政复议：维持 10、纠正 1、其他 0、尚未审结 0，总计填 0。

    正例
    行政复议：维持 10、纠正 1、其他 0、尚未审结 2，总计 13。

    已知局限
    有一格空白或读不出，该组就不核算，并说明原因。
    """
    yield from check_relation(draft, "proceedings", "proceedings_total")
