from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.prose import prose_beside_tables
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

_DOUBLED = re.compile(
    r"[，,]{2,}|。{2,}|、{2,}|[；;]{2,}|[：:]{2,}|[，、；：][。，、；：]|。[，、；：,;]|[,;][。，、；：]"
)

_PAIRS = {"《": "》", "“": "”", "（": "）", "【": "】", "「": "」", "『": "』"}
_SAME = str.maketrans("()", "（）")
_NAMES = {"《": "书名号", "“": "引号", "（": "括号", "【": "方头括号", "「": "引号", "『": "引号"}
_OPENERS = {closing: opening for opening, closing in _PAIRS.items()}
# 1）, 一）, a) number a list and close nothing.
_LIST_MARK = re.compile(r"(?:^|[\s，。；：、,;:])(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-Za-z])$")
# An address on the web may have lost its other bracket on the way into the page or out of it.
_WEB_AFTER = re.compile(r"[^。；]{0,12}(?:https?:|www\.|[A-Za-z]{3,}[./])")
_WEB_BEFORE = re.compile(r"(?:https?:|www\.)[^\u4e00-\u9fff，。；]*$|[A-Za-z][A-Za-z/.]*$")
# What 、 and 或 say is the same: 「公民、或法人」.
_NEEDLESS = re.compile("、(?=或)")
# A paragraph that has not come to its end, where a new heading follows.
_UNFINISHED = re.compile(r"(?<![A-Za-z/])[，,；;、]\s*$")
_HEADING_LEVELS = (
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)"),
)
_ITEM = 2
# Marks that end no heading.
_AFTER_HEADING = re.compile(r"[、，,；;]\s*$")
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
    六个部分的文字里（表格章节的说明文字也在内）：同一份报告的逗号、分号、冒号等有的全角、有的半角；标点重复（。。、、，。）；书名号、引号、括号只有一半；
    “或”前面的顿号；段落以逗号、分号结尾，而后面是新的标题；章节标题末尾的顿号、逗号、分号。每类合并为一条，指明第一处。

    依据
    GB/T 15834《标点符号用法》。

    反例
    “《条例（以下简称”；“及时、、准确”；“公民、或法人”；“一、总体情况、”；全文用全角逗号，只有一处写成“,”。

    正例
    通篇使用半角逗号；数字、网址、地址、电话里的标点；编号“1）”；省略号；一条一段、以分号结尾的各条。

    已知局限
    表格、小标题、格式规定的说明不检查。网址旁边缺了一半的括号不提示。网页文件的标点可能经网站程序改动，不检查。直引号（"）不分左右，不检查是否成对。
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
    yield from _needless(report, parts)
    yield from _unfinished(report, parts)
    yield from _headings(report)


def _parts(draft: Draft) -> Iterator[_Part]:
    """All prose of the report in order: the narrative and what is written beside the tables."""
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
    """Whether the bracket stands by an address on the web."""
    start = report.text.rfind("\n", 0, place) + 1
    if report.text[place] in "（(":
        return _WEB_AFTER.match(report.text, place + 1) is not None
    return _WEB_BEFORE.search(report.text[max(start, place - 120) : place]) is not None


def _needless(report: Report, parts: list[_Part]) -> Iterator[Finding]:
    places = [part.start + match.start() for part in parts for match in _NEEDLESS.finditer(part.text)]
    if places:
        yield _finding(
            report,
            places[0],
            places[0] + 1,
            "needless",
            f"“或”前面多了顿号{len(places)}处，如{_examples(report, places)}",
            "删去“或”前面的顿号",
            {"count": len(places)},
        )


def _unfinished(report: Report, parts: list[_Part]) -> Iterator[Finding]:
    """Paragraphs that end with a comma or a semicolon where a heading follows. Items of a list may well end so."""
    places = []
    for part in parts:
        mark = _UNFINISHED.search(part.text)
        end = part.start + len(part.text)
        if mark is None or report.text[end : end + 1] not in ("", "\n"):
            continue
        start = end + len(report.text[end:]) - len(report.text[end:].lstrip())
        level = _level_of_heading(report, start)
        if level is None:
            continue
        own = next((depth for depth, opening in enumerate(_HEADING_LEVELS) if opening.match(part.text)), None)
        # 「（一）……；」「（二）……；」 are items of one list, unless they are paragraphs of sentences and end with a comma;
        # what comes before 「1.」 may lead up to it
        sentences = mark[0].strip() in ("，", ",") and "。" in part.text
        if (level < own or (level == own and sentences)) if own is not None else level < _ITEM:
            places.append(part.start + mark.start())
    if places:
        yield _finding(
            report,
            places[0],
            places[0] + 1,
            "unfinished",
            f"段落末尾不是句号{len(places)}处，后面接的是新的标题，如{_endings(report, places)}",
            "改为句号；后面漏了文字的，补上",
            {"count": len(places)},
        )


def _level_of_heading(report: Report, start: int) -> int | None:
    """How deep a heading is that begins at ``start``, if one does: 0 for a section's."""
    if any(section.heading_start == start for section in report.sections):
        return 0
    return next((depth for depth, opening in enumerate(_HEADING_LEVELS) if opening.match(report.text, start)), None)


def _endings(report: Report, places: list[int]) -> str:
    shown = [report.text[max(0, place - 2 * _AROUND) : place + 1].split("\n")[-1] for place in places]
    return "、".join(f"“…{text}”" for text in shown[:3])


def _headings(report: Report) -> Iterator[Finding]:
    for section in report.sections:
        heading = report.text[section.heading_start : section.heading_end]
        mark = _AFTER_HEADING.search(heading)
        if mark is not None:
            start = section.heading_start + mark.start()
            yield _finding(
                report,
                start,
                start + 1,
                "heading",
                f"标题“{heading.strip()}”末尾多了标点“{heading[mark.start()]}”",
                "删去标题末尾的标点",
                {"heading": heading.strip()},
            )


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
