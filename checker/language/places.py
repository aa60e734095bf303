"""Places: the official administrative divisions, the place that an agency's name tells of, places named in a text.

Provinces, prefectures and counties come from ``corpora/lexicon/places.tsv``. Towns and streets are told by their
ending alone, and so is a place that the list does not have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from checker.report.normal import compact
from checker.resources import data_path

Level = Literal["province", "city", "county", "town"]
AUTONOMOUS_REGIONS = ("内蒙古", "广西", "西藏", "宁夏", "新疆")
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_ENDS = "省市县区旗州盟"
_LONGEST = 18
# 新城区 and 市中区 are districts and also plain words; with one character before 县 the name hides in others (响应县委)
_UNCLEAR_NAME = re.compile(r"[东西南北上中下新旧老前后市港矿郊桥河江城湖]{1,2}[城区中东西南北口]?区|.[县市区]")
# 东莞市场, 金水区域: the ending belongs to the word that follows
_NOT_AFTER = {
    "市": "场价值况容",
    "区": "域块别位间划",
    "县": "",
    "省": "略去心",
    "旗": "帜下舰",
    "州": "",
    "盟": "友约",
}


@dataclass(frozen=True, slots=True)
class Division:
    """An official division: the names of its province, prefecture and county, ``None`` below its own level and where
    a county has no prefecture above it. ``stem`` is its name without 县, 自治州 and the like, ``clear`` where that alone
    tells the place."""

    province: str
    city: str | None
    county: str | None
    stem: str
    clear: bool

    @property
    def level(self) -> Level:
        return "county" if self.county else "city" if self.city else "province"

    @property
    def name(self) -> str:
        return self.county or self.city or self.province

    def within(self, other: Division) -> bool:
        """Whether it is ``other`` or lies in it."""
        return (
            self.province == other.province
            and (other.city is None or self.city == other.city)
            and (other.county is None or self.county == other.county)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency is, as far as its name and the official list tell. ``zone`` is a development or scenic zone.

    ``vague_city`` says that ``city`` is a 市 that the list does not have: it may be one of either level.
    """

    province: str | None = None
    city: str | None = None
    county: str | None = None
    town: str | None = None
    zone: str | None = None
    vague_city: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What is known, from the province down."""
        return tuple(name for name in (self.province, self.city, self.county, self.zone, self.town) if name)

    @property
    def level(self) -> Level | None:
        """The lowest level that is known; ``None`` where only a zone is."""
        if self.town:
            return "town"
        if self.county:
            return "county"
        if self.zone:
            return None
        return "city" if self.city else "province" if self.province else None

    @property
    def autonomous_region(self) -> bool | None:
        """Whether its province is an autonomous region, which calls itself 我区; ``None`` where that is not known."""
        return None if self.province is None else self.province.startswith(AUTONOMOUS_REGIONS)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place named at [start, end) of a text; ``divisions`` are all that bear the name. ``short``: without 省, 市, 县."""

    start: int
    end: int
    name: str
    divisions: tuple[Division, ...]
    short: bool = False


# ── the list ──────────────────────────────────────────────────────────────────────────────────────


@cache
def divisions() -> tuple[Division, ...]:
    """The official divisions, those whose name was given up since 2019 too."""
    found = []
    for line in data_path("corpora", "lexicon", "places.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            province, city, county, stem, clear, _ = line.split("\t")
            found.append(Division(province, city or None, county or None, stem, bool(clear)))
    return tuple(found)


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """Divisions by their full names, and by 大理州, 互助县 for 大理白族自治州, 互助土族自治县."""
    found: dict[str, list[Division]] = {}
    for division in divisions():
        names = {division.name}
        if re.search(r"自治[州县旗]$", division.name):
            names.add(division.stem + division.name[-1])
        for name in names:
            found.setdefault(name, []).append(division)
    return {name: tuple(items) for name, items in found.items()}


@cache
def _unclear_names() -> frozenset[str]:
    """Full names that are also parts of plain sentences (会同县人社局)."""
    lines = data_path("corpora", "lexicon", "not_place_names.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line in _by_name())


@cache
def _by_stem() -> dict[str, tuple[Division, ...]]:
    return {division.stem: (division,) for division in divisions() if division.clear}


@cache
def place_stems() -> frozenset[str]:
    """What official places are called without 县 and the like, and what is not also a plain word."""
    words = data_path("corpora", "lexicon", "not_place_names.txt").read_text("utf-8").splitlines()
    unclear = {re.sub(r"[省市县区旗]$", "", word) for word in words}
    return frozenset(division.stem for division in divisions() if len(division.stem) > 1) - unclear


def divisions_named(name: str) -> tuple[Division, ...]:
    """The divisions of that full name (大理州 will do for 大理白族自治州), none where the list has no such name."""
    return _by_name().get(name, ())


# ── the place of an agency ────────────────────────────────────────────────────────────────────────

_BEFORE = re.compile(r"^(?:中国共产党|中共|国家税务总局|国家统计局|中华人民共和国)")
_NOT_LISTED = re.compile(
    rf"(?P<name>[{_HAN}]{{1,9}}?(?:自治[区州县旗]|[{_HAN}]省|(?<!城)市|地区|盟|州(?!市|区|县|湾|川)|县|区|[左右前中后]?旗))"
)
_ZONE = re.compile(
    rf"(?:(?![局市县])[{_HAN}]){{2,20}}?(?:开发区|产业园区|工业园区|园区|名胜区|景区|度假区|高新区|经开区|保税区|示范区|功能区|试验区|实验区|管理区|保护区|旅游区|工业区|产业区|集聚区|合作区|开发试验区|新片区|新区)"
    r"(?=管理委|管委会|管理局|分局|工委|党工委|$)"
)
_TOWN = re.compile(
    rf"^(?:人民政府)?(?P<name>[{_HAN}]{{1,12}}?(?:镇|乡|苏木|街道)(?!街道|镇|乡))(?=人民政府|政府|办事处|党|管|办|便民|综合|司法所|$)"
)
_OFFICE = re.compile(rf"^(?:人民政府)?(?P<name>[{_HAN}]{{2,8}}?)办事处$")
_BRANCH = re.compile(rf"局(?P<name>[{_HAN}]{{2,14}}?)(?:分局|支局)")
_AGENCY_WORDS = re.compile(r"政府|[局厅委办队院馆处]|管理|中心")


@lru_cache(maxsize=4096)
def place_of(organization: str | None) -> Place | None:
    """Where the agency of that name is, ``None`` where the name does not tell.

    What lies above is filled in where the official list has only one place of the name.
    """
    rest = _BEFORE.sub("", compact(organization or ""))
    place = Place()
    known: tuple[Division, ...] = ()
    zone = None
    while rest:
        zone = _ZONE.match(rest)
        listed = _listed_prefix(rest, known)
        # 滨海新区 is a district, 东津高新技术产业园区 is none
        if listed is None and zone is not None:
            place, rest = replace(place, zone=zone[0]), rest[zone.end() :]
            break
        if listed is not None:
            name, known = listed
            place, rest = _with(place, known[0].level, name), rest[len(name) :]
            continue
        found = _NOT_LISTED.match(rest)
        if found is None or _AGENCY_WORDS.search(found[0]):
            break
        name, known = found["name"], ()
        place, rest = _with_unlisted(place, name), rest[len(name) :]
    town = _TOWN.match(rest) or _OFFICE.match(rest)
    if town is not None:
        name = town["name"]
        place = replace(place, town=name if name.endswith(("镇", "乡", "苏木", "街道")) else f"{name}街道")
    branch = _BRANCH.search(rest)
    if branch is not None:
        place = _with_branch(place, branch["name"])
    place = _completed(place)
    return place if place.names else None


def _listed_prefix(text: str, known: Sequence[Division]) -> tuple[str, tuple[Division, ...]] | None:
    """The longest official name that the text begins with, in one of the places known where there are any."""
    for length in range(min(len(text), _LONGEST), 1, -1):
        name = text[:length]
        if name[-1] not in _ENDS:
            continue
        found = divisions_named(name)
        if known:
            inside = tuple(item for item in found if any(item.within(other) for other in known))
            found = inside or (found if known[0].level == "province" and not inside else ())
        # 河南省、南京市 come with their ending; 平安镇 is no 平安区
        if found and not text[length:].startswith(("镇", "乡镇")):
            return name, found
    return None


def _with(place: Place, level: Level, name: str) -> Place:
    if level == "province":
        return replace(place, province=name)
    return replace(place, city=name) if level == "city" else replace(place, county=name)


def _with_unlisted(place: Place, name: str) -> Place:
    if name.endswith(("省", "自治区")):
        return replace(place, province=name)
    if name.endswith(("州", "盟", "地区")):
        return replace(place, city=name)
    if name.endswith("市") and place.city is None and place.county is None:
        return replace(place, city=name, vague_city=True)
    return replace(place, county=name, vague_city=False)


def _with_branch(place: Place, name: str) -> Place:
    """A branch is of a county (…生态环境局共塘县分局) or of a zone; of 资水分局 the name tells no level."""
    if name.endswith(("县", "市", "旗")) or (
        name.endswith("区") and len(name) <= 4 and not name.startswith(("高新", "经开", "开发"))
    ):
        return replace(place, county=name, vague_city=False)
    return replace(place, zone=name)


def _completed(place: Place) -> Place:
    """The place with what lies above it filled in where only one official division fits."""
    if place.vague_city:
        return place
    for name in (place.county, place.city):
        fitting = {
            (division.province, division.city)
            for division in divisions_named(name or "")
            if (place.province is None or division.province == place.province)
            and (name == place.city or place.city is None or _same_name(division.city, place.city))
        }
        if len(fitting) == 1:
            province, city = fitting.pop()
            return replace(place, province=province, city=city or place.city)
    return place


def _same_name(one: str | None, other: str) -> bool:
    return one is not None and (one == other or any(item.name == one for item in divisions_named(other)))


# ── places in a text ──────────────────────────────────────────────────────────────────────────────


def find_places(text: str) -> list[NamedPlace]:
    """The official places that a normalised text names, in order: by their full names, and by short names that are
    nothing else (洪泽, not 朝阳). A name that is also a plain word counts only right after the place it lies in."""
    found: list[NamedPlace] = []
    for position, character in enumerate(text):
        if character not in _ENDS or text[position + 1 : position + 2] in tuple(_NOT_AFTER[character]):
            continue
        named = _ending_at(text, position + 1, found)
        if named is not None:
            while found and found[-1].start >= named.start:
                found.pop()
            found.append(named)
    taken = [(item.start, item.end) for item in found]
    stems = _by_stem()
    position = 0
    while position < len(text) - 1:
        for length in (4, 3, 2):
            name = text[position : position + length]
            inside = any(start < position + length and position < end for start, end in taken)
            if len(name) == length and name in stems and not inside:
                found.append(NamedPlace(position, position + length, name, stems[name], short=True))
                position += length - 1
                break
        position += 1
    return sorted(found, key=lambda item: item.start)


def _ending_at(text: str, end: int, before: Sequence[NamedPlace]) -> NamedPlace | None:
    for length in range(min(_LONGEST, end), 1, -1):
        name = text[end - length : end]
        known = divisions_named(name)
        if not known:
            continue
        above = next((item for item in before if item.end == end - length), None)
        inside = tuple(
            item for item in known if above and any(item.within(other) and item != other for other in above.divisions)
        )
        if inside:
            return NamedPlace(end - length, end, name, inside)
        if _UNCLEAR_NAME.fullmatch(name) or name in _unclear_names():
            return None
        return NamedPlace(end - length, end, name, known)
    return None


def is_elsewhere(division: Division, own: Place) -> bool:
    """Whether a division is neither the place itself nor above it nor in it; where that cannot be told, it is not."""
    if own.province is not None and division.province != own.province:
        # of a made-up or misread province nothing is known
        return bool(divisions_named(own.province)) or division.level == "province"
    if division.level == "province":
        return False
    own_city = own.city if own.city and not own.vague_city else None
    if division.level == "city":
        return own_city is not None and not _same_name(division.city, own_city)
    if own.county is not None:
        return division.county != own.county and not _same_name(division.county, own.county)
    if own_city is not None and divisions_named(own_city):
        return division.city is None or not _same_name(division.city, own_city)
    return False
