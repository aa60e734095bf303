from __future__ import annotations

from collections.abc import Iterator

from checker.reference.model import ReferenceReport
from checker.report.tables import StatutoryTable
from checker.rules.prior import last_year, row_of
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_ROWS = ("regulations", "normative_documents")


@rule(
    code="T07",
    name="documents-in-force",
    title="现行有效件数与上一年的件数和本年增减对不上",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式表二（制发件数、废止件数、现行有效件数）",
)
def documents_in_force(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    表二“规章”“行政规范性文件”两行：现行有效件数是否等于上一年报告的现行有效件数加本年制发、减本年废止。
    没有上一年报告可比时，只看本年制发减去本年废止是否比现行有效还多（提示级）。

    依据
    格式表二的栏目。

    反例
    上一年现行有效 9 件，本年制发 2 件、废止 1 件，现行有效仍填 9 件。

    正例
    上一年 5 件，本年制发 3 件、废止 0 件，现行有效 8 件。

    已知局限
    这是请核对，不是定论：有效期届满自动失效、清理后宣布失效、机构合并划入的文件，都会使算式不成立。
    上一年的报告用 2019 年格式（没有现行有效件数）的，不检查。
    """
    prior = last_year(draft)
    table = draft.report.tables.get("disclosure")
    if isinstance(prior, Unassessed):
        if table is not None:
            for row in _ROWS:
                yield from _too_few(table, row)
        yield prior
        return
    if table is None:
        yield Unassessed("没有读到表二，现行有效件数无从比较")
        return
    for row in _ROWS:
        yield from _check(table, prior, row)


def _label(table: StatutoryTable, row: str) -> str:
    return next((item.label for item in table.format.rows if item.key == row), row)


def _too_few(table: StatutoryTable, row: str) -> Iterator[Finding]:
    """More made in the year than are in force at its end, which no repeal of older ones explains."""
    issued, repealed, in_force = (table.number(row, column) for column in ("issued", "repealed", "in_force"))
    anchor = table.value(row, "in_force")
    if issued is None or repealed is None or in_force is None or anchor is None or issued - repealed <= in_force:
        return
    yield Finding(
        anchor.start,
        anchor.end,
        f"表二“{_label(table, row)}”本年制发{issued}件、废止{repealed}件，现行有效却只填{in_force}件",
        "请核对三个件数；当年制发的已经失效的，可在报告中说明",
        place=f"disclosure/{row}/in_force",
        evidence={"issued": issued, "repealed": repealed, "in_force": in_force},
        severity="info",
    )


def _check(table: StatutoryTable, prior: ReferenceReport, row: str) -> Iterator[Outcome]:
    label = _label(table, row)
    before = row_of(prior, "disclosure", row).get("in_force")
    issued, repealed, in_force = (table.number(row, column) for column in ("issued", "repealed", "in_force"))
    if before is None:
        yield from _too_few(table, row)
        yield Unassessed(f"{prior.year}年度报告没有“{label}”的现行有效件数")
        return
    if issued is None or repealed is None or in_force is None:
        yield Unassessed(f"表二“{label}”行有空缺或读不出的数字")
        return
    expected = before + issued - repealed
    if in_force == expected:
        return
    anchor = table.value(row, "in_force")
    if anchor is None:
        raise ValueError(f"a number without a cell: {row}")
    yield Finding(
        anchor.start,
        anchor.end,
        f"表二“{label}”现行有效填{in_force}件；按{prior.year}年度报告的{before}件加本年制发{issued}件、减本年废止{repealed}件，应为{expected}件",
        "请核对制发、废止和现行有效件数；有自动失效、宣布失效或划入划出的文件的，可在报告中说明",
        place=f"disclosure/{row}/in_force",
        evidence={"before": before, "issued": issued, "repealed": repealed, "in_force": in_force},
    )
