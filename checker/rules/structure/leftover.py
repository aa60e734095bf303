from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.model import Mark, Report
from checker.report.normal import compact
from checker.rules.naming import listed, section_title, shortened
from checker.rules.rule import Draft, Finding, Outcome, rule

_PLACEHOLDERS = re.compile(
    r"\((?:文字描述|此处[^)]{0,20}|请填写[^)]{0,20}|请在此[^)]{0,20}|请?(?:可|应)?(?:根据|按照|结合)[^)]{0,14}(?:填写|填报|修改|补充|调整)|请(?:核实|核对|补充|确认)[^)]{0,10}|待补充?|待填|待核实?|待定|填写说明[^)]{0,20}|收取信息处理费情况在此处报告[^)]{0,4}|文字描述[^)]{0,40})\)"
    r"|(?:年度报告|报告)格式(?:模板|范本)|\((?:格式)?模板\)|[xX×*＊]{2,}(?=年|月|日|镇|乡|县|市|区|省|局|街道|条|件|次|个|人|单位|万元|元|期|份|%)|某某(?=镇|乡|县|市|局|街道|单位|同志)"
    r"|_{3,}|此处(?:填写|输入|插入|补充)[^,。;]{0,12}|单击(?:或点击)?此处[^,。;]{0,10}|请(?:自行)?(?:填写|补充)(?:完整|数据|内容)|\[(?:单位|机关|年份|数字|日期)(?:名称)?\]|待补充|数据待核"
)
_NAMES = {"insertion": "修订（插入）", "deletion": "修订（删除）", "comment": "批注", "highlight": "突出显示"}


@rule(
    code="S10",
    name="leftover",
    title="草稿痕迹未清理",
    severity="error",
    basis="国办公开办函〔2021〕30号（发布内容应当准确）",
)
def leftover(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    模板提示语（如“（文字描述）”“××年”“请填写”）、未接受的修订、批注、突出显示的文字。

    依据
    《政府信息公开条例》第四十七条；国办公开办函〔2021〕30号（发布内容不准确的要追究责任）。

    反例
    “一、总体情况（文字描述）”；“全年公开信息XX条”；文件里还有 3 处批注。

    正例
    “××公司”一类隐去名称的写法不算；文字颜色不算痕迹。

    已知局限
    修订、批注、突出显示只有 docx 文件里读得到。修订按接受后的文字审核。
    """
    report = draft.report
    normal = report.normal
    for match in _PLACEHOLDERS.finditer(normal.text):
        start, end = normal.span(match.start(), match.end())
        quote = report.text[start:end]
        section = report.section_at(start)
        if section is not None and compact(report.text[section.body_start : section.end]) == match[0]:
            message = f"“{section_title(report, section.kind)}”之下只有模板提示语“{quote.strip()}”，没有内容"
        else:
            message = f"“{shortened(_around(report, start, end), 36)}”中有模板提示语或待填内容“{quote.strip()}”"
        yield Finding(
            start,
            end,
            message,
            "填写实际内容或删去",
            place=_place(report, start),
            evidence={"found": quote},
        )
    by_kind: dict[str, list[Mark]] = {}
    for mark in report.marks:
        by_kind.setdefault("revision" if mark.kind in ("insertion", "deletion") else mark.kind, []).append(mark)
    for kind, marks in by_kind.items():
        yield _marks(kind, marks)


def _around(report: Report, start: int, end: int) -> str:
    line_start = report.text.rfind("\n", 0, start) + 1
    line_end = report.text.find("\n", end)
    return report.text[max(line_start, start - 14) : min(len(report.text) if line_end < 0 else line_end, end + 14)]


def _place(report: Report, start: int) -> str:
    section = report.section_at(start)
    return section.kind if section else "front"


def _marks(kind: str, marks: list[Mark]) -> Finding:
    first = marks[0]
    if kind == "revision":
        inserted = sum(1 for mark in marks if mark.kind == "insertion")
        count = f"{len(marks)}处未接受的修订（插入{inserted}处、删除{len(marks) - inserted}处）"
        advice = "逐处核对后接受或拒绝修订，再定稿"
    else:
        count = f"{len(marks)}处{_NAMES[kind]}"
        advice = "处理完毕后删去批注" if kind == "comment" else "核对后取消突出显示"
    samples = [f"“{shortened(mark.text, 20)}”" for mark in marks if mark.text.strip()]
    return Finding(
        first.start,
        first.end,
        f"文件里还有{count}" + (f"：{listed(samples, 3)}" if samples else ""),
        advice,
        place=f"marks/{kind}",
        evidence={"kind": kind, "count": len(marks)},
        identity=[f"{mark.kind}:{mark.text}" for mark in marks],
        severity="error" if kind != "highlight" else "warning",
    )
