from __future__ import annotations

import re
from collections.abc import Iterator

from checker.reference.comparison import LEAST_REPETITION
from checker.report.normal import normalise
from checker.rules.naming import shortened
from checker.rules.reuse.passages import is_list_of_counts, whole_clauses
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# From here on a repetition is a whole sentence or more.
_LONG = 40
# Things named one after the other: so many at least, none longer than this, nearly all with 、 between them.
_FEWEST_ITEMS, _LONGEST_ITEM, _NEARLY_ALL = 4, 12, 0.8
_SEPARATOR = re.compile(r"[,、;:。!?]")
_NUMBER = re.compile(r"\d[\d,.]*")


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
    小标题、文件名称、信息处理费的说法重复，不算；同一数字在两处提到，不算；先列出栏目名称、后面再逐个写条数，不算。

    已知局限
    换了说法的重复认不出。
    """
    comparison = draft.comparison
    if comparison is None or len(comparison.draft.key) < LEAST_REPETITION:
        yield Unassessed("没有读到可以比对的叙述文字")
        return
    text = draft.report.text
    for item in comparison.repetitions:
        quote, earlier = text[item.start : item.end], text[item.earlier_start : item.earlier_end]
        spans = ((item.start, item.end), (item.earlier_start, item.earlier_end))
        if any(
            _names_items(text[start:end]) or is_list_of_counts(whole_clauses(text, start, end)) for start, end in spans
        ):
            continue
        numbers = "（数字不同）" if _NUMBER.findall(quote) != _NUMBER.findall(earlier) else ""
        yield Finding(
            item.start,
            item.end,
            f"“{shortened(quote, 40)}”与前文“{shortened(earlier, 40)}”重复，相同{item.common}字{numbers}",
            "删去一处，或改写为各自要说的内容",
            place="narrative/repetition",
            evidence={"quote": quote, "earlier": earlier},
            severity="warning" if item.common >= _LONG else "info",
        )


def _names_items(text: str) -> bool:
    """Whether a text does no more than name things one after the other (权益维护、退役安置、就业创业): columns, fields."""
    words = normalise(text).text.strip(",、;:。!?")
    items = _SEPARATOR.split(words)
    return (
        len(items) >= _FEWEST_ITEMS
        and max(map(len, items)) <= _LONGEST_ITEM
        and words.count("、") >= _NEARLY_ALL * (len(items) - 1)
    )
