from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.model import Report
from checker.report.tables import StatutoryTable
from checker.rules.naming import section_title, shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_FEE = re.compile(
    r"信息处理费|(?:收取|产生|收到|征收|收).{0,16}(?:费用|处理费|检索费|邮寄费|复制费|成本费)|(?:未|没有|无|不)收取?(?:任何)?费|收费(?:情况|标准|金额|管理)|费用.{0,6}(?:0|零|未|无)"
)
_AMOUNT = re.compile(
    r"信息处理费[^。;]{0,12}?(?:共计|合计|总计|为|计|收入|收取|金额)?[^\d。;]{0,6}(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|元)"
)


@rule(
    code="S11",
    name="fee-statement",
    title="第六部分没有报告信息处理费",
    severity="warning",
    basis="国办函〔2020〕109号《政府信息公开信息处理费管理办法》；国办公开办函〔2021〕30号（收取信息处理费情况在第六部分报告）",
)
def fee_statement(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    “六、其他需要报告的事项”有没有报告收取信息处理费的情况，没有收取的也要写明。写明金额的，金额是不是 10 元的整数倍，
    是不是在没有申请的情况下收了费。

    依据
    《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）：按件每档 100 元、按量每页 10 元至 40 元；格式规定收费情况在第六部分报告。
    没有收取也要写明，是各地的通行做法。

    反例
    第六部分只写一个“无”字。

    正例
    “本年度未收取信息处理费。”“全年收取信息处理费0元。”

    已知局限
    2020 年及以前的报告不检查（办法自 2021 年起施行）。表二的行政事业性收费是另一回事，不当作信息处理费。
    """
    report = draft.report
    if report.year is not None and report.year < 2021:
        yield Unassessed("信息处理费办法自2021年起施行，此前年度的报告不检查")
        return
    yield from _amounts(report)
    section = report.section("other_matters")
    if section is None:
        yield Unassessed("没有第六部分，见S01")
        return
    normal = report.normal
    first, last = report.content_of(section)
    body = normal.text[normal.position(first) : normal.position(last)]
    if _FEE.search(body):
        return
    elsewhere = re.search(r"信息处理费", normal.text[: normal.position(section.start)])
    text = report.text[first:last]
    start, end = section.heading_start, section.heading_end
    if 0 < len(text) <= 40:
        start, end = first, last
    heading = section_title(report, "other_matters")
    if elsewhere:
        yield Finding(
            start,
            end,
            f"信息处理费写在了别的部分，“{heading}”没有报告",
            "按格式把收取信息处理费情况移到第六部分",
            place="other_matters",
            severity="info",
            identity=["elsewhere"],
        )
        return
    said = f"只写了“{shortened(text)}”，" if 0 < len(text) <= 40 else ""
    yield Finding(
        start,
        end,
        f"“{heading}”{said}没有报告收取信息处理费的情况",
        "写明本年度收取信息处理费的金额；没有收取的，写“本年度未收取信息处理费”",
        place="other_matters",
        identity=[],
    )


def _amounts(report: Report) -> Iterator[Finding]:
    normal = report.normal
    for match in _AMOUNT.finditer(normal.text):
        amount = float(match["number"].replace(",", "")) * (10_000 if match["unit"] == "万元" else 1)
        if amount == 0:
            continue
        start, end = normal.span(match.start(), match.end())
        written = f"{match['number']}{match['unit']}"
        if round(amount, 2) % 10:
            yield Finding(
                start,
                end,
                f"信息处理费{written}不是10元的整数倍，按收费标准（每件100元起、每页10元起）收不出这个数",
                "核对金额和单位",
                place="fee/amount",
                evidence={"yuan": amount},
            )
        received = _received(report.tables.get("applications"))
        if received == 0:
            yield Finding(
                start,
                end,
                f"写明收取信息处理费{written}，而表三显示本年新收和上年结转的申请合计为0件",
                "核对是否误报收费，或表三漏填",
                place="fee/no-applications",
                evidence={"yuan": amount, "applications": 0},
                severity="error",
            )


def _received(table: StatutoryTable | None) -> float | None:
    if table is None:
        return None
    new, carried = table.number("new_requests", "total"), table.number("carried_over", "total")
    return None if new is None or carried is None else new + carried
