from __future__ import annotations

from collections.abc import Iterator

from checker.rules.consistency.comparison import TABLE_NAMES, by_line, note, verdicts
from checker.rules.rule import Draft, Outcome, Unassessed, rule


@rule(
    code="C04",
    name="zero-claim",
    title="正文说没有而表里有，或者相反",
    severity="error",
    basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（总体情况与统计表应当一致，内容准确）",
)
def zero_claim(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文说没有收到申请、没有结转、没有行政复议和行政诉讼、没有制发规范性文件、没有作出许可或处罚决定（或者写作 0 件），而表里有数；
    或者正文写了件数，而表里全是 0。

    依据
    《政府信息公开条例》第五十条；格式要求内容准确、全面。

    反例
    总体情况写“本年度未收到政府信息公开申请”，表三本年新收 21 件。

    正例
    “全年未收到申请，办理建议8件”，表三本年新收 0 件：8 件说的是建议。

    已知局限
    “没有收到网上申请”一类只否认一部分的话，“没有因答复不及时引起的复议”一类带条件的话，不对照。
    """
    tables = [kind for kind in TABLE_NAMES if kind not in draft.report.tables]
    if tables:
        yield Unassessed(f"没有读到{'、'.join(TABLE_NAMES[kind] for kind in tables)}，正文说没有的无从对照")
    zero = [verdict for verdict in verdicts(draft) if verdict.kind == "zero"]
    for kind in TABLE_NAMES:
        for line in by_line(draft, [verdict for verdict in zero if verdict.subject.table == kind]):
            yield note(line)
