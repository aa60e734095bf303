from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checker.language.agency import Trade, trades
from checker.report.model import Report
from checker.resources import data_path
from checker.rules.identity.context import Own, Passage, own_agency, passages
from checker.rules.naming import listed, quoted
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

# A statement that lists the duties of this many trades goes through the fields of a government's work.
_FIELDS = 3
# Duties of one trade that stand as close together as this are one spot.
_CLOSE = 10
_WITH_OTHERS = re.compile(
    r"协同|配合|会同|联合|移送|转交|转办|转送|牵头单位|主管部门|相关部门|职能部门|有关部门|衔接|对接|共享|委托|抄送|推送"
)
_BEFORE_OTHER = re.compile(
    r"[、各县市区州省]$|(?:相关|有关|其他|上级|协助|配合|会同|联合|邀请|对接|由|与|和|及|向|到|等)$"
)
# What people apply for is their affair: a finance bureau may be asked about farmland.
_ASKED_FOR = re.compile(
    r"申请[^。;]{0,40}?(?:涉及|询问|内容|主要|均为|分别[为是]|属于|事项|要求|关于)|(?:涉及|关于|要求公开)[^。;]{0,30}申请"
    r"|(?<!依)申请(?:公开|获取|查询|查阅)(?!工作|制度|办理|受理|答复|平台|渠道|栏|指南|目录|方面|[,。;:、的和])"
)
_ABOUT = r"(?:了解|知晓|关心|支持|监督|参与|熟悉|理解|宣传|展示|树立|提升|增进|反映|提高|畅通)"
_WORK = (
    r"(?:扩大|增进|围绕|结合|立足|聚焦|服务|公开|发布|反映|宣传|关注|推动|推进|加强|促进|做好|展示|全面|各项|突出|发展)"
)


@dataclass(frozen=True, slots=True)
class _Duty:
    trade: Trade
    also: tuple[str, ...]
    anywhere: re.Pattern[str]
    town: re.Pattern[str] | None
    agencies: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Called:
    """How agencies of a trade are spoken of: 应急部门, 卫生健康系统, 交通运输工作."""

    trade: Trade
    department: re.Pattern[str]
    work: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Spot:
    passage: Passage
    start: int
    end: int
    trade: Trade
    plain: bool = True  # whether the words leave no doubt


@cache
def _duties() -> tuple[_Duty, ...]:
    raw = tomllib.loads(data_path("corpora", "lexicon", "duties.toml").read_text("utf-8"))
    by_key = {trade.key: trade for trade in trades()}
    return tuple(
        _Duty(
            by_key[item["trade"]],
            tuple(item["also"]),
            re.compile("|".join((*item["town_terms"], *item["terms"]))),
            re.compile("|".join(item["town_terms"])) if item["town_terms"] else None,
            re.compile(rf"(?:{_words(by_key[item['trade']])})(?:监管|管理)?(?:总局|局|委员会|委|厅|部门)"),
        )
        for item in raw["duties"]
    )


@cache
def _called() -> tuple[_Called, ...]:
    return tuple(
        _Called(
            trade,
            re.compile(
                rf"{_ABOUT}[^,。;、]{{0,10}}?(?P<a>(?:{_words(trade)})(?:部门|机关|系统))(?:的|各项|政务|重点)?(?:工作|信息|动态|职能|业务|形象|职责)"
                rf"|(?:我们|作为|身为)(?P<b>(?:{_words(trade)})(?:部门|机关|系统))"
                rf"|(?:全[省市县区旗州]|我[省市县区旗州局镇乡])(?P<c>(?:{_words(trade)})系统)"
                rf"|(?P<d>(?:{_words(trade)})(?:部门|系统))(?=政务公开|政府信息公开|信息公开|干部职工|上下)"
            ),
            re.compile(
                rf"{_WORK}(?:全[省市县区旗州]|我[省市县区旗州局])?的?(?P<w>(?:{_words(trade)})(?:中心|重点|重要|各项)?(?:工作|事业|领域|业务))"
                r"(?=信息|动态|实际|中心|特点|重点|情况|高质量|[,。;的与和]|健康|深入|顺利|政府|政务|$)"
            ),
        )
        for trade in trades()
        if trade.words
    )


def _words(trade: Trade) -> str:
    return "|".join(sorted(map(re.escape, trade.words), key=len, reverse=True))


@rule(
    code="I03",
    name="foreign-duties",
    title="写了别的机关的职责",
    severity="warning",
    basis="《政府信息公开条例》第四十七条、国办公开办函〔2021〕30号（年度报告内容应当准确，不得雷同、敷衍塞责）",
)
def foreign_duties(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文里有没有别的部门才有的职责和用语：镇的报告公开“企业标准化评审结果”，档案馆的报告说“让群众了解交通运输部门工作”，
    民族宗教事务局的报告写“卫生健康工作”。每句每种职责一条，相邻的并在一起。

    依据
    《政府信息公开条例》第四十七条；国办公开办函〔2021〕30号。

    反例
    镇人民政府的报告：“及时公开生产安全事故调查报告”“畅通群众了解应急部门工作的渠道”。

    正例
    “配合县应急管理局发布预警”，写明是哪个部门的事；“教育、医疗、社会保障等民生领域”，泛举几方面；“公民、法人或者其他社会组织提出申请”，说的是申请人；申请要公开的是什么；各级政府的报告说到所属部门的工作。

    已知局限
    部门的业务种类按名称判断，词表在 corpora/lexicon/duties.toml，没有收的职责查不出。乡镇、街道管的事多，只查确属县级以上部门的职责。
    一级政府、政府办公室、管委会、国务院部门和行政审批等综合部门不查。
    """
    own = own_agency(draft.report)
    if own is None:
        yield Unassessed("机关名称不明，无法判断写的是不是本机关的职责")
        return
    if own.kind.key in ("national", "government", "government_office", "committee_zone") or any(
        trade.broad for trade in own.kind.trades
    ):
        return
    if own.kind.key == "bureau" and not own.kind.trades:
        yield Unassessed(f"从“{own.organization}”的名称看不出是做什么的部门，没有检查职责")
        return
    read = False
    seen: set[str] = set()
    for passage in passages(draft):
        read = True
        for spot in _joined(_spots(passage, own)):
            word = spot.passage.text[spot.start : spot.end]
            if word not in seen:
                seen.add(word)
                yield _finding(spot, own, draft.report)
    if not read:
        yield Unassessed("没有读到正文，无法检查职责")


def _own_keys(own: Own) -> set[str]:
    keys = {trade.key for trade in own.kind.trades}
    return keys | {key for trade in own.kind.trades for key in trade.shares}


def _spots(passage: Passage, own: Own) -> Iterator[_Spot]:
    town = own.kind.key in ("town", "street")
    keys = _own_keys(own)
    own_words = re.compile("|".join(_words(trade) for trade in own.kind.trades if trade.words)) if keys else None
    text = passage.text

    def in_place(position: int) -> bool:
        """Whether the clause speaks of the agency's own trade too (「医保基金专项审计」)."""
        first, last = passage.clause(position)
        return own_words is not None and own_words.search(text, first, last) is not None

    if passage.section != "preamble" and not _WITH_OTHERS.search(text) and not _ASKED_FOR.search(text):
        found = [
            (spot, listed_only)
            for duty in _duties()
            for spot, listed_only in _duty_spots(passage, duty, own, keys)
            if not in_place(spot.start)
        ]
        many = {trade for trade, count in Counter(spot.trade.key for spot, _ in found).items() if count > 1}
        if len({spot.trade.key for spot, listed_only in found if listed_only}) < _FIELDS:
            yield from (spot for spot, listed_only in found if not listed_only or spot.trade.key in many)
        else:
            yield from (spot for spot, _ in found if spot.plain)
    for called in _called():
        if called.trade.key in keys:
            continue
        for match in called.department.finditer(text):
            group = next(name for name in "abcd" if match[name])
            start, end = match.span(group)
            if not _BEFORE_OTHER.search(text[:start]) and text[end : end + 1] != "、" and not in_place(start):
                yield _Spot(passage, start, end, called.trade)
        if not town:
            for match in called.work.finditer(text):
                start, end = match.span("w")
                if not _is_listed(text, start, end) and not in_place(start):
                    yield _Spot(passage, start, end, called.trade)


def _duty_spots(passage: Passage, duty: _Duty, own: Own, keys: set[str]) -> Iterator[tuple[_Spot, bool]]:
    """Where a statement speaks of a trade's duties, and whether only as one of several that are listed."""
    text = passage.text
    town = own.kind.key in ("town", "street")
    pattern = duty.town if town else duty.anywhere
    if pattern is None or duty.trade.key in keys or duty.agencies.search(text):
        return
    near = any(trade.key in duty.also for trade in own.kind.trades)
    for match in pattern.finditer(text):
        # where trades are near, only duties that no other agency has tell
        plain = duty.town is not None and duty.town.fullmatch(match[0]) is not None
        if plain or not near:
            yield _Spot(passage, *match.span(), duty.trade, plain), not plain and _is_listed(text, *match.span())


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether the words are one of several fields that are listed (教育、医疗、社会保障等)."""
    return text[end : end + 1] in ("、", "等") or text[start - 1 : start] == "、" or text[end : end + 2] == "领域"


def _joined(spots: Iterator[_Spot]) -> list[_Spot]:
    """Spots in order, those that touch or stand close together in one trade made one."""
    joined: list[_Spot] = []
    for spot in sorted(spots, key=lambda item: (item.start, -item.end)):
        last = joined[-1] if joined else None
        if last is not None and spot.end <= last.end:
            continue
        if last is not None and spot.start < last.end + (_CLOSE if spot.trade == last.trade else 0):
            joined[-1] = _Spot(last.passage, last.start, spot.end, last.trade, True)
        else:
            joined.append(spot)
    return joined


def _finding(spot: _Spot, own: Own, report: Report) -> Finding:
    start, end = spot.passage.span(spot.start, spot.end)
    words = spot.passage.normal.text[spot.start : spot.end]
    if own.kind.trades:
        mine = f"{own.organization}（{listed([trade.name for trade in own.kind.trades])}部门）"
    else:
        mine = f"{own.organization}（{own.kind.name}）"
    # one word of another trade may have its reason; a duty that no other agency has, or several words, hardly
    severity: Severity = "warning" if spot.plain else "info"
    return Finding(
        start,
        end,
        f"“{quoted(report, start, end)}”中的“{words}”属于{spot.trade.name}部门，本报告的机关是{mine}",
        "核对这句话是否从别的部门的报告套用；是的，改写本机关自己的工作；确属本机关承担或配合的，写明与哪个部门怎样分工",
        place=f"{spot.passage.section}/{words}",
        evidence={
            "words": words,
            "trade": spot.trade.key,
            "agency": own.organization,
            "statement": spot.passage.normal.text,
        },
        severity=severity,
    )
