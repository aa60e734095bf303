from __future__ import annotations

import re
from collections.abc import Iterator

from checker.rules.naming import share_of, shortened
from checker.rules.narrative.problems import Point, ProblemSection, is_vague_measure, problem_section
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# Below this for every problem a measure is said to answer none; lower where all problems stand in one sentence,
# of which a measure may answer any part.
_SURELY_NOT, _SURELY_NOT_OF_ONE = 0.35, 0.15
# A look back on what was done about last year's problems answers those.
_LOOK_BACK = re.compile(r"上年|去年|上一年|已(?:于|经|全部|完成|在)|得到(?:解决|整改)")


@rule(
    code="N07",
    name="unprompted-measure",
    title="措施不对应任何问题",
    severity="info",
    basis="《政府信息公开条例》第五十条第（四）项（存在的主要问题及改进情况）",
)
def unprompted_measure(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    写出的改进措施是不是都对着前面的问题；不对着任何问题的，并作一条提示。

    依据
    《政府信息公开条例》第五十条第（四）项。

    反例
    问题只讲政策解读少，措施却讲加强保密审查。

    正例
    一条措施回应几个问题；总的表态和结尾不算措施。

    已知局限
    由模型判断，把握不大时不提示。措施多写不是错误，只提示审核人员看一眼是否漏写了问题。
    """
    found = problem_section(draft.annotation)
    if not found.problems or not found.measures:
        yield Unassessed("没有读到写问题或写改进措施的语句")
        return
    limit = _SURELY_NOT if len(found.problems) > 1 else _SURELY_NOT_OF_ONE
    accused = _nearest_to_the_only_unanswered(found)
    stray = [
        measure
        for measure in found.measures
        if max(found.likelihood_of(problem, measure) for problem in found.problems) < limit
        and not _LOOK_BACK.search(measure.whole_text)
        and not found.answers_at_once(measure)
        and measure is not accused
    ]
    if not stray:
        return
    first = stray[0].head.statement
    quotes = "".join(f"“{shortened(measure.text, 34)}”" for measure in stray[:3])
    yield Finding(
        first.start,
        first.end,
        f"{share_of('改进措施', len(stray), len(found.measures))}不对应前面写的任何问题：{quotes}",
        "核对是漏写了问题，还是沿用了往年或别处的措施",
        place="problems/unprompted",
        evidence={"measures": [measure.head.statement.text for measure in stray], "of": len(found.measures)},
        identity=[measure.head.statement.text for measure in stray],
    )


def _nearest_to_the_only_unanswered(found: ProblemSection) -> Point | None:
    """The measure that N06 holds against the only problem without an answer, where it is vague too: it has been told
    of twice (N06, N08)."""
    unanswered = found.unanswered
    if len(unanswered) != 1:
        return None
    nearest = found.nearest_to(unanswered[0])
    return nearest if is_vague_measure(nearest) else None
