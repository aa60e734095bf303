from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from checker.language.prose import prose_beside_tables
from checker.language.statements import split
from checker.report.model import Report
from checker.report.normal import Normal, normalise, shifted
from checker.resources import data_path
from checker.rules.naming import elsewhere, listed, quoted
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
# Characters that look like words and are the parts that dictionaries index them by.
_RADICAL = re.compile("[\u2e80-\u2fdf]")
# Items between 、, no other mark among them; an enumeration is of at least so many.
_ENUMERATION = re.compile(r"[\u4e00-\u9fff]+(?:、[\u4e00-\u9fff]+)+")
_FEWEST_ITEMS = 4
_SHORTEST_ITEM = 3
_CLAUSE_END = re.compile(r"[,。;!?]")


@dataclass(frozen=True, slots=True)
class Misused:
    """A word that is used wrongly where ``pattern`` matches, unless the rest of its clause says otherwise.

    ``right`` is what it should be, in the words of ``re.Match.expand``; where that depends on what was meant, ``says``
    follows the quoted word and ``advice`` is the suggestion.
    """

    pattern: re.Pattern[str]
    right: str
    why: str
    says: str
    advice: str
    unless: re.Pattern[str] | None
    severity: Severity | None
    titles: bool


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip at [start, end) of a normalised passage."""

    start: int
    end: int
    kind: str
    message: str
    suggestion: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class _Passage:
    """A stretch of prose: its normalised words, with the way back to the report's text."""

    section: str
    normal: Normal


@dataclass(frozen=True, slots=True)
class _Hit:
    """A slip at [start, end) of the report's text."""

    start: int
    end: int
    section: str
    words: str
    slip: _Slip


@cache
def _lexicon() -> Mapping[str, list[dict[str, str]]]:
    loaded: Mapping[str, list[dict[str, str]]] = tomllib.loads(
        data_path("corpora", "lexicon", "misused_words.toml").read_text("utf-8")
    )
    return loaded


@cache
def misused_words() -> tuple[Misused, ...]:
    """The lexicon of misused words."""
    return tuple(
        Misused(
            re.compile(entry["pattern"]),
            entry.get("right", ""),
            entry.get("why", ""),
            entry.get("says", ""),
            entry.get("advice", ""),
            re.compile(entry["unless"]) if "unless" in entry else None,
            entry.get("severity"),  # type: ignore[arg-type]
            bool(entry.get("titles")),
        )
        for entry in _lexicon()["words"]
    )


@cache
def _sound_wordings() -> re.Pattern[str]:
    """Wordings that look like slips to the statistics and are none."""
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in _lexicon()["sound"]))


@rule(
    code="L01",
    name="typo",
    title="错别字、漏字、重字",
    severity="warning",
    basis="国办公开办函〔2021〕30号（发布内容应当准确）",
)
def typo(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    六个部分的文字里（表格章节的说明文字也在内）用错的词（截止/截至、截至日前、已申请公开、转结、登陆网站、权利清单，以及漏了“不”的
    “公开为例外”、漏了“日”“年”的日期、句式杂糅的“本报告……编制本报告”……，见 corpora/lexicon/misused_words.toml）；
    四字固定说法里的同音错字（见 corpora/lexicon/set_phrases.txt）；重复的词（准确准确）；常用语里漏掉、多出、颠倒或同音写错的字。
    后一类不靠错字表：三字相连从未在语料里出现，改动一个字就处处是通行的说法，才提示。精确到个位的件数之后又加“余”“多”（223余条），作提示级提示。
    报告名称只检查漏“公开”二字。顿号隔开的四项以上里有一项写了两次，也提示；文字里混有复制自 PDF 的部首字符的，合为一条提示级提示（PDF 文件本身不查）。
    同一个错误出现多次的，并作一条，指明第一处。

    依据
    国办公开办函〔2021〕30号；《现代汉语词典》《通用规范汉字表》。

    反例
    “截止2023年12月31日”；“保障保障群众知情权”；“拓宽公开渠，方便群众”；“政府信公开”；“异彩丰呈”；“公开为常态、公开为例外”；“实施乡村战略”；
    “2023全年收到申请5件”；“机构职能、政策法规、工作动态、政策法规”。

    正例
    “截至2023年12月31日”；“报名截止日期”；“层层压实”；“信息信息员”一类恰好相连的两个词；“×府办发”一类文件代字；
    “因企制宜”一类仿造的说法。

    已知局限
    宁缺毋滥：地名、人名、专业用语和语料里少见的说法里的错字看不出来；错成另一个通行的词也看不出来（另见词表）。
    表格、章节标题、格式规定的说明和书名号里的文字不检查。
    """
    passages = list(_passages(draft))
    if not passages:
        yield Unassessed("没有读到正文，错别字无从检查")
    gathered: dict[tuple[str, str, str], list[_Hit]] = {}
    for hit in (*_in_title(draft.report), *(hit for passage in passages for hit in _hits(passage))):
        gathered.setdefault((hit.slip.kind, hit.words, hit.slip.message), []).append(hit)
    for hits in sorted(gathered.values(), key=lambda hits: hits[0].start):
        yield _finding(draft.report, hits)
    yield from _radicals(draft.report)


def _passages(draft: Draft) -> Iterator[_Passage]:
    """All prose of the report, cut into statements, in order: the narrative and what is written beside the tables."""
    text = draft.report.text
    found = [
        (item.statement.start, item.statement.end, str(item.statement.section or "front"))
        for item in draft.annotation.statements
    ]
    for start, end, kind in prose_beside_tables(draft.report):
        found += [(start + first, start + last, kind) for first, last in split(text[start:end])]
    for start, end, section in sorted(found):
        yield _Passage(section, shifted(normalise(text[start:end]), start))


def _in_title(report: Report) -> Iterator[_Hit]:
    """What can be told of a title: names of agencies hold what elsewhere would be slips."""
    if report.title_span is not None:
        start, end = report.title_span
        passage = _Passage("title", shifted(normalise(report.text[start:end]), start))
        for slip in _misused(passage.normal.text, (entry for entry in misused_words() if entry.titles)):
            yield _hit(passage, slip)


def _hits(passage: _Passage) -> Iterator[_Hit]:
    return (_hit(passage, slip) for slip in _slips(passage.normal.text))


def _hit(passage: _Passage, slip: _Slip) -> _Hit:
    words = passage.normal.text[slip.start : slip.end]
    return _Hit(*passage.normal.span(slip.start, slip.end), passage.section, words, slip)


def _finding(report: Report, hits: Sequence[_Hit]) -> Finding:
    """One finding for a slip, however often it stands."""
    first = hits[0]
    evidence: dict[str, object] = {"words": first.words, "kind": first.slip.kind}
    if len(hits) > 1:
        evidence["places"] = [quoted(report, hit.start, hit.end, around=8) for hit in hits]
    return Finding(
        first.start,
        first.end,
        first.slip.message + elsewhere(report, [(hit.start, hit.end) for hit in hits[1:]]),
        first.slip.suggestion,
        place=f"{first.section}/{first.slip.kind}",
        evidence=evidence,
        severity=first.slip.severity,
    )


def _radicals(report: Report) -> Iterator[Finding]:
    """「⼯作」 with the radical ⼯ in the place of the word 工: a search for 工作 does not find it."""
    found = list(_RADICAL.finditer(report.text))
    if not found or report.source.media_type == "application/pdf":
        # a PDF's own letters say no more than which glyph was drawn
        return
    examples = listed(list(dict.fromkeys(match[0] for match in found)), 5)
    section = report.section_at(found[0].start())
    yield Finding(
        *found[0].span(),
        f"有{len(found)}个字是复制自PDF的部首字符（{examples}），看着与汉字一样，检索不到，读屏软件也读不出",
        "重新录入这些字，或查找替换为通用的汉字",
        place=f"{section.kind if section else 'front'}/radical",
        evidence={"words": found[0][0], "kind": "radical", "count": len(found)},
        severity="info",
    )


def _slips(normalised: str) -> list[_Slip]:
    """The slips of a statement in order; where two ways of looking tell of one place, the surer one speaks."""
    text = _TITLE.sub(lambda match: "《" + "," * (len(match[0]) - 2) + "》", normalised)
    kept: list[_Slip] = []
    for slip in (
        *_misused(text, misused_words()),
        *_misspelt(text),
        *_doubled(text),
        *_listed_twice(text),
        *_inexact(text),
        *_uncommon(text),
    ):
        if all(slip.start >= other.end or slip.end <= other.start for other in kept):
            kept.append(slip)
    return sorted(kept, key=lambda slip: slip.start)


def _misused(text: str, entries: Iterable[Misused]) -> Iterator[_Slip]:
    for entry in entries:
        for match in entry.pattern.finditer(text):
            group = "w" if match["w"] else "w2"
            clause = _CLAUSE_END.split(text[match.end() :])[0]
            following = _CLAUSE_END.split(text[match.end() + len(clause) + 1 :])[0]
            if entry.unless is not None and entry.unless.search(clause + following):
                continue
            right = match.expand(entry.right)
            yield _Slip(
                *match.span(group),
                "misused",
                f"“{match[group]}”{entry.says or f'应为“{right}”：{entry.why}'}",
                entry.advice or f"改为“{right}”",
                entry.severity,
            )


def _misspelt(text: str) -> Iterator[_Slip]:
    from checker.language.set_phrases import find_misspelt

    for found in find_misspelt(text):
        wrong = text[found.start : found.end]
        message = f"“{wrong}”应为“{found.right}”：固定说法里有同音错字"
        yield _Slip(found.start, found.end, "misspelt", message, f"改为“{found.right}”")


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


def _listed_twice(text: str) -> Iterator[_Slip]:
    """「机构职能、政策法规、工作动态、政策法规」: an item that an enumeration has twice. The words before the first item
    and after the last belong to the sentence as well, so that those two are not compared; the last is where the
    enumeration ends with 等 or with the clause."""
    for match in _ENUMERATION.finditer(text):
        items = match[0].split("、")
        if len(items) < _FEWEST_ITEMS:
            continue
        items[-1] = items[-1].split("等")[0]
        place, seen = match.start() + len(items[0]) + 1, set[str]()
        for item in items[1:]:
            if len(item) >= _SHORTEST_ITEM and item in seen:
                yield _Slip(
                    place,
                    place + len(item),
                    "listed-twice",
                    f"“{item}”：并列的几项里写了两次",
                    "删去一处，或改为漏写的一项",
                )
            seen.add(item)
            place += len(item) + 1


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

    sound = [match.span() for match in _sound_wordings().finditer(text)]
    for slip in find_slips(text):
        if any(slip.start < end and start < slip.end for start, end in sound):
            continue
        told = {
            "missing": f"疑漏“{slip.character}”字",
            "doubled": f"疑多一个“{slip.character}”字",
            "swapped": "疑两字颠倒",
            "wrong": "疑有错字",
        }[slip.kind]
        message = f"“{slip.wrong}”{told}，通行的写法是“{slip.right}”"
        yield _Slip(slip.start, slip.end, slip.kind, message, f"核对后改为“{slip.right}”")
