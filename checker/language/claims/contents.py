"""How many parts a report says that it has, and which it names: 「本报告由总体情况、……六个部分组成」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.language.claims.passages import Passage
from checker.language.quantities import chinese_number

_COUNT = r"(?P<count>[二两三四五六七八九十]|十[一二]|\d{1,2})个?(?:大?部分|大?方面|章节?)"
_NAMES = r"(?P<names>[^。;!?]{12,240}?)"
# 「由…六个部分组成」 「包括…等六部分」, and the number first: 「由六个部分组成，包括…」 「包括六个部分：…」
_BEFORE = re.compile(
    rf"(?:由|包括|包含|涵盖|分为|内容[为是])(?:了|以下|下列|:)*{_NAMES}(?P<rest>[,、:]?(?:等|共计?|共有|总计|合计|一共|这|以上)*){_COUNT}"
)
_AFTER = re.compile(
    rf"(?:由|包括|包含|涵盖|分为|共分?|分)(?:以下|下列)?{_COUNT}(?:的?内容)?(?:组成|构成)?[,:]?(?:即|分别[为是]|主要|具体|内容|有|依次|包括|包含|为|是|:)*"
    rf"{_NAMES}(?P<rest>)(?=[。;!?]|$|,(?:报告|本报告|所列|所涉|其中|全文|现|数据|统计))"
)
_SPLIT = re.compile(r"[、,:“”\"'‘’]+|(?:和|以及|及|与)(?=其[他它]|附)")
# Which of the six official parts a name means; what is none of them counts for itself.
_PARTS = (
    ("proceedings", re.compile(r"复议|诉讼|申诉")),
    ("other", re.compile(r"^其[他它]")),
    ("problems", re.compile(r"问题|不足|改进|差距|整改")),
    ("requests", re.compile(r"申请|申报")),
    ("overview", re.compile(r"总体|概述|概况|基本情况|总结")),
    ("disclosure", re.compile(r"主动公开|公开政府信息")),
)
# Parts whose own name may come in two: 「行政复议、行政诉讼情况」 「主要问题、改进措施」.
_DOUBLE = ("proceedings", "problems")
_LEAD_IN = re.compile(r"^.*(?:由|包括|包含|涵盖|分为)")
_OFFICIAL = len(_PARTS)
# So many of them must be named for the words to be a table of contents.
_RECOGNISED = 3
# With more names that are no official part's it is not plain where one ends.
_OTHERS = 1


@dataclass(frozen=True, slots=True)
class Contents:
    """A number of parts and the names listed for it, at [start, end) of the report's text.

    ``count`` is the number, ``number`` its words (六个部分), ``names`` the parts in their order, 行政复议 and 行政诉讼
    taken together; ``repeated`` are those of them that name a part again, ``doubled`` counts the names in two that may be
    two parts (主要问题、改进措施). ``abridged`` where 等 may stand for the rest.
    """

    section: str
    start: int
    end: int
    count: int
    number: str
    names: tuple[str, ...]
    repeated: tuple[str, ...]
    abridged: bool
    doubled: int

    @property
    def right(self) -> bool:
        """Whether the list can be of so many parts, each named once."""
        if self.repeated:
            return False
        return len(self.names) <= self.count <= len(self.names) + self.doubled or (
            self.abridged and len(self.names) < self.count <= _OFFICIAL
        )


def contents_of(passages: Sequence[Passage]) -> Iterator[Contents]:
    """What the opening of a report says of its parts."""
    for passage in passages:
        if passage.section not in ("", "preamble", "overview"):
            continue
        text = passage.normal.text
        match = _BEFORE.search(text) or _AFTER.search(text)
        if match is None or not re.search(r"报告|年报|全文|内容", text[: match.start("names")]):
            continue
        count = int(match["count"]) if match["count"].isdigit() else int(chinese_number(match["count"]) or 0)
        names, repeated, recognised, others, doubled = _named(match["names"])
        if len(recognised) < _RECOGNISED or others > _OTHERS or not count:
            continue
        start, end = passage.normal.span(match.start(), match.end())
        number = re.sub(r"\D*", "", match["count"]) or match["count"]
        number += text[match.end("count") : match.end()] if match.re is _BEFORE else _unit(text, match.end("count"))
        abridged = "等" in match["rest"] or match["names"].endswith("等")
        yield Contents(passage.section, start, end, count, number, names, repeated, abridged, doubled)


def _unit(text: str, index: int) -> str:
    unit = re.match(r"个?(?:大?部分|大?方面|章节?)", text[index:])
    return unit[0] if unit else ""


def _named(words: str) -> tuple[tuple[str, ...], tuple[str, ...], set[str], int, int]:
    """The names of a list, those that name a part again, which official parts are among them, how many others, and how many in two that
    may be two parts."""
    names: list[str] = []
    keys: list[str | None] = []
    repeated: list[str] = []
    doubled = 0
    for piece in _SPLIT.split(words.removesuffix("等")):
        meant = [key for key, pattern in _PARTS if pattern.search(piece)]
        if not piece or (not meant and not names):
            # what stands before the first part is of the sentence
            continue
        last = keys[-1] if keys else None
        if last in meant and last in _DOUBLE and not ("问题" in piece and "问题" in names[-1]):
            names[-1] += "、" + piece
            doubled += last == "problems"
            continue
        key = next((key for key in meant if key not in keys), None)
        name = piece if names else _LEAD_IN.sub("", piece)
        if meant and key is None:
            repeated.append(name)
        names.append(name)
        keys.append(key or (meant[0] if meant else None))
    return tuple(names), tuple(repeated), {key for key in keys if key is not None}, keys.count(None), doubled
