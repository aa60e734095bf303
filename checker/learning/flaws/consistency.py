"""Flaws of consistency (C01–C06, C08): figures of the narrative against the tables, and against each other.

A figure is changed in the report's own sentence, or the table is changed coherently beside it; where the report has no
such sentence, another report's is put in its place with the report's own figures. Figures are found by expressions of
this module, not by the rules' own reading, so that what the rules cannot read counts as missed.
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from checker.learning.corpus import LabelledStatement
from checker.learning.flaws.borrowing import borrowed, chance, is_held_out
from checker.learning.flaws.grids import Cell, FilledTable
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.written import Line, Written, corpus_reports

_UNIT = "[件宗份]"
_RECEIVED = re.compile(
    rf"(?:新收到?|收到|受理|接到)[^，。；\d]{{0,30}}?(?:申请|依申请公开)[^，。；、\d]{{0,6}}?(?P<n>\d[\d,]*){_UNIT}"
)
_ANSWERED = re.compile(rf"(?:办结|共办理)(?P<n>\d[\d,]*){_UNIT}")
_OVER = re.compile(rf"上年度?结转(?P<n>\d[\d,]*){_UNIT}")
_FORWARD = re.compile(rf"结转(?:至|到)?(?:下年度?|次年|20\d\d年度?)(?:继续)?(?:办理)?(?P<n>\d[\d,]*){_UNIT}")
_GRANTED = re.compile(rf"(?:予以|同意)公开(?P<n>\d[\d,]*){_UNIT}")
_PARTIAL = re.compile(rf"、部分公开(?P<n>\d[\d,]*){_UNIT}")
_PERSONS = re.compile(rf"(?:自然人|公民)(?:申请)?(?P<n>\d[\d,]*){_UNIT}")
_RECONSIDERED = re.compile(rf"行政复议(?:案件|申请)?(?P<n>\d+){_UNIT}")
_SUED = re.compile(rf"(?<!后)行政诉讼(?:案件)?(?P<n>\d+){_UNIT}(?!尚未)")
_CORRECTED = re.compile(rf"复议[^。；]{{0,24}}[，、]纠正(?P<n>\d+){_UNIT}")
_ISSUED = re.compile(r"(?:制发|制定|出台)(?:部门)?(?:行政)?规范性文件(?P<n>\d+)件")
_REPEALED = re.compile(r"规范性文件[^。；]{0,24}废止(?P<n>\d+)件")
_IN_FORCE = re.compile(r"规范性文件[^。；]{0,30}现行有效(?P<n>\d+)件")
_NO_REQUESTS = re.compile(r"(?:未|没有)(?:收到|接到|受理)[^，。；]{0,24}(?:申请|依申请公开)(?:事项|件|信息)?。")
_NO_PROCEEDINGS = re.compile(
    r"(?:未|没有|无)(?:发生|引发|出现|因)?[^，。；]{0,16}行政复议[、和及]{1}(?:提起)?行政诉讼(?:案件|的?情况)?。"
)
_REQUEST_FIGURE = re.compile(
    rf"申请[^，。；]{{0,10}}\d+{_UNIT}|办结\d|结转\d|自然人\d|予以公开\d|(?:未|没有)(?:收到|接到|受理)[^。；]{{0,24}}申请|依申请公开\d|新收\d|受理\d|收到\d|{_UNIT}均|无结转"
)
_PROCEEDING_FIGURE = re.compile(r"复议|诉讼")
_LIST = re.compile(
    r"(?<![加多少增减\d])(?P<whole>\d[\d,]*)条，其中(?P<list>[^，。；（\d]{1,14}\d+条(?:、[^，。；（\d]{1,14}\d+条)+)。"
)
_ITEM = re.compile(r"(?P<label>[^、\d]{1,14})(?P<n>\d+)条")
_COMPARED = re.compile(
    r"公开[^，。；\d]{0,14}信息(?P<n>\d[\d,]*)条，(?:比|较)(?:上年|去年|20\d\d年)度?(?P<word>增加|多|减少|少)了?(?P<change>\d+)条"
)
_ALL_DONE = re.compile(r"(?:全部|均已)办结")
_PUBLISHED = re.compile(
    r"^[^\d，。；]{0,6}(?:20\d\d年)?[^\d，。；]{0,30}(?:公开|发布)[^\d，。；]{0,10}信息(?P<n>\d{2,})条"
)

_PROCEEDINGS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def _number(match: re.Match[str], group: str = "n") -> int:
    return int(match[group].replace(",", ""))


def _with(item: LabelledStatement, match: re.Match[str], value: object, group: str = "n") -> LabelledStatement:
    """The statement with another number in the place of the one matched."""
    start, end = match.span(group)
    return dataclasses.replace(item, text=f"{item.text[:start]}{value}{item.text[end:]}")


def _total(written: Written, row: str, column: str = "total") -> int:
    return written.tables["applications"].number(row, column)


def _own(written: Written, pattern: re.Pattern[str]) -> tuple[LabelledStatement, re.Match[str]] | None:
    """The first sentence of the overview in which the pattern is found once."""
    for item in written.statements("overview"):
        found = [match for match in pattern.finditer(item.text) if _number(match)]
        if re.search(r"诉求|热线|案件\d{3,}|数字城管", item.text):
            # handling of another kind
            continue
        if len(found) == 1 and "其中" not in item.text[: found[0].start()].split("，")[-1]:
            return item, found[0]
    return None


def _replaced(written: Written, old: LabelledStatement, new: Iterable[LabelledStatement]) -> Written:
    fresh = tuple(new)
    return written.replacing("overview", lambda item: fresh if item is old else (item,))


def _other_than(luck: random.Random, value: int, taken: Iterable[int]) -> int:
    """Another number near a value: off by a little, or its digits turned round; none of those taken."""
    candidates = [value + step for step in (1, 2, 3, -1, -2, 5, 10)]
    if len(str(value)) > 1:
        candidates.append(int(str(value)[::-1]))
    fitting = [number for number in candidates if number > 0 and number not in {value, *taken}]
    return luck.choice(fitting)


# ── C01: applications ─────────────────────────────────────────────────────────────────────────────


def _legitimate(written: Written) -> set[int]:
    """Every number that some way of telling received or handled applications gives."""
    new, over = _total(written, "new_requests"), _total(written, "carried_over")
    done, forward = _total(written, "total"), _total(written, "carried_forward")
    table = written.tables["applications"]
    less = [row for row in table.rows if row.startswith(("unprocessed", "other"))]
    others = [row for row in less if row.startswith("other")]
    sums = [sum(table.number(row, "total") for row in rows) for rows in (less, others)]
    return {new, new + over, done, new - forward, *(done - number for number in sums)}


def _figure_changed(name: str, pattern: re.Pattern[str], written: Written) -> Flaw | None:
    """A figure on applications in the report's own sentence, off."""
    found = _own(written, pattern)
    if found is None:
        return None
    item, match = found
    luck = chance(written, name)
    taken = _legitimate(written) if pattern in (_RECEIVED, _ANSWERED) else {*_ends(written), *_column(written)}
    new = _other_than(luck, _number(match), taken)
    return Flaw(_replaced(written, item, [_with(item, match, new)]), f"{new}")


def _ends(written: Written) -> set[int]:
    return {_total(written, "carried_over"), _total(written, "carried_forward")}


def _column(written: Written) -> set[int]:
    """Numbers that an applicant's or a result's figure may be by another way of telling."""
    granted, partly = _total(written, "granted"), _total(written, "partially_granted")
    persons = [_total(written, row, "natural_person") for row in ("new_requests", "carried_over", "total")]
    return {granted, partly, granted + partly, *persons, persons[0] + persons[1]}


def _table_grown(name: str, written: Written) -> Flaw | None:
    """Table three changed coherently beside a narrative that gives its old figure."""
    found = _own(written, _RECEIVED)
    table = written.tables["applications"]
    if found is None or _number(found[1]) not in (
        _total(written, "new_requests"),
        _total(written, "new_requests") + _total(written, "carried_over"),
    ):
        return None
    over = _total(written, "carried_over")
    more = chance(written, name).choice([step for step in (2, 3, 4, 7, 10) if step != over])
    cells: dict[Cell, object] = {}
    for row in ("new_requests", "granted", "total"):
        for column in ("natural_person", "total"):
            cells[row, column] = table.number(row, column) + more
    return Flaw(written.with_table(table.changed(cells)), found[1]["n"])


def _foreign_count(name: str, written: Written) -> Flaw | None:
    """Another report's sentence on applications with a number that is not the table's, in the place of the own."""
    if not _total(written, "new_requests"):
        return None
    lent = _lent(written, name, _plain_count)
    wrong = _other_than(chance(written, name), _total(written, "new_requests"), _legitimate(written))
    return None if lent is None else _in_place(written, _counted(lent, wrong), str(wrong))


def _plain_count(item: LabelledStatement) -> bool:
    """A sentence that tells one number of applications and nothing that depends on the report."""
    found = _RECEIVED.findall(item.text)
    numbers = re.findall(r"\d+", re.sub(r"20\d\d年", "", item.text))
    return (
        item.section == "overview"
        and "on_request" in item.aspects
        and len(found) == 1 == len(numbers)
        and not re.search(
            "复议|诉讼|结转|自然人|企业|公民|网[上络]|书面|信函|当面|个人|村民|全[市县区省]|反映|一[位名件]|两名|要求公开|关于",
            item.text,
        )
    )


def _lenders(written: Written, wanted: Callable[[LabelledStatement], bool]) -> list[LabelledStatement]:
    """Sentences of other reports on the same side of the corpus's split, years and self-reference adjusted."""
    return [
        borrowed(item, written)
        for other in corpus_reports()
        if other.document != written.document and is_held_out(other) == is_held_out(written)
        for item in other.statements("overview")
        if wanted(item)
    ]


def _lent(written: Written, name: str, wanted: Callable[[LabelledStatement], bool]) -> LabelledStatement | None:
    """One of the sentences that other reports lend, drawn by the report and the operator; ``None`` where there is none."""
    pool = _lenders(written, wanted)
    return chance(written, name).choice(pool) if pool else None


def _counted(item: LabelledStatement, number: int) -> LabelledStatement:
    """A plain count of applications with another number."""
    match = _RECEIVED.search(item.text)
    if match is None:
        raise ValueError(item.id)
    return _with(item, match, number)


def _in_place(
    written: Written, new: LabelledStatement, word: str, pattern: re.Pattern[str] = _REQUEST_FIGURE
) -> Flaw | None:
    """The report with its own sentences of that kind replaced by one."""
    old = [
        item for item in written.statements("overview") if "on_request" in item.aspects and pattern.search(item.text)
    ]
    if not old:
        return None

    def change(item: LabelledStatement) -> Line:
        if item is old[0]:
            return (new,)
        return () if any(item is other for other in old) else (item,)

    return Flaw(written.replacing("overview", change), word)


# ── C02: proceedings ──────────────────────────────────────────────────────────────────────────────


def _proceeding_changed(name: str, pattern: re.Pattern[str], written: Written) -> Flaw | None:
    """A figure on reconsideration or litigation in the report's own sentence, off."""
    found = _own(written, pattern)
    if found is None:
        return None
    item, match = found
    new = _other_than(chance(written, name), _number(match), ())
    return Flaw(_replaced(written, item, [_with(item, match, new)]), f"{new}")


def _proceedings_grown(name: str, written: Written) -> Flaw | None:
    """Table four changed coherently beside a narrative that gives its old figure."""
    found = _own(written, _RECONSIDERED)
    table = written.tables["proceedings"]
    if found is None or _number(found[1]) != table.number("reconsideration", "total"):
        return None
    more = chance(written, name).randint(1, 4)
    cells: dict[Cell, object] = {
        ("reconsideration", column): table.number("reconsideration", column) + more for column in ("upheld", "total")
    }
    return Flaw(written.with_table(table.changed(cells)), found[1]["n"])


# ── C03: table two ────────────────────────────────────────────────────────────────────────────────


def _documents_changed(name: str, pattern: re.Pattern[str], column: str, written: Written) -> Flaw | None:
    """A figure on normative documents off: in the report's own sentence, or in one that it is lent."""
    luck = chance(written, name)
    actual = int(written.tables["disclosure"].texts["normative_documents", column])
    if not actual:
        return None
    wrong = _other_than(luck, actual, ())
    found = _own(written, pattern)
    if found is not None:
        return Flaw(_replaced(written, found[0], [_with(found[0], found[1], wrong)]), f"{wrong}")
    if column != "issued":
        return None
    lent = _lent(written, name, _plain_documents)
    match = None if lent is None else pattern.search(lent.text)
    if lent is None or match is None:
        return None
    return Flaw(_after_proactive(written, _with(lent, match, wrong)), f"{wrong}")


def _plain_documents(item: LabelledStatement) -> bool:
    numbers = re.findall(r"\d+", re.sub(r"20\d\d年", "", item.text))
    return _ISSUED.search(item.text) is not None and len(numbers) == 1 and not re.search("政府|《|其中", item.text)


def _after_proactive(written: Written, new: LabelledStatement) -> Written:
    told = [item for item in written.statements("overview") if "proactive" in item.aspects and item.role != "frame"]
    return _replaced(written, told[-1], [told[-1], new])


def _documents_grown(written: Written) -> Flaw | None:
    """Table two changed beside a narrative that gives its old figure."""
    found = _own(written, _ISSUED)
    table = written.tables["disclosure"]
    if found is None or _number(found[1]) != table.number("normative_documents", "issued"):
        return None
    more = chance(written, "documents grown").randint(1, 3)
    cells: dict[Cell, object] = {
        ("normative_documents", column): table.number("normative_documents", column) + more
        for column in ("issued", "in_force")
    }
    return Flaw(written.with_table(table.changed(cells)), found[1]["n"])


# ── C04: none against some ────────────────────────────────────────────────────────────────────────


def _denied_requests(written: Written) -> Flaw | None:
    """「未收到申请」 in the place of the figures that table three has too."""
    if not _total(written, "new_requests"):
        return None
    lent = _lent(written, "denied requests", lambda item: _is_denial(item, _NO_REQUESTS))
    return None if lent is None else _in_place(written, lent, "")


def _is_denial(item: LabelledStatement, pattern: re.Pattern[str]) -> bool:
    if re.search("[县市区][^，。]{2,6}局|上年|以前年度", item.text):
        # names its own agency, or tells of more
        return False
    return (
        pattern.search(item.text) is not None
        and len(re.findall("[，。；]", item.text)) <= 2
        and not re.search(r"\d件", item.text)
    )


def _denied_proceedings(written: Written) -> Flaw | None:
    """「未发生行政复议、行政诉讼」 though table four has some."""
    table = written.tables["proceedings"]
    if not any(table.number(row, "total") for row in _PROCEEDINGS):
        return None
    new = _lent(
        written,
        "denied proceedings",
        lambda item: _is_denial(item, _NO_PROCEEDINGS) and not re.search("收到|受理|接到", item.text),
    )
    if new is None:
        return None
    flaw = _in_place(written, new, "", _PROCEEDING_FIGURE)
    if flaw is not None:
        return flaw
    told = [item for item in written.statements("overview") if "on_request" in item.aspects]
    return Flaw(_replaced(written, told[-1], [told[-1], new])) if told else None


def _emptied(kind: str, pattern: re.Pattern[str], written: Written) -> Flaw | None:
    """All of a table nought beside a narrative that gives figures."""
    found = _own(written, pattern)
    if found is None or not _number(found[1]):
        return None
    return Flaw(written.with_table(_nought(written.tables[kind])), found[1]["n"])


def _nought(table: FilledTable) -> FilledTable:
    return table.changed(dict.fromkeys(table.texts, 0))


def _invented_requests(written: Written) -> Flaw | None:
    """A number of applications where table three has none at all."""
    lent = _lent(written, "invented", _plain_count)
    number = chance(written, "invented number").randint(1, 30)
    bare = written.with_table(_nought(written.tables["applications"]))
    return None if lent is None else _in_place(bare, _counted(lent, number), str(number))


# ── C05, C06: breakdowns and percentages ──────────────────────────────────────────────────────────


def _listed(written: Written) -> tuple[LabelledStatement, re.Match[str], list[re.Match[str]]] | None:
    """A sentence that breaks a number of items down."""
    for item in written.statements("overview"):
        match = _LIST.search(item.text)
        if match:
            return item, match, list(_ITEM.finditer(item.text, match.start("list"), match.end("list")))
    return None


def _part_changed(name: str, more: bool, written: Written) -> Flaw | None:
    """One part of a list more, or (where nothing is left out) less, than it should be."""
    found = _listed(written)
    if found is None:
        return None
    item, match, parts = found
    rest = parts[-1]["label"].startswith("其他")
    sums = sum(_number(part) for part in parts)
    if sums != _number(match, "whole") or not (more or rest):
        return None
    luck = chance(written, name)
    part = luck.choice([part for part in parts if _number(part) > 2] or parts)
    step = luck.randint(1, max(2, _number(part) // 2))
    value = _number(part) + step if more else max(1, _number(part) - step)
    if value == _number(part):
        return None
    return Flaw(_replaced(written, item, [_with(item, part, value)]), str(sums + value - _number(part)))


def _whole_changed(written: Written) -> Flaw | None:
    """The whole smaller than its parts."""
    found = _listed(written)
    if found is None:
        return None
    item, match, parts = found
    sums = sum(_number(part) for part in parts)
    whole = sums - chance(written, "whole").randint(1, max(2, sums // 6))
    if whole <= max(_number(part) for part in parts):
        return None
    return Flaw(_replaced(written, item, [_with(item, match, whole, "whole")]), str(whole))


def _wrong_share(written: Written) -> Flaw | None:
    """A share beside a part and its whole that does not come out."""
    found = _listed(written)
    if found is None:
        return None
    item, match, parts = found
    whole, part = _number(match, "whole"), max(parts, key=_number)
    share = 100 * _number(part) / whole
    wrong = f"{share + (7.3 if share < 85 else -7.3):.1f}"
    words = f"{item.text[: match.start('list')]}{part['label']}{part['n']}条，占{wrong}%。"
    return Flaw(_replaced(written, item, [dataclasses.replace(item, text=words)]), wrong)


def _wrong_growth(written: Written) -> Flaw | None:
    """A growth rate beside the difference that it should come from."""
    for item in written.statements("overview"):
        match = _COMPARED.search(item.text)
        if match is None:
            continue
        falls = match["word"] in ("减少", "少")
        then = _number(match) + _number(match, "change") * (1 if falls else -1)
        if then <= 0:
            return None
        rate = 100 * _number(match, "change") / then + 6.4
        words = f"{item.text[: match.end()]}，{'下降' if falls else '增长'}{rate:.1f}%{item.text[match.end() :]}"
        return Flaw(_replaced(written, item, [dataclasses.replace(item, text=words)]), f"{rate:.1f}")
    return None


# ── C08: what cannot both hold ────────────────────────────────────────────────────────────────────


def _all_done(written: Written) -> Flaw | None:
    """「全部办结」 with the right number, and a carry-over in table three."""
    if not _total(written, "carried_forward"):
        return None
    lent = _lent(written, "all done", lambda item: _plain_count(item) and _ALL_DONE.search(item.text) is not None)
    return None if lent is None else _in_place(written, _counted(lent, _total(written, "new_requests")), "办结")


def _all_answered(written: Written) -> Flaw | None:
    """「答复率100%」 and a carry-over in table three."""
    if not _total(written, "carried_forward"):
        return None
    lent = _lent(written, "all answered", _plain_count)
    if lent is None:
        return None
    words = re.sub(r"(?<=[件宗份])(?!.*\d[件宗份]).*$", "，答复率100%。", lent.text)
    told = _counted(dataclasses.replace(lent, text=words), _total(written, "new_requests"))
    return _in_place(written, told, "答复率100%")


def _done_and_left(written: Written) -> Flaw | None:
    """「全部办结」 put before the report's own words on what is carried over."""
    found = _own(written, _FORWARD)
    if found is None or not _number(found[1]):
        return None
    item, match = found
    words = f"{item.text[: match.start()]}已全部办结，{item.text[match.start() :]}"
    return Flaw(_replaced(written, item, [dataclasses.replace(item, text=words)]), "全部办结")


def _told_twice(written: Written) -> Flaw | None:
    """A figure of the overview told again in section six, differently."""
    for item in written.statements("overview"):
        match = _PUBLISHED.search(item.text)
        if match is None or "其中" in item.text[: match.end()]:
            continue
        luck = chance(written, "told twice")
        number = _other_than(luck, _number(match), ())
        words = re.sub(r"^[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．是][是、，]?", "", item.text[: match.start("n")])
        again = dataclasses.replace(item, section="other_matters", text=f"{words}{number}条。")
        return Flaw(written.with_lines("other_matters", (*written.narrative["other_matters"], (again,))), str(number))
    return None


def _fee_and_none(written: Written) -> Flaw | None:
    """A processing fee told in the overview, and none in section six."""
    if not _total(written, "new_requests"):
        return None
    denied = any(
        re.search("(?:未|没有)(?:向[^。，]{0,8})?收取[^。，]{0,16}处理费", item.text)
        for item in written.statements("other_matters")
    )
    lent = [
        borrowed(item, written)
        for other in corpus_reports()
        if other.document != written.document and is_held_out(other) == is_held_out(written)
        for item in other.statements("other_matters")
        if re.fullmatch(r"[^。，]{0,20}收取[^。，]{0,14}信息处理费(?:共计)?0元。", item.text)
    ]
    if not denied or not lent:
        return None
    luck = chance(written, "fee")
    new = luck.choice(lent)
    new = dataclasses.replace(
        new, section="overview", text=new.text.replace("0元", f"{luck.choice((100, 200, 300, 640))}元")
    )
    told = [item for item in written.statements("overview") if "on_request" in item.aspects]
    return Flaw(_replaced(written, told[-1], [told[-1], new]), "信息处理费") if told else None


def _none_and_some(written: Written) -> Flaw | None:
    """「未收到申请」 and a number of applications, and no table three to settle it."""
    found = _own(written, _RECEIVED)
    if found is None or not _number(found[1]):
        return None
    lent = _lent(
        written,
        "none and some",
        lambda item: _is_denial(item, _NO_REQUESTS) and not re.search("复议|诉讼", item.text),
    )
    if lent is None:
        return None
    denial = dataclasses.replace(lent, section="other_matters")
    spoiled = written.with_lines("other_matters", (*written.narrative["other_matters"], (denial,)))
    tables: Mapping[str, FilledTable] = {
        kind: table for kind, table in spoiled.tables.items() if kind != "applications"
    }
    return Flaw(dataclasses.replace(spoiled, tables=tables))


OPERATORS: tuple[Operator, ...] = (
    *(
        Operator("C01", name, partial(_figure_changed, name, pattern))
        for name, pattern in (
            ("收到件数有误", _RECEIVED),
            ("办结件数有误", _ANSWERED),
            ("上年结转有误", _OVER),
            ("结转下年有误", _FORWARD),
            ("予以公开件数有误", _GRANTED),
            ("部分公开件数有误", _PARTIAL),
            ("自然人件数有误", _PERSONS),
        )
    ),
    Operator("C01", "表三改了而正文没改", partial(_table_grown, "表三改了而正文没改")),
    Operator("C01", "换用别的报告的句子", partial(_foreign_count, "换用别的报告的句子")),
    *(
        Operator("C02", name, partial(_proceeding_changed, name, pattern))
        for name, pattern in (("复议件数有误", _RECONSIDERED), ("诉讼件数有误", _SUED), ("纠正件数有误", _CORRECTED))
    ),
    Operator("C02", "表四改了而正文没改", partial(_proceedings_grown, "表四改了而正文没改")),
    *(
        Operator("C03", name, partial(_documents_changed, name, pattern, column))
        for name, pattern, column in (
            ("制发件数有误", _ISSUED, "issued"),
            ("废止件数有误", _REPEALED, "repealed"),
            ("现行有效件数有误", _IN_FORCE, "in_force"),
        )
    ),
    Operator("C03", "表二改了而正文没改", _documents_grown),
    Operator("C04", "有申请写成没有", _denied_requests),
    Operator("C04", "有复议诉讼写成没有", _denied_proceedings),
    Operator("C04", "表三全部填0", partial(_emptied, "applications", _RECEIVED)),
    Operator("C04", "表四全部填0", partial(_emptied, "proceedings", _RECONSIDERED)),
    Operator("C04", "没有申请写成有", _invented_requests),
    Operator("C05", "一个分项多写", partial(_part_changed, "一个分项多写", True)),
    Operator("C05", "一个分项少写", partial(_part_changed, "一个分项少写", False)),
    Operator("C05", "总数少写", _whole_changed),
    Operator("C06", "占比有误", _wrong_share),
    Operator("C06", "增幅有误", _wrong_growth),
    Operator("C08", "全部办结而表三有结转", _all_done),
    Operator("C08", "答复率100%而表三有结转", _all_answered),
    Operator("C08", "全部办结又写结转", _done_and_left),
    Operator("C08", "同一数字前后不一", _told_twice),
    Operator("C08", "收费与未收费", _fee_and_none),
    Operator("C08", "没有申请又有件数", _none_and_some),
)
