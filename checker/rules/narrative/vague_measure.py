from __future__ import annotations

from collections.abc import Iterator

from checker.rules.naming import share_of, shortened
from checker.rules.narrative.problems import is_vague_measure, missing_of_measure, problem_section
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule


@rule(
    code="N08",
    name="vague-measure",
    title="改进措施写得空泛",
    severity="warning",
    basis="国办公开办函〔2021〕30号（不得“敷衍塞责”）；《政府信息公开条例》第五十条第（四）项",
)
def vague_measure(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    改进措施有没有写清具体做什么、由谁做、什么时候做。空泛的措施并作一条，说明各缺什么；
    空泛的占一半以上为警示，不到一半为提示。

    依据
    《政府信息公开条例》第五十条第（四）项；国办公开办函〔2021〕30号。

    反例
    “一是进一步加强学习，不断提高业务水平；二是进一步完善机制。”

    正例
    “由农经站每季度末核对各村公示，逾期的在镇例会上通报。”

    已知局限
    空泛与否由模型判断；写明了具体做法而没有写时限和责任单位的，不提示。
    """
    found = problem_section(draft.annotation)
    if not found.measures:
        yield Unassessed("没有读到写改进措施的语句")
        return
    measures = found.measures
    vague = [measure for measure in measures if is_vague_measure(measure)]
    if not vague:
        return
    common = set.intersection(*(set(missing_of_measure(measure)) for measure in vague))
    order = [name for name in ("具体做什么", "责任单位", "时限") if name in common]
    first = vague[0].head.statement
    quotes = "".join(f"“{shortened(measure.text, 34)}”" for measure in vague[:3])
    yield Finding(
        first.start,
        first.end,
        f"{share_of('改进措施', len(vague), len(measures))}没有写明{'、'.join(order) or '具体做法'}：{quotes}",
        "每条措施写明做什么、由哪个科室或谁来做、什么时候做完",
        place="problems/vague-measures",
        evidence={
            "measures": [
                {"text": measure.head.statement.text, "missing": missing_of_measure(measure)} for measure in vague
            ],
            "of": len(measures),
        },
        identity=[measure.head.statement.text for measure in vague],
        severity="warning" if 2 * len(vague) >= len(measures) else "info",
    )
