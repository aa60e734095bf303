"""Two names of agencies compared: one agency, its superior or department, or another."""

from __future__ import annotations

import re
from typing import Literal

from checker.language.agency import AgencyKind, agency_kind
from checker.language.agency_names import nationality
from checker.language.places import Place, place_of
from checker.rules.identity.context import Own, same_place

Relation = Literal["same", "related", "elsewhere", "other"]
_ENDS = re.compile(r"(?:人民政府|政府|委员会|管委会|办公室|办公厅|办事处|局|厅|委|办|馆|中心|站|所|队)$")
_IN_BETWEEN = re.compile(r"[和与及、的]")
# Two name plates on one door: either name is right.
_DOUBLE = frozenset({"urban_management", "housing", "forestry", "natural_resources", "sport", "science", "agriculture"})


def relation(own: Own, name: str) -> Relation:
    """What the agency called ``name`` is to the report's own.

    ``same``: it, or what the name tells is too little to say otherwise; ``related``: its superior, its department,
    the government it belongs to; ``elsewhere``: one of another place; ``other``: another agency of the place.
    """
    place, kind = place_of(name) or Place(), agency_kind(name)
    if own.kind.key == "national":
        return _to_national(own, kind, name, place)
    if differing_place(own.place, place) is not None:
        return "elsewhere"
    if kind is None or kind.key == own.kind.key == "town":
        return "same"
    if kind.key == "national":
        return "related"
    if own.kind.key == "bureau" and kind.key == "bureau":
        return _bureaus(own, kind, name, place)
    if {own.kind.key, kind.key} <= {"government", "government_office"}:
        return "same"
    if own.kind.key == kind.key:
        return "same"
    return (
        "related" if {own.kind.key, kind.key} & {"government", "government_office"} or kind.key == "town" else "other"
    )


def _to_national(own: Own, kind: AgencyKind | None, name: str, place: Place) -> Relation:
    """A body of the whole country has offices anywhere; only a county's or a town's agency, or another such body, is another."""
    if place.county or place.town:
        return "elsewhere"
    if kind is None or kind.key != "national":
        return "same"
    return "same" if name in own.organization or own.organization in name else "other"


def differing_place(own: Place, other: Place) -> tuple[str, str] | None:
    """The lowest level at which two places differ: (own name, other name); ``None`` where nothing speaks for it."""
    if own.town and other.town and own.town != other.town and _town_stem(own.town) != _town_stem(other.town):
        return own.town, other.town
    if own.town and other.town and own.town[-1] != other.town[-1] and "街道" not in (own.town[-2:], other.town[-2:]):
        return own.town, other.town
    if own.county and other.county and not same_place(own.county, other.county):
        return own.county, other.county
    # a 市 that the list does not have may be the county or the prefecture above it
    if own.city and other.city and own.vague_city == other.vague_city and not same_place(own.city, other.city):
        return own.city, other.city
    if own.province and other.province and not same_place(own.province, other.province):
        return own.province, other.province
    return None


def _town_stem(name: str) -> str:
    """「新福满族乡」→「新福」: the nationality is often left out."""
    return re.sub(rf"{nationality()}*(?:镇|乡|苏木|街道)$", "", name)


def _bureaus(own: Own, kind: AgencyKind, name: str, place: Place) -> Relation:
    own_keys = {trade.key for trade in own.kind.trades}
    keys = {trade.key for trade in kind.trades}
    if not own_keys or not keys:
        return "same"
    if not own_keys & keys:
        shared = {key for trade in own.kind.trades for key in trade.shares}
        return "same" if shared & keys or any(trade.broad for trade in kind.trades) else "other"
    mine, other = _core(own.organization, own.place), _core(name, place)
    short, long = sorted((mine, other), key=len)
    if set(short) <= set(long):
        full_names = short == long and len(short) >= 4 and own.kind.unit != kind.unit
        return "other" if full_names else "same"
    return "same" if (own_keys & keys) & _DOUBLE else "other"


def _core(name: str, place: Place) -> str:
    """「岭南县人力资源和社会保障局」→「人力资源社会保障」."""
    for known in place.names:
        name = name.replace(known, "")
    name = re.sub(r"^.*?[省市县区旗州盟](?=[\u4e00-\u9fff]{2,}[局厅委])", "", name)
    return _IN_BETWEEN.sub("", _ENDS.sub("", name.replace("国家税务总局", "")))
