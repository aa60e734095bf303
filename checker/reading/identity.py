"""What the document says it is: title, agency, year; and whether it is an annual report at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.reading.outline import lines_of
from checker.report.blocks import Block, Paragraph
from checker.report.model import Section
from checker.report.normal import Normal, compact, normalise
from checker.report.tables import StatutoryTable

_REPORT_WORDS = re.compile(
    r"(?:政府信息公开|政务信息公开|政务公开|信息公开|政府信息)(?:工作)?(?:的)?(?:\d{4}年度?)?(?:工作)?(?:年度(?:工作)?(?:总结)?报告|年报|工作报告|报告|年度总结)"
)
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?=年|度|[^\d])")
_CHINESE_YEAR = re.compile(r"二[〇零○Oo0]([一二]|[〇零○Oo0])([〇零○Oo0一二三四五六七八九])年")
_NOT_A_TITLE = re.compile(
    r"根据|依据|按照|现将|本报告|如下|[。;!?]|现公布|编制|发布日期|来源|点击|解读|^(?:名称|标题|信息名称|文件名称|题名)[::]|索引号|当前位置|首页|上一篇|下一篇|打印"
)
_AGENCY_END = (
    r"(?:人民政府办公厅|人民政府办公室|人民政府|政府办公室|街道办事处|办事处|管理委员会|管委会|委员会|"
    r"公安局|分局|支局|管理局|监督局|保障局|执法局|服务局|局|厅|办公室|中心|镇|乡|街道|委|办|市|县|区|省)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the document says it is."""

    title: str | None
    span: tuple[int, int] | None
    organization: str | None
    year: int | None


def find_year(text: str) -> int | None:
    """The first year in a (normalised) text, in digits or in Chinese numerals (二〇二三年)."""
    match = _YEAR.search(text)
    if match:
        return int(match["year"])
    chinese = _CHINESE_YEAR.search(text)
    if chinese:
        digits = {character: value for value, character in enumerate("〇一二三四五六七八九")}
        digits |= dict.fromkeys("零○Oo0", 0)
        return 2000 + digits[chinese[1]] * 10 + digits[chinese[2]]
    return None


def is_report_title(text: str) -> bool:
    """Whether a line reads as the title of an annual report on government information disclosure."""
    key = compact(text)
    return len(key) <= 70 and bool(_REPORT_WORDS.search(key)) and not _NOT_A_TITLE.search(key)


def find_identity(text: str, blocks: Sequence[Block], sections: Sequence[Section], declared: Sequence[str]) -> Identity:
    """Title, agency and year. ``declared`` are titles that the source gives outside its text."""
    before = sections[0].start if sections else len(text)
    leading = [block for block in blocks if isinstance(block, Paragraph) and block.start < before][:15]
    title, span = _title_in_text(text, leading)
    if title is None:
        title = next((item.strip() for item in declared if is_report_title(item)), None)
    preamble = normalise(text[: min(before + 600, len(text))])
    year = find_year(compact(title)) if title else None
    if year is None:
        year = _year_of_period(preamble) or next(
            (found for item in declared if (found := find_year(compact(item))) is not None), None
        )
    organization = organization_of_title(title) if title else None
    if not organization:
        organization = _organization_in(preamble.text)
    return Identity(title, span, organization, year)


def _title_in_text(text: str, leading: Sequence[Paragraph]) -> tuple[str | None, tuple[int, int] | None]:
    lines = [(offset, line) for paragraph in leading for offset, line in lines_of(paragraph)]
    windows: list[tuple[int, int]] = []
    for size in (1, 2, 3):
        for index in range(len(lines) - size + 1):
            part = lines[index : index + size]
            if any(len(compact(line)) > 50 or _NOT_A_TITLE.search(compact(line)) for _, line in part):
                continue
            joined = "".join(compact(line) for _, line in part)
            if len(joined) <= 70 and _REPORT_WORDS.search(joined):
                windows.append((index, size))
    complete = [
        window
        for window in windows
        if organization_of_title(_joined(lines, window)) and find_year(_joined(lines, window))
    ]
    pool = complete or windows
    if not pool:
        return None, None
    index, size = min(pool, key=lambda window: (window[1], window[0]))
    start = lines[index][0] + len(lines[index][1]) - len(lines[index][1].lstrip())
    last_offset, last = lines[index + size - 1]
    end = last_offset + len(last.rstrip())
    return "".join(line.strip() for _, line in lines[index : index + size]), (start, end)


def _joined(lines: Sequence[tuple[int, str]], window: tuple[int, int]) -> str:
    return "".join(compact(line) for _, line in lines[window[0] : window[0] + window[1]])


def organization_of_title(title: str) -> str | None:
    """The agency that a title names, or ``None``: what is left of it without year and statutory words."""
    key = compact(title)
    match = _REPORT_WORDS.search(key)
    if match is None:
        return None
    rest = key[: match.start()]
    rest = re.sub(r"(?:(?:19|20)\d{2}|二[〇零○Oo0][一二〇零○Oo0][〇零○Oo0一二三四五六七八九])年?度?", "", rest)
    rest = re.sub(r"^(?:[\"《]|关于)+|[\"《》:—\-_|]+$|本级|年度$", "", rest)
    rest = re.sub(r"(?:关于|的)$", "", rest)
    return rest if len(rest) >= 2 else None


_NAMING = (
    re.compile(r"由([\u4e00-\u9fff]{2,30}?)(?:编制|编写|撰写)"),
    re.compile(r"(?:公布|发布|编制|现公开|特公开)《?([\u4e00-\u9fff]{2,30}?)(?:关于)?(?:19|20)\d{2}年"),
    re.compile(r"与([\u4e00-\u9fff]{2,30}?)(?:进行)?联系"),
)
_AGENCY = re.compile(rf"^[\u4e00-\u9fff]{{2,}}{_AGENCY_END}")


def _organization_in(preamble: str) -> str | None:
    """An agency that the preamble says the report is of, was written by, or is to be asked about."""
    for pattern in _NAMING:
        match = pattern.search(preamble)
        agency = _AGENCY.match(re.split("根据|依据|按照|综合|负责|组织|统一|汇总", match[1])[0]) if match else None
        if agency:
            return agency[0]
    return None


def _year_of_period(preamble: Normal) -> int | None:
    match = re.search(r"(20\d{2})年?1月1日", preamble.text)
    return int(match[1]) if match else None


def is_annual_report(
    text: str, identity: Identity, sections: Sequence[Section], tables: Mapping[str, StatutoryTable]
) -> bool:
    """Whether the document is an annual report on disclosure: it speaks of disclosure and has at least two
    of the statutory sections, one of them peculiar to such reports, or a statutory table, or the title, or a title that is complete."""
    mentions = len(re.findall(r"信息公开|政务公开|公开政府信息", normalise(text).text))
    if mentions < 2:
        return False
    kinds = {section.kind for section in sections}
    peculiar = bool(kinds & {"disclosure", "applications", "proceedings"}) or bool(tables)
    if len(kinds) >= 2 and (peculiar or identity.title is not None):
        return True
    return identity.title is not None and (bool(kinds or tables) or _is_full_title(identity))


def _is_full_title(identity: Identity) -> bool:
    """Whether the text itself opens with agency, year and 「政府信息公开工作年度报告」: whatever follows was meant as one."""
    key = compact(identity.title or "")
    return (
        identity.span is not None
        and organization_of_title(key) is not None
        and find_year(key) is not None
        and re.search(r"(?:政府信息公开|政务公开)(?:工作)?(?:年度报告|年报)$", key) is not None
    )
