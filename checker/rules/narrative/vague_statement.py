from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from checker.rules.naming import shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.pipeline import AnnotatedStatement

_FEW = 3
# An opening paragraph of loyalty is no statement of work, also where the model is only half sure of it.
_FRAME = 0.25
_SURELY_STOCK = 0.8
_SURELY_VAGUE = 0.95


@rule(
    code="N03",
    name="vague-statement",
    title="语句空泛，放在哪份报告里都可以",
    severity="warning",
    basis="国办公开办函〔2021〕30号（内容雷同、敷衍塞责的要追究责任）",
)
def vague_statement(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    总体情况里讲做法、讲结果的语句，有多少没有文件、栏目、部门、时间、数量等任何可以核对的内容，又是通行的套话。
    这样的语句占到三分之一以上，报一条并举例；占到一半以上为警示，不到一半为提示。

    依据
    国办公开办函〔2021〕30号；《政府信息公开条例》第四十七条。

    反例
    “不断拓展公开渠道，切实保障人民群众的知情权、参与权、监督权。”

    正例
    夹有少量套话，但多数语句有具体内容。

    已知局限
    是否套话由模型按用语判断，与事情真假无关。开头结尾的表态和小标题不计。
    """
    statements = [
        item
        for item in draft.annotation.of("overview")
        if item.labels.role in ("practice", "result", "measure") and item.labels.role_probabilities["frame"] < _FRAME
    ]
    if len(statements) < _FEW:
        if not draft.annotation.of("overview"):
            yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    vague = [item for item in statements if _is_vague(item)]
    share = len(vague) / len(statements)
    least = float(draft.thresholds.get("least_share", 0.34))
    if len(vague) < 2 or share < least:
        return
    first = vague[0].statement
    quotes = "".join(f"“{shortened(item.statement.text, 32)}”" for item in vague[:3])
    yield Finding(
        first.start,
        first.end,
        f"总体情况讲工作的语句{len(statements)}条，其中{len(vague)}条没有可以核对的内容，又是通行的套话，如{quotes}",
        "删去套话，或换成本机关的做法：哪份文件、哪个栏目、哪个部门、什么时间、多少数量",
        place="overview/vague",
        evidence={"statements": [item.statement.text for item in vague], "of": len(statements)},
        identity=[item.statement.text for item in vague],
        severity="warning" if share >= 0.5 else "info",
    )


def _is_vague(item: AnnotatedStatement) -> bool:
    labels = item.labels
    return labels.stock >= _SURELY_STOCK and labels.expected_specificity < _SURELY_VAGUE and not item.quantities
