from __future__ import annotations

from collections.abc import Iterator

from checker.report.model import SECTION_KINDS, Report, SectionKind
from checker.rules.naming import section_title, table_title
from checker.rules.rule import Draft, Finding, Outcome, rule

# More missing than this, and they are named in one note.
_SEVERAL = 2


@rule(
    code="S01",
    name="missing-section",
    title="缺少法定章节",
    severity="error",
    basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（内容“不能遗漏”）",
)
def missing_section(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    年度报告应当有六个部分：总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，
    存在的主要问题及改进情况，其他需要报告的事项。少一两个部分，各报一条；少得更多，并作一条。

    依据
    《政府信息公开条例》第五十条；国办公开办函〔2021〕30号、〔2019〕60号所附格式。

    反例
    “三、收到和处理政府信息公开申请情况”之后直接是“五、存在的主要问题及改进情况”。

    正例
    六个部分齐全；标题中“和、及、顿号”的差别、常见的近似写法（如“存在的问题及改进措施”）都能认出，不算缺少。

    已知局限
    标题写得面目全非时会当作没有；表格在而标题不在时，按缺少标题提示。
    """
    report = draft.report
    found = {section.kind for section in report.sections}
    missing = [kind for kind in SECTION_KINDS if kind not in found]
    if not found:
        yield Finding(
            0,
            0,
            "没有找到任何一个法定章节的标题",
            "按法定格式的六个部分编排全文，并写上各部分标题",
            place="report",
            evidence={"missing": missing},
        )
        return
    lost = [kind for kind in missing if kind not in report.tables]
    if len(lost) > _SEVERAL:
        yield _several(report, lost)
    for kind in missing:
        if kind not in lost or len(lost) <= _SEVERAL:
            yield _missing(report, kind)


def _several(report: Report, kinds: list[SectionKind]) -> Finding:
    """One note for many sections: what is missing may be the rest of the file."""
    headings = "、".join(f"“{section_title(report, kind)}”" for kind in kinds)
    return Finding(
        0,
        0,
        f"没有找到{len(kinds)}个部分：{headings}",
        "核对文件是否完整；确实没有写的逐一补写，确无内容的也要保留标题并如实说明",
        place="report/sections",
        evidence={"missing": kinds},
    )


def _missing(report: Report, kind: SectionKind) -> Finding:
    heading = section_title(report, kind)
    before = [section for section in report.sections if SECTION_KINDS.index(section.kind) < SECTION_KINDS.index(kind)]
    table = report.tables.get(kind)
    if table is not None:
        start, end = table.start, min(table.end, table.start + 30)
        message = f"有{table_title(report, kind)}，但没有“{heading}”这个标题"
        suggestion = f"在表格前补上标题“{heading}”"
    else:
        start = end = before[-1].end if before else report.sections[0].start
        message = f"没有找到“{heading}”这一部分"
        suggestion = f"补写“{heading}”；确无内容的也要保留标题并如实说明"
    return Finding(start, end, message, suggestion, place=kind, evidence={"section": kind}, identity=[kind])
