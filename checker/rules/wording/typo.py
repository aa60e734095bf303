from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from checker.report.normal import Normal, normalise
from checker.resources import data_path
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_CLAUSE_END = re.compile(r"[,。;!?]")


@dataclass(frozen=True, slots=True)
class Misused:
    """A word that is used wrongly where ``pattern`` matches, unless the rest of its clause says otherwise."""

    pattern: re.Pattern[str]
    right: str
    why: str
    unless: re.Pattern[str] | None
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip at [start, end) of a normalised statement."""

    start: int
    end: int
    kind: str
    message: str
    suggestion: str
    severity: Severity | None = None


@cache
def misused_words() -> tuple[Misused, ...]:
    """The lexicon of misused words."""
    raw = tomllib.loads(data_path("corpora", "lexicon", "misused_words.toml").read_text("utf-8"))
    return tuple(
        Misused(
            re.compile(entry["pattern"]),
            entry["right"],
            entry["why"],
            re.compile(entry["unless"]) if "unless" in entry else None,
            entry.get("severity"),
        )
        for entry in raw["words"]
    )


@rule(
    code="L01",
    name="typo",
    title="错别字、漏字、重字",
    severity="warning",
    basis="国办公开办函〔2021〕30号（发布内容应当准确）",
)
def typo(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文里用错的词（截止/截至、截至日前、已申请公开、权利清单……，见 corpora/lexicon/misused_words.toml）；
    重复的词（准确准确）；常用语里漏掉、多出、颠倒或同音写错的字。后一类不靠错字表：三字相连从未在语料里出现，
    改动一个字就处处是通行的说法，才提示。精确到个位的件数之后又加“余”“多”（223余条），作提示级提示。

    依据
    国办公开办函〔2021〕30号；《现代汉语词典》《通用规范汉字表》。

    反例
    “截止2023年12月31日”；“保障保障群众知情权”；“拓宽公开渠，方便群众”；“政府信公开”。

    正例
    “截至2023年12月31日”；“报名截止日期”；“层层压实”；“信息信息员”一类恰好相连的两个词。

    已知局限
    宁缺毋滥：地名、人名、专业用语和语料里少见的说法里的错字看不出来；错成另一个通行的词也看不出来（另见词表）。
    表格、标题和书名号里的文字不检查。
    """
    if not draft.annotation.statements:
        yield Unassessed("没有读到正文，错别字无从检查")
        return
    for item in draft.annotation.statements:
        own = item.statement
        normal = normalise(own.text)
        for slip in _slips(normal):
            start, end = normal.span(slip.start, slip.end)
            yield Finding(
                own.start + start,
                own.start + end,
                slip.message,
                slip.suggestion,
                place=f"{own.section or 'front'}/{slip.kind}",
                evidence={"words": normal.text[slip.start : slip.end], "kind": slip.kind},
                severity=slip.severity,
            )


def _slips(normal: Normal) -> list[_Slip]:
    """The slips of a statement in order; where two ways of looking tell of one place, the surer one speaks."""
    text = _TITLE.sub(lambda match: "《" + "," * (len(match[0]) - 2) + "》", normal.text)
    kept: list[_Slip] = []
    for slip in (*_misused(text), *_doubled(text), *_inexact(text), *_uncommon(text)):
        if all(slip.start >= other.end or slip.end <= other.start for other in kept):
            kept.append(slip)
    return sorted(kept, key=lambda slip: slip.start)


def _misused(text: str) -> Iterator[_Slip]:
    for entry in misused_words():
        for match in entry.pattern.finditer(text):
            group = "w" if match["w"] else "w2"
            clause = _CLAUSE_END.split(text[match.end() :])[0]
            following = _CLAUSE_END.split(text[match.end() + len(clause) + 1 :])[0]
            if entry.unless is not None and entry.unless.search(clause + following):
                continue
            yield _Slip(
                *match.span(group),
                "misused",
                f"“{match[group]}”应为“{entry.right}”：{entry.why}",
                f"改为“{entry.right}”",
                entry.severity,
            )


def _doubled(text: str) -> Iterator[_Slip]:
    from checker.language.spelling import find_doubled

    for doubled in find_doubled(text):
        yield _Slip(
            doubled.start,
            doubled.end,
            "doubled",
            f"“{text[doubled.start : doubled.end]}”：“{doubled.word}”重复",
            f"删去一个“{doubled.word}”；若是两个词恰好相连，宜改写",
        )


# Things that are counted one by one; of years or of 亩 there may be a fraction more.
_MORE_THAN_EXACT = re.compile(
    r"(?<![\d.,A-Za-z])(?!12345|12315|12388)\d[\d,]*[1-9][余多](?=人次|条次|件次|场次|[件条篇次人名份场项户家期起宗例批册部]|个(?!月|小时|百分))|"
    r"(?<![\d.,A-Za-z])[1-9][余多](?=人次|场次|[件条篇次名份场项户家期起宗例批册])"
)


def _inexact(text: str) -> Iterator[_Slip]:
    """「223余条」: what is counted to the last one is not 「and some more」."""
    for match in _MORE_THAN_EXACT.finditer(text):
        word = match[0][-1]
        yield _Slip(
            match.start(),
            match.end(),
            "inexact",
            f"“{match[0]}”：数字精确到个位，又用“{word}”表示不止此数",
            f"是确数的，删去“{word}”；是约数的，写到整十、整百",
            "info",
        )


def _uncommon(text: str) -> Iterator[_Slip]:
    # spaCy, behind the segmenter, is not to be paid for by those who only list the rules
    from checker.language.spelling import find_slips

    for slip in find_slips(text):
        told = {
            "missing": f"疑漏“{slip.character}”字",
            "doubled": f"疑多一个“{slip.character}”字",
            "swapped": "疑两字颠倒",
            "wrong": "疑有错字",
        }[slip.kind]
        message = f"“{slip.wrong}”{told}，通行的写法是“{slip.right}”"
        yield _Slip(slip.start, slip.end, slip.kind, message, f"核对后改为“{slip.right}”")
