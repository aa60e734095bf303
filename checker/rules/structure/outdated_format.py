from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.formats import get_format
from checker.report.normal import compact
from checker.rules.naming import listed, shortened, statutory_format, table_title
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# Sections of the reports before 2019 (《条例》 of 2007, article 32), none of which the present formats have.
_BEFORE_2019 = re.compile(
    r"收费及减免|收费情况及减免|咨询处理情况|政府信息公开的收费|公开的收费和减免|申诉情况|主动公开政府信息的数量"
)


@rule(
    code="S07",
    name="outdated-format",
    title="沿用已停用的格式",
    severity="error",
    basis="国办公开办函〔2021〕30号（2021年度起适用，代替国办公开办函〔2019〕60号的试行格式）",
)
def outdated_format(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    2021 年及以后的报告，表格是不是还用 2019 年试行格式（例如表二还有“本年新制作数量”“政府集中采购”），或者还有 2019 年以前的章节
    （例如“政府信息公开的收费及减免情况”）。

    依据
    国办公开办函〔2021〕30号。

    反例
    2022 年报告表二的栏目是“上一年项目数量、本年增/减、处理决定数量”。

    正例
    2020 年报告使用 2019 年试行格式；2022 年报告使用 2021 年格式。

    已知局限
    表三“（六）其他处理”没有分成三行也是 2019 年的写法，由 S09 提示。表格读不出来时只看章节标题。
    """
    report = draft.report
    if report.year is None:
        yield Unassessed("报告年度不明，无法判断应当适用哪一种格式")
        return
    wanted = statutory_format(report)
    for kind, table in report.tables.items():
        if get_format(table.format_key).first_year >= wanted.first_year or kind != "disclosure":
            continue
        old = get_format(table.format_key)
        own = {column.label for column in old.table(kind).columns} - {
            column.label for column in wanted.table(kind).columns
        }
        words = [
            label
            for label in sorted(own)
            if compact(label) in compact(report.text[table.start - 200 if table.start > 200 else 0 : table.end])
        ]
        yield Finding(
            table.start,
            min(table.end, table.start + 60),
            f"{table_title(report, kind)}用的是{old.name}（{old.document}）"
            + (f"，栏目有{listed([f'“{word}”' for word in words], 3)}" if words else ""),
            f"改用{wanted.name}（{wanted.document}）的表格，按新的栏目重新填报",
            place=kind,
            evidence={"table": kind, "format": old.key, "expected": wanted.key},
            identity=[old.key],
        )
    for heading in report.other_headings:
        if _BEFORE_2019.search(compact(heading.text)):
            yield Finding(
                heading.start,
                heading.end,
                f"“{shortened(heading.text)}”是2019年以前年度报告的章节，现行格式没有这一部分",
                "删去或并入现行格式的相应部分",
                place="heading",
                evidence={"heading": heading.text},
            )
