from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.report.model import SECTION_KINDS, Heading, Report, Section
from checker.report.normal import compact
from checker.rules.naming import CHINESE_ORDINALS, listed, section_title, shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_RUN_IN = re.compile(
    r"^[^\S\n]*(?P<heading>(?P<number>[一二三四五六七八九十])、[^\n。；;，,]{2,24}[。:：])(?=[^\S\n]*\S)", re.M
)


@rule(
    code="S02",
    name="section-order",
    title="章节顺序或编号不对",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式",
)
def section_order(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    六个部分的先后，标题编号“一、”至“六、”是否依次，有没有重号、跳号、漏号，以及法定章节之外有没有同级标题
    （例如把“下一步工作打算”另立为“六、”，使后面的部分顺延；或者总体情况里又用“一、二、三、”编号，连同标题与正文写在一行的）。

    依据
    国办公开办函〔2021〕30号、〔2019〕60号所附格式。

    反例
    “五、存在的主要问题”“六、下一步工作安排”“七、其他需要报告的事项”。

    正例
    六个部分依次编为一至六；总体情况内部用“（一）”“1.”编号；编号用“1.”至“6.”而不用汉字，只要全文一致，不算差错。

    已知局限
    编号由文字处理软件自动生成而另存时丢失的，会按没有编号处理：全文都没有编号时不提示。
    """
    report = draft.report
    if len(report.sections) < 2:
        yield Unassessed("认出的法定章节不足两个，无法比较先后和编号")
        return
    yield from _order(report)
    yield from _numbers(report)
    yield from _second_system(report)


def _order(report: Report) -> Iterator[Finding]:
    """One note for each section that has to be moved: the fewest that leave the others in order."""
    positions = [SECTION_KINDS.index(section.kind) for section in report.sections]
    kept = _longest_in_order(positions)
    for index, section in enumerate(report.sections):
        if index in kept:
            continue
        later = next((other for other in kept if other > index and positions[other] < positions[index]), None)
        beside, where = (
            (later, "之前")
            if later is not None
            else (max(other for other in kept if other < index and positions[other] > positions[index]), "之后")
        )
        yield Finding(
            section.heading_start,
            section.heading_end,
            f"“{shortened(section.heading)}”排在“{shortened(report.sections[beside].heading)}”{where}，与法定顺序不符",
            "按法定格式的顺序调整",
            place=section.kind,
            evidence={"order": [item.kind for item in report.sections]},
            identity=[report.sections[beside].kind, where],
        )


def _longest_in_order(positions: Sequence[int]) -> list[int]:
    """The places of a longest rising subsequence; of two as long the one whose last place is the earlier in the format."""
    best: list[list[int]] = []
    for index, position in enumerate(positions):
        before = [chain for chain in best if positions[chain[-1]] < position]
        best.append([*max(before, key=len, default=[]), index])
    return max(best, key=lambda chain: (len(chain), -positions[chain[-1]]), default=[])


def _numbers(report: Report) -> Iterator[Finding]:
    numbered = [section for section in report.sections if section.number is not None]
    if not numbered:
        return
    wrong = [section for section in report.sections if section.number != SECTION_KINDS.index(section.kind) + 1]
    if not wrong or _shifted_by_missing(report, wrong):
        return
    first = wrong[0]
    parts = []
    for section in wrong:
        expected = CHINESE_ORDINALS[SECTION_KINDS.index(section.kind)]
        heading = f"“{shortened(section.heading, 24)}”"
        if section.number is None and compact(section.heading).startswith("("):
            parts.append(f"{heading}没有按“{expected}、”编号")
            continue
        written = "没有编号" if section.number is None else f"编为{_numeral(section.number)}"
        parts.append(f"{heading}{written}，应为{expected}")
    inserted = [
        heading
        for heading in report.other_headings
        if report.sections[0].start < heading.start
        and (holder := report.section_at(heading.start)) is not None
        and holder.kind != "overview"
    ]
    reason = f"；其间另立了“{shortened(inserted[0].text, 24)}”" if inserted else ""
    yield Finding(
        first.heading_start,
        first.heading_end,
        f"章节编号不对：{listed(parts, 3)}{reason}",
        "按法定格式依次编为一至六" + ("，把另立的一节并入相应部分" if inserted else ""),
        place="numbers",
        evidence={"numbers": {section.kind: section.number for section in report.sections}},
        identity=[f"{section.kind}:{section.number}" for section in wrong],
    )


def _numeral(number: int) -> str:
    return CHINESE_ORDINALS[number - 1] if 1 <= number <= 10 else str(number)


def _shifted_by_missing(report: Report, wrong: list[Section]) -> bool:
    """Numbers that run on without a gap because a section is absent: the absence is the fault, and S01 names it."""
    if len(report.sections) == len(SECTION_KINDS):
        return False
    numbers = [section.number for section in report.sections]
    return numbers == list(range(1, len(numbers) + 1)) and bool(wrong)


def _second_system(report: Report) -> Iterator[Finding]:
    """Headings numbered 一、 inside a section, where the sections themselves are numbered 一、 too."""
    if not any(compact(section.heading)[:1] in CHINESE_ORDINALS for section in report.sections):
        return
    section = report.section("overview")
    if section is None:
        return
    inside = [
        heading
        for heading in report.other_headings
        if section.body_start <= heading.start < section.end and heading.number is not None
    ]
    inside = sorted([*inside, *_run_in_headings(report, section)], key=lambda heading: heading.start)
    if len(inside) >= 2:
        names = [f"“{shortened(heading.text, 18)}”" for heading in inside]
        yield Finding(
            inside[0].start,
            inside[0].end,
            f"“{section_title(report, section.kind)}”内部又用“一、二、三、”编号（{listed(names, 3)}），与法定章节成了同级",
            "改用“（一）（二）（三）”编号",
            place=f"{section.kind}/second-system",
            evidence={"headings": [heading.text for heading in inside]},
        )
    elif inside and any(inside[0].number == other.number for other in report.sections):
        yield Finding(
            inside[0].start,
            inside[0].end,
            f"“{shortened(inside[0].text, 24)}”不是法定章节，却与法定章节同级，序号也重复",
            "与政府信息公开有关的内容并入“总体情况”，无关的删去",
            place=f"{section.kind}/second-system",
            evidence={"headings": [inside[0].text]},
        )


def _run_in_headings(report: Report, section: Section) -> list[Heading]:
    """Headings of the section that run on into their text (「一、加强组织领导。确定专人……」), where they count from one."""
    found = []
    known = {heading.start for heading in report.other_headings}
    for paragraph in report.paragraphs(section.body_start, section.end):
        for match in _RUN_IN.finditer(paragraph.text):
            start, end = paragraph.start + match.start("heading"), paragraph.start + match.end()
            if start >= section.body_start and start not in known:
                found.append(Heading(match["heading"], start, end, CHINESE_ORDINALS.index(match["number"]) + 1))
    return found if [heading.number for heading in found][:2] == [1, 2] else []
