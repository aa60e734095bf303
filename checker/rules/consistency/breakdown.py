from __future__ import annotations

from collections.abc import Iterator

from checker.language.claims.breakdowns import Breakdown, breakdowns_of
from checker.language.claims.contents import Contents, contents_of
from checker.language.claims.figures import Account, account_of
from checker.rules.consistency.comparison import plain, section_name
from checker.rules.naming import listed, shortened
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule


@rule(
    code="C05",
    name="breakdown",
    title="分项之和与总数不符",
    severity="warning",
    basis="国办公开办函〔2021〕30号（内容准确、全面）",
)
def breakdown(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文用“其中”“包括”“分别为”或括号列出的同一单位的分项，加起来是否超过总数；写明没有遗漏的（分别为、最后一项是“其他”、
    “合计”，自然人和法人或其他组织都列出），是否正好等于总数。“余”“约”“近”按字面留出余地，“各1条”按项数计。
    没有写明、但看来是全数列出的（总数后面紧跟的括号里列出三项以上，或者“其中”之后一直列到句末、有五项以上而只差一两条），少于总数时
    作提示级提问。开头说本报告由几部分组成的，与列出的名称个数核对（提示级）；行政复议、行政诉讼作一部分计，“等六部分”可以不列全。
    分号隔开的分项（“其中：通过……公开多少条，较上年增长多少；通过……公开多少条”）一并计算。分项自己写的“共计”（解读信息共计60条）不当作总数。

    依据
    格式要求内容准确、全面。

    反例
    “公开信息212条，其中政策文件40条、动态150条、其他30条”：分项之和 220。

    正例
    “公开信息212条，其中政策文件40条、动态150条”：“其中”可以只举一部分。

    已知局限
    分项少于总数的，只在写明没有遗漏或者看来没有遗漏时提示。分号之后只认与第一项同类的说法（同样以“通过”“在”开头，或者同样是信息的名目），
    遇到另说一事的就停下；头一段里已有几项的，不再往分号后面找。先按申请人、再按结果列出的，分开核算。同一条信息在几个渠道公开的，分项之和可以超过总数，
    请核对后不予采纳。
    """
    account = account_of(draft.report, draft.annotation)
    if not account.passages:
        yield Unassessed("没有读到正文")
        return
    for item in breakdowns_of(account.passages):
        finding = _finding(item, account)
        if finding is not None:
            yield finding
    yield from (_miscounted(item) for item in contents_of(account.passages) if not item.right)


def _finding(item: Breakdown, account: Account) -> Finding | None:
    whole = item.wholes[0]
    # a sum that is written out after its parts is theirs alone
    possible = item.wholes[:1] if item.category == "sum" else item.wholes
    carried = _carried(item, account)
    if all(item.low > other.high + carried for other in possible):
        return _note(item, "多于", "核对各分项和总数；同一条信息计入几项的，写明有重复")
    fits = any(item.low <= other.high and other.low <= item.high for other in possible)
    if (item.complete or item.nearly) and not fits and item.high < whole.low:
        return _note(item, "少于", "核对各分项和总数；还有别的分项的补上，没有遗漏的改正数字")
    return None


def _miscounted(item: Contents) -> Finding:
    """A number of parts that is not that of the names beside it."""
    told = f"{section_name(item.section or 'preamble')}写“{item.number}”，列出的名称是{len(item.names)}个"
    if any("、" in name and "复议" in name and "诉讼" in name for name in item.names) and len(item.names) < item.count:
        told += "（行政复议、行政诉讼作一个计）"
    if item.repeated:
        told += f"，{listed([_quoted(name) for name in item.repeated])}重复列出"
    return Finding(
        item.start,
        item.end,
        told,
        "对照全文的标题，改正个数，补上漏列的名称，删去重复的名称",
        place=f"{item.section or 'preamble'}/contents",
        evidence={"told": item.count, "names": list(item.names)},
        severity="info",
    )


def _carried(item: Breakdown, account: Account) -> float:
    """Applications that came over from last year are handled too, though not among those received."""
    if item.parts[0].amount.unit not in ("件", "宗", "份", "起"):
        return 0.0
    line = account.passages[item.passage].line
    return max(
        (
            claim.amount.high
            for claim in account.of("carried_over", "carried")
            if account.passages[claim.passage].line == line
        ),
        default=0.0,
    )


def _note(item: Breakdown, relation: str, advice: str) -> Finding:
    whole = item.wholes[0]
    total = sum(part.amount.value * part.times for part in item.parts)
    # a list that does not say that it is whole may leave something out, and what concerns two things may count twice
    unsure = item.overlapping if relation == "多于" else not item.complete
    severity: Severity | None = "info" if unsure else None
    return Finding(
        item.start,
        item.end,
        f"{section_name(item.section)}{_summed_up(item, total)}，"
        f"{relation}总数{_quoted(_named(item.whole_words))}，相差{plain(abs(total - whole.value))}",
        advice,
        place=f"{item.section}/breakdown",
        evidence={
            "whole": whole.value,
            "parts": {
                f"{number}.{part.label}": part.amount.value * part.times for number, part in enumerate(item.parts, 1)
            },
            "sum": total,
        },
        severity=severity,
    )


_LONGEST_WHOLE = 30
_LONGEST_LABEL = 16
_PARTS_WRITTEN_OUT = 3


def _summed_up(item: Breakdown, total: float) -> str:
    """The parts and their sum: written out where they are few, else from the first to the last."""
    parts = item.parts
    if len(parts) <= _PARTS_WRITTEN_OUT and all(part.times == 1 for part in parts):
        told = "、".join(f"{_quoted(shortened(part.label, _LONGEST_LABEL))}{part.amount.written}" for part in parts)
        about = "" if all(part.amount.exact for part in parts) else "约"
        return f"{told}，合计{about}{plain(total)}{parts[0].amount.unit}"
    terms = "+".join(
        f"{plain(part.amount.value)}×{part.times}" if part.times > 1 else plain(part.amount.value) for part in parts
    )
    first, last = (_quoted(shortened(part.label, _LONGEST_LABEL)) for part in (parts[0], parts[-1]))
    return f"从{first}到{last}的分项之和{terms}={plain(total)}"


def _quoted(words: str) -> str:
    """Words in quotation marks, those within them made single."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def _named(words: str) -> str:
    """What the whole counts and how much: of long words the end."""
    return words if len(words) <= _LONGEST_WHOLE else f"…{words[-_LONGEST_WHOLE:]}"
