from __future__ import annotations

from collections.abc import Iterator

from checker.report.model import Report
from checker.report.tables import StatutoryTable, Value
from checker.rules.naming import listed, table_title
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule
from checker.rules.tables.relations import CellKey, cell_name


@rule(
    code="T01",
    name="cell-value",
    title="表格填写不规范",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式（各栏填写数字，没有发生的填0）",
)
def cell_value(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    三张表应当填数字的格子：空白，用“/”“—”代替 0，写了文字，负数，件数不是整数，数字后面带了单位。
    文字、负数、小数件数是错误，其余是警示；同一张表的同一种情况并作一条。

    依据
    国办公开办函〔2021〕30号、〔2019〕60号所附格式。

    反例
    行政处罚填“/”；行政事业性收费填“251000元”（该栏单位为万元）；本年新收填“2.5”。

    正例
    没有发生的填 0；行政事业性收费可以是小数；2019 年格式“本年增/减”栏可以写“减4”或负数。

    已知局限
    表格不在时不检查，由 S08 提示。从网页复制来的文字里，空白格可能是复制时丢失的。
    """
    report = draft.report
    if not report.tables:
        yield Unassessed("没有读到法定表格")
        return
    for kind, table in report.tables.items():
        yield from _table(report, kind, table)


def _table(report: Report, kind: str, table: StatutoryTable) -> Iterator[Outcome]:
    faults: dict[str, list[tuple[CellKey, Value]]] = {}
    count = 0
    for row, cells in table.values.items():
        for column, value in cells.items():
            count += 1
            fault = _fault(table, column, value)
            if fault:
                faults.setdefault(fault, []).append(((row, column), value))
    for fault, found in faults.items():
        yield _finding(report, kind, table, fault, found, count)


def _fault(table: StatutoryTable, column_key: str, value: Value) -> str | None:
    column = table.format.column(column_key)
    if value.number is None:
        return value.state
    if value.number < 0 and not column.signed:
        return "negative"
    if value.number != int(value.number) and not column.fractional:
        return "fractional"
    if value.unit and not column.signed:
        return "unit"
    return None


_MESSAGES: dict[str, tuple[str, str, Severity]] = {
    "blank": ("空白", "没有发生的填0，漏填的补上", "warning"),
    "slash": ("用斜线或横线代替数字", "没有发生的填0", "warning"),
    "text": ("填的不是数字", "改填数字，没有发生的填0；需要说明的写在正文", "error"),
    "negative": ("填了负数", "核对后改正，件数不会是负数", "error"),
    "fractional": ("件数填了小数", "核对后改为整数", "error"),
    "unit": ("数字带了单位", "只填数字，并核对是否与栏目单位一致", "warning"),
}


def _finding(
    report: Report,
    kind: str,
    table: StatutoryTable,
    fault: str,
    found: list[tuple[CellKey, Value]],
    count: int,
) -> Finding:
    what, advice, severity = _MESSAGES[fault]
    title = table_title(report, kind)
    first = found[0][1]
    if len(found) == count:
        message = f"{title}全部{count}格都{'是' if fault == 'blank' else ''}{what}"
        severity = "error"
    elif columns := _whole_columns(table, found):
        names = [table.format.column(column).label for column in columns]
        rest = len(found) - sum(1 for (_, column), _ in found if column in columns)
        message = f"{title}“{listed(names, 6)}”{'各' if len(names) > 1 else ''}列每行都{what}"
        message += f"，另有{rest}格" if rest else f"，共{len(found)}格"
    else:
        names = [
            cell_name(table.format, cell) + (f"填“{value.raw.strip()}”" if value.raw.strip() else "")
            for cell, value in found
        ]
        message = f"{title}有{len(found)}格{what}：{listed(names, 3)}"
    return Finding(
        first.start,
        first.end,
        message,
        advice,
        place=f"{kind}/{fault}",
        evidence={"cells": {"/".join(cell): value.raw.strip() for cell, value in found}},
        severity=severity,
    )


def _whole_columns(table: StatutoryTable, found: list[tuple[CellKey, Value]]) -> list[str]:
    """The columns of a table with rows alike that have the fault in every row."""
    rows: dict[str, set[str]] = {}
    for (row, column), _ in found:
        rows.setdefault(column, set()).add(row)
    read = {column: {row for row, cells in table.values.items() if column in cells} for column in rows}
    return [column for column in rows if len(read[column]) >= 5 and rows[column] == read[column]]
