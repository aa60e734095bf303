from __future__ import annotations

import re
from collections.abc import Iterator

from checker.language.claims.figures import account_of
from checker.rules.consistency.comparison import contradictions, section_name
from checker.rules.rule import Draft, Finding, Outcome, rule

# 「制发…2件，废止…1件，现行有效的规范性文件。」: the last of the series has no figure.
_LEFT_OUT = re.compile(
    r"规范性文件[^,;、。\ue000-\uefff]{0,6}[\ue000-\uefff][,;、](?P<words>(?:现行|目前|现)有效的?(?:行政|部门)?规范性文件(?:总数|件数|数量?|共|为)*)(?=[,;。]|$)"
)


@rule(
    code="C03",
    name="disclosure-figures",
    title="正文的规范性文件、许可、处罚、收费数字与表二不符",
    severity="warning",
    basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（总体情况与统计表应当一致，内容准确）",
)
def disclosure_figures(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文写到的规章、行政规范性文件制发、废止、现行有效件数，行政许可、行政处罚、行政强制处理决定数量，行政事业性收费金额，与表二是否相符。
    制发、废止都写了件数，接着写“现行有效的规范性文件”却没有件数的，也提示（提示级）。

    依据
    《政府信息公开条例》第二十条、第五十条；格式要求内容准确、全面。

    反例
    正文写“制发行政规范性文件5件”，表二本年制发 2 件。

    正例
    正文写“公开行政许可信息312条”，表二行政许可处理决定 64 件：公开的条数不是决定的件数，不对照。

    已知局限
    只对照“制发”“废止”“现行有效”“作出……决定”一类写明的数字，不对照公开、公示、发布的条数。填表说明怎样计数未能核实，所以只作警示。
    2019 年格式的表二没有废止、现行有效和收费金额，这几项不对照并说明。
    """
    yield from contradictions(draft, "disclosure")
    for passage in account_of(draft.report, draft.annotation).passages:
        match = _LEFT_OUT.search(passage.skeleton)
        if match:
            start, end = passage.span(*match.span("words"))
            words = passage.words(*match.span("words"))
            yield Finding(
                start,
                end,
                f"{section_name(passage.section)}前面写了件数，而“{words}”没有写件数",
                "补写现行有效的件数，与表二一致",
                place=f"{passage.section}/documents_in_force/left-out",
                evidence={"words": words},
                severity="info",
            )
