from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.language.agency import agency_kind
from checker.report.normal import compact
from checker.rules.naming import section_title
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_ABOUT = r"(?:政务公开|政府信息公开|信息公开)"
# 「不断提高群众获得感和满意度」 is a slogan and no result
_SATISFACTION = r"(?:(?<!获得感[和、])满意度(?![和、]获得感)|问卷|测评|评价)"
_PARTS = {
    "工作考核": re.compile(r"考核|考评|绩效(?:评[价估]|考)|督查考"),
    "社会评议": re.compile(
        rf"评议|行风|社会监督员|第三方(?:评估|测评)|{_ABOUT}[^,。;]{{0,30}}{_SATISFACTION}|{_SATISFACTION}[^,。;]{{0,30}}{_ABOUT}"
        r"|满意度(?:调查|测评|评价)|(?:社会|群众|公众)[^,。;]{0,4}(?:问卷|测评)"
    ),
    "责任追究": re.compile(r"责任追究|追责|问责|追究责任|责任倒查|约谈|通报批评|追究.{0,6}责任"),
}
# 「（六）责任追究情况。」 with a number before it; 「没有责任追究情况」 says something.
_HEADING = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]是|\d{1,2}[.、])(?!.*[未无没])[^,;:\d]{2,16}(?:情况|方面|结果)[。:]?$"
)
_NONE = re.compile(r"未|没有|无|\d")


@rule(
    code="N09",
    name="accountability",
    title="没有报告考核、评议和责任追究",
    severity="warning",
    basis="《政府信息公开条例》第五十条第（四）项（各级人民政府还应报告工作考核、社会评议和责任追究结果情况）",
)
def accountability(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    各级人民政府（含乡镇人民政府）的报告，有没有写工作考核、社会评议和责任追究结果情况，通常在监督保障里写。缺几项，并作一条；
    只有“责任追究情况”一类的标题，标题之下没有写的，也提示。

    依据
    《政府信息公开条例》第五十条第（四）项；国办公开办函〔2021〕30号。

    反例
    镇人民政府的报告，监督保障只写了培训。

    正例
    “政务公开列入年度考核；年内未开展社会评议，未发生责任追究情形。”部门、街道办事处和开发区、园区、景区的管理委员会不作此要求。

    已知局限
    只看提没提到，不看写得是否具体。群众满意度要说的是政务公开，或者写明是调查、测评，才算社会评议；“不断提高群众满意度”、信箱答复的满意度、留言评分不算。机关种类按名称判断，名称不明时不检查。
    """
    report = draft.report
    kind = agency_kind(report.organization)
    if kind is None:
        yield Unassessed("机关名称不明，无法判断是不是一级人民政府")
        return
    if not kind.is_peoples_government:
        return
    section = report.section("overview")
    if section is None:
        yield Unassessed("没有总体情况，见S01")
        return
    told = [
        (item.statement.section, compact(item.statement.text))
        for item in draft.annotation.statements
        if item.statement.section != "preamble"
    ]
    missing = [name for name, pattern in _PARTS.items() if not any(pattern.search(text) for _, text in told)]
    bare = [name for name, pattern in _PARTS.items() if name not in missing and _is_only_headed(told, pattern)]
    if missing or bare:
        parts = [
            *([f"没有报告{'、'.join(missing)}的情况"] if missing else []),
            *([f"{'、'.join(bare)}只有标题"] if bare else []),
        ]
        wanted = "这一项" if len(missing) + len(bare) == 1 else "这几项"
        yield Finding(
            section.heading_start,
            section.heading_end,
            f"“{section_title(report, 'overview')}”{'，'.join(parts)}；各级人民政府的报告应当有{wanted}",
            "在监督保障里写明考核、评议的结果和有无责任追究；没有开展或没有发生的，如实写明",
            place="overview/accountability",
            evidence={"missing": missing, "headings_only": bare, "kind": kind.key},
            identity=[*missing, *(f"{name}只有标题" for name in bare)],
        )


def _is_only_headed(told: Sequence[tuple[str | None, str]], pattern: re.Pattern[str]) -> bool:
    """Whether only headings name something, and what follows them does not say either that there was none of it."""
    for place, (section, text) in enumerate(told):
        if not pattern.search(text):
            continue
        following = [words for other, words in told[place + 1 : place + 3] if other == section]
        if not _HEADING.search(text) or any(_NONE.search(words) for words in following):
            return False
    return True
