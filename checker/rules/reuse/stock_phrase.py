from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from checker.reference.comparison import LEAST_PEERS
from checker.rules.naming import shortened
from checker.rules.reuse.passages import percent
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_FEW_CHARACTERS = 100


@rule(
    code="R03",
    name="stock-phrase",
    title="通用文字占比高",
    severity="info",
    basis="国办公开办函〔2021〕30号（“内容雷同、敷衍塞责”的要追究责任）",
)
def stock_phrase(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    叙述文字里有多少是对照库中许多机关（一成以上，且不少于5个）都在用、又没有具体内容的通用文字。占比超过门槛的，报一条并举例。

    依据
    国办公开办函〔2021〕30号；度量参照 Dyer, Lang & Stice-Lawrence (2017)。

    反例
    总体情况一半以上是“以公开为常态、不公开为例外”一类人人都写的话。

    正例
    通用的话后面跟着本机关的数字和做法；只有一两句通用的话。

    已知局限
    “许多机关”以对照库为准；对照库里其他机关不到20个时不检查。
    """
    comparison = draft.comparison
    if comparison is None or comparison.peers is None:
        yield Unassessed("没有对照库（用 --reference 指明），无法判断哪些是各机关通用的文字")
        return
    if not comparison.has_peers:
        yield Unassessed(
            f"对照库里其他机关只有{comparison.peers}个，不到{LEAST_PEERS}个，无法判断哪些是各机关通用的文字"
        )
        return
    template = comparison.template_statements
    owner = np.array(comparison.draft.owner, dtype=np.int64)
    total = int(np.count_nonzero(owner >= 0))
    shared = sum(int(np.count_nonzero(owner == place)) for place in template)
    if total < _FEW_CHARACTERS or shared / total < float(draft.thresholds.get("least_share", 0.3)):
        return
    statements = [comparison.draft.statements[place] for place in template]
    texts = [draft.report.text[item.start : item.end] for item in statements]
    quotes = "".join(f"“{shortened(text, 32)}”" for text in texts[:3])
    yield Finding(
        statements[0].start,
        statements[0].end,
        f"叙述文字的{percent(shared / total)}是许多机关（{comparison.template_limit}个以上）都在用、没有具体内容的通用文字，共{len(texts)}句，如{quotes}",
        "删去或换成本机关的做法、数字和结果",
        place="narrative/template",
        evidence={"statements": texts, "share": round(shared / total, 3), "agencies": comparison.template_limit},
        identity=texts,
    )
