from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from checker.language.places import Division, Place, find_places, is_elsewhere, place_of, place_stems
from checker.language.segmentation import segmenter
from checker.report.model import Report
from checker.rules.identity.context import Own, Passage, own_agency, passages, same_place
from checker.rules.identity.names import differing_place
from checker.rules.naming import elsewhere, listed, quoted
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_HAN = "\u3400-\u9fff"
# Where another place stands for good reason: visits, pairing, neighbours, courts, addresses, schools and firms.
_VISITED = re.compile(
    r"[赴到往向与同][^,。;]{0,24}(?:学习|考察|调研|观摩|取经|交流|参观|培训)|学习(?:考察|借鉴|交流|[^,。;]{0,12}(?:经验|做法))|借鉴|考察|观摩|取经|对口|结对|协作|帮扶|支援|援助|先进(?:地区|经验|做法|县|市|区)|"
    r"兄弟|联合|毗邻|相邻|周边|邻近|接壤|跨省|跨市|跨县|跨区域|异地|合作|一体化|招商|推介|参展|务工|外出|通办|互认|共享|划转|划归|原属|区划调整|撤县|撤市|更名|改名|京津冀|长三角|"
    r"[东西南北](?:邻|连|接|靠|临|依|濒|抵|界|至|[与同][^,。;]{1,10}[接邻连])|"
    r"[与同和][^,。;]{1,16}(?:交界|为界|接界|分界|搭界|相[连接邻望]|隔[^,。;]{1,4}相望)|交界处|毗连|距(?:离)?[^,。;]{1,16}(?:公里|千米|里|分钟)|"
    r"地址|邮编|邮政编码|电话|邮箱|传真|网址|办公地点|峰会|论坛|援[藏疆青]|挂职|转发|评选|获奖|典型案例|籍"
)
_OF_OTHERS = re.compile(
    rf"^[{_HAN}]{{0,10}}?(?:人民法院|中级法院|法院|检察院|仲裁委|仲裁|律师|律所|公司|集团|银行|大学|学院|学校|中学|小学|医院|出版社|日报|晚报|时报|电视台|海关|铁路|机场|火车站|籍)"
    r"|^(?:[东西南北中一二三四五0-9]?路|街(?!道)|大道|大街|话|菜|站|时间|会议|精神|奥运|冬奥|经验|模式|等地)"
    # a disaster, a project or an event is called by the place of it
    r"|^(?:\d(?:\.\d+)?级)?(?:强|特大|重大|山体|\"?\d{1,2}\.\d{1,2}\"?)?(?:地震|洪涝|洪灾|洪水|山洪|暴雨|台风|滑坡|泥石流|灾后|灾区|灾情|救灾|抗震|东西部)"
    rf"|^[至—\-]?[{_HAN}]{{0,8}}?(?:运动会|全运会|亚运会|大运会|博览会|交易会|高铁|高速|公路|轻轨|地铁|大桥|输水|调水|天然气|管道)"
)
_ADDRESS = re.compile(r"^[^,。;]{0,16}(?:路|街|大道|巷|胡同|号楼|大厦|\d+号)")
_STANDS_FOR = (
    r"(?:法治|平安|数字|幸福|美丽|信用|健康|阳光|清廉|活力|魅力|智慧|清明|书香|善治|生态|富裕|实力)(?=<>)"
    r"|(?<=<>)(?=经济社会发展|高质量发展|政务公开|政府信息公开|广大干部群众|百姓|人民群众|实际情况|全[县市区])"
)
# A town or county that the list does not have, where it is plainly the one that acts.
_ACTS = r"(?=人民政府|党委|党工委|政府(?!信息|部门|网)|办事处|委、|委县|委市|委区|高度重视|认真|坚持|积极|始终|深入|严格|全面|切实|扎实|按照|结合|紧紧围绕|政府信息公开|政务公开|信息公开|主动公开|共公开|累计|通过|不断|党政|[\u3400-\u9fff]{2,14}?(?:局|委员会|厅)(?:坚持|认真|高度|始终|积极|按照|严格|以|在|将|共|把|紧紧|全面|深入))"
_FRONT = r"(?:^|(?<=[,。;:])|(?<=\d年)|(?<=年度)|(?<=[在由经为将对])|(?<=推进)|(?<=推动)|(?<=提升)|(?<=加强)|(?<=做好)|(?<=以来)|(?<=[一二三四五六七八九]是)|(?<=建立)|(?<=制定)|(?<=印发)|(?<=完善)|(?<=结合)|(?<=围绕))"
# Characters that stand in phrases about places and hardly in their names.
_NOT_IN_NAMES = (
    "全各本我该每某有个为及与和等的级所属辖园社校景郊乡镇县市区街局委厅政府党民公信息作进行展组织群众干部门单位其他相关按照根据通过围绕结合加强推"
    "重点试心在对向从到由请存已并使让把被着是凡现紧扣提交依利用以步考终"
)
_STEM = rf"(?:(?![{_NOT_IN_NAMES}])[{_HAN}])"
_ACTOR = re.compile(
    rf"{_FRONT}(?P<name>(?:{_STEM}{{2,8}}?[县区市旗])?(?P<stem>{_STEM}{{2,7}}?)(?P<end>镇|乡|街道|县|区|旗)){_ACTS}"
    rf"|(?:^|(?<=[,。;:])|(?<=\d年)|(?<=[一二三四五六七八九]是))(?P<name2>(?P<stem2>{_STEM}{{2,6}}?)(?P<end2>镇|乡|街道|县|旗))(?![、与和及等]|社区|村|干部)"
)
# Words this frequent do not begin a place's name (认真落实县委), those so frequent do not stand in one; jieba's counts.
_FREQUENT, _VERY_FREQUENT = 200, 1000


@dataclass(frozen=True, slots=True)
class _Hit:
    passage: Passage
    start: int
    end: int
    name: str
    own: str
    near: bool = False  # whether it is a county of the agency's own 市 or 州


@rule(
    code="I04",
    name="foreign-place",
    title="写了别处的地名",
    severity="error",
    basis="《政府信息公开条例》第四十七条、国办公开办函〔2021〕30号（年度报告内容应当准确，不得雷同、敷衍塞责）",
)
def foreign_place(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文里有没有别处的地名：不是本机关所在地，也不是它的上级、下级地方的省、市、县（区），别的乡镇、街道作了句子的主语。同一地名出现多次的，同一分句里的几个地名，都并作一条。
    同一个市、州的别的县为警示，其余为错误。

    依据
    《政府信息公开条例》第四十七条；国办公开办函〔2021〕30号。

    反例
    河南省某县某镇的报告：“洪泽区政务公开工作领导小组办公室负责日常工作”。

    正例
    “赴洪泽区学习考察”“与洪泽区结成对口协作”；“××市中级人民法院”；文件名称、平台名称和引号里的地名；联系地址；
    以地名称呼的灾害、工程、活动（“××县6.2级地震灾后重建”“××至××公路”“××运动会”）；四邻和距离（“东邻××镇”“与××县交界”“距××市40公里”）。

    已知局限
    省、市、县名称用官方行政区划（corpora/lexicon/places.tsv，含2019年以来的旧名），乡镇名称没有收，只按句子的写法认别的乡镇。
    上级地方不明的，不查那一级；国务院部门的报告写到各地，不查。朝阳、中山一类也作普通词用的简称不查。
    """
    own = own_agency(draft.report)
    if own is not None and own.kind.key == "national":
        return
    if own is None or not own.place.names:
        yield Unassessed("从机关名称看不出是哪里的机关，没有检查地名")
        return
    found: dict[str, list[_Hit]] = {}
    read = False
    names = _own_words(own, draft.report)
    for passage in passages(draft):
        read = True
        for hit in _hits(passage, own, names):
            found.setdefault(hit.name, []).append(hit)
    if not read:
        yield Unassessed("没有读到正文，无法检查地名")
    for group in _by_clause(found):
        yield _finding(group, own, draft.report)


def _by_clause(found: dict[str, list[_Hit]]) -> list[list[_Hit]]:
    """The hits by name, names that first stand in one clause together."""
    groups: dict[tuple[int, int], list[_Hit]] = {}
    for hits in found.values():
        groups.setdefault(_clause_of(hits[0]), []).extend(hits)
    return list(groups.values())


def _clause_of(hit: _Hit) -> tuple[int, int]:
    return hit.passage.span(*hit.passage.clause(hit.start))


def _own_words(own: Own, report: Report) -> re.Pattern[str]:
    """What the report calls its own place by: every name in the agency's name and in the title."""
    words = {own.organization, *own.place.names}
    for name in own.place.names:
        words.add(name)
        if len(name) > 2:
            words.add(re.sub(r"(?:省|市|县|区|旗|州|盟|镇|乡|街道)$", "", name))
    return re.compile("|".join(sorted((re.escape(word) for word in words if len(word) > 1), key=len, reverse=True)))


def _hits(passage: Passage, own: Own, names: re.Pattern[str]) -> Iterator[_Hit]:
    text = passage.text
    taken = [match.span() for match in names.finditer(text)]
    seen: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return not any(first < end and start < last for first, last in (*taken, *seen))

    places = find_places(text)
    elsewhere = [
        item
        for item in places
        if free(item.start, item.end)
        and all(is_elsewhere(division, own.place) for division in item.divisions)
        and not _within_name(own, item.name, item.divisions)
    ]
    if len({item.name for item in elsewhere if not item.short}) >= 3:
        # a list of places is about them
        return
    for item in elsewhere:
        first, last = passage.clause(item.start)
        if _VISITED.search(text, *_around(passage, first, last)) or _OF_OTHERS.search(text[item.end :]):
            continue
        if _ADDRESS.search(text[item.end : last]) or re.search(r"[赴到往去]$", text[: item.start]):
            continue
        if item.short and not _stands_for(text, item.start, item.end):
            continue
        seen.append((item.start, item.end))
        near = any(_is_near(own.place, division.county, division.city) for division in item.divisions)
        yield _Hit(passage, item.start, item.end, item.name, _counterpart(own.place, item.divisions), near)
    yield from _actors(passage, own, free)


def _around(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """The clause and the one before it, which may say what it is about (「与…签订协议，淮安市负责…」)."""
    previous = passage.text.rfind(",", 0, max(0, first - 1)) + 1
    return (previous if first else 0), last


def _within_name(own: Own, name: str, divisions: tuple[Division, ...]) -> bool:
    """Whether the agency's name holds the place's (滁州 in 滁州中都经济技术开发区)."""
    stems = {division.stem for division in divisions} | {name}
    return any(len(stem) > 1 and stem in own.organization for stem in stems)


def _stands_for(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end:]
    first, second = _STANDS_FOR.split("|(?<=<>)")
    return bool(re.search(first.replace("(?=<>)", "$"), before)) or bool(re.match(second, after))


def _counterpart(own: Place, divisions: tuple[Division, ...]) -> str:
    level = divisions[0].level
    known = {"province": own.province, "city": own.city, "county": own.county}[level]
    return known or own.names[-1]


def _is_near(own: Place, county: str | None, city: str | None) -> bool:
    """Whether a county lies in the agency's own 市 or 州: it may well have to do with it."""
    return county is not None and city is not None and own.city is not None and same_place(city, own.city)


def _actors(passage: Passage, own: Own, free: Callable[[int, int], bool]) -> Iterator[_Hit]:
    """Towns, streets and counties that act where the agency itself should: told by their ending and what follows."""
    ends = {"镇", "乡", "街道"} if own.kind.key in ("town", "street") else set()
    if own.place.county:
        ends |= {"县", "区", "旗"}
    for match in _ACTOR.finditer(passage.text):
        stem, end_word = match["stem"] or match["stem2"], match["end"] or match["end2"]
        if end_word not in ends or _is_phrase(stem):
            continue
        if _VISITED.search(passage.text, *_around(passage, *passage.clause(match.start()))):
            continue
        start, end = match.span("name" if match["name"] else "name2")
        if _OF_OTHERS.search(passage.text[end:]):
            continue
        name = passage.text[start:end]
        other = place_of(name) or Place()
        differing = differing_place(own.place, other)
        if differing is None or not free(start, end):
            continue
        if stem in own.organization or any(stem in name for name in own.place.names):
            continue
        yield _Hit(
            passage, start, end, name, differing[0], not other.town and _is_near(own.place, other.county, other.city)
        )


def _is_phrase(stem: str) -> bool:
    """Whether what stands before 县 or 镇 is made of common words, and no name."""
    known = segmenter().FREQ
    if stem in place_stems():
        return False
    if any(known.get(stem[:length], 0) >= _FREQUENT for length in (2, 3, 4) if len(stem) >= length):
        return True
    return any(known.get(stem[place : place + 2], 0) >= _VERY_FREQUENT for place in range(len(stem) - 1))


def _finding(hits: list[_Hit], own: Own, report: Report) -> Finding:
    first = hits[0]
    start, end = first.passage.span(first.start, first.end)
    again = [hit for hit in hits if _clause_of(hit) != _clause_of(first)]
    more = elsewhere(report, [hit.passage.span(hit.start, hit.end) for hit in again])
    names = list(dict.fromkeys(hit.name for hit in hits))
    mine = dict.fromkeys(hit.own for hit in hits)
    return Finding(
        start,
        end,
        f"“{quoted(report, start, end)}”写了别处的地名{listed([f'“{name}”' for name in names], len(names))}，"
        f"本报告的机关是{own.organization}{_whereabouts(own)}{more}",
        f"核对这段话是否从别处的报告套用；是的，改为{listed([f'“{name}”' for name in mine], len(mine))}并核对前后内容；确与当地有关的，写明是什么关系",
        place=f"{first.passage.section}/{'/'.join(names)}",
        evidence={
            "places": names,
            "own": list(own.place.names),
            "statements": list(dict.fromkeys(hit.passage.normal.text for hit in hits)),
        },
        severity="warning" if all(hit.near for hit in hits) else "error",
    )


def _whereabouts(own: Own) -> str:
    """Where the agency is, if that says more than its name does."""
    place = "".join(own.place.names)
    return "" if own.organization.startswith(place) else f"，所在地是{place}"
