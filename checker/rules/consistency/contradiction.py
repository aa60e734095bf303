from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checker.language.claims.figures import Account, account_of
from checker.language.claims.lexicon import lexicon
from checker.language.claims.model import Claim, Completion
from checker.language.claims.passages import Passage, is_placeholder
from checker.rules.consistency.comparison import Verdict, again, plain, section_name, verdicts, where
from checker.rules.naming import shortened
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule


@rule(
    code="C08",
    name="contradiction",
    title="两处说法不能同时成立",
    severity="warning",
    basis="国办公开办函〔2021〕30号（内容准确、全面）",
)
def contradiction(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    不能同时成立的说法：申请“全部办结”、“办结率100%”，而表三或者正文还有结转下年度的；收到多少、办结多少、结转多少，正文自己收支不平
    （如新收10件、办结0件、结转0件）；没有表三时“受理30件、办结29件、办结率100%”而不交代其余1件（提示级）；收到申请0件、没有上年结转的，却写“均已答复”（提示级）；本年制发减去废止的规范性文件
    比现行有效的还多（提示级）；同一个数字前后写得不一样；一处说没有、一处又有件数；没有收取信息处理费、又写了金额。

    依据
    格式要求内容准确、全面。

    反例
    “收到申请21件，已全部办结”，表三结转下年度继续办理 3 件。

    正例
    “除3件结转下年度外，均已办结”。“按期答复率100%”：说的是到期的都没有超期。“处理92件，其中新收91件、上年结转1件”：说的是手上一共有的，
    不当作办结数。

    已知局限
    与表格不符的数字由 C01 至 C04 指出，同一处不重复提示。“均在法定期限内答复”旁边有结转的，只作提示级提问。同一个数字前后不一样，
    只在两处的文字（除去全年、共等词）完全相同时指出。
    """
    account = account_of(draft.report, draft.annotation)
    judged = verdicts(draft)
    flagged = {verdict.claim.passage for verdict in judged if verdict.kind in ("differs", "zero")}
    yield from _all_done(draft, account, judged, flagged)
    yield from _none_answered(draft, account, flagged)
    free = [claim for claim in _free(draft, judged) if claim.passage not in flagged]
    yield from _unbalanced(account, judged, flagged)
    yield from _told_twice(draft, account, free)
    yield from _documents(account, free)


# ── 全部办结 ──────────────────────────────────────────────────────────────────────────────────────


def _all_done(draft: Draft, account: Account, judged: Sequence[Verdict], flagged: set[int]) -> Iterator[Outcome]:
    completions = [item for item in account.completions if not item.excused]
    if not completions:
        return
    table = draft.report.tables.get("applications")
    forward = None if table is None else table.number("carried_forward", "total")
    told = _carried_forward(account)
    if forward is None and not told:
        yield from _rate_against_counts(account, completions)
        if table is None:
            yield Unassessed("没有读到表三，“全部办结”一类的话无从对照")
        else:
            yield Unassessed("表三“结转下年度继续办理”的总计空白，“全部办结”一类的话无从对照")
        return
    noted: set[int] = set()
    for item in completions:
        line = account.passages[item.passage].line
        beside = [claim for claim in told if account.passages[claim.passage].line == line]
        if item.passage in flagged or line in noted:
            continue
        if beside and not item.timely:
            noted.add(line)
            yield _done_note(
                item, f"{again(beside[0].section, item.section)}写“{beside[0].text}”", beside[0].amount.value, "warning"
            )
        elif forward and not (item.timely and (told or "率" in item.text)):
            noted.add(line)
            severity: Severity = "info" if item.timely else "warning"
            yield _done_note(item, f"表三“结转下年度继续办理”为{plain(forward)}件", forward, severity)


_OPEN = re.compile(r"结转|转结|撤[回销]|补正|终止|在办|正在|尚|未|其余|其中|不再")


def _rate_against_counts(account: Account, completions: Sequence[Completion]) -> Iterator[Finding]:
    """「受理30件，办结29件，办结率100%」 with no word on the one that is missing, where no table has the figures."""
    for item in completions:
        line = account.passages[item.passage].line
        beside = [claim for claim in account.claims if account.passages[claim.passage].line == line]
        new, done = _one(beside, "new_requests", "received"), _one(beside, "answered")
        if item.timely or "率" not in item.text or new is None or done is None or len(beside) != 2:
            continue
        between = [passage for passage in account.passages if new.passage <= passage.number <= item.passage]
        text = "".join(passage.skeleton for passage in between)
        exact = new.amount.exact and done.amount.exact and {new.scope, done.scope} == {"report"}
        if not exact or done.amount.value >= new.amount.value or done.amount.value == 0 or _OPEN.search(text):
            continue
        yield Finding(
            item.start,
            item.end,
            f"{section_name(item.section)}写“{shortened(new.text, 30)}”“{done.text}”，又写“{item.text}”，"
            f"还有{plain(new.amount.value - done.amount.value)}件没有交代",
            "核对办结件数；还没到期、结转下年度的，写明件数，“办结率”改为“按期办结率”",
            place=f"{item.section}/rate-against-counts",
            evidence={"received": new.amount.value, "handled": done.amount.value, "words": item.text},
            severity="info",
        )


def _carried_forward(account: Account) -> list[Claim]:
    """Where the narrative itself tells of cases that went over to the next year."""
    found = list(account.of("carried_forward"))
    for claim in account.of("carried"):
        before = account.passages[claim.passage].skeleton[: account.passages[claim.passage].skeleton.find("结转")]
        if re.search("办结|答复|办理完毕", before):
            found.append(claim)
    return [claim for claim in found if claim.amount.low > 0 and claim.whole_period and claim.scope == "report"]


def _done_note(item: Completion, beside: str, forward: float, severity: Severity) -> Finding:
    # that terms were kept may have been said of those due alone
    verdict = "是否也包括结转的，没有写明" if severity == "info" else "两处不能同时成立"
    return Finding(
        item.start,
        item.end,
        f"{section_name(item.section)}写“{shortened(item.text, 30)}”，{beside}，{verdict}",
        "还有没办完的，写明“除结转下年度的以外”；确已全部办结的，改正结转的数字",
        place=f"{item.section}/all-done",
        evidence={"words": item.text, "carried_forward": forward},
        severity=severity,
    )


# ── 收到0件，均已答复 ──────────────────────────────────────────────────────────────────────────────

_ANSWERED = re.compile(
    r"(?:^|[,;。])(?P<words>[^,;。\ue000-\uefff]{0,6}?(?:已|均|都|全部)[^,;。\ue000-\uefff]{0,18}?(?:答复|办结|办复|回复|办理完毕)(?:完毕|完成|到位|了?申请人)?)(?=[,;。]|$)"
)
_UNREAL = re.compile(r"未|无|不|没|须|需|应|要(?!求)|将|可|确保|做到|保证|力争|率|结转|上年|去年")
_SUPPOSED = re.compile(r"一旦|如[有果遇]|若|凡|对于?")


def _none_answered(draft: Draft, account: Account, flagged: set[int]) -> Iterator[Finding]:
    """「收到申请0件，均已答复」: nothing was received, nothing had come over, and yet it was all answered."""
    table = draft.report.tables.get("applications")
    if table is not None and (table.number("new_requests", "total") or table.number("carried_over", "total")):
        return
    for claim in account.of("received", "new_requests"):
        passage = account.passages[claim.passage]
        on_line = [other for other in account.claims if account.passages[other.passage].line == passage.line]
        whole = claim.scope == "report" and claim.is_of(draft.report.year)
        if claim.amount.high > 0 or not whole or claim.passage in flagged:
            continue
        if any(
            lexicon().subjects[other.subject].table == "applications" and other.amount.high > 0 for other in on_line
        ):
            continue
        begin = next(index for index in range(len(passage.origin)) if passage.span(index, index)[0] >= claim.end)
        told = _told_answered(passage, begin, passage.skeleton[begin:])
        following = account.passages[claim.passage + 1 : claim.passage + 2]
        if told is None and following and following[0].line == passage.line:
            # the next sentence only where it begins with that
            told = _told_answered(following[0], 0, re.split(r"[,;。]", following[0].skeleton)[0])
        if told is not None:
            start, end, words = told
            yield Finding(
                start,
                end,
                f"{section_name(passage.section)}写“{shortened(claim.text, 30)}”，又写“{words}”：没有收到申请，无从答复",
                "没有收到申请的，删去已经答复的话；答复的是上年结转或者别的事项的，写明件数",
                place=f"{passage.section}/none-answered",
                evidence={"received": claim.text, "words": words},
                severity="info",
            )
            return


def _told_answered(passage: Passage, begin: int, text: str) -> tuple[int, int, str] | None:
    """Where ``text``, the skeleton from ``begin`` on, says that what was received was answered, and nothing else was
    counted before."""
    for match in _ANSWERED.finditer(text):
        before = text[: match.end("words")]
        if _UNREAL.search(match["words"]) or _SUPPOSED.search(before) or lexicon().foreign["things"].search(before):
            continue
        if any(passage.amount_at(begin + place).high > 0 for place, sign in enumerate(before) if is_placeholder(sign)):
            continue
        first, last = begin + match.start("words"), begin + match.end("words")
        start, end = passage.span(first, last)
        return start, end, passage.words(first, last)
    return None


# ── 收支不平 ──────────────────────────────────────────────────────────────────────────────────────


def _unbalanced(account: Account, judged: Sequence[Verdict], flagged: set[int]) -> Iterator[Finding]:
    """Received, handled and carried over of one line that do not balance, where no table has the figures."""
    unknown = {(verdict.claim.start, verdict.claim.subject) for verdict in judged if verdict.kind == "unknown"}
    lines: dict[int, list[Claim]] = {}
    for claim in account.claims:
        open_to_question = claim.passage not in flagged and (claim.start, claim.subject) in unknown
        if open_to_question and claim.amount.exact and claim.scope == "report" and claim.whole_period:
            lines.setdefault(account.passages[claim.passage].line, []).append(claim)
    for claims in lines.values():
        new = _one(claims, "new_requests", "received")
        over = _one(claims, "carried_over")
        done = _one([claim for claim in claims if not _is_all_in_hand(claim, new, over)], "answered", "handled")
        forward = _one(claims, "carried_forward", "carried")
        if new is None or done is None or forward is None:
            continue
        if forward.subject == "carried" and over is None:
            continue
        left, right = new.amount.value, done.amount.value + forward.amount.value
        if over is not None:
            balanced = right in (left, left + over.amount.value)
        else:
            # more may have been handled than was received: some had come over from last year
            balanced = left <= right
        if not balanced:
            terms = f"收到{plain(left)}件" + (f"、上年结转{plain(over.amount.value)}件" if over else "")
            yield Finding(
                new.start,
                new.end,
                f"{where(new)}写{terms}，而办结{plain(done.amount.value)}件、结转下年度{plain(forward.amount.value)}件，收支不平",
                "对照登记台账核对收到、办结、结转的件数",
                place=f"{new.section}/balance",
                evidence={"received": left, "handled": done.amount.value, "carried_forward": forward.amount.value},
            )


def _is_all_in_hand(claim: Claim, new: Claim | None, over: Claim | None) -> bool:
    """Whether 「办理92件，其中新收91件、上年结转1件」 counts what was in hand, done or not."""
    if claim.subject != "handled" or new is None or over is None:
        return False
    return claim.amount.value == new.amount.value + over.amount.value


def _one(claims: Sequence[Claim], *subjects: str) -> Claim | None:
    return next((claim for claim in claims if claim.subject in subjects), None)


# ── 规范性文件 ─────────────────────────────────────────────────────────────────────────────────────


def _documents(account: Account, free: Sequence[Claim]) -> Iterator[Finding]:
    """More documents made in the year than are in force at its end, though few or none were repealed."""
    lines: dict[int, list[Claim]] = {}
    for claim in free:
        if claim.subject.startswith("documents") and claim.amount.exact:
            lines.setdefault(account.passages[claim.passage].line, []).append(claim)
    for claims in lines.values():
        issued, in_force = _one(claims, "documents_issued"), _one(claims, "documents_in_force")
        repealed = _one(claims, "documents_repealed")
        gone = repealed.amount.value if repealed else 0
        if issued is None or in_force is None or issued.amount.value - gone <= in_force.amount.value:
            continue
        told = f"，废止{plain(gone)}件" if repealed else ""
        yield Finding(
            in_force.start,
            in_force.end,
            f"{where(issued)}写本年制发规范性文件{plain(issued.amount.value)}件{told}，而现行有效只有{plain(in_force.amount.value)}件",
            "核对制发、废止和现行有效件数；当年制发的已经失效，或者件数口径不同的，写明",
            place=f"{in_force.section}/documents",
            evidence={"issued": issued.amount.value, "repealed": gone, "in_force": in_force.amount.value},
            severity="info",
        )


# ── 前后不一 ──────────────────────────────────────────────────────────────────────────────────────


def _free(draft: Draft, judged: Sequence[Verdict]) -> Iterator[Claim]:
    """The claims that no table settles."""
    settled = {(verdict.claim.start, verdict.claim.subject) for verdict in judged if verdict.kind != "unknown"}
    account = account_of(draft.report, draft.annotation)
    for claim in account.claims:
        if (claim.start, claim.subject) not in settled and claim.scope == "report" and claim.is_of(draft.report.year):
            yield claim


def _told_twice(draft: Draft, account: Account, free: Sequence[Claim]) -> Iterator[Finding]:
    seen: dict[str, list[Claim]] = {}
    noted: set[str] = set()
    for claim in free:
        subject = lexicon().subjects[claim.subject]
        if not subject.whole and claim.subject not in ("processing_fee", "published"):
            continue
        # what was received may be told with or without what had come over, but not as some and as none
        family = "received" if claim.subject == "new_requests" else claim.subject
        others = seen.setdefault(family, [])
        other = next((item for item in others if _exclude(item, claim)), None)
        others.append(claim)
        if other is not None and family not in noted:
            noted.add(family)
            yield _twice(claim, other)
    yield from _same_words(draft, account)


def _exclude(first: Claim, second: Claim) -> bool:
    """Whether two claims cannot both hold."""
    if (first.amount.high == 0) != (second.amount.high == 0):
        return first.amount.low > 0 or second.amount.low > 0
    if first.subject != second.subject:
        return False
    return first.amount.low > second.amount.high or second.amount.low > first.amount.high


def _twice(claim: Claim, other: Claim) -> Finding:
    return Finding(
        claim.start,
        claim.end,
        f"{where(claim)}写“{shortened(claim.text, 30)}”，{again(other.section, claim.section)}写“{shortened(other.text, 30)}”，"
        "两处不能同时成立",
        "核对后改成一致；说的不是一回事的，写明口径",
        place=f"{claim.section}/{claim.subject}/twice",
        evidence={"here": claim.text, "there": other.text},
    )


_TIME = re.compile(
    r"20\d\d年度?|全年|本年度?|年内|今年|当年|共计|合计|总计|累计|总共|共|[我本][局镇乡街道县区市省委办厅院]{1,2}|一年来|[(（]?[一二三四五六七八九十]{1,2}[)）、]|[,;。:\d.]"
)
_ONE_OF_MANY = re.compile(
    r"其中|每|平均|季度|上半年|下半年|\d月|去年|上年|同比|较|比|增|减|第|各(?![类种项])|分别|别|以上|以下|[一二三四]是|近|占|最|单|还|又|再|另|期间|已|截至"
)
_WHOLE = re.compile(r"20\d\d年|全年|本年度?|年内|共|合计|总计|累计")
_SHORTEST = 8


def _same_words(draft: Draft, account: Account) -> Iterator[Finding]:
    """The same words before two different numbers: 「“榆树湾发布”公众号发布信息120条」 here, 210 there."""
    seen: dict[tuple[str, str], tuple[float, str, str]] = {}
    # what is not said of a whole year may be of two occasions
    whole: set[tuple[str, str]] = set()
    claimed = {(claim.passage, claim.amount.start) for claim in account.claims}
    for passage in account.passages:
        if passage.role in ("problem", "measure"):
            continue
        for amount in passage.amounts:
            if not amount.exact or amount.unit == "%" or (passage.number, amount.start) in claimed:
                continue
            index = passage.index_of(amount)
            clause = re.split(r"[,;。:()、]", passage.skeleton[:index])[-1]
            if any(map(is_placeholder, clause)):
                continue
            key = _TIME.sub("", clause)
            years = set(re.findall(r"20\d\d", clause)) - {str(draft.report.year)}
            if len(key) < _SHORTEST or _ONE_OF_MANY.search(clause) or years:
                continue
            start = index - len(clause)
            words = passage.words(start, index + 1)
            if _WHOLE.search(clause):
                whole.add((key, amount.unit))
            first = seen.setdefault((key, amount.unit), (amount.value, words, passage.section))
            if first[0] != amount.value:
                begin, end = passage.span(start, index + 1)
                yield Finding(
                    begin,
                    end,
                    f"{section_name(passage.section)}写“{shortened(words, 30)}”，{again(first[2], passage.section)}写“{shortened(first[1], 30)}”，"
                    "同一个数字前后不一样",
                    "核对后改成一致；说的不是一回事的，写明口径",
                    place=f"{passage.section}/same-words",
                    evidence={"here": words, "there": first[1]},
                    severity=None if (key, amount.unit) in whole else "info",
                )
