"""When two names are one agency's: with or without the places before it, 人民政府 or 办公室 behind it, in full or short."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from checker.language.places import divisions, divisions_named, place_of
from checker.report.normal import compact
from checker.resources import data_path

_LEVEL_END = re.compile(r"自治区|自治州|自治县|街道|[省市州县区旗盟镇乡]")
_GOVERNMENT = re.compile(r"(?:人民政府|政府)?(?:办公厅|办公室|办事处)?$")
# 「区人民政府方山街道」 is 区方山街道
_WITHIN = re.compile(r"(?<=[省市州县区旗])人民政府(?=.{2})")
_JOINING = re.compile(r"(?<=.)[和与及、](?=.)")
_COMMITTEE = re.compile(r"委员会$")
# 「桐陵高新区管委会」 and 「桐陵高新区」
_ZONE_COMMITTEE = re.compile(r"(?<=.{2}[区园])管理委$")
_SHORTEST = 3
# 「云岭桐陵经济开发区」 is in 云岭省, 「云岭经济开发区」 is the whole name
_ZONE_WORDS = re.compile(
    r"经济|经开|技术|高新|产业|工业|农业|开发|综合|保税|旅游|风景|度假|合作|示范|新区|园区|管理|国际|国家|城市|临空|科技"
)


@cache
def _lexicon() -> tuple[tuple[tuple[str, str], ...], str]:
    raw = tomllib.loads(data_path("corpora", "lexicon", "agency_names.toml").read_text("utf-8"))
    groups = "|".join(sorted(raw["ethnic"]["names"], key=len, reverse=True))
    return tuple(raw["full"].items()), rf"(?:(?:{groups})族)"


@cache
def _autonomous() -> re.Pattern[str]:
    return re.compile(rf"(?<=.){nationality()}+(?:自治)?(?=[州县区旗乡])|(?<=.)自治(?=[州县区旗])")


def nationality() -> str:
    """A pattern for the name of one nationality as places have it (满族)."""
    return _lexicon()[1]


@lru_cache(maxsize=1024)
def bare_name(agency: str) -> str:
    """An agency's name in full words, without 人民政府、管委会、办公室、办事处 at its end: what a government and its office, and
    a name and its short form, have in common."""
    names, _ = _lexicon()
    name = _GOVERNMENT.sub("", compact(agency)) or compact(agency)
    name = _autonomous().sub("", _WITHIN.sub("", name))
    for short, full in names:
        if short in name and full not in name:
            name = name.replace(short, full)
    return _ZONE_COMMITTEE.sub("", _COMMITTEE.sub("委", _JOINING.sub("", name)))


def _starts(name: str) -> list[int]:
    """Where the name may begin once places before the agency's own are left out."""
    starts = {0, *(match.end() for match in _LEVEL_END.finditer(name) if len(name) - match.end() >= _SHORTEST)}
    return sorted(starts | {end for start in starts if (end := _bare_province(name, start)) is not None})


def _bare_province(name: str, start: int) -> int | None:
    """The end of a province named without 省 before a place or a zone of its own (湖北|曾都经济开发区)."""
    stem = next((stem for stem in _province_stems() if name.startswith(stem, start)), None)
    if stem is None or divisions_named(name[start : _first_level(name, start)]):
        return None
    rest = name[start + len(stem) :]
    place = place_of(rest)
    if place is None or _ZONE_WORDS.match(rest):
        return None
    listed = any(divisions_named(item) for item in place.names)
    return start + len(stem) if listed or place.zone else None


def _first_level(name: str, start: int) -> int:
    """The end of the first place with 省, 市 or 县 behind it."""
    match = _LEVEL_END.search(name, start)
    return match.end() if match else start


@cache
def _province_stems() -> tuple[str, ...]:
    stems = {item.stem for item in divisions() if item.level == "province"}
    return tuple(sorted(stems, key=len, reverse=True))


@lru_cache(maxsize=1024)
def names_of(agency: str) -> tuple[str, ...]:
    """The bare names by which the agency may go, longest first: 「淮安市洪泽区人民政府」 is 淮安市洪泽区 and 洪泽区."""
    name = bare_name(agency)
    return tuple(name[start:] for start in _starts(name))


@lru_cache(maxsize=1024)
def own_names(agency: str | None) -> tuple[str, ...]:
    """The names by which a report may call its own agency in its text, longest first: as it is written, without the
    places before it, without what stands behind it (人民政府), and in full."""
    if not agency or len(compact(agency)) < _SHORTEST:
        return ()
    name = compact(agency)
    short = _GOVERNMENT.sub("", name) or name
    found = {item for form in (name, short, bare_name(agency)) for item in (form[start:] for start in _starts(form))}
    return tuple(sorted((item for item in found if len(item) >= _SHORTEST), key=lambda item: (-len(item), item)))


def zone_stem(zone: str) -> str:
    """What a zone is called before the words for what it is: 「桐陵高新技术产业园区」 is 桐陵."""
    match = _ZONE_WORDS.search(zone, 1)
    return zone[: match.start()] if match else zone


def place_in(agency: str | None) -> str | None:
    """The places that an agency's name begins with (江苏省淮安市洪泽区), or ``None``."""
    name = compact(agency or "")
    ends = [match.end() for match in _LEVEL_END.finditer(name)]
    return name[: ends[-1]] if ends else None


def same_agency(one: str | None, other: str | None) -> bool:
    """Whether two names may be one agency's."""
    if not one or not other:
        return False
    return bare_name(one) in names_of(other) or bare_name(other) in names_of(one)
