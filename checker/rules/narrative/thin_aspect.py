from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.report.normal import compact
from checker.rules.naming import shortened
from checker.rules.narrative.aspect_headings import heading_of, under_heading
from checker.rules.narrative.aspects import (
    ASPECTS,
    AspectTelling,
    aspect_name,
    aspect_words,
    tell,
    tells,
    usable_figures,
)
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.pipeline import AnnotatedStatement


@rule(
    code="N02",
    name="thin-aspect",
    title="某个方面只有空话",
    severity="warning",
    basis="国办公开办函〔2021〕30号（不得“敷衍塞责”）",
)
def thin_aspect(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    总体情况提到了某个方面，但没有写做了什么、结果如何：只有小标题，或者只有原则性的套话。

    依据
    国办公开办函〔2021〕30号（内容雷同、敷衍塞责的要追究责任）；《政府信息公开条例》第四十七条。

    反例
    “（四）平台建设。不断加强平台建设，拓宽公开渠道，提升公开水平。”

    正例
    “（二）依申请公开。本年度未收到申请。”“（四）平台建设。主要通过县政府网站镇办平台发布信息。”——写得短，但写了事情。

    已知局限
    由模型判断一句话有没有内容，把握不大时不提示。小标题只认带“（一）”“1.”编号的短语或独占一行的短语，而且要有这个方面的字词；
    “（一）”之下的“一是……”不算小标题。标题之下的话里有这个方面的字词（管理的审核、清理、更新，监督保障的督查、考核、培训等），不提示。
    """
    if not draft.annotation.of("overview"):
        yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    overview = draft.annotation.of("overview")
    thin = [found for aspect in ASPECTS if (found := tell(draft.annotation, aspect)).telling == "thin"]
    headed = [_under(overview, found) for found in thin]
    # what stands under another aspect's heading is told there as the wrong thing, not here as too little
    misplaced = {aspect for under in headed if under is not None for aspect in under.others}
    for found, under in zip(thin, headed, strict=True):
        if not _is_named_by_frames(found):
            if found.aspect not in misplaced:
                yield _only_said(draft, found)
        elif under is None:
            yield Unassessed(f"{aspect_name(found.aspect)}没有小标题，有没有写到把握不大，请人工判断")
        elif not under.tells:
            yield _finding(draft, found, under.heading, _what_stands(under))


@dataclass(frozen=True, slots=True)
class _Under:
    """An aspect's heading and what stands under it: ``others`` are the aspects that it is about instead, ``tells``
    whether it says something of the aspect, or something that the model gives to none."""

    heading: AnnotatedStatement
    statements: tuple[AnnotatedStatement, ...]
    others: tuple[str, ...]
    tells: bool


def _is_named_by_frames(found: AspectTelling) -> bool:
    return all(item.labels.role == "frame" for item in found.naming)


def _under(overview: Sequence[AnnotatedStatement], found: AspectTelling) -> _Under | None:
    """What stands under the heading of an aspect that only headings and openings name; ``None`` without a heading."""
    place = heading_of(overview, found.aspect) if _is_named_by_frames(found) else None
    if place is None:
        return None
    under = tuple(under_heading(overview, place))
    words = re.compile(aspect_words()[found.aspect]["under"])
    others = tuple(dict.fromkeys(aspect for item in under for aspect in item.labels.aspects))
    own = found.aspect in others or any(words.search(compact(item.statement.text)) for item in under)
    tells_something = own or (not others and any(tells(item) for item in under))
    return _Under(overview[place], under, () if tells_something else others, tells_something)


def _what_stands(under: _Under) -> str:
    if under.others:
        return f"有标题，标题之下讲的却是{'、'.join(map(aspect_name, under.others))}"
    if under.statements:
        return _only(under.statements[-1])
    return "只有标题，没有内容"


def _only(item: AnnotatedStatement) -> str:
    return f"只有“{shortened(item.statement.text, 30)}”一类的话，没有写做了什么、结果如何"


def _only_said(draft: Draft, found: AspectTelling) -> Finding:
    said = [item for item in found.naming if item.labels.role != "frame"]
    return _finding(draft, found, found.naming[0], _only(said[-1]))


def _finding(draft: Draft, found: AspectTelling, first: AnnotatedStatement, what: str) -> Finding:
    words = aspect_words()[found.aspect]
    figures = usable_figures(draft.report, found.aspect)
    return Finding(
        first.statement.start,
        first.statement.end,
        f"总体情况的{aspect_name(found.aspect)}{what}" + (f"；{figures}" if figures else ""),
        f"写明{words['wanted']}，例如{words['figure']}",
        place=f"overview/{found.aspect}",
        evidence={"aspect": found.aspect, "statements": [item.statement.text for item in found.naming[:3]]},
    )
