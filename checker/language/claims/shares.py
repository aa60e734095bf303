"""Shares, rates and growth that a text gives beside the figures that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from checker.language.claims.model import Amount
from checker.language.claims.passages import Passage, is_placeholder

_N = r"[\ue000-\uefff]"
_SHARE = re.compile(
    rf"(?<!别)(?!占比?分别|占比?各)(?:占比?|所占比例|比重|占比例)(?:[^,;。、:()\ue000-\uefff]{{0,12}}?)(?:的|为|达到?|约为|是|:)?(?P<percent>{_N})"
)
# Rates of which it is plain what they are worked out from; a rate of something with a name of its own (公文公开率) is not.
_RATE = re.compile(
    rf"(?:(?<=[,;。:(、\ue000-\uefff])|(?P<term>按期|按时|及时|限时)|总体?|被|案件|^)(?P<stem>纠正|纠错|办结|答复|审结|采纳|回复|败诉|胜诉|维持|采用|整改|公开|解读|反馈|回收)率"
    rf"(?:均|都|为|达到?了?|是|约为|:|仅为)*(?P<percent>{_N})"
)
_MORE = "增长|上升|增加|提高|增幅|升高|增多|净增|多"
_LESS = "下降|减少|降低|降幅|下滑|少"
_GROWTH = re.compile(rf"(?P<word>{_MORE}|{_LESS})(?:率|幅度|幅)?(?:了|为|达到?|约为|约)*(?P<percent>{_N})")
# A difference counts where it stands right beside the percentage: 「增加74条，增长13.8%」「增长13.8%（增加74条）」.
_BESIDE = (
    re.compile(
        rf"(?:{_MORE}|{_LESS})(?:了)?(?P<difference>{_N})[,、(]?(?:同比|较上年|比上年|较去年|比去年|即)?(?:{_MORE}|{_LESS})(?:率|幅度|幅)?(?:了|为|达到?|约为|约)*(?P<percent>{_N})"
    ),
    re.compile(
        rf"(?:{_MORE}|{_LESS})(?:率|幅度|幅)?(?:了|为|达到?|约为|约)*(?P<percent>{_N})[,、(](?:同比|较上年度?|比上年度?|较去年|比去年|即)?(?:{_MORE}|{_LESS})(?:了)?(?P<difference>{_N})"
    ),
)
_FROM_TO = re.compile(
    rf"(?:由|从)(?P<before>[^,;。]{{0,14}}?)(?P<first>{_N})[^,;。\ue000-\uefff]{{0,8}}?(?:增长|增加|上升|提高|减少|下降|降低|精简|压缩)(?:到|至|为)(?P<second>{_N})"
)
_ABOUT = re.compile(r"[约近超逾]|将近|接近|不足")
_ABOUT_SHARE = 0.1
# A list of shares may run over this many statements after the one that gives their whole.
_BEFORE = 8
_LAST_YEAR = re.compile(
    r"(?:上一?年度?|去年|同期|(?:较|比|对比)20\d\d年)(?!度?(?:结转|转结|转入|遗留))(?:同期)?(?:的|为|是|共|公开|收到|新收|数量|总量|,)*$"
)
_COMPARED = re.compile(
    r"较|比(?:上|去|前|20|同)|同比|环比|与(?:上|去)年|增加|减少|增长|下降|上升|提高|增多|[多少](?:了|约|近)?$"
)
_FALLING = re.compile(r"下降|减少|降|下滑|少|精简|压缩")
_SPLIT = r"[,;。:()、\ue000-\uefff]"

# Shares that rank the topics of one list: 「征地类占45%，其次是低保类30%」.
_RANKED = re.compile(
    rf"(?:占比?|比重)(?:约?为|达到?|约|近|:)?(?P<first>{_N})(?P<rest>(?:[,、;](?:其次|再次|最后|随后|第[二三四])(?:是|为|,)?[^,;。:()\ue000-\uefff]{{1,24}}{_N})+)"
)
_NEXT = re.compile(rf"(?P<word>其次|再次|最后|随后|第[二三四])[^,;。:()\ue000-\uefff]*(?P<percent>{_N})")
# 「甲、乙、丙分别占45%、30%、25%」
_RESPECTIVE = re.compile(
    rf"(?:分别占(?:比)?|占比分别)(?:总数|总量|全部|申请|公开|信息|的)*(?:约?为|是|达|:)?(?P<all>{_N}(?:[、,和及]{_N})+)"
)

Kind = Literal["share", "rate", "growth"]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A percentage with the figures that it may have been worked out from: it is right where one pair gives it.

    ``pairs`` are (numerator, denominator) for shares and rates, (now, then) for growth. [start, end) are the words.
    ``falls``: the text says less, not more.
    """

    passage: int
    section: str
    start: int
    end: int
    text: str
    kind: Kind
    percent: Amount
    falls: bool
    pairs: tuple[tuple[float, float], ...]

    @property
    def results(self) -> tuple[float, ...]:
        """What the pairs give, in per cent."""
        if self.kind == "growth":
            sign = -1 if self.falls else 1
            return tuple(sign * 100 * (now - then) / then for now, then in self.pairs if then)
        return tuple(100 * part / whole for part, whole in self.pairs if whole)

    @property
    def right(self) -> bool:
        """Whether a pair gives the percentage, rounded or cut off as it is written."""
        low, high = _room(self.percent)
        return any(low <= result + 1e-9 and result - 1e-9 <= high for result in self.results)


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of one list in its order, at [start, end) of the report's text. ``ranked`` where the words say that
    each is less than the one before it (其次, 再次)."""

    section: str
    start: int
    end: int
    percents: tuple[Amount, ...]
    words: tuple[str, ...]
    ranked: bool

    @property
    def too_many(self) -> bool:
        """Whether they make more than the whole, rounded as they are."""
        return sum(max(percent.low - _step(percent), 0.0) for percent in self.percents) > 100

    @property
    def misranked(self) -> tuple[int, int] | None:
        """Where one that is told to come after another is larger."""
        if not self.ranked:
            return None
        for place in range(1, len(self.percents)):
            if self.percents[place].low > self.percents[place - 1].high:
                return place - 1, place
        return None


def shares_of(passages: Sequence[Passage]) -> Iterator[Shares]:
    """The lists of shares that are of one whole by their words."""
    for passage in passages:
        text = passage.skeleton
        for match in _RANKED.finditer(text):
            if re.search("率|较|比上|增|其中", match[0]):
                continue
            nexts = list(_NEXT.finditer(text, match.start("rest"), match.end("rest")))
            places = [match.start("first"), *(item.start("percent") for item in nexts)]
            starts = [match.start(), *(item.start() for item in nexts)]
            words = [passage.words(start, place + 1) for start, place in zip(starts, places, strict=True)]
            yield from _list_of_shares(passage, match, places, words, ranked=True)
        for match in _RESPECTIVE.finditer(text):
            places = [index for index in range(*match.span("all")) if is_placeholder(text[index])]
            yield from _list_of_shares(
                passage, match, places, [passage.words(place, place + 1) for place in places], ranked=False
            )


def _list_of_shares(
    passage: Passage, match: re.Match[str], places: Sequence[int], words: Sequence[str], ranked: bool
) -> Iterator[Shares]:
    percents = tuple(passage.amount_at(place) for place in places)
    if all(percent.unit == "%" for percent in percents):
        start, end = passage.span(match.start(), match.end())
        yield Shares(passage.section, start, end, percents, tuple(words), ranked)


def _step(percent: Amount) -> float:
    """Half of the last digit that was written: what rounding may have added."""
    match = re.search(r"\.(\d+)", percent.written)
    return 0.5 * 10.0 ** -len(match[1] if match else "")


def _room(percent: Amount) -> tuple[float, float]:
    match = re.search(r"\d+(?:\.(\d+))?", percent.written)
    step = 10.0 ** -len(match[1] or "") if match else 1.0
    return percent.low - step / 2, percent.high + (step if percent.exact else step / 2)


def ratios_of(passages: Sequence[Passage]) -> Iterator[Ratio]:
    """The percentages whose figures stand beside them."""
    for place, passage in enumerate(passages):
        if "%" not in passage.normal.text and "百分之" not in passage.normal.text:
            continue
        before = [other for other in passages[max(0, place - _BEFORE) : place] if other.line == passage.line]
        yield from _shares(passage, before)
        yield from _rates(passage)
        yield from _growths(passage)


def _percent(passage: Passage, match: re.Match[str]) -> Amount | None:
    amount = passage.amount_at(match.start("percent"))
    if amount.unit != "%":
        return None
    about = _ABOUT.search(passage.skeleton[max(0, match.start() - 2) : match.start("percent")])
    if about and amount.exact:
        # 「约占70%」
        room = _ABOUT_SHARE * amount.value
        return replace(amount, low=amount.value - room, high=amount.value + room)
    return amount


def _made(
    passage: Passage,
    match: re.Match[str],
    kind: Kind,
    percent: Amount,
    falls: bool,
    pairs: Sequence[tuple[float, float]],
) -> Ratio:
    start, end = passage.span(match.start(), match.end("percent"))
    words = passage.words(match.start(), match.end("percent"))
    return Ratio(passage.number, passage.section, start, end, words, kind, percent, falls, tuple(pairs))


def _counts(passage: Passage, start: int, end: int, unit: str | None = None) -> list[tuple[int, Amount]]:
    """The amounts between, no percentages, of that unit (of any where none is asked)."""
    found = []
    for index in range(start, end):
        if is_placeholder(passage.skeleton[index]):
            amount = passage.amount_at(index)
            if amount.unit not in ("%", "个百分点") and unit in (None, amount.unit):
                found.append((index, amount))
    return found


# ── shares ────────────────────────────────────────────────────────────────────────────────────────


def _shares(passage: Passage, before: Sequence[Passage]) -> Iterator[Ratio]:
    """「39件，占47%」: the amounts just before, over any of the statement and of those before it in its line."""
    for match in _SHARE.finditer(passage.skeleton):
        percent = _percent(passage, match)
        numerators = _nearest(passage, match.start())
        if percent is None or not numerators:
            continue
        index, unit = numerators[-1][0], numerators[-1][1].unit
        wholes = [amount for _, amount in _counts(passage, 0, numerators[0][0], unit)]
        wholes += [amount for other in before for _, amount in _counts(other, 0, len(other.skeleton), unit)]
        if not wholes or not _names_a_whole(passage, before, index, unit):
            continue
        wholes += [amount for _, amount in _counts(passage, match.end(), len(passage.skeleton), unit)]
        values = [amount.value for _, amount in numerators][::-1]
        sums = [sum(values[: count + 1]) for count in range(len(values))]
        bases = {amount.value for amount in wholes}
        # two amounts may make up the whole (新收加上年结转)
        bases |= {first.value + second.value for first, second in pairwise(wholes)}
        bases |= {sum(amount.value for amount in wholes)}
        pairs = [(part, whole) for part in (*values, *sums) for whole in sorted(bases) if whole >= part]
        if pairs and all(amount.exact for amount in (*wholes, *(item for _, item in numerators))):
            yield _made(passage, match, "share", percent, False, pairs)


def _nearest(passage: Passage, index: int) -> list[tuple[int, Amount]]:
    """The amounts of the clause before ``index``, or of the clause before that one."""
    text = passage.skeleton
    start = max((text.rfind(mark, 0, index) for mark in ",;。:("), default=-1)
    own = _counts(passage, start + 1, index)
    if own:
        return own
    if text[start + 1 : index].strip("约共其中分别均()"):
        # words of its own: the share is of something that has no figure here
        return []
    earlier = max((text.rfind(mark, 0, max(start, 0)) for mark in ",;。:("), default=-1)
    return _counts(passage, earlier + 1, max(start, 0))


def _names_a_whole(passage: Passage, before: Sequence[Passage], index: int, unit: str) -> bool:
    """Whether a whole stands before the part: an amount of the unit that comes first in its statement, and 其中, or a
    sentence before that gives it."""
    own = _counts(passage, 0, index, unit)
    if own and re.search("其中|共|全年|合计|总", passage.skeleton[: own[0][0]] + passage.skeleton[own[0][0] : index]):
        return True
    return any(_counts(other, 0, len(other.skeleton), unit) for other in before)


# ── rates ─────────────────────────────────────────────────────────────────────────────────────────


def _rates(passage: Passage) -> Iterator[Ratio]:
    """「审结44件，纠正7件，纠正率15.9%」: what the rate is named after over any larger amount of the statement."""
    for match in _RATE.finditer(passage.skeleton):
        percent = _percent(passage, match)
        if percent is None or percent.value >= 100:
            continue
        counts = _counts(passage, 0, len(passage.skeleton))
        # 「按期办结率」 counts those done in time, which a plain 「办结48件」 does not give
        stem = (match["term"] or "") + match["stem"]
        named = [
            (index, amount)
            for index, amount in counts
            if re.search(rf"{stem}[^,;。、:\ue000-\uefff]{{0,6}}$", passage.skeleton[:index])
            or re.match(rf".[^,;。、:\ue000-\uefff]{{0,4}}{stem}", passage.skeleton[index:])
        ]
        for index, amount in named[-1:]:
            wholes = [
                other
                for place, other in counts
                if place < index
                and other.unit == amount.unit
                and other.value >= amount.value
                and not _is_compared(passage, place)
            ]
            if wholes and all(item.exact for item in (amount, *wholes)):
                bases = {other.value for other in wholes} | {
                    first.value + second.value for first, second in pairwise(wholes)
                }
                yield _made(passage, match, "rate", percent, False, [(amount.value, base) for base in sorted(bases)])


def _is_compared(passage: Passage, index: int) -> bool:
    return _COMPARED.search(re.split(_SPLIT, passage.skeleton[:index])[-1]) is not None


# ── growth ────────────────────────────────────────────────────────────────────────────────────────


def _growths(passage: Passage) -> Iterator[Ratio]:
    """「增加74条，增长13.8%」, 「由442个减少到438个，下降…」, 「上年的538条」: where last year's figure can be known."""
    text = passage.skeleton
    for match in _GROWTH.finditer(text):
        percent = _percent(passage, match)
        if percent is None:
            continue
        falls = _FALLING.search(match["word"]) is not None
        start = max((text.rfind(mark, 0, match.start()) for mark in ";。"), default=-1) + 1
        pairs = list(_known_pairs(passage, start, match))
        if pairs:
            yield _made(passage, match, "growth", percent, falls, pairs)


def _known_pairs(passage: Passage, start: int, match: re.Match[str]) -> Iterator[tuple[float, float]]:
    text = passage.skeleton
    own = [(index, amount) for index, amount in _counts(passage, start, len(text)) if amount.exact]
    standing = [(index, amount) for index, amount in own if not _is_compared(passage, index)]
    for change in _FROM_TO.finditer(text):
        first, second = passage.amount_at(change.start("first")), passage.amount_at(change.start("second"))
        if first.unit == second.unit and first.exact and second.exact and first.unit != "%":
            yield second.value, first.value
    for change in (found for pattern in _BESIDE for found in pattern.finditer(text)):
        place = change.start("difference")
        amount = passage.amount_at(place)
        if change.start("percent") != match.start("percent") or amount.unit in ("%", "个百分点") or not amount.exact:
            continue
        sign = -1 if _FALLING.search(match["word"]) else 1
        for index, now in standing:
            if now.unit == amount.unit and index < place and now.value - sign * amount.value > 0:
                yield now.value, now.value - sign * amount.value
    for index, then in own:
        clause = re.split(r"[;。:()\ue000-\uefff]", text[:index])[-1]
        if _LAST_YEAR.search(clause):
            for place, now in standing:
                if place != index and now.unit == then.unit and place < match.start():
                    yield now.value, then.value
