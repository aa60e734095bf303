from __future__ import annotations

import re
from collections.abc import Iterator

from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# Separators eaten by a site's software (「202411日至20241231日」) are read as well.
_PERIOD = re.compile(
    r"(?:自|从|为|于|是|:)?(?P<y1>20\d{2})(?:年度?|[-./])?(?P<m1>\d{1,2}?)(?:月|[-./])?(?P<d1>\d{1,2})(?:(?:日|号)?(?:起|始|开始)?,?"
    r"(?:至|到|-+|~|—+)+|日(?=(?:20\d{2}年)?1?\d月))(?:(?P<y2>20\d{2})(?:年度?|[-./])?)?(?P<m2>1[0-2]|\d)(?:月|[-./])?(?P<d2>\d{1,2})(?:日|号)?"
)
_SUBJECT = re.compile(r"统计|期限|时限|时段|数据|起止|报告期|本报告|本年报|年度报告")
_AS_OF = re.compile(
    r"(?:统计|数据|期限).{0,12}(?:(?:截至|截止)(?:时间|日期)?|时间点|时点|时间节点)(?:到|于|为|是|:)?"
    r"(?P<y>20\d{2})年?(?P<m>\d{1,2}?)月?(?P<d>\d{1,2})日"
)
# A whole year in the preamble is the report's, whatever the sentence calls it.
_WHOLE_YEAR = (1, 1, 12, 31)


@rule(
    code="S06",
    name="reporting-period",
    title="统计期限缺失或不对",
    severity="warning",
    basis="《政府信息公开条例》第四十九条、第五十条（报告上一年度工作）",
)
def reporting_period(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    有没有写明统计期限；写明的，是不是报告年度的 1 月 1 日至 12 月 31 日。期限写错是错误，没有写是警示。

    依据
    《政府信息公开条例》第四十九条、第五十条。

    反例
    2024年报告写“统计期限自2023年1月1日至2023年12月31日”；“2023年1月1日至12月13日”。

    正例
    “所列数据的统计期限为2024年1月1日至12月31日”。

    已知局限
    年、月字样被网站程序吃掉的（如“202411日至20241231日”）也能读出。各项工作自己的起止日期不当作统计期限。
    """
    report = draft.report
    normal = report.normal
    overview = report.section("overview")
    preamble_end = overview.start if overview is not None else 0
    periods = [
        match
        for match in _PERIOD.finditer(normal.text)
        if _is_period(normal.text, match)
        or (_is_whole_year(match) and normal.span(match.start(), match.end())[1] <= preamble_end)
    ]
    if not periods:
        as_of = _AS_OF.search(normal.text)
        if as_of is None:
            yield Finding(
                0,
                0,
                "全文没有写明数据的统计期限",
                f"在开头写明统计期限为{report.year or '××××'}年1月1日至12月31日",
                place="period",
            )
            return
        yield from _judge_as_of(draft, as_of)
        return
    if report.year is None:
        yield Unassessed("报告年度不明，无法判断统计期限是否正确")
        return
    for match in periods:
        first = (int(match["y1"]), int(match["m1"]), int(match["d1"]))
        last = (int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"]))
        if first == (report.year, 1, 1) and last == (report.year, 12, 31):
            continue
        start, end = normal.span(match.start(), match.end())
        yield Finding(
            start,
            end,
            f"统计期限写为{_date(first)}至{_date(last)}，{report.year}年度报告应为{_date((report.year, 1, 1))}至{_date((report.year, 12, 31))}",
            "核对后改正；若是上年文稿留下的，同时核对全文其他年份和数据",
            place="period",
            evidence={"from": first, "to": last, "year": report.year},
            severity="error",
        )


def _is_period(text: str, match: re.Match[str]) -> bool:
    """A span of dates that speaks of the report's own data, or a whole calendar year."""
    before = text[max(0, match.start() - 30) : match.start()]
    after = text[match.end() : match.end() + 12]
    sentence_before = re.split(r"[。;!?]", before)[-1]
    months = int(match["m1"]), int(match["m2"])
    if not 1 <= months[0] <= 12 or not 1 <= int(match["d1"]) <= 31 or int(match["d2"]) > 31:
        return False
    return bool(_SUBJECT.search(sentence_before) or re.match(r"(?:止|期间)?.{0,6}(?:统计|数据)", after))


def _is_whole_year(match: re.Match[str]) -> bool:
    return tuple(int(match[part]) for part in ("m1", "d1", "m2", "d2")) == _WHOLE_YEAR


def _judge_as_of(draft: Draft, match: re.Match[str]) -> Iterator[Finding]:
    report = draft.report
    found = int(match["y"]), int(match["m"]), int(match["d"])
    if report.year is None or found == (report.year, 12, 31):
        return
    start, end = report.normal.span(match.start(), match.end())
    yield Finding(
        start,
        end,
        f"数据统计到{_date(found)}，{report.year}年度报告应统计到{_date((report.year, 12, 31))}",
        "核对数据是否统计到年底，并改正期限",
        place="period",
        evidence={"to": found, "year": report.year},
        severity="error",
    )


def _date(value: tuple[int, int, int]) -> str:
    return f"{value[0]}年{value[1]}月{value[2]}日"
