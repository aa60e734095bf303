"""What kind of agency a report is of, by its name: whether a government, of which level, or a bureau, of which trade."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from checker.language.places import Level, divisions_named, place_of
from checker.report.normal import compact
from checker.resources import data_path

_UNITS = {"委员会": "委", "办公室": "办", "自治区": "区", "自治州": "州", "支队": "队", "大队": "队"}


@dataclass(frozen=True, slots=True)
class Trade:
    """What a bureau does: ``words`` are what others call it by (应急, 卫生健康). ``committee``: some bureaus of the trade
    are 局 and some 委; ``shares``: trades whose duties it may speak of as its own; ``broad``: duties of any kind."""

    key: str
    name: str
    words: tuple[str, ...] = ()
    committee: bool = False
    shares: tuple[str, ...] = ()
    broad: bool = False


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency: ``key`` for programs, ``name`` for readers (Chinese).

    ``unit`` is what follows 我 or 全 where it speaks of itself (镇, 局, 委; "" where the name does not tell),
    ``trades`` the trades of a bureau, ``level`` the level of the place that it is an agency of.
    """

    key: str
    name: str
    unit: str = ""
    trades: tuple[Trade, ...] = ()
    level: Level | None = None

    @property
    def is_peoples_government(self) -> bool:
        """Whether it is a people's government (of whatever level), which has to report more than others."""
        return self.key in ("town", "government")


@dataclass(frozen=True, slots=True)
class _Naming:
    """How agencies of a kind are named. ``statutory``: whether an official division may be named so too."""

    pattern: re.Pattern[str]
    key: str
    name: str
    unit: str
    statutory: bool

    def fits(self, name: str) -> re.Match[str] | None:
        return self.pattern.search(name) if self.statutory or not _ends_in_division(name) else None


def _ends_in_division(name: str) -> bool:
    """Whether a name ends in that of an official division (浦东新区 is a district, 两江新区 a zone)."""
    return any(divisions_named(name[start:]) for start in range(len(name) - 1))


@cache
def _lexicon() -> tuple[tuple[_Naming, ...], tuple[tuple[re.Pattern[str], Trade], ...]]:
    raw = tomllib.loads(data_path("corpora", "lexicon", "agency_kinds.toml").read_text("utf-8"))
    kinds = tuple(
        _Naming(
            re.compile(kind.get("pattern") or rf"^(?:中华人民共和国)?(?:{'|'.join(kind['names'])})(?:办公厅)?$"),
            kind["key"],
            kind["name"],
            kind.get("unit", ""),
            kind.get("statutory", True),
        )
        for kind in raw["kinds"]
    )
    return kinds, tuple(
        (
            re.compile(trade["pattern"]),
            Trade(
                trade["key"],
                trade["name"],
                tuple(trade["words"]),
                trade.get("committee", False),
                tuple(trade.get("shares", ())),
                trade.get("broad", False),
            ),
        )
        for trade in raw["trades"]
    )


def trades() -> tuple[Trade, ...]:
    """All trades that the lexicon knows."""
    return tuple(trade for _, trade in _lexicon()[1])


def trades_of(organization: str) -> tuple[Trade, ...]:
    """The trades that a bureau's name tells of, several for a merged one (教育和体育局)."""
    name = compact(organization)
    place = place_of(name)
    # 公安县 is a place and 交通镇 may be one
    for known in place.names if place else ():
        name = name.replace(known, "")
    return tuple(trade for pattern, trade in _lexicon()[1] if pattern.search(name))


@lru_cache(maxsize=4096)
def agency_kind(organization: str | None) -> AgencyKind | None:
    """The kind of the agency of that name, or ``None`` where the name is missing or tells nothing."""
    name = compact(organization or "")
    for naming in _lexicon()[0]:
        match = naming.fits(name)
        if name and match:
            found = naming.unit or match.groupdict().get("unit") or ""
            place = place_of(name)
            return AgencyKind(
                naming.key,
                naming.name,
                _UNITS.get(found, found),
                trades_of(name) if naming.key in ("bureau", "government_office") else (),
                place.level if place else None,
            )
    return None
