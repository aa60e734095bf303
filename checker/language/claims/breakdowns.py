"""Wholes and the parts that a text lists for them: 「512条，其中政策文件40条、其他472条」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.language.claims.model import Amount
from checker.language.claims.passages import Passage, is_placeholder

_N = r"[\ue000-\uefff]"
_INTRODUCTION = re.compile(r"其中(?!,?一|之一)|包括|分别为|分别是|具体为|具体是|具体包括|具体如下|按[^,;。:]{1,8}分")
# A difference from another year is no part, nor is what came over from it.
_COMPARED = re.compile(
    r"较|比(?:上|去|前|20|同期)|同比|环比|与(?:上|去)年|去年|上年|(?:增加|减少|增长|下降|上升|提高|增多|[多少])(?:了|约|近)?$"
)
_ASIDE = re.compile(r"结转|转结|平均|每[件条篇期月季]|占|超期|用时|时长|最[多高大长短]的")
_TOGETHER = re.compile(rf"(?:合计|共计|总计|总共)(?:为|是)?(?P<whole>{_N})")
_REST = re.compile(
    r"(?:其[他它余]|另外|余下)(?:各类|各|类|信息|方面|内容|政府|政务|事项|情况|申请|公开|方式|渠道|途径|的|均?为|是|工作|有)*$"
)
_COUNTED_ELSEWHERE = re.compile(r"涉及|有关|关于|相关")
_CATEGORIES = (
    ("applicant", re.compile(r"自然人|公民|个人|企业|法人|组织|科研机构|律师|法律服务|群众|村民|居民|农民|学生|业主")),
    (
        "outcome",
        re.compile(
            r"予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|不掌握|不存在|重复申请|信访|补正|同意公开|撤回|撤销|维持|纠正|其他结果|审结|"
            r"第三方|过程性|内部事务|执法案卷|行政查询|办结|答复|驳回|胜诉|败诉|^公开$"
        ),
    ),
    (
        "channel",
        re.compile(
            r"网上|网络|信函|当面|邮寄|现场|邮件|网站|公众号|微信|微博|平台|公开栏|客户端|抖音|头条|门户|新媒体|电视|报纸|广播|公报|专栏|窗口|传真|视频号|系统|公示栏|媒体|张贴|网(?!格)"
        ),
    ),
)

_GOES_ON = re.compile(
    r"^(?:另|还|此外|同时|并|共|全年|累计)|通过|(?<!予以)(?<!部分)(?<!不予)(?<!同意)公开|公示|发布|推送|转载|归集|刊发|报送|召开|举办|开展"
)
_CASES = frozenset("件宗份起例")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts: its label and its amount, ``times`` where it stands for several (各1条)."""

    label: str
    amount: Amount
    times: int

    @property
    def low(self) -> float:
        """The least that it may be."""
        return self.amount.low * self.times

    @property
    def high(self) -> float:
        """The most that it may be."""
        return self.amount.high * self.times


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole with the parts listed for it, of one kind (applicants, outcomes, channels, topics).

    ``wholes`` are the amounts that may be meant, the likeliest first. ``complete`` where the words say that nothing
    is left out (分别为, 其他…, 合计). ``overlapping`` where an item may count twice (涉及…的). [start, end) of the
    report's text covers the parts.
    """

    passage: int
    section: str
    start: int
    end: int
    wholes: tuple[Amount, ...]
    parts: tuple[Part, ...]
    complete: bool
    overlapping: bool
    category: str

    @property
    def low(self) -> float:
        """The least that the parts add up to."""
        return sum(part.low for part in self.parts)

    @property
    def high(self) -> float:
        """The most that the parts add up to."""
        return sum(part.high for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Item:
    """A segment of a list between two marks: its label, its amount, where it stands in the skeleton."""

    start: int
    end: int
    mark: str
    label: str
    amount: Amount
    tail: str
    times: int


def breakdowns_of(passages: Sequence[Passage]) -> Iterator[Breakdown]:
    """The breakdowns in passages that follow each other."""
    for place, passage in enumerate(passages):
        before = passages[place - 1] if place and passages[place - 1].line == passage.line else None
        yield from _breakdowns_in(passage, before)


def _breakdowns_in(passage: Passage, before: Passage | None) -> Iterator[Breakdown]:
    text = passage.skeleton
    taken: list[tuple[int, int]] = []
    # what stands in brackets straight after an amount breaks that amount down
    for match in re.finditer(rf"(?P<whole>{_N})\((?P<inner>[^()]*)\)", text):
        whole = passage.amount_at(match.start("whole"))
        yield from _listed(passage, match.start("inner"), match.end("inner"), [whole], match["inner"])
        taken.append((match.start("inner") - 1, match.end("inner") + 1))
    plain = _blanked(text, taken)
    marks = list(_INTRODUCTION.finditer(plain))
    marks += re.finditer(rf"(?<={_N}):", plain)
    marks.sort(key=lambda match: match.start())
    for number, match in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(plain)
        stop = re.search(r"[;。!?]", plain[match.end() : end])
        if stop:
            end = match.end() + stop.start()
        wholes = _wholes(passage, plain, match.start(), before)
        yield from _listed(passage, match.end(), end, wholes, match[0], plain)
    yield from _totalled(passage, plain)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with those spans overwritten, its length kept."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "_" * (end - start)
    return "".join(characters)


def _wholes(passage: Passage, text: str, start: int, before: Passage | None) -> list[Amount]:
    """The amounts that a list introduced at ``start`` may break down, the nearest first."""
    found = list(_standing(passage, text, 0, start))[::-1]
    if not found and before is not None:
        found = list(_standing(before, before.skeleton, 0, len(before.skeleton)))
    return found


def _standing(passage: Passage, text: str, start: int, end: int) -> Iterator[Amount]:
    """The amounts of [start, end) that stand for themselves, not for a difference or a carry-over."""
    for index in range(start, end):
        if is_placeholder(text[index]):
            clause = re.split(r"[,;。:()、\ue000-\uefff]", text[:index])[-1]
            if not _COMPARED.search(clause) and not _ASIDE.search(clause):
                yield passage.amount_at(index)


def _items(passage: Passage, text: str, start: int, end: int) -> tuple[list[_Item], bool]:
    """The items of a list, and whether nothing but items stood there."""
    found: list[_Item] = []
    clean = True
    for match in re.finditer(r"(?P<mark>^|[,、;])(?P<segment>[^,、;]+)", text[start:end]):
        first = start + match.start("segment")
        places = [index for index in range(first, start + match.end()) if is_placeholder(text[index])]
        words = text[first : places[0] if places else start + match.end()]
        if match["mark"] == "," and found and _GOES_ON.search(words) and not _GOES_ON.search(found[0].label):
            # the sentence goes on to what else was done
            break
        if not places:
            # 「部门预算、决算各1条」: the first of two names; anything longer is no item of a list
            name = match["segment"].strip("_.")
            clean = clean and len(name) <= 12 and not _ASIDE.search(name)
            continue
        index = places[0]
        label = text[first:index]
        if len(places) > 1 or _ASIDE.search(label):
            clean = False
            continue
        if _COMPARED.search(label):
            continue
        tail = text[index + 1 : start + match.end()].strip("_。")
        times = _times(text, start, index, label)
        found.append(_Item(first, start + match.end(), match["mark"], label, passage.amount_at(index), tail, times))
    return found, clean


def _times(text: str, start: int, index: int, label: str) -> int:
    """How many things 「各1条」 counts: the names before it."""
    if not label.endswith(("各", "各有", "各为")):
        return 1
    names = re.split(r"[,;:]|[\ue000-\uefff]", text[start:index])[-1]
    return max(2, len(re.split(r"[、和及与]", names.strip("、和及与"))))


def _listed(
    passage: Passage, start: int, end: int, wholes: Sequence[Amount], introduction: str, text: str | None = None
) -> Iterator[Breakdown]:
    items, clean = _items(passage, text if text is not None else passage.skeleton, start, end)
    if not items:
        return
    unit = items[0].amount.unit
    fitting = tuple(whole for whole in wholes if whole.unit == unit)
    if not fitting or unit in ("%", "个百分点"):
        return
    same = [item for item in items if item.amount.unit == unit]
    groups = _groups(same)
    for category, group in groups:
        if len(group) < 2:
            continue
        rest = _REST.search(group[-1].label) is not None and not group[-1].tail
        both = category == "applicant" and {"自然人", "法人"} <= {
            word for item in group for word in ("自然人", "法人") if word in item.label
        }
        exhaustive = introduction.startswith("分别") or rest or both
        complete = (
            exhaustive
            and clean
            and len(groups) == 1
            and len(same) == len(items)
            and all(item.amount.exact for item in group)
            and fitting[0].exact
        )
        first, last = passage.span(group[0].start, group[-1].end)
        yield Breakdown(
            passage.number,
            passage.section,
            first,
            last,
            fitting,
            tuple(Part(item.label or item.tail, item.amount, item.times) for item in group),
            complete,
            any(_COUNTED_ELSEWHERE.search(item.label + item.tail) for item in group),
            category,
        )


def _categories(unit: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What items counted in that unit may be sorted by: only cases have applicants and outcomes."""
    return _CATEGORIES if unit in _CASES else _CATEGORIES[2:]


def _groups(items: Sequence[_Item]) -> list[tuple[str, list[_Item]]]:
    """Items by what they sort by: a list may go through applicants and then through outcomes.

    Where items stand between 、 a comma ends their list.
    """
    groups: list[tuple[str, list[_Item]]] = []
    for item in items:
        words = item.label if item.label.strip("为是有的") else item.tail
        category = next((name for name, pattern in _categories(item.amount.unit) if pattern.search(words)), "topic")
        ended = groups and item.mark == "," and groups[-1][1][-1].mark == "、"
        if groups and not ended and (category == groups[-1][0] or re.search(r"其[他它余]", words)):
            groups[-1][1].append(item)
        else:
            groups.append((category, [item]))
    return groups


def _totalled(passage: Passage, text: str) -> Iterator[Breakdown]:
    """「网站120条、公众号80条，合计200条」: a sum that comes after its parts."""
    for match in _TOGETHER.finditer(text):
        head = text[: match.start()]
        start = max((head.rfind(mark) for mark in ";。:("), default=-1) + 1
        for introduction in _INTRODUCTION.finditer(head, start):
            start = introduction.end()
        whole = passage.amount_at(match.start("whole"))
        items, clean = _items(passage, text, start, match.start())
        same = [item for item in items if item.amount.unit == whole.unit]
        if len(same) < 2 or len(same) != len(items) or not clean or len(_groups(same)) != 1:
            continue
        first, last = passage.span(same[0].start, match.end())
        yield Breakdown(
            passage.number,
            passage.section,
            first,
            last,
            (whole,),
            tuple(Part(item.label, item.amount, item.times) for item in same),
            whole.exact and all(item.amount.exact for item in same),
            False,
            "sum",
        )
