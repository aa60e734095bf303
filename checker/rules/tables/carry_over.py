from __future__ import annotations

from collections.abc import Iterator

from checker.rules.naming import listed
from checker.rules.prior import last_year, row_of
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule


@rule(
    code="T06",
    name="carry-over",
    title="上年结转与上一年报告的结转下年度不一致",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式表三（“上年结转”“结转下年度继续办理”两栏前后年度相接）",
)
def carry_over(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    表三“二、上年结转政府信息公开申请数量”各列，与上一年报告的“四、结转下年度继续办理”是否一致。不一致的列合并为一条。

    依据
    格式表三的栏目：上一年结转到下年度的申请，就是本年的上年结转。

    反例
    上一年报告结转下年度 3 件，本年填上年结转 0 件。

    正例
    上一年结转下年度 3 件，本年上年结转 3 件。

    已知局限
    这是请核对，不是定论：机构合并或职能划转、上一年的数字后来更正，都会使两数不同。没有上一年的报告不检查；
    上一年或本年空着的列不比较，并说明原因。
    """
    prior = last_year(draft)
    if isinstance(prior, Unassessed):
        yield prior
        return
    table = draft.report.tables.get("applications")
    if table is None:
        yield Unassessed("没有读到表三，上年结转无从比较")
        return
    before = row_of(prior, "applications", "carried_forward")
    columns = table.format.columns
    pairs = {column.key: (table.number("carried_over", column.key), before.get(column.key)) for column in columns}
    unknown = [column.label for column in columns if None in pairs[column.key]]
    if unknown:
        yield Unassessed(
            f"上年结转或上一年的结转下年度有空缺、读不出的列（{listed(unknown, 3)}），这些列没有比较"
            if len(unknown) < len(columns)
            else "本年的上年结转或上一年的结转下年度一行读不到数字，没有比较"
        )
    different = [column for column in columns if None not in pairs[column.key] and len(set(pairs[column.key])) == 2]
    if not different:
        return
    # the total, where it is among them, stands last in the form and first in importance
    shown = sorted(different, key=lambda column: column.key != "total")
    anchor = table.value("carried_over", shown[0].key)
    if anchor is None:
        raise ValueError(f"a number without a cell: {shown[0].key}")
    told = [f"{column.label}列本年填{pairs[column.key][0]}、上一年报告为{pairs[column.key][1]}" for column in shown]
    yield Finding(
        anchor.start,
        anchor.end,
        f"表三“上年结转政府信息公开申请数量”与{prior.year}年度报告的“结转下年度继续办理”不一致：{'；'.join(told)}",
        "请核对是否漏填或填错；因机构合并、职能划转或更正上一年数字而不同的，可在报告中说明",
        place="applications/carried_over",
        evidence={column.key: list(pairs[column.key]) for column in shown},
    )
