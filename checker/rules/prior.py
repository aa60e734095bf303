"""Last year's report, where the one that was given is that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from checker.language.agency_names import same_agency
from checker.rules.rule import Draft, Unassessed

if TYPE_CHECKING:
    from checker.reference.model import ReferenceReport

NO_PRIOR = "没有上一年的报告（--prior 或对照库）"


def last_year(draft: Draft) -> ReferenceReport | Unassessed:
    """The same agency's report for the year before, or why there is none to compare with."""
    prior, report = draft.prior, draft.report
    if prior is None:
        return Unassessed(NO_PRIOR)
    if report.year is None:
        return Unassessed("报告年度不明，不能与上一年的报告比较")
    if prior.year is None:
        return Unassessed(f"用来比较的报告“{prior.name}”年度不明，不知是不是{report.year - 1}年度的")
    if prior.year != report.year - 1:
        return Unassessed(f"用来比较的是{prior.year}年度的报告，不是{report.year - 1}年度的")
    if prior.agency and report.organization and not same_agency(prior.agency, report.organization):
        return Unassessed(f"用来比较的是{prior.agency}的报告，本报告是{report.organization}的")
    return prior


def row_of(prior: ReferenceReport, table: str, row: str) -> Mapping[str, float | None]:
    """A row of last year's tables by column; empty where that report has no such row."""
    found = prior.tables.get(table, {}).get(row)
    return found if isinstance(found, Mapping) else {}
