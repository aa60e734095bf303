"""Of which period and of whom a figure speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from checker.language.claims.lexicon import lexicon
from checker.language.claims.model import Scope

GOVERNMENTS = ("government", "town")


@dataclass(frozen=True, slots=True)
class Teller:
    """The reporting agency: its name, its kind (``checker.language.agency``), and the report's year."""

    name: str
    kind: str | None
    year: int | None

    @property
    def level(self) -> str:
        """The character of a government's level (县), "" for other agencies."""
        match = re.search(r"([省市县区州盟旗镇乡])(?:人民政府|政府)?$", self.name)
        return match[1] if match and self.kind in GOVERNMENTS else ""


# ── period ────────────────────────────────────────────────────────────────────────────────────────

# A year that opens a clause rules what follows; one in a comparison (较2022年), a title or a carry-over does not.
_YEAR = re.compile(
    r"(?:^|[,;。:(])[^,;。:(《\[较比与同对结转\d]{0,14}?(20\d\d)年"
    r"(?!度?结转|度?(?:部门)?(?:预算|决算)|的|[^,;。]{0,14}(?:制发|制定|印发|出台|发布|公布)的|以来[^,;。]{0,20}(?:的|文件))"
)
_OTHER_YEAR = re.compile(r"(?:^|[,;。:(])(?:去年|上一?年度?|前年|前一年度?)(?!度?结转|度?转|同期|相比)")
_SEVERAL = re.compile(
    r"年来(?!,?全)|(?:自|从)?20\d\d年(?:\d+月)?(?:\d+日)?(?:以来(?![^,;。]{0,20}(?:的|文件))|至今|起至今|至20\d\d年|-20\d\d年|到20\d\d年)|(?:施行|实施|开通|成立|运行|上线|挂牌)以来|历年|"
    r"近[二两三四五六七八九十]年|连续[二两三四五六七八九十]年"
)
_PART_OF_YEAR = re.compile(
    r"上半年|下半年|[一二三四1234]季度|[^\d](?:1[0-2]|[1-9])月(?:份|底|末|中旬|上旬|下旬|以来|起|,)|(?:1[0-2]|[1-9])月(?:[12]\d|3[01]|[1-9])日(?!止|期间)|每[月季年周日]|月均|日均|平均|单[月日]"
)
_WHOLE_YEAR = re.compile(r"12月31日|1(?:月)?[-至到]12月|12月底")


def period_of(text: str, start: int, end: int, teller: Teller) -> tuple[int | None, bool]:
    """The year that words at [start, end) of a skeleton speak of (``None``: not said), and whether it is a whole one."""
    before = text[:start]
    year: int | None = None
    place = -1
    for match in _YEAR.finditer(before):
        year, place = int(match[1]), match.start()
    for match in _OTHER_YEAR.finditer(before):
        if match.start() > place:
            year = teller.year - 1 if teller.year is not None else None
            place = match.start()
            if year is None:
                return None, False
    clause = re.split(r"[;。]", before)[-1]
    several = list(_SEVERAL.finditer(clause))
    if several and not (teller.year and re.search(rf"{teller.year}年以来", several[-1][0])):
        return year, False
    own = re.split(r"[,;。:]", text[:end])[-1]
    if _PART_OF_YEAR.search(own) and not _WHOLE_YEAR.search(own):
        return year, False
    return year, True


def is_planned(text: str, start: int) -> bool:
    """Whether the clause speaks of what is to come."""
    clause = re.split(r"[,;。:]", text[:start])[-1]
    return lexicon().foreign["future"].search(clause) is not None


# ── scope ─────────────────────────────────────────────────────────────────────────────────────────

_OWN = re.compile(
    r"(?:[省市县区州旗]|自治)?(?:级)?机关本级|[省市县区州旗镇乡]?(?:政府)?本级|[省市县区州旗镇乡]?(?:人民)?政府办(?:公室|公厅)?|[省市县区州旗]府办|办公[厅室]|"
    r"代表[^,;。]{0,8}?政府|向[^,;。]{0,8}?政府(?=提出|申请|递交)"
)
_AREA = re.compile(r"全(?P<level>[省市县区州盟旗镇乡])(?!府|局|委)|(?P<system>全?系统)|各(?:级|县|区|地|市)")
_PARTIAL_ACTOR = re.compile(
    r"(?P<name>[^,;。:、\ue000-\uefff]{0,12}(?:局|委|镇|乡|街道|办|中心|大队|支队|所|科室?|股|处|部门|单位|企业|学校|医院|分局|公司))"
    r"(?:20\d\d年度?|全年|本年度?|共|累计|也|均|新|今年|年内|当年|总计|合计|年度|一年来|依法|已|先后)*$"
)
_SELF = re.compile(r"(?:我|本|全)(?:局|委|镇|乡|街道|办|中心|大队|支队|所|处|部门|单位|校|院|公司)$")
_WHOLE_SUBJECTS = frozenset(
    (
        "new_requests", "received", "handled", "answered", "documents_issued", "documents_repealed",
        "documents_in_force", "regulations_issued", "licences", "penalties", "coercive_measures", "published",
    )
)  # fmt: skip
_PEOPLE = re.compile(r"自然人|公民|个人|企业")
_EVERYBODY = re.compile(r"法人|组织|等|及|和|、|或")


def scope_of(text: str, start: int, end: int, words: str, subject: str, teller: Teller) -> tuple[Scope, str]:
    """Of whom words at [start, end) of a skeleton speak, and the words that say so.

    ``words`` are those between what is counted and its number.
    """
    clause = re.split(r"[,;。:]", text[:start])[-1]
    actor = _actor(text, start, clause, teller)
    if actor[0] == "area" or subject not in _WHOLE_SUBJECTS:
        return actor
    if "其中" in clause:
        return "part", "其中"
    told = clause + words
    channels = set(lexicon().foreign["channels"].findall(told))
    if len(channels) == 1 and not lexicon().foreign["several"].search(_channel_words(told)):
        return "part", channels.pop()
    people = set(_PEOPLE.findall(words))
    if people and not _EVERYBODY.search(words):
        return "part", people.pop()
    return actor


def _channel_words(words: str) -> str:
    """From the first channel named to the end of the words."""
    match = lexicon().foreign["channels"].search(words)
    return words[match.start() :] if match else ""


def _actor(text: str, start: int, clause: str, teller: Teller) -> tuple[Scope, str]:
    area = _last(_AREA, clause)
    own = _last(_OWN, clause) if teller.kind in GOVERNMENTS else None
    if own is None and teller.kind in GOVERNMENTS and area is None:
        # 「市政府本级方面，收到…」
        previous = re.split(r"[,;。:]", text[:start])[-2:-1]
        if previous and re.search(r"(?:方面|来看|中)$", previous[0]):
            own = _last(_OWN, previous[0])
    if own is not None and (area is None or own.start() > area.start()):
        return "own", own[0]
    if area is not None:
        level = area["level"]
        if teller.kind in GOVERNMENTS and level in (None, "", teller.level) and not area["system"]:
            return "report", ""
        if level and level == teller.level:
            return "report", ""
        return "area", area[0]
    actor = _PARTIAL_ACTOR.search(clause)
    if actor and not _is_self(actor["name"], teller):
        return "part", actor["name"]
    return "report", ""


def _is_self(name: str, teller: Teller) -> bool:
    if len(name) <= 2 or _SELF.search(name):
        return True
    # 「教育局」 in 临河市教育局's report, with whatever stands before it in the clause
    return any(name[-length:] in teller.name for length in range(min(len(name), 8), 2, -1))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None
