"""Flaws of the tables (T01–T05): cells filled in wrongly, figures that contradict each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import partial

from checker.learning.flaws.borrowing import chance
from checker.learning.flaws.grids import Cell, FilledTable
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.written import Written
from checker.rules.tables.relations import cell_name

_APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_organization")
_ENDS = ("new_requests", "carried_over", "carried_forward")
_RESULT_PARTS = ("new_requests", "carried_over", "total", "carried_forward")
_WORDS = ("无", "未统计", "见附件", "详见网站")


def _planted(written: Written, kind: str, cells: Mapping[Cell, object], word: str) -> Flaw:
    return Flaw(written.with_table(written.tables[kind].changed(cells)), word)


def _results(table: FilledTable) -> list[str]:
    """The rows of table three that （七）总计 adds up."""
    return [row for row in table.rows if row not in _RESULT_PARTS]


# ── T01 ───────────────────────────────────────────────────────────────────────────────────────────


def _cell_filled_with(name: str, text: Callable[[random.Random, str], str], written: Written) -> Flaw:
    """One cell of one table with something else than a plain count in it."""
    luck = chance(written, name)
    kind = luck.choice(sorted(written.tables))
    table = written.tables[kind]
    # a fee may be a fraction: it is no count
    cell = luck.choice([item for item in sorted(table.texts) if item[0] != "fees"])
    return _planted(written, kind, {cell: text(luck, table.texts[cell])}, cell_name(table.form, cell))


def _blank(luck: random.Random, old: str) -> str:
    return ""


def _stroke(luck: random.Random, old: str) -> str:
    return luck.choice(("/", "—", "-"))


def _word(luck: random.Random, old: str) -> str:
    return luck.choice(_WORDS)


def _negative(luck: random.Random, old: str) -> str:
    return f"-{int(old) or luck.randint(1, 9)}"


def _fraction(luck: random.Random, old: str) -> str:
    return f"{old}.5"


def _unit(luck: random.Random, old: str) -> str:
    return old + luck.choice(("件", "个", "件次"))


# ── T02–T05 ───────────────────────────────────────────────────────────────────────────────────────


def _unbalanced_column(written: Written) -> Flaw:
    """First and second item against third and fourth: an end figure off by a little, its row's sum carried along."""
    luck = chance(written, "balance")
    table = written.tables["applications"]
    row, column, more = luck.choice(_ENDS), luck.choice(_APPLICANTS), luck.randint(1, 3)
    cells = {(row, column): table.number(row, column) + more, (row, "total"): table.number(row, "total") + more}
    return _planted(written, "applications", cells, f"{table.form.column(column).label}列")


def _forgotten_carry_over(written: Written) -> Flaw | None:
    """结转下年度 left at 0 though there were requests carried over."""
    table = written.tables["applications"]
    carried = [column for column in table.columns if table.number("carried_forward", column)]
    if not carried:
        return None
    return _planted(written, "applications", {("carried_forward", column): 0 for column in carried}, "总计列")


def _wrong_result_total(written: Written) -> Flaw:
    """Results against （七）总计: one result off, its row's sum carried along."""
    luck = chance(written, "results")
    table = written.tables["applications"]
    row, column = luck.choice(_results(table)), luck.choice(_APPLICANTS)
    cells = {(row, column): table.number(row, column) + 1, (row, "total"): table.number(row, "total") + 1}
    return _planted(written, "applications", cells, f"{table.form.column(column).label}列")


def _result_counted_twice(written: Written) -> Flaw | None:
    """A result counted a second time under another heading, and so more results than applications."""
    table = written.tables["applications"]
    luck = chance(written, "twice")
    used = [row for row in _results(table) if table.number(row, "total")]
    unused = [row for row in _results(table) if not table.number(row, "total")]
    if not used or not unused:
        return None
    row, again = luck.choice(used), luck.choice(unused)
    return _planted(
        written, "applications", {(again, column): table.texts[row, column] for column in table.columns}, "总计列"
    )


def _wrong_row_sum(written: Written) -> Flaw:
    """Kinds of applicant against 总计: two row sums off against each other, so that every column still adds up."""
    luck = chance(written, "row sums")
    table = written.tables["applications"]
    more, less = luck.sample(_results(table), 2)
    if not table.number(less, "total"):
        return _planted(written, "applications", _both_ends(table), _label(table, "new_requests"))
    cells = {(more, "total"): table.number(more, "total") + 1, (less, "total"): table.number(less, "total") - 1}
    return _planted(written, "applications", cells, _label(table, more))


def _both_ends(table: FilledTable) -> dict[Cell, object]:
    """Row sums of the first and the fourth item off by the same: the column 总计 still balances."""
    return {(row, "total"): table.number(row, "total") + 1 for row in ("new_requests", "carried_forward")}


def _label(table: FilledTable, row: str) -> str:
    return table.label(row).split("（区分")[0].lstrip("（一二三四五六七）1234567890.、")[:6]


def _one_applicant_off(written: Written) -> Flaw:
    """One figure of one kind of applicant off, nothing carried along: its row no longer adds up."""
    luck = chance(written, "applicant")
    table = written.tables["applications"]
    row, column = luck.choice(table.rows), luck.choice(_APPLICANTS)
    return _planted(
        written, "applications", {(row, column): table.number(row, column) + luck.randint(1, 9)}, _label(table, row)
    )


def _digits_transposed(written: Written) -> Flaw | None:
    """A figure of two digits turned round, the commonest slip of the hand."""
    table = written.tables["applications"]
    turned = {
        (row, column): text[::-1]
        for row in table.rows
        for column in table.columns
        if len(text := table.texts[row, column]) == 2 and text[0] != text[1] and text[1] != "0"
    }
    if not turned:
        return None
    cell = chance(written, "transposed").choice(sorted(turned))
    return _planted(written, "applications", {cell: turned[cell]}, _label(table, cell[0]))


def _wrong_proceedings_total(written: Written) -> Flaw:
    """The four outcomes against 总计: the sum off."""
    luck = chance(written, "proceedings total")
    table = written.tables["proceedings"]
    row = luck.choice(table.rows)
    return _planted(
        written, "proceedings", {(row, "total"): table.number(row, "total") + luck.randint(1, 3)}, table.label(row)
    )


def _wrong_outcome(written: Written) -> Flaw:
    """The four outcomes against 总计: one outcome off."""
    luck = chance(written, "outcome")
    table = written.tables["proceedings"]
    row, column = luck.choice(table.rows), luck.choice(table.columns[:-1])
    return _planted(written, "proceedings", {(row, column): table.number(row, column) + 1}, table.label(row))


OPERATORS: tuple[Operator, ...] = (
    *(
        Operator("T01", name, partial(_cell_filled_with, name, text))
        for name, text in (
            ("一格空白", _blank),
            ("一格填斜线", _stroke),
            ("一格填文字", _word),
            ("一格填负数", _negative),
            ("一格填小数", _fraction),
            ("一格带单位", _unit),
        )
    ),
    Operator("T02", "收办相差", _unbalanced_column),
    Operator("T02", "漏填结转下年度", _forgotten_carry_over),
    Operator("T03", "一项结果有误", _wrong_result_total),
    Operator("T03", "一项结果重复计入", _result_counted_twice),
    Operator("T04", "两行总计此多彼少", _wrong_row_sum),
    Operator("T04", "一格申请人数有误", _one_applicant_off),
    Operator("T04", "两位数写颠倒", _digits_transposed),
    Operator("T05", "总计有误", _wrong_proceedings_total),
    Operator("T05", "一种结果有误", _wrong_outcome),
)
