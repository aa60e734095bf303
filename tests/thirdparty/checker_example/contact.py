from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.normal import compact
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_TELEPHONE = re.compile(r"0\d{2,3}-?\d{7,8}")


@rule(
    code="X01",
    name="contact-telephone",
    title="没有写联系电话",
    severity="warning",
    basis="某县政务公开办要求（示例）",
    thresholds={"least": 1},
)
def contact_telephone(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    报告里有没有写联系电话，至少 1 个，可在设置中调整。

    依据
    某县政务公开办要求（示例）。

    反例
    “如有疑问，请与党政办联系。”

    正例
    “如有疑问，请与党政办联系，电话：0816-0000000。”

    已知局限
    只认带区号的固定电话。
    """
    paragraphs = draft.report.paragraphs()
    if not paragraphs:
        yield Unassessed("报告没有文字")
        return
    least = int(draft.thresholds["least"])
    found = sum(len(_TELEPHONE.findall(compact(paragraph.text))) for paragraph in paragraphs)
    if found < least:
        yield Finding(
            0, 0, f"全文写了{found}个联系电话，要求至少{least}个", "在开头写明联系电话", place="contact", identity=[]
        )
