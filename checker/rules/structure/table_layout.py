from __future__ import annotations

from collections.abc import Iterator

from checker.report.model import Report
from checker.report.tables import LayoutFault, StatutoryTable
from checker.rules.naming import listed, shortened, table_title
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule


@rule(
    code="S09",
    name="table-layout",
    title="表格缺行、缺列或栏目名称有误",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式",
)
def table_layout(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    三张法定表格的行和列是否齐全，行名是否与格式一致：缺行、缺列、几行并作一行、名称残缺或改写、多出的行，以及数字与栏目对不上的行。

    依据
    国办公开办函〔2021〕30号、〔2019〕60号所附格式。

    反例
    表三“（六）其他处理”只有一行，没有分列 1、2、3 项；“2.其他法律行政止公开”（缺字）。

    正例
    行名中的空格、全角半角、引号式样的差别不算差错；“（二）部分公开”省去括号内的说明不算差错。

    已知局限
    从网页或图片转来的文件，行名残缺可能是转换造成的，请对照原件。
    """
    report = draft.report
    if not report.tables:
        yield Unassessed("没有读到法定表格")
        return
    for kind, table in report.tables.items():
        yield from _layout(report, kind, table)


def _layout(report: Report, kind: str, table: StatutoryTable) -> Iterator[Outcome]:
    form = table.format
    name = table_title(report, kind)
    by_kind: dict[str, list[LayoutFault]] = {}
    for fault in table.faults:
        by_kind.setdefault(fault.kind, []).append(fault)
    lost = by_kind.get("missing_row", [])
    undivided = by_kind.get("undivided_row", [])
    columns = by_kind.get("missing_column", [])
    for fault in undivided:
        parts = [form.row(key).label for key in form.row(fault.key).undivided]
        yield Finding(
            fault.start,
            fault.end,
            f"{name}“{fault.text.strip()}”只有一行，没有分列{listed([shortened(part, 16) for part in parts])}（这是2019年试行格式的写法）",
            "按2021年格式分成三行填报",
            place=f"{kind}/{fault.key}",
            evidence={"missing": list(form.row(fault.key).undivided)},
        )
    if lost:
        labels = [form.full_label(fault.key) for fault in lost]
        yield Finding(
            lost[0].start,
            lost[0].end,
            f"{name}缺{len(lost)}行：{listed([shortened(label, 24) for label in labels])}",
            "按法定格式补齐，没有发生的填0",
            place=f"{kind}/rows",
            evidence={"missing": [fault.key for fault in lost]},
            identity=[fault.key for fault in lost],
        )
    if columns:
        labels = [form.column(fault.key).label for fault in columns]
        yield Finding(
            table.start,
            min(table.end, table.start + 40),
            f"{name}缺{len(columns)}列：{listed(labels)}",
            "按法定格式补齐，没有发生的填0",
            place=f"{kind}/columns",
            evidence={"missing": [fault.key for fault in columns]},
            identity=[fault.key for fault in columns],
        )
    for fault in by_kind.get("renamed_row", []):
        expected = form.row(fault.key).label
        yield Finding(
            fault.start,
            fault.end,
            f"{name}的行名“{shortened(fault.text)}”与格式不一致，应为“{shortened(expected)}”",
            "按法定格式改正行名",
            place=f"{kind}/{fault.key}/label",
            evidence={"found": fault.text, "expected": expected},
            severity="info",
        )
    extra = by_kind.get("extra_row", [])
    if extra:
        yield Finding(
            extra[0].start,
            extra[0].end,
            f"{name}有格式之外的行：{listed([f'“{shortened(fault.text, 20)}”' for fault in extra])}",
            "核对是否误用了其他格式或多填了行",
            place=f"{kind}/extra",
            evidence={"found": [fault.text for fault in extra]},
        )
    unreadable = by_kind.get("unreadable_row", [])
    if unreadable:
        yield Unassessed(
            f"{name}有{len(unreadable)}行的数字与栏目对不上（"
            f"{listed([shortened(form.row(fault.key).label, 14) for fault in unreadable], 3)}），未作检查，请对照原件"
        )
