from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from checker.reference.comparison import LEAST_PASSAGE, LEAST_PEERS, Comparison, Passage
from checker.report.formats import SectionKind
from checker.rules.naming import section_title
from checker.rules.reuse.passages import (
    WHOLE_SECTION,
    by_section,
    counts_anew,
    identity_of,
    noted_together,
    percent,
    reuse_evidence,
    share_of,
    source_name,
    source_quote,
)
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

# A passage of this many characters in the agency's own words, or a section of which this share stands elsewhere,
# is no coincidence.
_LONG, _LARGE_SHARE = 60, 0.3
_STOCK = 0.5


@rule(
    code="R02",
    name="peer-reuse",
    title="与其他机关的报告文字相同",
    severity="warning",
    basis="国办公开办函〔2021〕30号（“内容雷同、敷衍塞责”的要追究责任）；《政府信息公开条例》第四十七条",
)
def peer_reuse(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    叙述文字有没有与对照库里其他机关的报告相同：指出相同的文字、出自哪个机关哪一年的报告、对方原文、占本部分的比例，
    以及还有几个机关也有这段文字。大多数机关都这样写的，属于通用文字（R03），不在此列。
    相同文字较长或占一节三成以上的为警示，其余为提示。

    依据
    国办公开办函〔2021〕30号；《政府信息公开条例》第四十七条。

    反例
    总体情况里的一段，与邻县某局报告只差单位名称和数字。

    正例
    标题、法律名称、统计期限、信息处理费、引用的文件和原话相同，不算；逐项列数字的句子，说法相同而数字不同，不算。

    已知局限
    只能与对照库里有的报告比。对照库里其他机关不到20个时，分不清通用文字，只提示具体、不是套话的相同文字，并说明未能全面检查。
    谁抄谁无法判断。少于30字的相同文字不提示。
    """
    comparison = draft.comparison
    if comparison is None or (comparison.peers is None and not comparison.from_peers):
        yield Unassessed("没有对照库（用 --reference 指明），无法与其他机关的报告比对")
        return
    if not comparison.has_peers:
        yield Unassessed(
            f"对照库里其他机关只有{comparison.peers or 0}个，不到{LEAST_PEERS}个，通用文字与雷同分不清，只查了不是套话的相同文字"
        )
    noted = [
        passage
        for passage in comparison.from_peers
        if (comparison.has_peers or _own_words(comparison, passage) >= LEAST_PASSAGE)
        and not counts_anew(draft.report.text, passage)
    ]
    for section, passages in by_section(comparison, noted).items():
        share = share_of(comparison, section, passages)
        for group in noted_together(passages, share):
            yield _finding(draft, comparison, section, share, group)


def _finding(draft: Draft, comparison: Comparison, section: str, share: float, group: list[Passage]) -> Finding:
    source = group[0].source
    characters = sum(passage.common for passage in group)
    sharers = max(passage.sharers for passage in group)
    others = f"，另有{sharers - 1}个机关的报告也有" if sharers > 1 else ""
    heading = section_title(draft.report, cast(SectionKind, section)).split("、", 1)[1]
    where = f"“{heading}”整节基本" if share >= WHOLE_SECTION else "这段文字"
    grave = share >= _LARGE_SHARE or sum(_own_words(comparison, passage) for passage in group) >= _LONG
    severity: Severity = "warning" if grave else "info"
    return Finding(
        group[0].start,
        group[-1].end,
        f"{where}与{source_name(source)}相同，共{characters}字，相似度{percent(min(passage.similarity for passage in group))}{others}；"
        f"本节与其他机关相同的文字共占{percent(share)}。对方原文：“{source_quote(group)}”",
        "核对文字来源；写本机关自己的做法、数字和结果",
        place=f"{section}/peer",
        evidence={**reuse_evidence(draft.report, group, share), "sharers": sharers},
        identity=identity_of(draft.report, group),
        severity=severity,
    )


def _own_words(comparison: Comparison, passage: Passage) -> int:
    """The distinctive characters of a passage; where there are too few peers to say what is common, only those in
    statements that are not stock text."""
    if comparison.has_peers:
        return passage.distinctive
    statements = [comparison.draft.statements[place] for place in passage.statements]
    length = sum(item.end - item.start for item in statements)
    plain = sum(item.end - item.start for item in statements if item.stock < _STOCK)
    return round(passage.distinctive * plain / length) if length else 0
