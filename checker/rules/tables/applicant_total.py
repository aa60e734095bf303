from __future__ import annotations

from collections.abc import Iterator

from checker.rules.rule import Draft, Outcome, rule
from checker.rules.tables.relations import check_relation


@rule(
    code="T04",
    name="applicant-total",
    title="表三各类申请人与总计不符",
    severity="error",
    basis="国办公开办函〔2021〕30号所附格式表三（“总计”列为自然人与法人或其他组织之和）",
)
def applicant_total(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    表三每一行：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他六列之和，是否等于总计列。

    依据
    格式表三的栏目结构。

    反例
    自然人 18、商业企业 2，总计填 21。

    正例
    自然人 18、商业企业 3，总计 21。

    已知局限
    有一格空白或读不出，该行就不核算，并说明原因。
    """
    yield from check_relation(draft, "applications", "applicant_total")
