"""Reading claims off passages: which wording, in which context, of which year, of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.language.agency import agency_kind
from checker.language.claims.lexicon import Wording, completion_patterns, denial_patterns, lexicon, patterns
from checker.language.claims.model import Amount, Claim, Completion
from checker.language.claims.passages import Passage, is_placeholder, passages_of
from checker.language.claims.scope import Teller, is_planned, period_of, scope_of
from checker.report.model import Report

if TYPE_CHECKING:
    from checker.language.pipeline import Annotation

_COUNTED = frozenset((*"件宗份起例个项条次", "件次"))
_MONEY = frozenset(("元", "万元", "亿元"))
_CASES = frozenset("件宗起例个")
_CLAUSE = ",;。:()!?"
_REQUESTS = re.compile(r"依申请|公开申请|信息公开[^,;。]{0,12}申请|政府信息[^,;。]{0,6}申请")
_DISCLOSURE = re.compile(r"信息公开|政务公开|依申请|公开申请|答复|申请人|收到申请")
# What a legal affairs office does with other bodies' cases.
_PETITIONS = re.compile(r"信访(?:[、]?(?:举报|投诉))*(?:类|事项)?[^,;。\ue000-\uefff]{0,8}[\ue000-\uefff]")
_AS_A_TRADE = re.compile(
    r"(?:办理|审理|审结|受理|收到|新收|接收|化解|处理|承办)(?:各类|全部|的|市|县|区|政府|申请|全[市县区省])*(?:行政)?(?:复议|诉讼|应诉)(?!终结)"
)
_NEGATED = re.compile(r"(?:未|没有|无|不)$")
_DENIAL_ENDS = re.compile(
    r"(?:的|之)?(?:情况|情形|需求|要求|现象|发生|产生|出现|业务|工作|事项|内容|办理|案件|纠纷|行为|记录|问题)*(?:$|[、和及或与也均且,;。)!.])"
)
_FAILED = re.compile(
    r"[、和及或与]?(?:行政)?(?:复议|诉讼)?(?:案件)?(?:被)?(?:纠正|纠错|败诉|撤销|胜诉|失败|超期|确认违法)"
)
_SPLIT_OUTCOME = re.compile(
    r"(?:已|判决|审结|尚|未|正在|胜|败|维持)[^,;。\ue000-\uefff]{0,8}[、,][\ue000-\uefff](?:已|判决|审结|尚|未|正在|胜|败|维持)"
)
_STATE = re.compile(r"(?:目前)?(?:已(?:审结|判决)|尚未|未审结|正在|尚在)")
_OTHERS_DOCUMENTS = re.compile(
    r"(?:市|县|区|省|上级|镇|国务院|州|旗)(?:委|级|人民)*政府(?:及|、|和)?[^,;。]{0,8}规范性文件"
)

_APPLICATION_SUBJECTS = frozenset(
    (
        "new_requests",
        "received",
        "answered",
        "handled",
        "received_together",
        "carried_over",
        "carried_forward",
        "carried",
    )
)
# What shows that a passage is telling of applications: 「收到自然人申请2件」 does too.
_TELLING = _APPLICATION_SUBJECTS | {"received_from_persons", "natural_person", "business", "organizations"}
_DECISION_SUBJECTS = frozenset(("licences", "penalties", "coercive_measures"))
_PROCEEDING_SUBJECTS = frozenset(("reconsideration", "litigation", "proceedings"))


@dataclass(frozen=True)
class Account:
    """All that a report's narrative claims, with the passages that it was read from."""

    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    completions: tuple[Completion, ...]

    def of(self, *subjects: str) -> tuple[Claim, ...]:
        """The claims of these subjects in reading order."""
        return tuple(claim for claim in self.claims if claim.subject in subjects)


_CACHE = "checker.account"


def account_of(report: Report, annotation: Annotation) -> Account:
    """Read a report's claims; read once for all rules."""
    account: Account | None = annotation.doc.user_data.get(_CACHE)
    if account is None:
        account = annotation.doc.user_data[_CACHE] = read_account(passages_of(report, annotation), teller_of(report))
    return account


def teller_of(report: Report) -> Teller:
    """Who tells, and of which year."""
    kind = agency_kind(report.organization)
    return Teller(report.organization or "", kind.key if kind else None, report.year)


def read_account(passages: Sequence[Passage], teller: Teller) -> Account:
    """The claims of passages that follow each other."""
    claims: list[Claim] = []
    completions: list[Completion] = []
    before: _State | None = None
    for passage in passages:
        state = _State(passage, teller, before if before and before.passage.line == passage.line else None)
        if passage.role != "measure" or passage.section != "problems":
            claims.extend(_claims_in(state))
            completions.extend(_completions_in(state))
        before = state
    return Account(tuple(passages), tuple(claims), tuple(completions))


# ── what a passage has told so far ────────────────────────────────────────────────────────────────


@dataclass
class _State:
    """A passage being read: what was found in it, and what the one before it on the same line was about."""

    passage: Passage
    teller: Teller
    before: _State | None
    found: list[tuple[int, int, Claim]] = field(default_factory=list)

    @property
    def on_requests(self) -> bool:
        """Whether the line was on applications when the passage began."""
        state = self.before
        while state is not None:
            if any(claim.subject in _APPLICATION_SUBJECTS for _, _, claim in state.found):
                return True
            if _REQUESTS.search(state.passage.skeleton):
                return True
            if lexicon().foreign["things"].search(state.passage.skeleton):
                return False
            state = state.before
        return False

    def last(self, subjects: frozenset[str], index: int) -> tuple[int, Claim] | None:
        """The last claim of those subjects that ends before ``index``, with its end."""
        found = [(end, claim) for _, end, claim in self.found if end <= index and claim.subject in subjects]
        return max(found, key=lambda entry: entry[0]) if found else None

    def clause(self, index: int) -> str:
        """The skeleton from the start of the clause to ``index``."""
        text = self.passage.skeleton
        start = index
        while start > 0 and text[start - 1] not in _CLAUSE:
            start -= 1
        return text[start:index]

    def rest(self, index: int) -> str:
        """The skeleton from ``index`` to the end of its clause, that mark included."""
        text = self.passage.skeleton
        end = index
        while end < len(text) and text[end] not in _CLAUSE:
            end += 1
        return text[index : end + 1]


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Match:
    wording: Wording
    start: int
    end: int
    at: int
    words: str


def _claims_in(state: _State) -> list[Claim]:
    passage, year = state.passage, state.teller.year
    for matches in _matches(passage, year):
        for match in matches:
            if match.wording.subject == "unclear":
                break
            subjects = match.wording.subject.strip("+").split("+")
            claims = [claim for subject in subjects if (claim := _claim(state, match, subject)) is not None]
            if claims:
                state.found.extend((match.start, match.end, claim) for claim in claims)
                break
    for claim_start, claim_end, claim in _denials(state):
        state.found.append((claim_start, claim_end, claim))
    state.found.sort(key=lambda entry: (entry[0], entry[1]))
    return [claim for _, _, claim in state.found]


def _matches(passage: Passage, year: int | None) -> list[list[_Match]]:
    """For each amount the wordings that it fits, in the lexicon's order; amounts from left to right."""
    found: dict[int, list[_Match]] = {}
    if not passage.amounts:
        return []
    for wording, pattern in patterns(year):
        for match in pattern.finditer(passage.skeleton):
            places = [index for index in range(match.start(), match.end()) if is_placeholder(passage.skeleton[index])]
            if len(places) != 1:
                continue
            at = places[0]
            groups = match.groupdict()
            words = groups.get("object") or ""
            if "申请" not in words:
                words += groups.get("tail") or ""
            found.setdefault(at, []).append(
                _Match(wording, match.start(), max(at + 1, _tail_end(match, at)), at, words)
            )
    return [found[at] for at in sorted(found)]


def _tail_end(match: re.Match[str], at: int) -> int:
    """Where the words of a match end: words after the number only as far as 申请."""
    end = match.end()
    if "tail" in match.re.groupindex and match["tail"] is not None:
        if "申请" in match["object"]:
            return at + 1
        place = match["tail"].rfind("申请")
        end = match.start("tail") + place + 2 if place >= 0 else at + 1
    return end


def _claim(state: _State, match: _Match, subject: str) -> Claim | None:
    passage = state.passage
    amount = passage.amount_at(match.at)
    if _NEGATED.search(passage.skeleton[: match.start]) or is_planned(passage.skeleton, match.start):
        return None
    if not _unit_fits(match.wording, amount):
        return None
    if subject in ("new_requests", "received", "answered", "handled") and passage.skeleton[match.at - 1] == "的":
        # 「12月29日收到的1件」 is one of them
        return None
    if match.wording.subject.startswith("+"):
        proceeding = _current_proceeding(state, match.start)
        if proceeding is None:
            return None
        subject = f"{proceeding}_{subject}"
    elif not _context_fits(state, match, subject):
        return None
    scope, scope_words = scope_of(passage.skeleton, match.start, match.end, match.words, subject, state.teller)
    if scope == "part" and subject in ("received", "new_requests") and scope_words in ("自然人", "公民", "个人"):
        subject, scope, scope_words = "received_from_persons", "report", ""
    if subject in _PROCEEDING_SUBJECTS and _STATE.match(passage.skeleton, match.at + 1):
        # 「行政诉讼1件尚未审结」 may leave the others out
        scope = "part"
    if subject in _PROCEEDING_SUBJECTS and _SPLIT_OUTCOME.match(passage.skeleton, match.end):
        scope = "part"
    if passage.role == "problem" and subject.startswith(("reconsideration", "litigation", "proceedings")):
        # a problem singles cases out: 「复议案件有4件来自…」
        scope = "part"
    if _is_others_document(state, subject, match.end):
        return None
    year, whole = period_of(passage.skeleton, match.start, match.at, state.teller)
    return _made(state, match.start, match.end, subject, amount, False, year, whole, scope, scope_words)


def _is_others_document(state: _State, subject: str, index: int) -> bool:
    """Whether a bureau speaks of its government's documents, which its own table two does not count."""
    if not subject.startswith("documents") or state.teller.kind in ("government", "town", "government_office"):
        return False
    return _OTHERS_DOCUMENTS.search(state.passage.skeleton[:index]) is not None


def _made(
    state: _State,
    start: int,
    end: int,
    subject: str,
    amount: Amount,
    denied: bool,
    year: int | None,
    whole: bool,
    scope: str,
    scope_words: str,
) -> Claim:
    passage = state.passage
    first, last = passage.span(start, end)
    return Claim(
        first,
        last,
        passage.words(start, end),
        subject,
        amount,
        denied,
        year,
        whole,
        scope,  # type: ignore[arg-type]
        scope_words,
        passage.section,
        passage.number,
    )


def _unit_fits(wording: Wording, amount: Amount) -> bool:
    if wording.context == "money":
        return amount.unit in _MONEY
    if wording.context in ("proceedings", "outcomes") or wording.subject.startswith("litigation"):
        return amount.unit in _CASES
    if wording.context.startswith("decisions") or wording.subject.startswith(("documents", "regulations")):
        return amount.unit in _CASES | {"项", "份", "部"}
    if wording.subject == "published":
        return amount.unit == "条"
    if wording.context in ("results", "applicants"):
        return amount.unit in _COUNTED - {"条", "次"}
    if wording.subject in ("answered", "handled"):
        return amount.unit in _COUNTED - {"个", "次"}
    return amount.unit in _COUNTED


def _context_fits(state: _State, match: _Match, subject: str) -> bool:
    wording, passage, start = match.wording, state.passage, match.start
    foreign = lexicon().foreign
    if wording.context == "requests":
        if wording.object and re.search(wording.object, match.words):
            # bare 申请 may be for a licence or for relief
            return bool(
                re.search("信息|依申请|公开", match.words)
                or passage.on_request
                or state.on_requests
                or _REQUESTS.search(passage.skeleton[:start])
            )
        return _about_requests(state, start)
    if wording.context == "sum":
        last = state.last(_APPLICATION_SUBJECTS, start)
        return last is not None and last[1].subject == "carried_over" and start - last[0] <= 2
    if wording.context in ("results", "applicants"):
        told = state.last(_TELLING, start)
        if told is not None:
            # 信访 is one of the results too
            between = _PETITIONS.sub("", passage.skeleton[told[0] : start])
            return foreign["things"].search(between) is None
        return state.on_requests and _told_before(state) and foreign["things"].search(passage.skeleton[:start]) is None
    if wording.context == "bare":
        # of documents, 「依申请公开203件」 is how they are classed
        return re.search("主动公开|不予公开|公文|文件|属性", passage.skeleton) is None
    if wording.context == "proceedings":
        return _about_proceedings(state, match)
    if wording.context == "documents":
        return "规范性文件" in passage.skeleton[: match.end]
    if wording.context == "decisions_listed":
        # 「作出行政许可决定64件、行政处罚决定17件」: the verb is told once
        last = state.last(_DECISION_SUBJECTS, start)
        return last is not None and start - last[0] <= 1
    if wording.context == "decisions":
        return foreign["publishing"].search(passage.skeleton[:start]) is None
    if subject.startswith("litigation"):
        return _about_disclosure(state, match.end)
    if subject == "published":
        # 「网站方面，全年公开信息…」 is of one channel, what follows 其中 of a part
        before = passage.skeleton[:start]
        return foreign["channels"].search(before) is None and "其中" not in before
    return True


def _told_before(state: _State) -> bool:
    """Whether the statement before on this line gave a figure on applications."""
    return state.before is not None and any(claim.subject in _TELLING for _, _, claim in state.before.found)


def _about_requests(state: _State, index: int) -> bool:
    """Whether a verb of handling with nothing but a number means applications at this place."""
    passage, things = state.passage, lexicon().foreign["things"]
    last = state.last(_TELLING, index)
    if last is not None:
        return things.search(passage.skeleton, last[0], index) is None
    if re.search(r"申请[^,;。\ue000-\uefff]{0,6}[\ue000-\uefff]", passage.skeleton[:index]):
        # a number of applications that was not taken for one of ours: for relief, for a licence
        return False
    place = passage.skeleton.rfind("申请", 0, index)
    if place >= 0:
        if not (_REQUESTS.search(passage.skeleton[:index]) or passage.on_request or state.on_requests):
            return False
        return things.search(passage.skeleton, place + 2, index) is None
    return state.on_requests and things.search(passage.skeleton[:index]) is None


def _about_disclosure(state: _State, index: int) -> bool:
    passage = state.passage
    return bool(
        passage.on_request
        or passage.section in ("proceedings", "applications")
        or _DISCLOSURE.search(passage.skeleton[:index])
        or state.on_requests
    )


def _about_proceedings(state: _State, match: _Match) -> bool:
    passage = state.passage
    if not _about_disclosure(state, match.end):
        return False
    clause = state.clause(match.start)
    sentence = re.split("[;。]", passage.skeleton[: match.end])[-1]
    named = re.search("信息公开|政务公开|依申请公开|公开答复|因", sentence)
    if named is None and (_AS_A_TRADE.search(sentence) or "应诉" in passage.skeleton[match.start : match.end]):
        return False
    if re.search("一审|二审|上诉|再审", state.rest(match.at)) or re.search("一审|二审|再审", clause):
        return False
    return re.search("决定书|公示|公布|发布|应诉率|文书", clause) is None


def _current_proceeding(state: _State, index: int) -> str | None:
    """Which of 复议 and 诉讼 an outcome belongs to: the last counted before it, or named in its clause."""
    text = state.passage.skeleton[:index]
    last = state.last(_PROCEEDING_SUBJECTS | {"litigation_direct", "litigation_after_reconsideration"}, index)
    if last is not None:
        named = max(text.rfind("复议"), text.rfind("诉讼"), text.rfind("起诉"))
        counted = [claim for _, end, claim in state.found if end <= index and claim.subject in _PROCEEDING_SUBJECTS]
        outcomes = [claim for _, end, claim in state.found if end <= index and "_" in claim.subject]
        if len(counted) > 1 and named < last[0] and not outcomes and "其中" in state.clause(index):
            # 「复议57件、诉讼23件，其中纠正10件」: of both together
            return None
        if named >= last[0] and text.rfind("复议") > max(text.rfind("诉讼"), text.rfind("起诉")):
            return "reconsideration"
        return {"proceedings": None, "reconsideration": "reconsideration"}.get(last[1].subject, "litigation")
    if state.passage.role == "problem":
        # 「被复议纠正的1件」 singles one out
        return None
    if state.before is not None and "复议" not in text and "诉讼" not in text:
        told = [claim for _, _, claim in state.before.found if claim.subject in _PROCEEDING_SUBJECTS]
        if len(told) == 1 and told[0].subject != "proceedings" and re.fullmatch(r"其中[:,]?|", text):
            return told[0].subject
    return None


# ── denials ───────────────────────────────────────────────────────────────────────────────────────


def _denials(state: _State) -> Iterator[tuple[int, int, Claim]]:
    passage = state.passage
    taken: list[tuple[int, int]] = []
    for wording, pattern in denial_patterns(state.teller.year):
        for match in pattern.finditer(passage.skeleton):
            start, end = match.span()
            if any(first < end and start < last for first, last in taken):
                continue
            words = match.groupdict().get("object") or ""
            subjects = _denied_subjects(state, wording, match, words)
            if not subjects or is_planned(passage.skeleton, start):
                continue
            if re.search("如|若|凡|对于?$", state.clause(start)):
                continue
            taken.append((start, end))
            nothing = Amount(passage.origin[start], passage.origin[end], 0.0, 0.0, 0.0, "", passage.words(start, end))
            year, whole = period_of(passage.skeleton, start, start, state.teller)
            for subject in subjects:
                scope, scope_words = scope_of(passage.skeleton, start, end, words, subject, state.teller)
                claim = _made(state, start, end, subject, nothing, True, year, whole, scope, scope_words)
                yield start, end, claim


def _denied_subjects(state: _State, wording: Wording, match: re.Match[str], words: str) -> tuple[str, ...]:
    passage, after = state.passage, state.rest(match.end())
    if wording.subject == "requests":
        if "object" in match.re.groupindex:
            if (
                "申请" not in words
                or re.search("申请人$|公开(?:渠道|指南|目录)$", words)
                or not _DENIAL_ENDS.match(after)
            ):
                return ()
            if not re.search("信息|公开", words) and not (passage.on_request or state.on_requests):
                return ()
        elif not (passage.on_request or state.on_requests or _REQUESTS.search(passage.skeleton)):
            return ()
        return ("received",)
    if wording.subject == "proceedings":
        if not re.search("复议|诉讼|起诉", words) or not _about_disclosure(state, match.end()):
            return ()
        if not _DENIAL_ENDS.match(after) or _FAILED.match(after):
            return ()
        return tuple(
            subject
            for subject, word in (("reconsideration", "复议"), ("litigation", "诉讼|起诉|应诉"))
            if re.search(word, words)
        )
    if wording.subject == "carried":
        if not _about_requests(state, match.start()):
            return ()
        done = state.last(frozenset(("answered", "handled")), match.start())
        finished = re.search("办结|办理完毕|答复|年底|年末", passage.skeleton[: match.start()])
        return ("carried_forward",) if done or finished else ("carried",)
    if wording.subject in ("carried_over", "carried_forward"):
        return (wording.subject,) if _about_requests(state, match.start()) or passage.on_request else ()
    if wording.subject == "processing_fee":
        about = re.search("信息处理费|处理费|申请|信息公开|依申请", passage.skeleton)
        fits = about is not None or passage.section == "other_matters"
        return ("processing_fee",) if fits and "行政事业性" not in passage.skeleton else ()
    return (wording.subject,) if _DENIAL_ENDS.match(after) or after.startswith(("决定", "措施")) else ()


# ── 全部办结 ──────────────────────────────────────────────────────────────────────────────────────


def _completions_in(state: _State) -> Iterator[Completion]:
    passage = state.passage
    words = lexicon()
    everything, rate = completion_patterns(state.teller.year)
    for pattern in (everything, rate):
        for match in pattern.finditer(passage.skeleton):
            start, end = match.span()
            if not _completion_fits(state, match, pattern is rate):
                continue
            clause = state.clause(start) + passage.skeleton[start:end]
            excused = words.excused.search(passage.skeleton.replace(passage.skeleton[start:end], "")) is not None
            timely = words.timely.search(clause) is not None
            first, last = passage.span(start, end)
            yield Completion(first, last, passage.words(start, end), timely, excused, passage.section, passage.number)


def _completion_fits(state: _State, match: re.Match[str], is_rate: bool) -> bool:
    passage, start = state.passage, match.start()
    if is_rate:
        amount = passage.amount_at(match.end() - 1)
        if amount.unit != "%" or amount.value != 100 or not amount.exact:
            return False
    if not _about_requests(state, start) or is_planned(passage.skeleton, start):
        return False
    year, whole = period_of(passage.skeleton, start, start, state.teller)
    if not whole or (year is not None and state.teller.year is not None and year != state.teller.year):
        return False
    clause = state.clause(start)
    if re.search("上年|去年|其中|结转|要求|确保|应当?$|需$|须$|复议|诉讼|补正", clause):
        return False
    # 「均在答复书中」 tells of a paper
    return is_rate or re.match("[率书时中前里后期函]|意见|内容|文书", passage.skeleton[match.end() :]) is None
