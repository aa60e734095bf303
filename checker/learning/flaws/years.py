"""Flaws that show against the year before (T06–T08), and years that do not belong (C07)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from functools import partial

from checker.learning.corpus import LabelledStatement
from checker.learning.flaws.borrowing import chance
from checker.learning.flaws.grids import Cell, FilledTable
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.written import Written, words
from checker.rules.tables.year_on_year import names_of_figures

_DECISIONS = ("licences", "penalties", "coercive_measures")


def year_before(written: Written) -> Written:
    """A report of the same agency for the year before whose figures lead to this one's.

    It has title, period and tables and no narrative: nothing of this report's text is last year's. How many requests were
    new then is left blank: this report's text may tell of their growth, and an invented number would contradict it.
    """
    disclosure, applications = written.tables["disclosure"], written.tables["applications"]
    luck = chance(written, "year before")
    cells: dict[Cell, object] = {
        (row, "in_force"): disclosure.number(row, "in_force")
        - disclosure.number(row, "issued")
        + disclosure.number(row, "repealed")
        for row in ("regulations", "normative_documents")
    }
    for row in _DECISIONS:
        cells[row, "decisions"] = round(disclosure.number(row, "decisions") * luck.uniform(0.6, 1.5))
    cells["fees", "amount"] = round(float(disclosure.texts["fees", "amount"]) * luck.uniform(0.6, 1.5), 4)
    requests: dict[Cell, object] = {("new_requests", column): "" for column in applications.columns}
    requests |= {
        ("carried_forward", column): applications.texts["carried_over", column] for column in applications.columns
    }
    last, this = str(written.year - 1), str(written.year)
    return dataclasses.replace(
        written,
        year=written.year - 1,
        title=written.title.replace(this, last),
        narrative={
            **dict.fromkeys(written.narrative, ()),
            "preamble": ((words(f"统计期限为{last}年1月1日至12月31日。", "preamble"),),),
        },
        tables={
            **written.tables,
            "disclosure": disclosure.changed(cells),
            "applications": applications.changed(requests),
        },
    )


def _beside(written: Written, kind: str, cells: Mapping[Cell, object], word: str) -> Flaw:
    """The report as it is, beside a report of the year before with other figures."""
    prior = year_before(written)
    return Flaw(written, word, prior.with_table(prior.tables[kind].changed(cells)))


# ── T06, T07 ──────────────────────────────────────────────────────────────────────────────────────


def _carry_over_differs(written: Written) -> Flaw:
    """Requests that last year's report carried forward and this one does not carry over."""
    luck = chance(written, "carry over")
    table = year_before(written).tables["applications"]
    column, more = luck.choice(table.columns[:-1]), luck.randint(1, 4)
    cells = {("carried_forward", key): table.number("carried_forward", key) + more for key in (column, "total")}
    return _beside(written, "applications", cells, f"{table.form.column(column).label}列")


def _carry_over_forgotten(written: Written) -> Flaw | None:
    """上年结转 left at 0, the year's new requests made up for it."""
    table = written.tables["applications"]
    carried = [column for column in table.columns if table.number("carried_over", column)]
    if not carried:
        return None
    cells: dict[Cell, object] = {("carried_over", column): 0 for column in carried}
    cells |= {
        ("new_requests", column): table.number("new_requests", column) + table.number("carried_over", column)
        for column in carried
    }
    return Flaw(written.with_table(table.changed(cells)), "总计列", year_before(written))


def _not_counted_on(row: str, written: Written) -> Flaw:
    """现行有效 that does not follow from last year's and the year's changes."""
    luck = chance(written, f"in force {row}")
    table = written.tables["disclosure"]
    wrong = table.number(row, "in_force") + luck.randint(1, 5)
    return Flaw(written.with_table(table.changed({(row, "in_force"): wrong})), table.label(row), year_before(written))


# ── T08 ───────────────────────────────────────────────────────────────────────────────────────────


def _jump(row: str, written: Written) -> Flaw:
    """Twelve to thirty times last year's decisions."""
    luck = chance(written, f"jump {row}")
    table = written.tables["disclosure"]
    now = max(table.number(row, "decisions"), 12) * luck.randint(12, 30)
    return Flaw(
        written.with_table(table.changed({(row, "decisions"): now})), names_of_figures()[row], year_before(written)
    )


def _drop_to_nothing(written: Written) -> Flaw | None:
    """A figure of some size last year, and 0 now."""
    table: FilledTable = written.tables["disclosure"]
    large = [row for row in _DECISIONS if table.number(row, "decisions") >= 200]
    if not large:
        return None
    row = chance(written, "drop").choice(large)
    return Flaw(
        written.with_table(table.changed({(row, "decisions"): 0})), names_of_figures()[row], year_before(written)
    )


def _yuan(written: Written) -> Flaw | None:
    """The fees in 元 where the table asks for 万元."""
    table = written.tables["disclosure"]
    fees = float(table.texts["fees", "amount"])
    if not fees:
        return None
    spoiled = written.with_table(table.changed({("fees", "amount"): round(fees * 10_000)}))
    return Flaw(spoiled, "万元", year_before(written))


# ── C07 ───────────────────────────────────────────────────────────────────────────────────────────

_NEXT = re.compile(
    r"(?:^|(?<=[，。；、是]))(?:下一步(?:工作中)?(?=，?[^，。；]{0,8}(?:将|拟|计划|打算)(?!.{0,20}(?:纳入|作为)))|(?:明年|下一年)(?=，?[^，。；]{0,8}(?:将|拟|计划|打算)))"
)
Wanted = Callable[[LabelledStatement, int], bool]


def _year_shifted(name: str, section: str, wanted: Wanted, of: int, by: int, written: Written) -> Flaw | None:
    """One statement of a section with its years ``by`` off: those that are ``of`` years after the report's."""
    year = written.year + of
    found = [item for item in written.statements(section) if wanted(item, year)]
    if not found:
        return None
    chosen = chance(written, name).choice(found)
    text = chosen.text.replace(f"{year}年", f"{year + by}年")
    spoiled = written.replacing(
        section, lambda item: (dataclasses.replace(item, text=text) if item is chosen else item,)
    )
    return Flaw(spoiled, f"{year + by}年")


def _opens_with_the_year(item: LabelledStatement, year: int) -> bool:
    """The year, its comma, and no other year: an account of the year."""
    return item.text.startswith(f"{year}年，") and _years(item) == {year}


def _counts_of_the_year(item: LabelledStatement, year: int) -> bool:
    pattern = rf"(?:^|[，。；：]){year}年度?，?[^，。；\d]{{0,12}}(?:共|累计|收到|受理|主动公开|未收到|没有收到)"
    return item.role == "result" and _years(item) == {year} and re.search(pattern, item.text) is not None


def _fee_of_the_year(item: LabelledStatement, year: int) -> bool:
    return _years(item) == {year} and "收取" in item.text and item.text.startswith(f"{year}年")


def _plan_for_the_year(item: LabelledStatement, year: int) -> bool:
    return (
        _years(item) == {year}
        and re.search(rf"{year}年，?[^，。；起]{{0,10}}(?:将|拟|计划|打算)", item.text) is not None
    )


def _deadline_of_the_year(item: LabelledStatement, year: int) -> bool:
    return (
        item.role == "measure"
        and _years(item) == {year}
        and re.search(rf"{year}年[^，。；]{{1,8}}前", item.text) is not None
        and re.search("将|拟|计划|争取|力争", item.text) is not None
    )


def _named_after_the_year(item: LabelledStatement, year: int) -> bool:
    return re.search(rf"现将[^，。；]{{0,20}}{year}年度?政府信息公开工作[^，。]{{0,8}}报告如下", item.text) is not None


def _programme_of_the_year(item: LabelledStatement, year: int) -> bool:
    return (
        _years(item) == {year}
        and re.search(rf"《[^《》]{{0,12}}{year}年[^《》]{{0,6}}政务公开工作要点", item.text) is not None
    )


def _years(item: LabelledStatement) -> set[int]:
    return {int(number) for number in re.findall(r"(?<!\d)20\d\d(?!\d)", item.text)}


def _plan_for_the_year_past(written: Written) -> Flaw | None:
    """「下一步，我镇将……」 with the year reported on in the place of 下一步."""
    found = [item for item in written.statements("problems") if _NEXT.search(item.text) and not _years(item)]
    if not found:
        return None
    chosen = chance(written, "plan").choice(found)
    text = _NEXT.sub(f"{written.year}年", chosen.text, count=1)
    spoiled = written.replacing(
        "problems", lambda item: (dataclasses.replace(item, text=text) if item is chosen else item,)
    )
    return Flaw(spoiled, f"{written.year}年")


def _up_to_last_year(written: Written) -> Flaw | None:
    """The year's figures, told as those up to the end of the year before."""
    found = [
        item
        for item in written.statements("overview")
        if item.role == "result" and item.text.startswith("全年") and _years(item) <= {written.year}
    ]
    if not found:
        return None
    chosen = chance(written, "as of").choice(found)
    text = f"截至{written.year - 1}年底，{chosen.text.removeprefix('全年')}"
    spoiled = written.replacing(
        "overview", lambda item: (dataclasses.replace(item, text=text) if item is chosen else item,)
    )
    return Flaw(spoiled, f"{written.year - 1}年")


def _signed_too_early(written: Written) -> Flaw:
    """A date of signature in the year that the report is on: the year of last January's was left in."""
    luck = chance(written, "signature")
    date = f"{written.year}年{luck.randint(1, 3)}月{luck.randint(1, 28)}日"
    lines = [
        *written.narrative["other_matters"],
        (words(written.agency, "other_matters"),),
        (words(date, "other_matters"),),
    ]
    return Flaw(written.with_lines("other_matters", lines), date)


_SHIFTS: tuple[tuple[str, str, Wanted, int, int], ...] = (
    ("总体情况写成上一年", "overview", _opens_with_the_year, 0, -1),
    ("总体情况的统计写成上一年", "overview", _counts_of_the_year, 0, -1),
    ("收费情况写成上一年", "other_matters", _fee_of_the_year, 0, -1),
    ("打算写成当年", "problems", _plan_for_the_year, 1, -1),
    ("措施期限写成当年", "problems", _deadline_of_the_year, 1, -1),
    ("自称上一年的报告", "preamble", _named_after_the_year, 0, -1),
    ("引用上一年的要点", "overview", _programme_of_the_year, 0, -1),
)

OPERATORS: tuple[Operator, ...] = (
    Operator("T06", "与上一年的结转不接", _carry_over_differs),
    Operator("T06", "上年结转漏填", _carry_over_forgotten),
    Operator("T07", "规章件数不随增减变化", partial(_not_counted_on, "regulations")),
    Operator("T07", "规范性文件件数不随增减变化", partial(_not_counted_on, "normative_documents")),
    *(Operator("T08", f"{names_of_figures()[row]}猛增", partial(_jump, row)) for row in _DECISIONS),
    Operator("T08", "骤降到零", _drop_to_nothing),
    Operator("T08", "收费误以元计", _yuan),
    *(
        Operator("C07", name, partial(_year_shifted, name, section, wanted, of, by))
        for name, section, wanted, of, by in _SHIFTS
    ),
    Operator("C07", "下一步写成报告年度", _plan_for_the_year_past),
    Operator("C07", "截至上一年底", _up_to_last_year),
    Operator("C07", "落款日期在报告年度之内", _signed_too_early),
)
