from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.report.model import Report
from checker.rules.naming import shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_HAN = "\u3400-\u9fff"
_CLOSING = "”’」』》〉）)】"
_OPENING = "“‘「『《〈（(【"
# A comma, semicolon, colon or question mark between words: what stands between figures, Latin letters or in an address
# has rules of its own.
_FULL = re.compile(rf"(?<=[{_HAN}{_CLOSING}])[，；：？！](?=[{_HAN}{_OPENING}])")
_HALF = re.compile(rf"(?<=[{_HAN}{_CLOSING}])[,;:?!](?=\s*[{_HAN}{_OPENING}])")
# A sentence that gives an address: 「地址:临河区北街,电话:0517-1234」
_CONTACT = re.compile(
    r"[^。；\n]*(?:(?:地址|电话|邮编|邮箱|传真|网址|联系人)[^。；，,\n]{0,4}[:：]|https?:|www\.|\d{3,4}-\d{4})[^。；\n]*"
)
_WIDTHS = (("逗号", "，", ","), ("分号", "；", ";"), ("冒号", "：", ":"), ("问号", "？", "?"), ("叹号", "！", "!"))
_FEWEST = 5

_DOUBLED = re.compile(r"[，,]{2,}|。{2,}|、{2,}|[；;]{2,}|[：:]{2,}|[，、；：][。，、；：]|。[，、；：]")

_PAIRS = {"《": "》", "“": "”", "（": "）", "【": "】", "「": "」", "『": "』"}
_SAME = str.maketrans("()", "（）")
_NAMES = {"《": "书名号", "“": "引号", "（": "括号", "【": "方头括号", "「": "引号", "『": "引号"}
_OPENERS = {closing: opening for opening, closing in _PAIRS.items()}
# 1）, 一）, a) number a list and close nothing.
_LIST_MARK = re.compile(r"(?:^|[\s，。；：、,;:])(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-Za-z])$")
# An address or a document number may have lost its other bracket on the way into the page or out of it.
_AROUND = 8


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph of prose at ``start`` of the report's text."""

    start: int
    text: str
    section: str | None


@rule(
    code="L03",
    name="punctuation",
    title="标点混用、重复或不成对",
    severity="info",
    basis="GB/T 15834《标点符号用法》",
)
def punctuation(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    六个部分的文字里（表格章节的说明文字也在内）：同一份报告的逗号、分号、冒号等有的全角、有的半角；标点重复（。。、、，。）；书名号、引号、括号只有一半。
    每类合并为一条，指明第一处。

    依据
    GB/T 15834《标点符号用法》。

    反例
    “《条例（以下简称”；“及时、、准确”；全文用全角逗号，只有一处写成“,”。

    正例
    通篇使用半角逗号；数字、网址、地址、电话里的标点；编号“1）”；省略号。

    已知局限
    表格、标题、格式规定的说明不检查。网页文件的标点可能经网站程序改动，不检查。直引号（"）不分左右，不检查是否成对。
    """
    report = draft.report
    if "html" in report.source.media_type:
        yield Unassessed("网页里的标点可能经网站程序改动，没有检查")
        return
    parts = list(_parts(draft))
    if not parts:
        yield Unassessed("没有读到正文，标点无从检查")
        return
    yield from _mixed(report, parts)
    yield from _doubled(report, parts)
    yield from _unpaired(report, parts)


def _parts(draft: Draft) -> Iterator[_Part]:
    """All prose of the report in order: the narrative and what is written beside the tables."""
    from checker.language.prose import prose_beside_tables

    report = draft.report
    spans = {(start, end, section) for start, end, section in draft.annotation.doc._.narrative}
    spans |= set(prose_beside_tables(report))
    for start, end, section in sorted(spans, key=lambda span: span[:2]):
        yield _Part(start, report.text[start:end], section)


def _mixed(report: Report, parts: list[_Part]) -> Iterator[Finding]:
    """Marks of one kind in both widths. Half-width commas beside full-width colons are a habit, not a mixture."""
    full, half = (
        [part.start + match.start() for part in parts for match in pattern.finditer(_CONTACT.sub(_blank, part.text))]
        for pattern in (_FULL, _HALF)
    )
    fewer: list[int] = []
    told: list[str] = []
    counts: dict[str, list[int]] = {}
    for name, wide, narrow in _WIDTHS:
        wide_ones = [place for place in full if report.text[place] == wide]
        narrow_ones = [place for place in half if report.text[place] == narrow]
        if not wide_ones or not narrow_ones or len(wide_ones) + len(narrow_ones) < _FEWEST:
            continue
        counts[name] = [len(wide_ones), len(narrow_ones)]
        told.append(f"{name}全角{len(wide_ones)}处、半角{len(narrow_ones)}处")
        fewer += narrow_ones if len(narrow_ones) <= len(wide_ones) else wide_ones
    if fewer:
        fewer.sort()
        yield _finding(
            report,
            fewer[0],
            fewer[0] + 1,
            "width",
            f"正文里全角、半角标点混用（{'，'.join(told)}），较少的如{_examples(report, fewer)}",
            "统一为全角标点",
            {"full, half": counts},
        )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _doubled(report: Report, parts: list[_Part]) -> Iterator[Finding]:
    found = [
        (part.start + match.start(), part.start + match.end())
        for part in parts
        for match in _DOUBLED.finditer(part.text)
    ]
    if found:
        places = [start for start, _ in found]
        yield _finding(
            report,
            *found[0],
            "doubled",
            f"标点重复{len(found)}处，如{_examples(report, places)}",
            "删去多余的标点",
            {"count": len(found), "marks": report.text[found[0][0] : found[0][1]]},
        )


def _unpaired(report: Report, parts: list[_Part]) -> Iterator[Finding]:
    alone: dict[str, list[int]] = {}
    opened: list[tuple[str, int, int]] = []
    section: str | None = None
    for number, part in enumerate(parts):
        if part.section != section:
            _give_up(opened, alone)
            section = part.section
        for place, character in enumerate(part.text.translate(_SAME)):
            if character in _PAIRS:
                opened.append((character, part.start + place, number))
            elif character in _OPENERS:
                _close(_OPENERS[character], part, place, opened, alone)
        # a pair may run on into the next paragraph (a page's end cuts paragraphs in two), and no further
        late = [item for item in opened if item[2] < number]
        _give_up(late, alone)
        opened = [item for item in opened if item[2] == number]
    _give_up(opened, alone)
    for opening, found in sorted(alone.items(), key=lambda item: min(item[1])):
        places = sorted(found)
        if opening == "（":
            # what stands in an address lost its other half on the way into the page or out of it
            places = [place for place in places if not _in_address(report, place)]
        if not places:
            continue
        yield _finding(
            report,
            places[0],
            places[0] + 1,
            f"unpaired/{opening}",
            f"{_NAMES[opening]}不成对{len(places)}处，如{_examples(report, places)}",
            f"补上或删去另一半{_NAMES[opening]}",
            {"count": len(places), "mark": report.text[places[0]]},
        )


def _in_address(report: Report, place: int) -> bool:
    start = max(report.text.rfind(mark, 0, place) for mark in "。\n") + 1
    ends = [end for mark in "。\n" if (end := report.text.find(mark, place)) >= 0]
    return _CONTACT.search(report.text, start, min(ends, default=len(report.text))) is not None


def _close(
    opening: str, part: _Part, place: int, opened: list[tuple[str, int, int]], alone: dict[str, list[int]]
) -> None:
    for index in range(len(opened) - 1, -1, -1):
        if opened[index][0] == opening:
            # what was opened inside and not closed is alone
            _give_up(opened[index + 1 :], alone)
            del opened[index:]
            return
    if opening == "（" and _LIST_MARK.search(part.text[max(0, place - 4) : place]):
        return
    alone.setdefault(opening, []).append(part.start + place)


def _give_up(opened: list[tuple[str, int, int]], alone: dict[str, list[int]]) -> None:
    for opening, start, _ in opened:
        alone.setdefault(opening, []).append(start)
    opened.clear()


def _examples(report: Report, places: list[int]) -> str:
    return "、".join(f"“{shortened(_around(report, place), 24)}”" for place in places[:3])


def _around(report: Report, place: int) -> str:
    start = max(report.text.rfind("\n", 0, place) + 1, place - _AROUND)
    end = report.text.find("\n", place)
    return report.text[start : min(len(report.text) if end < 0 else end, place + _AROUND)]


def _finding(
    report: Report, start: int, end: int, kind: str, message: str, suggestion: str, evidence: dict[str, object]
) -> Finding:
    section = report.section_at(start)
    return Finding(start, end, message, suggestion, f"{section.kind if section else 'front'}/{kind}", evidence)
