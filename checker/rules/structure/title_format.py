from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.normal import compact
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_STATUTORY = "政府信息公开工作年度报告"


@rule(
    code="S05",
    name="title-format",
    title="报告名称不规范",
    severity="warning",
    basis="国办公开办函〔2021〕30号所附格式（名称为“机关名称＋年份＋政府信息公开工作年度报告”）",
)
def title_format(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    报告名称是否为“机关名称＋××××年＋政府信息公开工作年度报告”：缺机关名称、缺年份，或者写成“政务公开工作报告”“信息公开年报”等。

    依据
    国办公开办函〔2021〕30号所附格式。

    反例
    “2023年政府信息公开工作年度报告”（缺机关名称）；“××局政务公开工作总结报告”。

    正例
    “××县××镇人民政府2023年政府信息公开工作年度报告”；名称分两三行排，不算差错。

    已知局限
    网页的名称常在正文之外，读得到网页标题的按网页标题检查。“年”与“年度”、年份在机关名称之前，都不算差错。
    """
    report = draft.report
    if report.title is None:
        if report.source.media_type in ("text/html", "text/plain"):
            yield Unassessed("文件里没有报告名称，可能在复制或保存网页时没有带上")
            return
        yield Finding(
            0,
            0,
            "正文之前没有找到报告名称",
            f"在正文之前写上“机关名称＋××××年{_STATUTORY}”",
            place="title",
        )
        return
    start, end = report.title_span or (0, 0)
    key = compact(report.title)
    faults = []
    if report.organization is None or _title_organization_missing(key):
        faults.append("没有机关名称")
    if not re.search(r"(?:19|20)\d{2}|二[〇零○0]", key):
        faults.append("没有年份")
    if "政府信息公开" not in key:
        faults.append("没有写“政府信息公开”")
    if "年度报告" not in key:
        faults.append("没有写“年度报告”")
    if faults:
        yield Finding(
            start,
            end,
            f"报告名称“{report.title.strip()}”{'，'.join(faults)}",
            f"改为“{report.organization or '机关名称'}{report.year or '××××'}年{_STATUTORY}”",
            place="title",
            evidence={"title": report.title.strip(), "faults": faults},
        )


def _title_organization_missing(key: str) -> bool:
    rest = re.sub(r"(?:19|20)\d{2}|二[〇零○0O][一二〇零○0O][〇零○0O一二三四五六七八九]", "", key)
    return re.match(r"^[年度《\"]*(?:政府信息公开|政务公开|政务信息公开|信息公开)", rest) is not None
