from __future__ import annotations

from collections.abc import Iterator

from checker.reference.comparison import LEAST_REPETITION
from checker.rules.naming import shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# From here on a repetition is a whole sentence or more.
_LONG = 40


@rule(
    code="R04",
    name="self-repetition",
    title="报告内前后重复",
    severity="warning",
    basis="国办公开办函〔2021〕30号（年度报告内容“不宜泛化”，不得敷衍塞责）",
)
def self_repetition(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    同一份报告里有没有把一段话几乎原样写了两遍：指出后一处，并引出前一处。40字以上为警示，25字以上为提示。

    依据
    国办公开办函〔2021〕30号。

    反例
    总体情况第（一）部分和第（四）部分有一整句相同。

    正例
    小标题、文件名称、信息处理费的说法重复，不算；同一数字在两处提到，不算。

    已知局限
    换了说法的重复认不出。
    """
    comparison = draft.comparison
    if comparison is None or len(comparison.draft.key) < LEAST_REPETITION:
        yield Unassessed("没有读到可以比对的叙述文字")
        return
    for item in comparison.repetitions:
        quote = draft.report.text[item.start : item.end]
        earlier = draft.report.text[item.earlier_start : item.earlier_end]
        yield Finding(
            item.start,
            item.end,
            f"“{shortened(quote, 40)}”与前文“{shortened(earlier, 40)}”重复，相同{item.common}字",
            "删去一处，或改写为各自要说的内容",
            place="narrative/repetition",
            evidence={"quote": quote, "earlier": earlier},
            severity="warning" if item.common >= _LONG else "info",
        )
