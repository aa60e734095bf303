from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from checker.language.agency_names import same_agency
from checker.language.markers import find_marker
from checker.language.segmentation import segmenter
from checker.language.themes import themes_of
from checker.reference.model import ReferenceReport, ReferenceStatement
from checker.report.normal import compact
from checker.resources import data_path
from checker.rules.naming import shortened
from checker.rules.narrative.problems import names_who_or_when, problem_section
from checker.rules.reuse.passages import own_earlier
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")
# A clause that lists shortcomings with 、 is several.
_LISTED = re.compile(r"[^、]+")
# From here on two clauses are the same words.
_SAME_WORDS = 80
# A measure is followed up where one statement of what was done has this share of its words.
_FOLLOWED_UP = 0.34
_LEAST_WORDS = 2
_CAUSE = re.compile(r"(?:主要)?(?:是)?(?:由于|因为|因|受)")
_LOOK_BACK = r"(?:上年|去年|上一年|上年度|往年|{year}年).{{0,30}}(?:问题|不足|短板|措施).{{0,40}}(?:整改|落实|改进|解决|完成|推进|改善|有所)"


@rule(
    code="R05",
    name="recurring-problem",
    title="上年的问题又写一遍，或上年的措施没有下文",
    severity="warning",
    basis="《政府信息公开条例》第五十条第（四）项（存在的主要问题及改进情况）",
)
def recurring_problem(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    两件事：本年写的问题是不是上年写过的同一个问题；上年承诺的具体改进措施，本年有没有交代做得怎样。
    问题的用语几乎相同为警示，说的是同一件事而用语不同为提示；措施没有下文的，并作一条提示。

    依据
    《政府信息公开条例》第五十条第（四）项要求报告“改进情况”。

    反例
    上年写“答复文书不规范”，今年写“答复文书规范性有待提升”，没有说上年的措施做了没有。

    正例
    问题不同；或者写明上年的问题改到什么程度、还差什么。

    已知局限
    按用语和所属事项判断，换了完全不同的说法认不出。上年的措施写得空泛的，无从核对，不查。
    """
    prior = draft.prior
    if prior is None:
        yield Unassessed("没有本机关上一年的报告（用 --prior 给出，或用 --reference 指明对照库）")
        return
    if draft.report.organization and prior.agency and not same_agency(draft.report.organization, prior.agency):
        yield Unassessed(f"用来对照的报告是{prior.agency}的，不是本机关的")
        return
    if draft.report.year is not None and prior.year is not None and prior.year >= draft.report.year:
        yield Unassessed(f"用来对照的报告是{prior.year}年的，不是往年的")
        return
    earlier = [
        clause for item in prior.of("problems", "problem") for clause in shortcomings(prior.words(item), item.start)
    ]
    problems = problem_section(draft.annotation).problems
    if not earlier or not problems:
        yield Unassessed("没有读到写问题的语句" if not problems else f"{own_earlier(prior)}里没有读到写问题的语句")
    for problem in problems:
        statement = problem.head.statement
        pairs = [
            (clause, same)
            for clause in shortcomings(statement.text, statement.start)
            if (same := _same_problem(clause, earlier)) is not None
        ]
        if pairs:
            yield _recurring(pairs, prior)
    yield from _promises(draft, prior)


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A clause that names a shortcoming, at [start, end) of its text, with the words that say which."""

    start: int
    end: int
    text: str
    words: frozenset[str]


@cache
def _lexicon() -> tuple[frozenset[str], re.Pattern[str]]:
    raw = tomllib.loads(data_path("corpora", "lexicon", "problem_words.toml").read_text("utf-8"))
    shortcoming = "|".join(sorted(map(re.escape, raw["shortcoming"]), key=len, reverse=True))
    return frozenset(raw["generic"]) | frozenset(raw["shortcoming"]), re.compile(shortcoming)


@lru_cache(maxsize=2048)
def telling_words(text: str) -> frozenset[str]:
    """The words of a text that tell which matter it is about."""
    idle, _ = _lexicon()
    return frozenset(
        word
        for word in segmenter().lcut(compact(text))
        if len(word) >= 2 and word not in idle and re.fullmatch(r"[一-鿿]+", word)
    )


def shortcomings(text: str, offset: int) -> list[Shortcoming]:
    """The clauses of a problem statement that name a shortcoming; offsets are those of the text that it stands in."""
    _, pattern = _lexicon()
    found: list[Shortcoming] = []
    for clause in _CLAUSE.finditer(text):
        parts = list(_LISTED.finditer(text, clause.start(), clause.end()))
        # 「深度、广度不够」 is one shortcoming: only parts that each name one stand alone
        if not all(pattern.search(part[0]) for part in parts):
            parts = [clause]
        for part in parts:
            if pattern.search(compact(part[0])):
                lead = len(part[0]) - len(part[0].lstrip())
                found.append(
                    Shortcoming(
                        offset + part.start() + lead, offset + part.end(), part[0].strip(), telling_words(part[0])
                    )
                )
    return found


def _same_problem(clause: Shortcoming, earlier: list[Shortcoming]) -> Shortcoming | None:
    """Last year's clause that names the same shortcoming, the nearest in words of several."""
    alike = [
        other
        for other in earlier
        if other.words & clause.words
        and (themes_of(clause.text) & themes_of(other.text) or _likeness(clause, other) >= _SAME_WORDS)
    ]
    return max(alike, key=lambda other: _likeness(clause, other), default=None)


def _recurring(pairs: Sequence[tuple[Shortcoming, Shortcoming]], prior: ReferenceReport) -> Finding:
    """One note for a problem, on the clause that most nearly stands there again; one that only gives a cause comes last."""
    clause, same = max(pairs, key=lambda pair: (not _CAUSE.match(pair[0].text), _likeness(*pair)))
    again = _likeness(clause, same) >= _SAME_WORDS
    return Finding(
        clause.start,
        clause.end,
        f"问题“{shortened(clause.text, 36)}”{'是' if again else '与'}{own_earlier(prior)}写过的“{shortened(same.text, 36)}”"
        + ("，又写了一遍" if again else "说的是同一件事"),
        "写明上年的措施做到了什么程度、为什么问题还在；已经解决的，换成今年真实存在的问题",
        place="problems/recurring",
        evidence={
            "problem": clause.text,
            "earlier": same.text,
            "clauses": [{"problem": own.text, "earlier": other.text} for own, other in pairs],
        },
        identity=[text for own, other in pairs for text in (own.text, other.text)],
        severity="warning" if again else "info",
    )


def _likeness(clause: Shortcoming, other: Shortcoming) -> float:
    """How alike the words of two shortcomings are, 0 to 100."""
    return fuzz.ratio(compact(clause.text), compact(other.text))


def _promises(draft: Draft, prior: ReferenceReport) -> Iterator[Finding]:
    section = draft.report.section("problems")
    statements = draft.annotation.statements
    narrative = "".join(compact(item.statement.text) for item in statements)
    if section is None or re.search(_LOOK_BACK.format(year=prior.year), narrative):
        return
    done = [telling_words(item.statement.text) for item in statements if item.labels.role in ("practice", "result")]
    promised = [prior.words(item) for item in prior.of("problems", "measure") if _can_be_held_to(prior, item)]
    open_ends = [text for text in promised if not _is_followed_up(telling_words(text), done)]
    open_ends = [text[len(find_marker(text)[0]) :].strip() for text in open_ends]
    if not open_ends:
        return
    quotes = "".join(f"“{shortened(text, 40)}”" for text in open_ends[:3])
    yield Finding(
        section.heading_start,
        section.heading_end,
        f"{own_earlier(prior)}承诺的具体改进措施{len(promised)}条，其中{len(open_ends)}条本年报告没有说到落实情况：{quotes}",
        "逐条写明做了没有、做到什么程度；没有做的，说明原因和打算",
        place="problems/promises",
        evidence={"measures": open_ends},
        identity=open_ends,
        severity="info",
    )


def _can_be_held_to(prior: ReferenceReport, measure: ReferenceStatement) -> bool:
    """Whether a measure gave identifying detail, or did at least name what is done and who does it or by when."""
    return measure.specificity > 1 or (measure.specificity == 1 and names_who_or_when(prior.words(measure)))


def _is_followed_up(words: frozenset[str], done: list[frozenset[str]]) -> bool:
    if len(words) < _LEAST_WORDS:
        return True
    return any(len(words & other) >= _FOLLOWED_UP * len(words) for other in done)
