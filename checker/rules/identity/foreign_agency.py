from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checker.language.places import MUNICIPALITIES
from checker.report.model import Report
from checker.resources import data_path
from checker.rules.identity.context import Own, Passage, own_agency, passages
from checker.rules.identity.names import relation
from checker.rules.naming import elsewhere, quoted, shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_PLACE_UNITS = ("县", "旗", "区", "市", "州", "盟", "省")
_TOWN_UNITS = ("镇", "乡", "街道")
# What an agency may call itself by beside its own unit: offices write for governments and street offices.
_TOLERATED = {
    "government": {"办", "厅"},
    "government_office": {"办", "厅"},
    "street": {"办", "街道"},
    "committee_zone": {"委", "管委会", "办", "区", "局", "街道"},
    "town": {"办"},
    "bureau": set(),
    # 署, 部, 行 and 会 have bureaus, offices and institutes of their own
    "national": {"厅"},
}
_PROVINCE_WORDS = re.compile(r"省委|省政府|全省|我省|省级|省人民政府|省、市")
_SUPERIOR = re.compile(r"(?<!全)[省州市县区旗](?:委|政府|人民政府|政务|公开办|[^,。;在对]{0,8}局|级|直|里)|上级")
_NAMED_PART = {
    "县": re.compile(r"[\u4e00-\u9fff]县|各县|[市区]县|县区|县\(|分县"),
    "市": re.compile(r"[\u4e00-\u9fff]市|各市"),
    "区": re.compile(r"[\u4e00-\u9fff]{2}区|各区"),
}
_ACTION = (
    r"(?:对|面向|指导|督促|牵头(?:负责)?|负责)(?P<word>全{unit}(?![场值价域级]))[^,。;]{{0,18}}?"
    r"(?:进行|开展|实施|培训|检查|抽查|督查|督导|考核|通报|巡查|监测|评估|测评|指导|推进|协调)"
)
_ATTITUDE = r"(?:党组|党委|领导班子|班子)?(?:始终|一直|历来|继续)?(?:高度重视|认真贯彻|认真落实|认真学习|严格落实|严格按照|深入贯彻|深入学习|坚持以|坚决贯彻|全面贯彻|紧紧围绕|积极推进|扎实推进|不断(?:加强|完善|深化|推进)|主动公开政府信息|共主动公开|累计主动公开|切实加强|精心组织)"
_SUBJECT = re.compile(
    r"(?:^|(?<=[,。;:]))(?:(?:一年来|20\d\d年度?|今年以来|本年度|过去一年)[,来]?)?"
    rf"(?P<name>[\u4e00-\u9fff]{{2,24}}?(?:局|委员会|管委会|委|厅|街道办事处|政府办公[室厅]|法院|检察院|医院|公司|大学|学院|中学|小学|学校|档案馆)){_ATTITUDE}"
)
_REQUESTS = re.compile(
    r"(?P<name>[省州市县区旗]?(?:人民)?政府办(?:公[室厅])?)(?:[^,。;转]{0,12})?(?:共|累计)?(?:收到|受理|答复|办结|办理)[^,。;转]{0,16}申请"
    r"|(?:向|到)(?P<name2>[省州市县区旗](?:人民)?政府办(?:公[室厅])?)(?:[^,。;]{0,8})(?:提出|提交|递交)[^,。;]{0,10}申请"
)
# Applications made to a government, taken by its office: not those passed on, and not for review (复议).
_TAKEN = re.compile(
    r"(?:收到|受理|接收|接到|办理|答复|处理)(?:(?!转)[^,。;]){0,30}?向(?P<name>[省州市县区旗](?:人民)?政府(?:(?:及|和|、|或者?)?(?:其|[省州市县区旗](?:人民)?政府)?办公?[室厅]?)?)"
    r"(?:(?!转|复议|行政)[^,。;]){0,8}(?:提出|提交|递交)的?(?:政府)?信息公开(?:书面)?的?申请(?!(?:转|移|复))"
)
# The work of the whole province is what a town or a county has in charge only in words taken from elsewhere.
_IN_CHARGE = (
    r"(?:^|(?<=[,。;:)是]))(?:负责|牵头|认真|积极|扎实|有序|深入|统筹)*(?:(?:组织|推动|推进|统筹|指导|协调|部署|监督|谋划)、?){{1,3}}"
    r"(?P<word>全{unit})(?:的)?(?:政府信息公开|政务公开|信息公开)工作(?=[,。;]|$|有序|扎实|深入|顺利|全面)"
    r"(?!,?[^,。;]{{0,8}}(?:要求|会议|精神|贡献|要点))"
)
_OWN_UNIT = {"委": "我委", "办": "我办", "管委会": "本委", "": "本机关"}


@dataclass(frozen=True, slots=True)
class _Reference:
    """How agencies of a unit speak of themselves (``selves``) and of their own parts (``parts``)."""

    unit: str
    name: str
    selves: re.Pattern[str]
    parts: re.Pattern[str] | None


@cache
def _lexicon() -> tuple[tuple[str, ...], tuple[_Reference, ...]]:
    """What stands before an agency's own parts where no other agency's name does, and the references."""
    raw = tomllib.loads(data_path("corpora", "lexicon", "self_references.toml").read_text("utf-8"))
    references = tuple(
        _Reference(
            item["unit"],
            item["name"],
            re.compile("|".join(item["selves"])),
            re.compile("|".join(item["parts"])) if item["parts"] else None,
        )
        for item in raw["references"]
    )
    return (*raw["before"], *",。;:!?\"'"), references


def _references() -> tuple[_Reference, ...]:
    return _lexicon()[1]


def _opens(text: str, position: int) -> bool:
    """Whether no name of an agency runs on to the position (「负责局政务公开」, not 「公安局政务公开」)."""
    return position == 0 or text[:position].endswith(_lexicon()[0])


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words that belong to another kind of agency, ``of`` whom."""

    passage: Passage
    start: int
    end: int
    of: str

    @property
    def word(self) -> str:
        return self.passage.text[self.start : self.end]


@rule(
    code="I02",
    name="foreign-agency",
    title="用了别的机关的称呼",
    severity="error",
    basis="《政府信息公开条例》第四十七条、国办公开办函〔2021〕30号（年度报告内容应当准确，不得雷同、敷衍塞责）",
)
def foreign_agency(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文里的自称和说自己内设机构、会议的话，是不是本机关这一类、这一级的：镇的报告写“全局”“我局”“局机关”，乡的报告写“我镇”，区的报告写“我县”，
    县的报告“对全市”作部署，镇的报告“组织推动全省政府信息公开工作”；以及别的部门作了句子的主语（“××局高度重视”），
    不是政府和政府办公室的机关写成由政府或政府办公室受理申请（“受理向市政府提出的申请”）。
    同一个词出现多次的，并作一条。

    依据
    《政府信息公开条例》第四十七条；国办公开办函〔2021〕30号。

    反例
    镇人民政府的报告：“成立领导小组，全面负责局政务公开工作”“在全局干部职工大会上讲解”。

    正例
    “服务全局”“增强大局观念”不是自称；镇的报告说“县应急管理局”“按照全市统一部署”；政府的报告由办公室执笔说“我办”；管委会说“我委”；卫健、发改等或叫委或叫局的部门，“我委”“我局”都不算错。

    已知局限
    机关的种类、级别、所在地按名称判断，名称没有写明上级地方时，“我县”“我区”不作判断。引号、书名号里的话不查。
    """
    own = own_agency(draft.report)
    if own is None:
        yield Unassessed("机关名称不明，无法判断自称是否属于本机关")
        return
    found: dict[str, list[_Hit]] = {}
    read = False
    for passage in passages(draft):
        read = True
        for hit in _distinct(_hits(passage, own, draft.report)):
            found.setdefault(hit.word, []).append(hit)
    if not read:
        yield Unassessed("没有读到正文，无法检查自称")
    for word, hits in found.items():
        yield _finding(word, hits, own, draft.report)


def _distinct(hits: Iterator[_Hit]) -> list[_Hit]:
    """The hits of a statement, of overlapping ones the first."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda item: (item.start, -item.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _hits(passage: Passage, own: Own, report: Report) -> Iterator[_Hit]:
    foreign = _foreign_units(own, report)
    text = passage.text
    for reference in _references():
        if reference.unit not in foreign or not any(character in text for character in reference.unit):
            continue
        matches = list(reference.selves.finditer(text))
        if reference.parts is not None and _parts_tell(reference.unit, own):
            matches += [match for match in reference.parts.finditer(text) if _opens(text, match.start())]
        for match in matches:
            if not _in_place(passage, match, reference.unit, own):
                yield _Hit(passage, *match.span(), reference.name)
    yield from _upward(passage, own)
    yield from _in_charge(passage, own)
    yield from _other_subject(passage, own)
    yield from _requests(passage, own)


def _foreign_units(own: Own, report: Report) -> set[str]:
    """The units whose words the agency has no claim to."""
    allowed = {own.kind.unit, *_TOLERATED[own.kind.key]}
    if own.kind.key == "bureau" and (any(trade.committee for trade in own.kind.trades) or not own.kind.trades):
        allowed |= {"局", "委"}
    if own.kind.key == "bureau" and any(trade.broad for trade in own.kind.trades):
        allowed |= {"办", "中心", "局", "委"}
    if "苏木" in own.kind.unit:
        allowed |= {"乡"}
    if "街道" in (own.place.town or ""):
        allowed |= {"街道"}
    if own.kind.key == "government_office" and own.place.town:
        allowed |= {"镇", "乡", "街道"} & {own.place.town[-1], own.place.town[-2:]}
    if own.place.zone or own.kind.key == "committee_zone":
        allowed |= {"区"}
    if own.kind.unit == "":
        allowed |= {"局", "委", "办", "院", "中心", "所", "站", "馆", "队"}
    units = {reference.unit for reference in _references()} - {*_PLACE_UNITS} - allowed
    return units | (_foreign_places(own, report) - allowed)


def _foreign_places(own: Own, report: Report) -> set[str]:
    """Which of 县, 区, 市 … are neither the agency's own place nor above it, as far as can be told."""
    place = own.place
    foreign: set[str] = set()
    autonomous = place.autonomous_region
    if autonomous is None and _PROVINCE_WORDS.search(report.normal.text):
        autonomous = False
    if place.province and (place.autonomous_region or place.province in MUNICIPALITIES):
        foreign |= {"省"}
    county = place.county[-1] if place.county else None
    below = place.city is not None or (own.kind.level == "province" and place.county is None)
    if county is not None:
        foreign |= {"县", "旗", *(("区",) if autonomous is False else ())} - {county}
        # a county says 我市 of the prefecture above it
        if place.city and not place.city.endswith("市") and place.province not in MUNICIPALITIES:
            foreign |= {"市"} - {county}
    elif below and place.zone is None and place.town is None:
        foreign |= {"县", "旗", *(("区",) if autonomous is False else ())}
        if own.kind.level == "province" and place.province not in MUNICIPALITIES:
            foreign |= {"市"}
    if place.city and not place.vague_city:
        foreign |= {"州", "盟"} - {place.city[-1]}
    if own.kind.key == "bureau" and re.search(r"分局|支局", own.organization):
        foreign -= {"县", "区", "市"}
    return foreign


def _parts_tell(unit: str, own: Own) -> bool:
    """Whether a mention of the parts of such an agency (镇党委, 局机关) speaks of the agency itself.

    Governments and their bureaus speak of the towns below them and of the governments above them.
    """
    if unit in _TOWN_UNITS:
        return own.kind.key in ("town", "street")
    if unit in _PLACE_UNITS:
        return own.place.county is not None
    return True


def _in_place(passage: Passage, match: re.Match[str], unit: str, own: Own) -> bool:
    """Whether the words speak of a part of the place that the statement names (「柳湾镇全镇」「该县全县」)."""
    before = passage.text[: match.start()]
    if unit in _TOWN_UNITS and match[0].startswith("全"):
        return re.search(rf"[\u4e00-\u9fff]{unit}[^,。;]{{0,6}}$", before) is not None
    if unit in ("县", "区", "市") and match[0].startswith("全") and own.place.county is None:
        rest = before + "□" + passage.text[match.end() :]
        return _NAMED_PART[unit].search(rest) is not None
    return False


def _upward(passage: Passage, own: Own) -> Iterator[_Hit]:
    """Doing things 对全市 that only the city does, in a county's report; 我市 as a county government's own name."""
    if own.place.county is None or _SUPERIOR.search(passage.text):
        return
    county = own.place.county[-1]
    above = ["省"]
    if county != "市":
        above.append("市")
    if own.kind.key in ("town", "street"):
        above += [unit for unit in ("县", "区", "旗") if unit == county]
        above += ["市"] if county == "市" else []
    for unit in above:
        for match in re.finditer(_ACTION.format(unit=unit), passage.text):
            yield _Hit(passage, *match.span("word"), f"{unit}级机关")
    if own.kind.key == "government" and county in "县旗":
        for match in re.finditer(
            r"(?:^|(?<=[,。;:]))(?:20\d\d年,?|今年以来,?|一年来,?)?(?P<word>我市)(?=高度|认真|积极|始终|坚持|主动公开|各级各部门|共|累计|严格|深入|政府信息公开工作|政务公开工作)",
            passage.text,
        ):
            yield _Hit(passage, *match.span("word"), "市")


def _in_charge(passage: Passage, own: Own) -> Iterator[_Hit]:
    """Directing the work of a province or a city, in the report of an agency that lies below it."""
    above = []
    if own.kind.key in ("town", "street"):
        above = ["省", "市"]
    elif own.place.county is not None:
        above = ["省", *(["市"] if not own.place.county.endswith("市") else [])]
    elif own.kind.level == "city":
        above = ["省"]
    for unit in above:
        for match in re.finditer(_IN_CHARGE.format(unit=unit), passage.text):
            if not _SUPERIOR.search(passage.text, 0, match.start()):
                yield _Hit(passage, *match.span("word"), f"{unit}级机关")


def _other_subject(passage: Passage, own: Own) -> Iterator[_Hit]:
    """Another agency that takes the task to heart, where the report's own should."""
    for match in _SUBJECT.finditer(passage.text):
        name = match["name"]
        if own.kind.key in ("government", "government_office") or re.match(
            r"[我本全各该]|县委|市委|区委|省委|党委|党组|其他|上级", name
        ):
            continue
        if own.kind.key in ("town", "street") and re.search(r"街道|镇|乡|村|社区", name):
            continue
        if own.kind.key == "committee_zone" and name.endswith(("局", "委")):
            continue
        known = re.search(r"法院|检察院|医院|公司|大学|学院|中学|小学|学校", name)
        office = name.endswith(("政府办公室", "政府办公厅"))
        if known or office or relation(own, name) == "other":
            yield _Hit(passage, *match.span("name"), "别的机关")


def _requests(passage: Passage, own: Own) -> Iterator[_Hit]:
    """Applications received by a government's office, in the report of another agency."""
    if own.kind.key in ("government", "government_office"):
        return
    for match in _REQUESTS.finditer(passage.text):
        if re.search(r"(?:协助|配合)[^,。;]{0,4}$", passage.text[: match.start()]):
            continue
        group = "name" if match["name"] else "name2"
        yield _Hit(passage, *match.span(group), "政府办公室")
    for match in _TAKEN.finditer(passage.text):
        if not re.search(r"转[办来交送]|移[送交]|协助|配合", passage.text):
            yield _Hit(passage, *match.span("name"), "政府办公室")


def _finding(word: str, hits: list[_Hit], own: Own, report: Report) -> Finding:
    first = hits[0]
    start, end = first.passage.span(first.start, first.end)
    sentence = quoted(report, start, end)
    more = elsewhere(report, [hit.passage.span(hit.start, hit.end) for hit in hits[1:]])
    mine = f"本报告的机关是{own.organization}（{own.kind.name}）"
    quotes = [shortened(hit.passage.normal.text, 60) for hit in hits]
    if first.of == "别的机关":
        message = f"“{sentence}”说的是“{word}”，{mine}{more}"
        advice = f"核对这段话是否从别的报告套用；属于本机关的，把“{word}”改为本机关名称"
    elif first.of == "政府办公室":
        message = f"“{sentence}”写成由“{word}”收办申请，{mine}{more}"
        advice = "核对本机关的申请由谁收办，照实写；由政府办公室转来的写明转办"
    elif first.of.endswith("级机关"):
        message = f"“{sentence}”中“{word}”的工作是{first.of}做的事，{mine}{more}"
        advice = f"核对这段话是否从{first.of}的报告套用，改写本机关所辖范围内的工作"
    else:
        message = f"“{sentence}”中的“{word}”是{first.of}对自己的称呼，{mine}{more}"
        advice = f"改为{_replacement(word, own)}；并核对前后文是否从别的机关的报告套用"
    return Finding(
        start,
        end,
        message,
        advice,
        place=f"{first.passage.section}/{word}",
        evidence={"word": word, "of": first.of, "agency": own.organization, "statements": quotes},
    )


def _replacement(word: str, own: Own) -> str:
    """What the words would be in this agency's mouth."""
    unit = own.kind.unit
    if not unit or own.kind.key == "committee_zone":
        return "“本机关”或本机关名称"
    if word.startswith(("我", "本", "全")):
        prefix = word[0] if not (word[0] == "全" and own.kind.key == "government_office") else "我"
        return f"“{prefix}{unit}”"
    return "本机关的机构名称"
