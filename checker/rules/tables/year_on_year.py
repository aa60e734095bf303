from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.reference.model import ReferenceReport
from checker.report.tables import Number, StatutoryTable
from checker.rules.naming import listed
from checker.rules.prior import last_year
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# What is compared: table, row, column, what a reviewer calls it, and the threshold for its difference.
_FIGURES = (
    ("disclosure", "licences", "decisions", "行政许可", "decisions"),
    ("disclosure", "penalties", "decisions", "行政处罚", "decisions"),
    ("disclosure", "coercive_measures", "decisions", "行政强制", "decisions"),
    ("disclosure", "fees", "amount", "行政事业性收费", "fees"),
    ("applications", "new_requests", "total", "新收政府信息公开申请", "applications"),
)
# 元 entered where 万元 is asked multiplies by 10,000; growth beside it makes that a range.
_UNIT_SLIP = (3_000, 30_000)


def names_of_figures() -> dict[str, str]:
    """What a reviewer calls each row that is compared."""
    return {row: name for _, row, _, name, _ in _FIGURES}


@dataclass(frozen=True, slots=True)
class Jump:
    """One figure of two years that lie too far apart."""

    row: str
    label: str
    unit: str
    before: Number
    now: Number
    start: int
    end: int

    @property
    def ratio(self) -> float:
        """By how many times the larger exceeds the smaller."""
        low, high = sorted((self.before, self.now))
        return high / low if low else float("inf")

    @property
    def is_unit_slip(self) -> bool:
        return self.row == "fees" and _UNIT_SLIP[0] <= self.ratio <= _UNIT_SLIP[1]


@rule(
    code="T08",
    name="year-on-year",
    title="与上一年相比大起大落",
    severity="info",
    basis="国办公开办函〔2021〕30号（发布内容应当准确）",
)
def year_on_year(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    行政许可、行政处罚、行政强制的处理决定数量，行政事业性收费金额，新收申请数量，与上一年报告相差五倍以上、相差的数量又不小的，
    合并为一条，请核对口径和填报。收费恰好相差约一万倍的，提示元、万元是否混用。

    依据
    国办公开办函〔2021〕30号。

    反例
    上一年行政许可 550 件，本年 9487 件。

    正例
    行政许可从 550 件到 900 件；行政强制从 2 件到 9 件（数目小，起落不说明问题）。

    已知局限
    只问不断：事项划转、专项行动、统计口径变化都会有大起大落。倍数和数量的界限在设置 [rules.T08] 中，缺省为五倍且处理决定相差 100 件、
    申请相差 50 件、收费相差 100 万元以上：件数在五倍以内的变化，在事项增减的平常年份也会有；低于这些数量的，一两起专项行动就能造成。
    """
    prior = last_year(draft)
    if isinstance(prior, Unassessed):
        yield prior
        return
    jumps: list[Jump] = []
    unknown: list[str] = []
    compared = 0
    for kind, row, column, label, least in _FIGURES:
        table = draft.report.tables.get(kind)
        figures = None if table is None else _figures(table, prior, row, column)
        if table is None or figures is None:
            unknown.append(label)
            continue
        compared += 1
        now, before = figures
        value = table.value(row, column)
        ratio, difference = float(draft.thresholds["least_ratio"]), float(draft.thresholds[f"least_{least}"])
        if value is not None and _leaps(before, now, ratio, difference, fees=row == "fees"):
            unit = table.format.column(column).unit or "件"
            jumps.append(Jump(row, label, unit, before, now, value.start, value.end))
    if unknown:
        yield Unassessed(
            f"{listed(unknown)}两年的数字没有读全，没有比较"
            if compared
            else f"{prior.year}年度报告或本报告的数字没有读到"
        )
    if jumps:
        yield _finding(jumps, prior)


def _figures(table: StatutoryTable, prior: ReferenceReport, row: str, column: str) -> tuple[Number, Number] | None:
    """This year's and last year's figure, or ``None`` where one of them is unknown."""
    now, before = table.number(row, column), prior.figure(table.kind, row, column)
    return None if now is None or before is None else (now, before)


def _leaps(before: Number, now: Number, ratio: float, difference: float, *, fees: bool) -> bool:
    low, high = sorted((before, now))
    if fees and low and _UNIT_SLIP[0] <= high / low <= _UNIT_SLIP[1]:
        return True
    return high >= ratio * low and high - low >= difference


def _finding(jumps: list[Jump], prior: ReferenceReport) -> Finding:
    first = jumps[0]
    told = [
        f"{jump.label}{prior.year}年{jump.before}{jump.unit}、本年{jump.now}{jump.unit}"
        + (f"（{'增至' if jump.now > jump.before else '降至'}{_times(jump)}）" if jump.before and jump.now else "")
        for jump in jumps
    ]
    advice = "请核对统计口径和填报；属实的，可在报告中说明原因"
    if any(jump.is_unit_slip for jump in jumps):
        advice = "行政事业性收费两年相差约一万倍，先核对单位：表二要求以万元计，是否误填为元；" + advice
    return Finding(
        first.start,
        first.end,
        f"与{prior.year}年度报告相比起落很大：{'；'.join(told)}",
        advice,
        place="year-on-year",
        evidence={jump.row: [jump.before, jump.now] for jump in jumps},
    )


def _times(jump: Jump) -> str:
    if jump.now > jump.before:
        return f"{_rounded(jump.ratio)}倍"
    return f"{_rounded(jump.ratio)}分之一"


def _rounded(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}".removesuffix(".0")
