from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from checker.language.claims.figures import Account, account_of
from checker.language.claims.model import Claim
from checker.language.claims.shares import Ratio, Shares, ratios_of, shares_of
from checker.rules.consistency.comparison import plain, section_name, values_of_row
from checker.rules.naming import listed
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_KINDS = {"share": "占比", "rate": "比率", "growth": "增减幅度"}


@rule(
    code="C06",
    name="percentage",
    title="占比、增幅与旁边的数字不符",
    severity="warning",
    basis="国办公开办函〔2021〕30号（内容准确、全面）",
)
def percentage(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文的占比（其中……件，占……%）、比率（纠正率、办结率）和增减幅度（增加……条，增长……%；由……减少到……；上年……条），
    与同一句（占比连同同一段前几句）里的数字能不能算得出来，按正文写出的位数四舍五入或者舍去尾数都算相符。提供了上年报告的，
    还核对新收申请的增减幅度。按大小列出的占比（……占……%，其次是……%）和“分别占……%、……%”，看各项之和是否超过100%、次序是否与数字相合。

    依据
    格式要求内容准确、全面。

    反例
    “新收申请83件，其中征地类39件，占57%”：39÷83=47%。

    正例
    “新收申请83件，其中征地类39件，占47%”。“答复率100%”与结转的关系见 C08。

    已知局限
    算的是另一个基数而正文没有写出来的，看不出来；旁边没有可用的数字的百分比，不核对；“三成”“一半”和百分点不核对。
    """
    account = account_of(draft.report, draft.annotation)
    if not account.passages:
        yield Unassessed("没有读到正文")
        return
    for ratio in ratios_of(account.passages):
        if ratio.right or _borne_out_by_tables(draft, ratio, account):
            continue
        yield _note(ratio)
    for shares in shares_of(account.passages):
        yield from _shares_note(shares)
    yield from _against_last_year(draft, account)


def _borne_out_by_tables(draft: Draft, ratio: Ratio, account: Account) -> bool:
    """Whether a total of the statutory tables is the base that the text does not name."""
    if ratio.kind not in ("share", "rate"):
        return False
    bases = [
        value
        for table in draft.report.tables.values()
        if table.kind in ("applications", "proceedings")
        for row in table.values
        for value in values_of_row(table, row)
    ]
    applications = draft.report.tables.get("applications")
    if applications is not None:
        new, over = applications.number("new_requests", "total"), applications.number("carried_over", "total")
        bases += [new + over] if new is not None and over is not None else []
    parts = {part for part, _ in ratio.pairs}
    pairs = tuple((part, float(base)) for part in parts for base in bases if base and base >= part)
    return bool(pairs) and replace(ratio, pairs=pairs).right


def _note(ratio: Ratio) -> Finding:
    part, whole = ratio.pairs[0]
    nearest = min(zip(ratio.results, ratio.pairs, strict=False), key=lambda entry: abs(entry[0] - ratio.percent.value))
    result, (part, whole) = nearest
    if ratio.kind == "growth":
        words = f"由{plain(whole)}到{plain(part)}，{'下降' if ratio.falls else '增长'}应为{_percent(result)}"
        if result < 0:
            words = f"由{plain(whole)}到{plain(part)}，实为{'增长' if ratio.falls else '下降'}{_percent(-result)}"
    else:
        words = f"{plain(part)}÷{plain(whole)}={_percent(result)}"
    return Finding(
        ratio.start,
        ratio.end,
        f"{section_name(ratio.section)}的{_KINDS[ratio.kind]}“{ratio.text}”与旁边的数字不符：{words}",
        "重新计算百分比；基数不是这里写出的数字的，写明是占什么、比什么",
        place=f"{ratio.section}/{ratio.kind}",
        evidence={"told": ratio.percent.value, "computed": round(result, 4), "of": [part, whole]},
    )


def _shares_note(shares: Shares) -> Iterator[Finding]:
    wrong = []
    if shares.too_many:
        terms = "+".join(_percent(percent.value) for percent in shares.percents)
        wrong.append(f"各项占比之和{terms}={_percent(sum(percent.value for percent in shares.percents))}，超过100%")
    if shares.misranked:
        larger, smaller = shares.misranked[1], shares.misranked[0]
        wrong.append(f"“{shares.words[larger]}”比排在它前面的“{shares.words[smaller]}”还大")
    if wrong:
        yield Finding(
            shares.start,
            shares.end,
            f"{section_name(shares.section)}的{'；'.join(wrong)}",
            "重新计算各项占比，按大小排列；几项可以重复计算的，写明",
            place=f"{shares.section}/shares",
            evidence={"percents": [percent.value for percent in shares.percents]},
        )


def _percent(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


# ── against last year's report ────────────────────────────────────────────────────────────────────


def _against_last_year(draft: Draft, account: Account) -> Iterator[Outcome]:
    """「新收申请63件，同比增长9.4%」 where last year's report is at hand."""
    prior = draft.prior
    if prior is None or prior.year is None or draft.report.year is None or prior.year != draft.report.year - 1:
        return
    new, over = (
        prior.figure("applications", "new_requests", "total"),
        prior.figure("applications", "carried_over", "total"),
    )
    bases = [base for base in (new, None if new is None or over is None else new + over) if base]
    if not bases:
        return
    for claim in account.of("new_requests", "received"):
        if claim.denied or not claim.amount.exact or claim.scope != "report" or not claim.is_of(draft.report.year):
            continue
        yield from _growth_of(claim, account, bases)


def _growth_of(claim: Claim, account: Account, bases: list[float]) -> Iterator[Finding]:
    passage = account.passages[claim.passage]
    match = re.match(
        r"[\ue000-\uefff](?:申请)?,?(?:同比|较上年度?|比上年度?|较去年|比去年|较20\d\d年|比20\d\d年|与上年相比|与去年相比)?"
        r"(?P<word>增长|上升|增加|提高|下降|减少|降低|多|少)(?:了)?(?P<percent>[\ue000-\uefff])",
        passage.skeleton[passage.index_of(claim.amount) :],
    )
    if match is None:
        return
    place = passage.index_of(claim.amount)
    told = passage.amount_at(place + match.start("percent"))
    falls = re.search("降|少", match["word"]) is not None
    start, end = passage.span(place + match.start("word"), place + match.end("percent"))
    words = passage.words(place + match.start("word"), place + match.end("percent"))
    pairs = tuple((claim.amount.value, base) for base in bases)
    if told.unit == "%":
        ratio = Ratio(passage.number, passage.section, start, end, words, "growth", told, falls, pairs)
        if not ratio.right:
            finding = _note(ratio)
            yield replace(finding, message=finding.message.replace("旁边的数字", "上年报告的表三"))
    elif told.unit == claim.amount.unit:
        sign = -1 if falls else 1
        if not any(told.allows(sign * (claim.amount.value - base)) for base in bases):
            known = listed([plain(base) for base in bases])
            yield Finding(
                start,
                end,
                f"{section_name(claim.section)}写“{claim.text}”，“{words}”与上年报告的表三不符：上年为{known}件",
                "对照上年报告核对增减数",
                place=f"{claim.section}/difference",
                evidence={"told": told.value, "now": claim.amount.value, "then": bases},
            )
