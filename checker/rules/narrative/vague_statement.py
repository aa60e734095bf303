from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checker.report.normal import compact
from checker.rules.naming import shortened
from checker.rules.narrative.checkable import is_checkable
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.pipeline import AnnotatedStatement

_FEW = 3
# An opening paragraph of loyalty is no statement of work, also where the model is only half sure of it.
_FRAME = 0.25
_SURELY_STOCK = 0.8
_SURELY_VAGUE = 0.95
# In an overview without a single detail doubt need not speak for a sentence.
_OFTEN_STOCK = 0.7
_LITTLE = 1.05
# The pledge with which an overview opens, where the model takes it for work.
_OPENING = re.compile(
    r"贯彻|落实|学习|为(?:指导|指引|导向|目标|核心|主线)|领导下|指导下|(?:按照|根据)[^,。]{0,20}(?:要求|部署|规定|精神)|高度重视"
)


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
    这样的语句占到三分之一以上，报一条并举例；占到一半以上为警示，不到一半、空泛的不足三条或者总共只有三条的为提示。
    总体情况从头到尾没有一个数量、没有一句具体的话的，从严判断。

    依据
    国办公开办函〔2021〕30号；《政府信息公开条例》第四十七条。

    反例
    “不断拓展公开渠道，切实保障人民群众的知情权、参与权、监督权。”

    正例
    夹有少量套话，但多数语句有具体内容。

    已知局限
    是否套话由模型按用语判断，与事情真假无关。开头结尾的表态和小标题不计。
    写明成立了什么小组、谁审核谁签发、专题栏目叫什么名称的，不算空泛。
    """
    overview = draft.annotation.of("overview")
    statements = [
        item
        for place, item in enumerate(overview)
        if item.labels.role in ("practice", "result", "measure")
        and item.labels.role_probabilities["frame"] < _FRAME
        and not (place == 0 and _is_opening(item))
    ]
    if len(statements) < _FEW:
        if not overview:
            yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    stock, specific = (_OFTEN_STOCK, _LITTLE) if _holds_nothing(overview) else (_SURELY_STOCK, _SURELY_VAGUE)
    vague = [item for item in statements if _is_vague(item, stock, specific)]
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
        severity="warning" if share >= 0.5 and len(vague) >= _FEW < len(statements) else "info",
    )


def _is_vague(item: AnnotatedStatement, stock: float, specific: float) -> bool:
    labels = item.labels
    return (
        labels.stock >= stock
        and labels.expected_specificity < specific
        and not item.quantities
        and not is_checkable(item.statement.text)
    )


def _is_opening(item: AnnotatedStatement) -> bool:
    return _OPENING.search(compact(item.statement.text)) is not None and _is_vague(item, _SURELY_STOCK, _SURELY_VAGUE)


def _holds_nothing(overview: Sequence[AnnotatedStatement]) -> bool:
    """Whether an overview has no figure and no statement with an identifying detail at all."""
    return not any(item.quantities or item.labels.specificity >= 2 for item in overview)
