"""Wholes and the parts that a text lists for them: 「512条，其中政策文件40条、其他472条」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

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
# What may stand before 合计 where all that was listed is summed up; 「解读信息共计3条」 counts one thing of its own.
_ALL_OF_IT = re.compile(
    r"(?:以上|上述|上面|全部|所有|各[类种项平台渠道栏目]+|[两三四五六七八九]项|几项|全年|本年度?|年度|20\d\d年度?|"
    r"主动|公开|发布|政府|政务|信息|数量|总量|数据|内容|条数|[,的了总])*"
)
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
# Names in which those verbs are no deed: 「公告公示12条」「政策公开类8条」「信息公开指南1条」.
_NAMED_AFTER = re.compile(
    r"(?:公告|通告|通知|告示)[、和及与]?公示|公示(?:公告|通知|信息)|(?:公开|公示|发布)[^,;。]{0,6}类|"
    r"公开(?:工作)?(?:年报|年度(?:工作)?报告|工作报告|指南|目录|制度)"
)
# A whole that says of itself that it is one.
_ALTOGETHER = re.compile(r"共|总|累计|合计|全年")
# Of a list that does not say that it is whole, these words say that it is not.
_FOR_EXAMPLE = re.compile(r"等|主要|重点|例如|比如|有[:,]?$|以上|左右|余")
# How many names make a list that looks whole, in brackets and behind 「其中」, and what may then be missing to look like a
# slip: of a list in brackets a quarter of the whole, of the other one in fifty, or one.
_LISTED_IN_BRACKETS, _LISTED_AT_LENGTH = 3, 5
_BRACKETS_MISS, _LIST_MISSES = 0.25, 0.02
# How an item that follows 「;」 shows that it is one more of the list: it begins as the first one does, or is but a name.
_BY = re.compile(
    r"^(?:其中[,:]?)?(?:主要)?(?:是|有)?(?:[(（]?[一二三四五六七八九\d]{1,2}[)）、.]|[一二三四五六七八九]是)?(?P<word>通过|利用|借助|依托|运用|使用|在|经)"
)
_TOLD_OF = re.compile(r"(?P<channel>[^,;。:]{2,20}?)(?P<deed>(?:公开|发布|推送|刊发)(?:各类)?(?:政府|政务)?(?:信息)?)")
_SAID_FIRST = re.compile(r"^(?:主动)?(?:公开|发布|公布|推送|刊发|上传)(?!类)")
_DEEDS = re.compile(
    r"接受|接待|接收|收到|受理|办理|处理|处置|答复|回复|回应(?!关切|类|信息)|解答|答疑|更新|维护|整改|整理|梳理|清理|编发|编印|编制|印发|"
    r"制发|制定|制作|起草|出台|修订|废止|印制|发放|张贴|转发|报送|报道|开设|开通|设置|设立|新增|新建|建成|组织|培训|检查|抽查|督查|"
    r"通报|征集|收集|征求|采纳|审核|审查|审结|登记|录入|上传|上报|投稿|采用|录用|刊登|播出|播放|拍摄|撰写|点击|浏览|阅读|访问|关注|粉丝|"
    r"有效|现行|现有|共有|拥有|配备|完成|实现|达到|参加|参与|举行|邀请|走访|约谈|推进|做好|加强|落实|及时|累计|全年|此外|另外|同时|"
    r"另|还|(?<!公)共(?!同|建|享|青)|办结|转载|我[局镇乡街县区市省委办厅院]"
)
_OTHER_BUSINESS = re.compile(r"复议|诉讼|应诉|信访|投诉|举报|建议|提案|热线|留言|工单|信件|咨询|来信|来访|信箱|评论")
_LONGEST_NAME = 24
_LONGEST_LIST = 40
# What lists after 「;」 are of: of meetings, posts and people the next stretch often counts something else.
_LISTED_ON = frozenset("条篇件宗起份例则")


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

    ``wholes`` are the amounts that may be meant, the likeliest first, ``whole_words`` the author's words of that one
    with what it counts. ``complete`` where the words say that nothing
    is left out (分别为, 其他…, 合计), ``nearly`` where they only look so: a long list that comes to little less than its
    whole. ``overlapping`` where an item may count twice (涉及…的). [start, end) of the
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
    whole_words: str
    nearly: bool = False

    @property
    def low(self) -> float:
        """The least that the parts add up to."""
        return sum(part.low for part in self.parts)

    @property
    def high(self) -> float:
        """The most that the parts add up to."""
        return sum(part.high for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Whole:
    """An amount that a list may break down, and the passage that it stands in."""

    passage: Passage
    index: int

    @property
    def amount(self) -> Amount:
        """How much it is."""
        return self.passage.amount_at(self.index)

    @property
    def words(self) -> str:
        """The author's words of it, from the start of its clause on."""
        text = self.passage.skeleton
        start = max((text.rfind(mark, 0, self.index) for mark in ",;。:(、!?"), default=-1) + 1
        return self.passage.words(start, self.index + 1)


@dataclass(frozen=True, slots=True)
class _Item:
    """A segment of a list between two marks: its label, its amount, where it stands in the passage's skeleton."""

    passage: Passage
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
        yield from _breakdowns_in(passage, before, tuple(islice(_after(passages, place), _LONGEST_LIST)))


def _after(passages: Sequence[Passage], place: int) -> Iterator[Passage]:
    """The passages that the sentence at ``place`` goes on in after 「;」."""
    while (
        passages[place].skeleton.endswith(";")
        and place + 1 < len(passages)
        and passages[place + 1].line == passages[place].line
    ):
        place += 1
        yield passages[place]


def _breakdowns_in(passage: Passage, before: Passage | None, after: Sequence[Passage]) -> Iterator[Breakdown]:
    text = passage.skeleton
    taken: list[tuple[int, int]] = []
    # what stands in brackets straight after an amount breaks that amount down
    for match in re.finditer(rf"(?P<whole>{_N})\((?P<inner>[^()]*)\)", text):
        whole = _Whole(passage, match.start("whole"))
        yield from _listed(_items(passage, text, match.start("inner"), match.end("inner")), [whole], "(")
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
        items = _items(passage, plain, match.end(), end)
        if len(marks) == 1 and plain.endswith(";") and end == len(plain) - 1:
            named = plain.startswith(":", match.end()) or match[0] != "其中"
            items = _continued(items, after, named)
        yield from _listed(items, wholes, match[0])
    if not marks:
        yield from _unannounced(passage, plain)
    yield from _totalled(passage, plain)


def _unannounced(passage: Passage, text: str) -> Iterator[Breakdown]:
    """「共公开373条,通过网站公开93条、通过公众号公开323条、其他方式公开13条」: that it was a list shows at its end."""
    for match in re.finditer(rf"(?P<clause>[^,;。:()]*)(?P<whole>{_N}),(?P<list>[^;。!?]*)", text):
        if not _ALTOGETHER.search(match["clause"]) or any(map(is_placeholder, match["clause"])):
            continue
        whole = next(_standing(passage, text, match.start(), match.start("list")), None)
        items = _items(passage, text, match.start("list"), match.end("list"))
        if whole is None or len(items.items) < 2:
            continue
        yield from (found for found in _listed(items, [whole], "") if found.complete)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with those spans overwritten, its length kept."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = "_" * (end - start)
    return "".join(characters)


def _wholes(passage: Passage, text: str, start: int, before: Passage | None) -> list[_Whole]:
    """The amounts that a list introduced at ``start`` may break down, the nearest first."""
    found = list(_standing(passage, text, 0, start))[::-1]
    if not found and before is not None:
        found = list(_standing(before, before.skeleton, 0, len(before.skeleton)))
    return found


def _standing(passage: Passage, text: str, start: int, end: int) -> Iterator[_Whole]:
    """The amounts of [start, end) that stand for themselves, not for a difference or a carry-over."""
    for index in range(start, end):
        if is_placeholder(text[index]):
            clause = re.split(r"[,;。:()、\ue000-\uefff]", text[:index])[-1]
            if not _COMPARED.search(clause) and not _ASIDE.search(clause):
                yield _Whole(passage, index)


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of a list, and whether nothing but items stood there. ``open`` where only some items of a list that
    goes on after 「;」 were understood: they can be too many, never too few. ``whole`` where they reach to the end of the
    sentence or bracket."""

    items: tuple[_Item, ...]
    clean: bool
    open: bool = False
    whole: bool = True


def _items(passage: Passage, text: str, start: int, end: int) -> _Items:
    """What a list between two places of a skeleton holds."""
    found: list[_Item] = []
    clean = whole = True
    for match in re.finditer(r"(?P<mark>^|[,、;])(?P<segment>[^,、;]+)", text[start:end]):
        first = start + match.start("segment") + len(match["segment"]) - len(match["segment"].lstrip(":"))
        places = [index for index in range(first, start + match.end()) if is_placeholder(text[index])]
        words = text[first : places[0] if places else start + match.end()]
        if match["mark"] == "," and found and _is_deed(words) and not _is_deed(found[0].label):
            # the sentence goes on to what else was done
            whole = False
            break
        if places and _TOGETHER.fullmatch(text, first, places[0] + 1):
            # a sum of what was listed is none of it
            continue
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
        amount = passage.amount_at(index)
        found.append(_Item(passage, first, start + match.end(), match["mark"], label, amount, tail, times))
    return _Items(tuple(found), clean, whole=whole)


def _is_deed(words: str) -> bool:
    """Whether words before an amount tell of something done, and are not only a name."""
    return _GOES_ON.search(_NAMED_AFTER.sub("", words)) is not None


def _times(text: str, start: int, index: int, label: str) -> int:
    """How many things 「各1条」 counts: the names before it."""
    if not label.endswith(("各", "各有", "各为")):
        return 1
    names = re.split(r"[,;:]|[\ue000-\uefff]", text[start:index])[-1]
    return max(2, len(re.split(r"[、和及与]", names.strip("、和及与"))))


# ── lists that go on after 「;」 ───────────────────────────────────────────────────────────────────


def _continued(begun: _Items, after: Sequence[Passage], announced: bool) -> _Items:
    """A list's items with those that follow it after 「;」, as long as each is of the first one's kind.

    「其中:通过网站公开310条,增长12%;通过公众号公开95条。」 Of each stretch only what comes first is taken, the rest may
    break it down; where the first stretch holds several, 「;」 and 「,」 may be levels of one list, and the list is left.
    """
    if not begun.items or begun.items[0].amount.unit not in _LISTED_ON:
        return begun
    first = _from_its_clause(begun.items[0])
    found = [first]
    clean = begun.clean
    for passage in after:
        item, whole = _leading(passage, first, found[-1], announced)
        if item is None:
            clean = False
            break
        found.append(item)
        clean = clean and whole
    if len(found) == 1:
        return begun
    if sum(item.amount.unit == first.amount.unit for item in begun.items) > 1:
        return replace(begun, open=True)
    return _Items(tuple(found), clean, open=not clean, whole=clean)


def _from_its_clause(item: _Item) -> _Item:
    """An item with the names before it that share its amount: 「通过广播、报纸公开60条」."""
    text = item.passage.skeleton
    index = item.passage.index_of(item.amount)
    start = max(
        (match.end() for match in re.finditer(rf"[,;。:(]|{_N}|{_INTRODUCTION.pattern}", text[:index])), default=0
    )
    return replace(item, start=start, label=text[start:index])


def _leading(passage: Passage, first: _Item, last: _Item, announced: bool) -> tuple[_Item | None, bool]:
    """What a stretch after 「;」 begins with, where it is one more item of the list that ``first`` opens, and whether
    nothing else of that unit is counted there."""
    text = _blanked(passage.skeleton, [match.span() for match in re.finditer(r"\([^()]*\)", passage.skeleton)])
    end = re.search(r"[,;。:!?]|$", text)
    stop = end.start() if end else len(text)
    places = [index for index in range(stop) if is_placeholder(text[index])]
    if len(places) != 1 or _INTRODUCTION.search(text, 0, places[0]):
        return None, False
    index, label = places[0], text[: places[0]]
    amount = passage.amount_at(index)
    if amount.unit != first.amount.unit or _COMPARED.search(label) or _ASIDE.search(label) or label.endswith("各"):
        return None, False
    if not _is_alike(first, last, label, announced):
        return None, False
    others = [
        other
        for other in range(index + 1, len(text))
        if is_placeholder(text[other]) and passage.amount_at(other).unit == first.amount.unit
    ]
    item = _Item(passage, 0, stop, ";", label, amount, text[index + 1 : stop].strip("_。"), 1)
    return item, all(_COMPARED.search(re.split(r"[,;。:]", text[:other])[-1]) for other in others)


def _is_alike(first: _Item, last: _Item, label: str, announced: bool) -> bool:
    """Whether words that follow 「;」 name one more item beside the first of a list.

    A mere name is one where the list was announced (「其中:」 「包括」) or where it ends like the one before it.
    """
    by, own = _BY.match(first.label), _BY.match(label)
    if by or own:
        # 「通过…公开」 beside 「通过…公开」
        return bool(by and own and by["word"] == own["word"]) and not _DEEDS.search(label)
    name = _SAID_FIRST.sub("", first.label)
    told, again = _TOLD_OF.fullmatch(first.label), _TOLD_OF.fullmatch(label)
    if told and again and _CATEGORIES[-1][1].search(told["channel"]) and _CATEGORIES[-1][1].search(again["channel"]):
        # 「网站公开」 beside 「公众号公开」
        return told["deed"] == again["deed"] and not _DEEDS.search(label)
    if _is_deed(name) or _is_deed(label) or len(label) > _LONGEST_NAME:
        return False
    classed = re.search(r"类(?:信息|文件|内容)?$", label) is not None
    if (_DEEDS.match(label) if classed else _DEEDS.search(label)) or (
        _OTHER_BUSINESS.search(label) and not _OTHER_BUSINESS.search(name)
    ):
        return False
    if re.search(r"其[他它余]", label):
        return True
    ending = label.rstrip("共计为是有")[-1:]
    return _category(first.amount.unit, label) == _category(first.amount.unit, name) and (
        announced or ending in (name.rstrip("共计为是有")[-1:], last.label.rstrip("共计为是有")[-1:])
    )


def _listed(listed: _Items, wholes: Sequence[_Whole], introduction: str) -> Iterator[Breakdown]:
    items = listed.items
    if not items:
        return
    unit = items[0].amount.unit
    fitting = tuple(whole for whole in wholes if whole.amount.unit == unit)
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
            and listed.clean
            and not listed.open
            and len(groups) == 1
            and len(same) == len(items)
            and all(item.amount.exact for item in group)
            and fitting[0].amount.exact
        )
        opening, closing = group[0], group[-1]
        plainly = len(groups) == 1 and len(same) == len(items) and listed.clean and listed.whole and not listed.open
        nearly = plainly and not complete and _looks_whole(group, fitting[0], introduction)
        yield Breakdown(
            opening.passage.number,
            opening.passage.section,
            opening.passage.span(opening.start, opening.end)[0],
            closing.passage.span(closing.start, closing.end)[1],
            tuple(whole.amount for whole in fitting),
            tuple(_part(item) for item in group),
            complete,
            any(_COUNTED_ELSEWHERE.search(item.label + item.tail) for item in group),
            category,
            fitting[0].words,
            nearly,
        )


def _looks_whole(group: Sequence[_Item], whole: _Whole, introduction: str) -> bool:
    """Whether a list that comes to less than its whole looks as if nothing had been left out on purpose."""
    said = "".join(item.label + item.tail for item in group)
    if _FOR_EXAMPLE.search(said) or not (whole.amount.exact and all(item.amount.exact for item in group)):
        return False
    total = sum(item.amount.value * item.times for item in group)
    missing = whole.amount.value - total
    if introduction == "(":
        return len(group) >= _LISTED_IN_BRACKETS and 0 < missing <= _BRACKETS_MISS * whole.amount.value
    return len(group) >= _LISTED_AT_LENGTH and 0 < missing <= max(1.0, _LIST_MISSES * whole.amount.value)


def _part(item: _Item) -> Part:
    """An item with a name to show: the author's words without marks and joining words around them."""
    start, amount = item.start, item.passage.index_of(item.amount)
    words = item.passage.words(start, amount) or item.tail
    name = re.sub(r"^(?:[,，:：;；、。\s]|以及|和|及|其中(?!心))+|[,，:：;；、\s(（]+$", "", words)
    return Part(name or item.tail or words, item.amount, item.times)


def _category(unit: str, words: str) -> str:
    """What an item sorts by: applicants, outcomes, channels, or else topics."""
    return next((name for name, pattern in _categories(unit) if pattern.search(words)), "topic")


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
        category = _category(item.amount.unit, words)
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
        if not _ALL_OF_IT.fullmatch(re.split(r"[,;。:()、\ue000-\uefff]", head)[-1]):
            # an item that says 共计 of itself
            continue
        for introduction in _INTRODUCTION.finditer(head, start):
            start = introduction.end()
        whole = passage.amount_at(match.start("whole"))
        listed = _items(passage, text, start, match.start())
        same = [item for item in listed.items if item.amount.unit == whole.unit]
        if len(same) < 2 or len(same) != len(listed.items) or not listed.clean or len(_groups(same)) != 1:
            continue
        first, last = passage.span(same[0].start, match.end())
        yield Breakdown(
            passage.number,
            passage.section,
            first,
            last,
            (whole,),
            tuple(_part(item) for item in same),
            whole.exact and all(item.amount.exact for item in same),
            False,
            "sum",
            passage.words(match.start(), match.end()),
        )
