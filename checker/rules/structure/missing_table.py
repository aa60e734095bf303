from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.blocks import Table
from checker.report.model import Report, SectionKind
from checker.report.normal import compact
from checker.rules.naming import section_title, table_title
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_KINDS: tuple[SectionKind, ...] = ("disclosure", "applications", "proceedings")
_TRACES = re.compile(
    r"第二十条第|信息内容|制发件数|处理决定数量|申请人情况|本列数据|勾稽关系|结转下年度|结果维持|尚未审结"
)


@rule(
    code="S08",
    name="missing-table",
    title="缺少法定表格",
    severity="error",
    basis="国办公开办函〔2021〕30号所附格式（第二、三、四部分以表格报告）",
)
def missing_table(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    第二、三、四部分的法定表格在不在。

    依据
    国办公开办函〔2021〕30号、〔2019〕60号所附格式。

    反例
    “三、收到和处理政府信息公开申请情况”之下只有一句“本年度未收到申请”，没有表格。

    正例
    数字全部为 0 的表格也是表格。

    已知局限
    表格是图片、只剩表头、或者整份文件是复制来的文字而三张表都不见时，分不清是作者没有做还是途中丢失，只说明无法检查。
    """
    report = draft.report
    missing = [kind for kind in _KINDS if kind not in report.tables]
    copied = report.source.media_type in ("text/html", "text/plain") and len(missing) == len(_KINDS)
    for kind in missing:
        name = table_title(report, kind)
        section = report.section(kind)
        start, end = (section.heading_end, section.end) if section else (0, len(report.text))
        if section and any(start <= gap.position <= end for gap in report.gaps):
            yield Unassessed(f"{name}在文件里是图片，读不出来，请人工核对")
        elif _traces(report, start, end):
            yield Unassessed(f"{name}只剩表头或残缺不全，读不出数字，可能在转换或复制中丢失，请对照原件")
        elif copied:
            if kind == missing[0]:
                yield Unassessed("三张法定表格都不在文件里，可能在复制或保存网页时丢失，请对照原件")
        else:
            place = (section.heading_start, section.heading_end) if section else (0, 0)
            where = f"“{section_title(report, kind)}”之下" if section else "全文"
            yield Finding(
                *place,
                f"{where}没有{name}",
                "按法定格式补上表格，没有发生的填0",
                place=kind,
                evidence={"table": kind},
                identity=[kind],
            )


def _traces(report: Report, start: int, end: int) -> bool:
    """Whether remains of a statutory table stand there: two of its printed words, or a grid that is not empty."""
    text = compact(report.text[start:end])
    grids = [block for block in report.blocks if isinstance(block, Table) and start <= block.start < end]
    return len(set(_TRACES.findall(text))) >= 2 or (
        any(len(grid.cells) >= 6 for grid in grids) and bool(_TRACES.search(text))
    )
