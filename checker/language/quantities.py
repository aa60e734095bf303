"""Quantities: what is counted, how many, about or exactly, affirmed or denied.

A number counts only with a unit, so that years, document numbers, articles of laws, telephone numbers
and list markers are none; dates and periods have units of their own. A number belongs to its own
clause: 「未收到申请，办理建议8件」 denies nothing of the eight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from checker.language.units import UNITS
from checker.report.normal import Normal

_CHINESE = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<before>大约|大概|约为|约|近|将近|接近|超过|突破|逾|超|不足|不少于|至少|最多|累计近|累计超)?"
    rf"(?:(?P<number>{_NUMBER})|(?P<numeral>[{_CHINESE}]+))"
    rf"(?P<scale>(?:十|百|千)?万(?!元)|亿(?!元)|千|百)?(?P<after>余|多|来|几)?(?P<scale2>万(?!元)|亿(?!元))?"
    rf"(?:(?P<percent>%|个百分点)|(?P<unit>{UNITS}))(?P<odd>余)?"
)
_PERCENT_WORDS = re.compile(rf"百分之(?P<numeral>[{_CHINESE}点]+|{_NUMBER})")
_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})年(?:(?P<month>1[0-2]|0?[1-9])月)?(?:(?P<day>3[01]|[12]\d|0?[1-9])日)?|"
    r"(?P<month2>1[0-2]|0?[1-9])月(?P<day2>3[01]|[12]\d|0?[1-9])日|"
    r"(?P<month3>1[0-2]|0?[1-9])月(?=底|初|中旬|上旬|下旬|份|末|,|、|起|至|和|前|组织|召开|开展|举办|印发)"
)
# What stands before a number that makes it no quantity: 第12号, 〔2021〕30号, a telephone number, a URL, a time of day.
# After a word a colon leads in a count (工作动态：12条).
_NOT_BEFORE = re.compile(r"(?:第|〔|\[|[A-Za-z@./_\-]|[A-Za-z0-9]:|\d-)$")
_IDIOM = re.compile(
    r"一(?:个|次|件|项|点|类|批|部|本|门|组|轮|处|家|户|人|条|名|位|方|年|天|月|日|路|间|成|分|周|期|所|支|张)(?!\d)"
)
_DENIAL = re.compile(r"未|没有|并无|无一?|不(?!断|仅|但|少于|足|同)")
_CLAUSE_BREAK = re.compile(r"[,。;!?、:\n]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at [start, end) of the Doc's text.

    ``value`` in ``unit`` (件, 元 …; "%" for shares; scales such as 万 multiplied out, 万元 kept as the unit);
    ``approximate`` where the words say so (余, 约, 近); ``negated`` where its own clause denies it before it.
    """

    start: int
    end: int
    value: float
    unit: str
    approximate: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A date or month at [start, end); what the text does not say is ``None``."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


@lru_cache(maxsize=4096)
def chinese_number(numeral: str) -> float | None:
    """The value of a number in Chinese numerals, ``None`` where it is not one (一二, 三四十)."""
    import cn2an

    text = numeral.replace("两", "二").replace("〇", "零")
    if text[0] in "百千万亿":
        text = "一" + text
    try:
        return float(cn2an.cn2an(text, "smart"))
    except ValueError:
        return None


def find_dates(normal: Normal) -> list[Date]:
    """The dates in a normalised text."""
    found = []
    for match in _DATE.finditer(normal.text):
        if match.start() and normal.text[match.start() - 1].isdigit():
            continue
        month = match["month"] or match["month2"] or match["month3"]
        day = match["day"] or match["day2"]
        start, end = normal.span(match.start(), match.end())
        found.append(
            Date(
                start,
                end,
                int(match["year"]) if match["year"] else None,
                int(month) if month else None,
                int(day) if day else None,
            )
        )
    return found


_SCALES = {"十万": 1e5, "百万": 1e6, "千万": 1e7, "万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, None: 1.0}


def find_quantities(normal: Normal) -> list[Quantity]:
    """The quantities in a normalised text (white space left out)."""
    text = normal.text
    dates = [(match.start(), match.end()) for match in _DATE.finditer(text)]
    found = []
    for match in _QUANTITY.finditer(text):
        start = match.start("number") if match["number"] else match.start("numeral")
        if any(first <= start < last for first, last in dates):
            continue
        quantity = _quantity(normal, match, start)
        if quantity is not None:
            found.append(quantity)
    for match in _PERCENT_WORDS.finditer(text):
        numeral = match["numeral"]
        value = float(numeral) if numeral[0].isdigit() else chinese_number(numeral)
        if value is not None:
            first, last = normal.span(match.start(), match.end())
            found.append(Quantity(first, last, value, "%", False, _denied(text, match.start())))
    return sorted(found, key=lambda quantity: quantity.start)


def _quantity(normal: Normal, match: re.Match[str], start: int) -> Quantity | None:
    text = normal.text
    if _NOT_BEFORE.search(text[max(0, start - 3) : start]) or text[start - 1 : start].isdigit():
        return None
    unit = "%" if match["percent"] == "%" else (match["percent"] or match["unit"])
    if match["numeral"]:
        value = _chinese_value(text, match, start)
        if value is None:
            return None
    else:
        value = float(match["number"].replace(",", ""))
    if match["number"] and unit in ("年", "月", "日", "点", "分", "路") and _is_calendar(match["number"], unit):
        return None
    value *= _SCALES[match["scale"]] * _SCALES[match["scale2"]]
    approximate = bool(match["before"] or match["after"] or match["odd"])
    first, last = normal.span(match.start(), match.end())
    return Quantity(first, last, value, unit, approximate, _denied(text, match.start()))


def _chinese_value(text: str, match: re.Match[str], start: int) -> float | None:
    numeral = match["numeral"]
    following = text[match.end() : match.end() + 1]
    if _IDIOM.match(text, start) and len(numeral) == 1 and not _counts(text, start, following):
        return None
    if len(numeral) == 1 and following in "审校公化" and following:
        return None
    if set(numeral) <= set("万亿千百") and not match["before"]:
        return None
    return chinese_number(numeral)


def _counts(text: str, start: int, following: str) -> bool:
    """Whether 「一件」 really counts one: after a verb of counting, before a clause's end."""
    before = text[max(0, start - 8) : start]
    return (
        bool(re.search(r"申请|收到|受理|办理|举办|开展|组织|召开|印发|制发|发布|共|计|各|培训", before))
        and following in ",。;、"
    )


def _is_calendar(number: str, unit: str) -> bool:
    if unit == "年":
        return len(number) == 4 and number[:2] in ("19", "20")
    return unit in ("月", "日", "点") and number.isdigit() and int(number) <= 31


def _denied(text: str, start: int) -> bool:
    """Whether the clause denies what it counts, before the number."""
    clause_start = 0
    for mark in _CLAUSE_BREAK.finditer(text, max(0, start - 40), start):
        clause_start = mark.end()
    return bool(_DENIAL.search(text, max(clause_start, start - 40), start))
