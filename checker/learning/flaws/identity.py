"""Flaws of identity (I01–I04): names, self-references, duties and places of other agencies of the corpus."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

from checker.learning.corpus import LabelledStatement, load_statements
from checker.learning.flaws.borrowing import body_of, chance, is_held_out, self_name
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.written import Line, Written, corpus_reports, words

NARRATIVE = ("overview", "problems", "other_matters")
# Kinds of agency that are no bureaus; all others are told by the trade that the corpus files them under.
_NO_BUREAU = (
    "town",
    "street",
    "committee_zone",
    "county_government",
    "city_government",
    "province_government",
    "government_office",
)
_OWN = re.compile(r"[我本全](?:镇|乡|苏木|街道|县|旗|区(?!域)|局|厅|委(?!托|员)|馆)")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,}?(?:自治[县旗]|[县区旗](?=[^县区市旗])|(?<=[^镇乡])(?:镇|乡)(?=人民政府)|街道)"
)
# A sign of a trade: this many characters that stand in this many reports of one kind of agency and in no other's.
_SIGN, _REPORTS = 4, 3
_LONGEST_SIGNATURE = 20


# ── I01: names ────────────────────────────────────────────────────────────────────────────────────


def _others(written: Written, wanted: Callable[[Written], bool]) -> list[Written]:
    return [other for other in corpus_reports() if other.agency != written.agency and wanted(other)]


def _same_kind(written: Written) -> Callable[[Written], bool]:
    """Reports of the same kind, of agencies whose names are spelled out alike."""
    return lambda other: other.agency_type == written.agency_type and other.title.startswith(other.agency)


def _another_name(written: Written) -> Flaw | None:
    """In the preamble the agency's name replaced by that of another agency of its kind."""
    other = chance(written, "another name").choice(_others(written, _same_kind(written)) or [written])
    return _renamed_preamble(written, other.agency)


def _another_department(written: Written) -> Flaw | None:
    """In the preamble the bureau's name replaced by that of another bureau of its place."""
    if written.agency_type in _NO_BUREAU or not re.search(r"县|区|旗", written.agency):
        return None
    place = re.match(r".*[县区旗]", written.agency)
    other = chance(written, "another department").choice(
        [
            name
            for name in ("财政局", "审计局", "教育局", "水利局", "民政局", "司法局")
            if name[:2] not in written.agency
        ]
    )
    return _renamed_preamble(written, f"{place[0]}{other}") if place else None


def _renamed_preamble(written: Written, name: str) -> Flaw | None:
    named = [item for item in written.statements("preamble") if _names_writer(item, written)]
    if not named or name == written.agency:
        return None
    changed = named[0]

    def change(item: LabelledStatement) -> Line:
        return (
            (dataclasses.replace(item, text=item.text.replace(written.agency, name)),) if item is changed else (item,)
        )

    return Flaw(written.replacing("preamble", change), name)


def _names_writer(item: LabelledStatement, written: Written) -> bool:
    return re.search(rf"(?:由|现将|公布|与|联系){re.escape(written.agency)}", item.text) is not None


def _another_signature(written: Written) -> Flaw | None:
    """Another agency's name under the report."""
    names = [other.agency for other in _others(written, _same_kind(written)) if len(other.agency) <= _LONGEST_SIGNATURE]
    if not names:
        return None
    name = chance(written, "signature").choice(names)
    line = (words(name, "other_matters"),)
    return Flaw(written.with_lines("other_matters", (*written.narrative["other_matters"], line)), name)


# ── I02: self-references ──────────────────────────────────────────────────────────────────────────


def _borrowed_self(unit: str, written: Written) -> Flaw | None:
    """One 我镇 of the report turned into 我局, as in a sentence that was taken over unread."""
    if not _is_foreign(unit, written):
        return None
    own = self_name(written)
    pattern = re.compile(rf"([我本全]){own}(?=[^县市区域委员])")
    found = [
        item
        for section in NARRATIVE
        for item in written.statements(section)
        if pattern.search(item.text) and "“" not in item.text
    ]
    if not found:
        return None
    changed = chance(written, f"self {unit}").choice(found)
    match = pattern.search(changed.text)
    if match is None:
        return None
    # 全局 is also said of the overall situation: only 我 and 本 leave no doubt there
    word = f"{'我' if match[1] == '全' else match[1]}{unit}"
    text = changed.text[: match.start()] + word + changed.text[match.end() :]
    return Flaw(_with_text(written, changed, text), word)


def _is_foreign(unit: str, written: Written) -> bool:
    """Whether no agency of that kind calls itself so."""
    own = self_name(written)
    if unit == "县":
        # 我县 is right in the county's towns and bureaus; a district and its bureaus have no county above them
        return (
            re.search(r"区(?:人民政府|[^区县市]{2,}[局委厅处])", written.agency) is not None
            and "县" not in written.agency
        )
    if unit == "局":
        return written.agency_type in ("town", "street", "county_government", "city_government", "province_government")
    return own != unit and written.agency_type != "committee_zone"


def _with_text(written: Written, changed: LabelledStatement, text: str) -> Written:
    for section in NARRATIVE:
        written = written.replacing(
            section, lambda item: (dataclasses.replace(item, text=text),) if item is changed else (item,)
        )
    return written


def _foreign_sentence(written: Written) -> Flaw | None:
    """A sentence in which another kind of agency speaks of itself, put in as it stands."""
    own = self_name(written)
    lent = [
        (item, match[0])
        for item in _lendable(is_held_out(written))
        if (match := _OWN.search(item.text))
        and match[0][1:] not in (own, "县", "区", "旗", "委", "馆")
        and match[0][0] != "全"
        and _is_foreign(match[0][1:], written)
    ]
    if not lent:
        return None
    item, word = chance(written, "foreign sentence").choice(lent)
    return _put_in(written, item, word)


@cache
def _lendable(held_out: bool, roles: tuple[str, ...] = ("practice", "result")) -> tuple[LabelledStatement, ...]:
    """Statements of the overview, of one side of the corpus's split, that are worth taking over."""
    reports = {report.document: report for report in corpus_reports()}
    return tuple(
        item
        for item in load_statements()
        if item.document in reports
        and is_held_out(reports[item.document]) == held_out
        and item.section == "overview"
        and item.role in roles
        and "“" not in item.text
        and 20 <= len(item.text) <= 120
    )


def _put_in(written: Written, item: LabelledStatement, word: str) -> Flaw:
    """A statement of another report after the first that does something, its years made the report's."""
    new = dataclasses.replace(
        item, text=re.sub(r"20\d\d", str(written.year), body_of(item)) + "。", problem=None, answers=None
    )
    doing = [own for own in written.statements("overview") if own.role in ("practice", "result")]
    after = chance(written, f"put in {item.id}").choice(doing)
    return Flaw(written.replacing("overview", lambda own: (own, new) if own is after else (own,)), word)


# ── I03: duties ───────────────────────────────────────────────────────────────────────────────────


@cache
def _signs() -> dict[str, frozenset[str]]:
    """For each kind of bureau the strings that its reports have in common and no other's reports have."""
    kinds: dict[str, set[str]] = defaultdict(set)
    count: Counter[str] = Counter()
    for report in corpus_reports():
        strings = set()
        for section in NARRATIVE:
            for item in report.statements(section):
                for run in re.findall(r"[\u4e00-\u9fff]+", item.text):
                    strings |= {run[start : start + _SIGN] for start in range(len(run) - _SIGN + 1)}
        for string in strings:
            kinds[string].add(report.agency_type)
            count[string] += 1
    found: dict[str, set[str]] = defaultdict(set)
    for string, where in kinds.items():
        if len(where) == 1 and count[string] >= _REPORTS:
            found[next(iter(where))].add(string)
    return {kind: frozenset(strings) for kind, strings in found.items() if kind not in _NO_BUREAU}


def _sentence_of_another_trade(signs: int, written: Written) -> Flaw | None:
    """A sentence of another bureau's report that bears ``signs`` signs of its trade or more, apart from titles of
    documents, and from what people applied for, which is nobody's duty."""
    if written.agency_type in _NO_BUREAU:
        return None
    lent = [
        item
        for item in _lendable(is_held_out(written))
        if item.agency_type not in (*_NO_BUREAU, written.agency_type)
        and len(_signs_in(item)) >= signs
        and _OWN.search(item.text) is None
        and re.search(r"局|委|厅|申请", item.text) is None
    ]
    if not lent:
        return None
    return _put_in(written, chance(written, f"trade {signs}").choice(lent), "")


def _signs_in(item: LabelledStatement) -> set[str]:
    own = _signs().get(item.agency_type, frozenset())
    text = re.sub(r"《[^》]*》", "", item.text)
    return {text[start : start + _SIGN] for start in range(len(text) - _SIGN + 1)} & own


def _another_department_of_the_people(written: Written) -> Flaw | None:
    """「让群众了解交通运输部门工作」 in the report of a town or of another bureau: a name put into the report's own words."""
    if written.agency_type.endswith("government") or written.agency_type in ("committee_zone", "government_office"):
        return None
    names = ("应急管理", "交通运输", "卫生健康", "民政", "水利", "教育", "市场监管", "税务")
    name = chance(written, "department").choice([item for item in names if item[:2] not in written.agency])
    shares = ("教育", "卫生健康") if re.search(r"体育|医疗保障|科", written.agency) else ()
    if name in shares:
        return None
    line = (words(f"方便群众了解{name}部门工作信息。", "overview"),)
    return Flaw(written.with_lines("overview", (*written.narrative["overview"], line)), f"{name}部门")


# ── I04: places ───────────────────────────────────────────────────────────────────────────────────


def _place_of(agency: str) -> str | None:
    """What stands for the agency's place in its sentences: the last county, town or street that its name has."""
    found = [match[0] for match in _PLACE.finditer(f"{agency}")]
    return found[-1] if found else None


def _another_place(written: Written) -> Flaw | None:
    """One mention of the agency's own place at the head of a clause replaced by another agency's of its kind."""
    own = _place_of(written.agency)
    if own is None:
        return None
    pattern = re.compile(rf"(?:^|(?<=[，。；：、年]))(?:[（(].[）)]|一是)?{re.escape(own)}")
    found = [
        item
        for section in NARRATIVE
        for item in written.statements(section)
        if pattern.search(item.text) and "“" not in item.text
    ]
    others = [
        place
        for other in _others(written, _same_kind(written))
        if (place := _place_of(other.agency)) and place[-1] == own[-1] and place not in written.agency
    ]
    if not found or not others:
        return None
    draw = chance(written, "another place")
    changed, place = draw.choice(found), draw.choice(others)
    return Flaw(_with_text(written, changed, changed.text.replace(own, place, 1)), place)


def _sentence_of_another_place(written: Written) -> Flaw | None:
    """A sentence in which an agency of the same kind, or another bureau, speaks of its own place, put in as it stands."""
    lent = [
        (item, place)
        for item in _lendable(is_held_out(written), ("frame", "practice", "result"))
        if (item.agency_type == written.agency_type or not {item.agency_type, written.agency_type} & {*_NO_BUREAU})
        and (place := _places().get(item.document))
        and re.match(rf"(?:20\d\d年，?)?{re.escape(place)}", body_of(item))
        and place not in written.agency
        and _comparable(place, written)
    ]
    if not lent:
        return None
    item, place = chance(written, "sentence of another place").choice(lent)
    return _put_in(written, item, place)


@cache
def _places() -> dict[str, str | None]:
    return {report.document: _place_of(report.agency) for report in corpus_reports()}


def _comparable(place: str, written: Written) -> bool:
    """Whether the report's own name has a place of that level, so that a reader can tell the other for foreign."""
    own = _place_of(written.agency)
    return own is not None and own[-1] == place[-1]


def _named(rule: str, plant: Callable[..., Flaw | None], names: Sequence[tuple[str, object]]) -> Iterator[Operator]:
    for name, argument in names:
        yield Operator(rule, name, partial(plant, argument))


OPERATORS: tuple[Operator, ...] = (
    Operator("I01", "引言写成同类的另一个机关", _another_name),
    Operator("I01", "引言写成本地的另一个部门", _another_department),
    Operator("I01", "落款是另一个机关", _another_signature),
    *_named("I02", _borrowed_self, [(f"自称写成我{unit}", unit) for unit in ("局", "镇", "乡", "县", "院")]),
    Operator("I02", "套用别的机关自称的句子", _foreign_sentence),
    *_named("I03", _sentence_of_another_trade, [("套用别的部门的句子", 2), ("套用别的部门业务很明显的句子", 4)]),
    Operator("I03", "称作别的部门", _another_department_of_the_people),
    Operator("I04", "本地地名写成别处", _another_place),
    Operator("I04", "套用别处的句子", _sentence_of_another_place),
)
