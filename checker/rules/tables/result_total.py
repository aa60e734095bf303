from __future__ import annotations

from collections.abc import Iterator

from checker.rules.rule import Draft, Outcome, rule
from checker.rules.tables.relations import check_relation


@rule(
    code="T03",
    name="result-total",
    title="表三办理结果与总计不符",
    severity="error",
    basis="国办公开办函〔2021〕30号所附格式表三（“（七）总计”为（一）至（六）各项之和）",
)
def result_total(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    表三每一列：（一）予以公开至（六）其他处理各行之和，是否等于（七）总计。

    依据
    格式表三的行次结构。

    反例
    予以公开 4、本机关不掌握 10，（七）总计填 15。

    正例
    各行之和与（七）总计相等；“（六）其他处理”没有分列而只填一行的，按一行计入。

    已知局限
    有一格空白或读不出，该列就不核算，并说明原因。
    """
    yield from check_relation(draft, "applications", "result_total")
