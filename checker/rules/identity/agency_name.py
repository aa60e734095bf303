from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.agency import agency_kind
from checker.language.agency_names import same_agency, zone_stem
from checker.language.places import find_places, place_of
from checker.report.model import Report
from checker.report.normal import Normal, compact, normalise
from checker.rules.identity.context import Own, own_agency, same_place
from checker.rules.identity.names import relation
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_HAN = "\u3400-\u9fff"
_END = r"(?:人民政府办公[厅室]|人民政府|政府办公[厅室]|(?:管理委员会|管委会)办公室|街道办事处|办事处|管理委员会|管委会|委员会|分局|支局|局|厅|委|街道|镇|乡|苏木|馆)"
# Who wrote the report, who publishes it, whom to ask.
_WRITER = re.compile(
    rf"由(?P<name>[{_HAN}]{{3,30}}?)(?:负责)?(?:根据|依据|按照|综合|组织|统一|汇总|会同|编制|编写|撰写|起草)"
)
_REPORT_OF = re.compile(
    rf"(?:现将|编制|编写|公布|公开|发布)(?:公布|公开|发布)?(?:完成|形成|出)?了?《?(?P<name>[{_HAN}]{{3,30}}?)(?:关于)?(?:19|20)\d\d年?度?(?:政府信息公开|政务公开|信息公开)"
)
_CONTACT = re.compile(
    rf"(?:请(?:与|联系|向|咨询)|欢迎与)(?P<name>[{_HAN}]{{3,30}}?)(?:进行)?(?:联系|咨询|反映|查询|垂询|\(|,|。|:)"
)
_CUT = re.compile(
    rf"^(?P<name>[{_HAN}]{{2,}}?{_END})(?=$|党政|办公室|政务|综合|政府信息|信息|秘书|法规|办|电子|行政|人秘|党群|档案|宣传|[{_HAN}]{{2,6}}[科股室处])"
)
_SIGNATURE = re.compile(rf"[{_HAN}]{{2,30}}{_END}(?:办公室)?")
_ROLES = {"writer": "编制机关写", "report": "正文写", "contact": "联系机关写", "signature": "落款写"}


@dataclass(frozen=True, slots=True)
class _Name:
    """An agency named as the report's own: in what role, at [start, end) of the report's text."""

    role: str
    name: str
    start: int
    end: int


@rule(
    code="I01",
    name="agency-name",
    title="机关名称前后不一致",
    severity="error",
    basis="国办公开办函〔2021〕30号（年度报告由各行政机关编制，发布内容应当准确）",
)
def agency_name(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    报告名称里的机关，与引言里的编制机关、报告所属机关、联系机关以及落款是不是同一个机关。

    依据
    国办公开办函〔2021〕30号；《政府信息公开条例》第四十七条。

    反例
    名称是“××县柳湾镇人民政府”，引言写“本报告由××县柳河镇人民政府编制”；名称是县财政局，落款是县审计局。

    正例
    简称（县人社局），带不带上级地名，政府的报告由政府办公室编制、落款，联系党政办或者某科室，都不算不一致。

    已知局限
    名称按所在地、级别和业务种类比较；只差别字的地名能查出，业务相同、叫法有交叉的（城市管理局、综合行政执法局）不作判断。
    引言和落款里没有写机关名称的，无从比较。
    """
    report = draft.report
    own = own_agency(report)
    if own is None:
        yield Unassessed("报告名称里没有认得出的机关名称，无从比较")
        return
    seen: set[str] = set()
    for item in (*_in_preamble(report), *_in_signature(report)):
        if not _is_own(own, item.name) and _differs(own, item) and item.name not in seen:
            seen.add(item.name)
            yield Finding(
                item.start,
                item.end,
                f"{_ROLES[item.role]}“{item.name}”，报告名称写“{own.organization}”，不是同一个机关",
                f"核对年度报告是哪个机关的：是{own.organization}的，把此处改为“{own.organization}”，并核对前后内容是否从别的报告套用；"
                f"报告名称写错的，改正报告名称",
                place=f"{item.role}/agency",
                evidence={"name": item.name, "agency": own.organization, "role": item.role},
            )


def _is_own(own: Own, name: str) -> bool:
    """Whether the words are the agency's own name, with a place above it or words of the sentence in front of it."""
    if same_agency(own.organization, name):
        return True
    front = name.removesuffix(own.organization)
    return front != name and place_of(front) is None and not find_places(front)


def _differs(own: Own, item: _Name) -> bool:
    found = relation(own, item.name)
    if found in ("elsewhere", "other"):
        # a department may write for its government, and whom to ask may be elsewhere in the same government
        return not (found == "other" and own.kind.key in ("government", "government_office"))
    kind = agency_kind(item.name)
    close = kind is not None and kind.key == own.kind.key and (item.role != "contact" or kind.key == "bureau")
    if close and _shares_no_place(own, item.name):
        return True
    return (
        found == "related"
        and item.role in ("report", "signature")
        and own.kind.key == "bureau"
        and kind is not None
        and kind.key == "government"
    )


def _shares_no_place(own: Own, name: str) -> bool:
    """Whether every place that the name tells is another than the agency's own (青海省审计厅, 滁南市审计局)."""
    place = place_of(name)
    told = [item for item in place.names if item in name] if place else []
    stems = [re.sub(r"[省市县区旗州盟镇乡]$|街道$", "", item) for item in told]
    if place is not None and place.zone in told:
        # one zone is an 高新区 to some and a 高新技术产业园区 to others
        stems.append(zone_stem(place.zone))
    return (
        bool(told)
        and bool(own.place.names)
        and not any(stem in own.organization for stem in stems)
        and not any(same_place(item, other) for item in told for other in own.place.names)
    )


def _in_preamble(report: Report) -> Iterator[_Name]:
    start = report.title_span[1] if report.title_span else 0
    first = report.sections[0] if report.sections else None
    parts = [(start, first.start if first else len(report.text))]
    if first is not None and first.kind == "overview":
        # the preamble is often the first paragraph of the overview
        paragraphs = report.paragraphs(first.body_start, first.end)
        parts += [(max(item.start, first.body_start), item.end) for item in paragraphs[:2]]
    for begin, end in parts:
        normal = normalise(report.text[begin:end])
        for role, pattern in (("writer", _WRITER), ("report", _REPORT_OF), ("contact", _CONTACT)):
            for match in pattern.finditer(normal.text):
                cut = _CUT.match(match["name"])
                if cut is None or _is_vague(cut["name"]):
                    continue
                offset = match.start("name")
                yield _named(role, normal, offset, offset + len(cut["name"]), begin)


def _is_vague(name: str) -> bool:
    """Whether the name tells no agency by itself (本机关, 县政府办公室, 镇党政办)."""
    place = place_of(name)
    return (place is None and len(name) <= 6) or re.match(r"[本我各该全]|相关|有关|上级", name) is not None


def _in_signature(report: Report) -> Iterator[_Name]:
    """The agency on one of the last lines."""
    end = len(report.text)
    for _ in range(4):
        start = report.text.rfind("\n", 0, end) + 1
        line = report.text[start:end]
        key = compact(line)
        if len(key) <= 32 and _SIGNATURE.fullmatch(key) and not _is_vague(key) and agency_kind(key) is not None:
            normal = normalise(line)
            yield _named("signature", normal, 0, len(normal.text), start)
            return
        if start == 0:
            return
        end = start - 1


def _named(role: str, normal: Normal, start: int, end: int, offset: int) -> _Name:
    first, last = normal.span(start, end)
    return _Name(role, normal.text[start:end], first + offset, last + offset)
