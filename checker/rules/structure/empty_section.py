from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.model import NARRATIVE_KINDS, Report, Section
from checker.report.normal import compact
from checker.rules.naming import section_title, shortened
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

_NOTHING = {
    "无",
    "无。",
    "没有",
    "没有。",
    "无其他",
    "略",
    "暂无",
    "暂无。",
    "/",
    "-",
    "无此情况",
    "无此情况。",
    "不存在",
    "无内容",
}
_PLACEHOLDER = re.compile(r"\((?:文字描述|此处|请填写)[^)]*\)")

# Sentences that every report opens with and that tell nothing of the work: what the report rests on,
# its period, its parts, whom to ask. They sometimes stand inside 总体情况, sometimes alone.
_PREAMBLE = re.compile(
    r"[^。;!?]*(?:统计期限|统计时限|统计时间|起至?\d{4}年\d{1,2}月|至(?:\d{4}年)?12月31日止|联系电话|联系地址|如有(?:任何)?疑问|如对本?.{0,8}报告|"
    r"邮编|电子版|[四五六七八]个?(?:部分|方面)(?:组成|构成|内容|报告|汇报)?|现将[^。;!?]{0,40}(?:报告|公布|公开)如下|"
    r"根据《?(?:中华人民共和国)?政府信息公开条例》?[^。;!?]{0,120}(?:编制|制作|公布|公开|撰写|形成)[^。;!?]{0,40}报告)[^。;!?]*[。;!?]?"
)


@rule(
    code="S04",
    name="empty-section",
    title="章节为空或过短",
    severity="error",
    basis="《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（“不能遗漏”）",
)
def empty_section(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    总体情况、存在的主要问题及改进情况两个部分有没有实际内容：空白，只写“无”，只有编制说明（依据、统计期限、联系方式、各部分名称），
    或者短得说不清事情（总体情况不足 60 字、问题及改进不足 40 字，可在设置中调整；够一半字数又有数字的为警示）。其他需要报告的事项可以写“无”，但不能空白。

    依据
    《政府信息公开条例》第五十条；国办公开办函〔2021〕30号。

    反例
    “五、存在的主要问题及改进情况”之下只有一个“无”字。

    正例
    “六、其他需要报告的事项”之下写“无其他需要报告的事项。本年度未收取信息处理费。”

    已知局限
    只看有没有、够不够长，内容是否空泛由 N 类规则判断。该部分是图片时无法检查。只有模板提示语的，由 S10 提示。
    """
    report = draft.report
    for kind in NARRATIVE_KINDS:
        section = report.section(kind)
        if section is None:
            continue
        if any(section.start <= gap.position <= section.end for gap in report.gaps) and not _narrative(report, section):
            yield Unassessed(f"“{section_title(report, kind)}”之下是图片，读不出文字")
            continue
        yield from _judge(draft, section)


def _narrative(report: Report, section: Section) -> str:
    """The section's own prose in matching form: tables, placeholders and preamble sentences left out."""
    first, last = report.content_of(section)
    text = "".join(
        compact(report.text[max(block.start, first) : min(block.end, last)]) for block in report.paragraphs(first, last)
    )
    return _PLACEHOLDER.sub("", text)


def _judge(draft: Draft, section: Section) -> Iterator[Finding]:
    report = draft.report
    text = _narrative(report, section)
    told = _PREAMBLE.sub("", text)
    heading = section_title(report, section.kind)
    least = int(draft.thresholds.get(f"least_{section.kind}", {"overview": 60, "problems": 40}.get(section.kind, 1)))
    evidence = {"characters": len(told), "least": least}
    start, end = section.heading_start, section.heading_end
    first, last = report.content_of(section)
    body = report.text[first:last]
    if 0 < len(body) <= 60:
        start, end = first, last
    if not text:
        if not _PLACEHOLDER.search(compact(body)):  # a template's prompt left in is S10's to name
            yield Finding(
                start, end, f"“{heading}”之下没有内容", _advice(section), section.kind, evidence, identity=[told]
            )
    elif section.kind == "other_matters":
        return
    elif text.strip(":：") in _NOTHING:
        yield Finding(
            start,
            end,
            f"“{heading}”只写了“{shortened(text)}”，这一部分不能以此作答",
            _advice(section),
            section.kind,
            evidence,
            identity=[told],
        )
    elif len(told) < least:
        if len(text) - len(told) > len(told):
            message = f"“{heading}”之下只有编制依据、统计期限一类说明，没有报告工作情况"
        else:
            message = f"“{heading}”只有{len(told)}字，说不清工作情况"
        # short, and yet with a figure or a date in it: thin rather than empty
        severity: Severity = "warning" if 2 * len(told) >= least and re.search(r"\d", told) else "error"
        yield Finding(start, end, message, _advice(section), section.kind, evidence, identity=[told], severity=severity)


def _advice(section: Section) -> str:
    if section.kind == "problems":
        return "如实写出本机关存在的具体问题，并逐条写明改进措施"
    if section.kind == "other_matters":
        return "写明收取信息处理费的情况；没有其他事项的，写“无其他需要报告的事项”"
    return "从主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面写明本年度做了什么、结果如何"
