from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.formats import formats
from checker.report.model import Section
from checker.report.normal import compact
from checker.rules.naming import section_title
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]+(?:部分|章)?[、,.:;·]?|\d{1,2}[、.,:]|[IVX]+[、.,:]|\(?[一二三四五六\d]+\)[、.]?)"
)


@rule(
    code="S03",
    name="section-heading",
    title="章节标题与法定格式不一致",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式",
)
def section_heading(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    六个部分的标题是不是法定用语。

    依据
    国办公开办函〔2021〕30号、〔2019〕60号所附格式。

    反例
    “一、基本情况”“五、下一步打算”“三、依申请公开情况”。

    正例
    “四、政府信息公开行政复议和行政诉讼情况”：和、及、与、的、顿号的差别，全角半角和空格，都不算差错。
    “五、政府信息公开工作存在的主要问题及改进情况”（2019年格式的用语）不算差错。

    已知局限
    只看标题，不看标题下的内容是否对题。
    """
    report = draft.report
    if not report.sections:
        yield Unassessed("没有认出法定章节")
        return
    for section in report.sections:
        if _wording(section) not in _accepted(section.kind):
            expected = section_title(report, section.kind)
            yield Finding(
                section.heading_start,
                section.heading_end,
                f"标题“{section.heading.strip()}”不是法定用语，法定标题为“{expected}”",
                f"改为“{expected}”",
                place=section.kind,
                evidence={"heading": section.heading.strip(), "expected": expected},
            )


def _reduced(text: str) -> str:
    return re.sub(r"[^\w]|[的和及与其它]", "", compact(text))


def _wording(section: Section) -> str:
    return _reduced(_NUMBERING.sub("", compact(section.heading), count=1))


def _accepted(kind: str) -> set[str]:
    return {
        _reduced(wording)
        for item in formats()
        for wording in (item.section(kind).heading, *item.section(kind).variants)
    }
