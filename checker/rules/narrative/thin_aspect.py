from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.labels import Aspect
    from checker.language.pipeline import AnnotatedStatement

# A heading that is an answer itself: 「（二）无依申请公开。」
_ANSWER = re.compile(r"无|未|没有|\d[件条次起]")
_PROCEEDINGS = re.compile(r"复议|诉讼")


@rule(
    code="N02",
    name="thin-aspect",
    title="某个方面只有空话",
    severity="warning",
    basis="国办公开办函〔2021〕30号（不得“敷衍塞责”）",
)
def thin_aspect(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    总体情况提到了某个方面，但没有写做了什么、结果如何：只有小标题，或者只有原则性的套话；有小标题的，看标题之下写了什么，
    标题之下讲的是别的事的，作提示。

    依据
    国办公开办函〔2021〕30号（内容雷同、敷衍塞责的要追究责任）；《政府信息公开条例》第四十七条。

    反例
    “（四）平台建设。不断加强平台建设，拓宽公开渠道，提升公开水平。”

    正例
    “（二）依申请公开。本年度未收到申请。”“（四）平台建设。主要通过县政府网站镇办平台发布信息。”——写得短，但写了事情。

    已知局限
    由模型判断一句话有没有内容，把握不大时不提示。小标题只认带“（一）”“1.”编号的短语或独占一行的短语，而且要有这个方面的字词；
    “（一）”之下的“一是……”不算小标题。标题之下的话里有这个方面的字词（管理的审核、清理、更新，监督保障的督查、考核、培训等），
    或者写明谁审核谁签发、成立了什么小组、专题栏目叫什么名称的，不提示。
    """
    if not draft.annotation.of("overview"):
        yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    overview = draft.annotation.of("overview")
    for found in (tell(draft.annotation, aspect) for aspect in ASPECTS):
        if found.telling == "absent":
            continue
        heading = heading_of(overview, found.aspect)
        if heading is not None:
            yield from _judge_heading(draft, overview, found, heading)
        elif found.telling == "thin":
            yield from _judge_said(draft, overview, found)


def _judge_heading(
    draft: Draft, overview: Sequence[AnnotatedStatement], found: AspectTelling, place: int
) -> Iterator[Outcome]:
    """An aspect with a heading of its own is judged by what stands under it."""
    heading, under = overview[place], under_heading(overview, place)
    if not under:
        if _ANSWER.search(compact(heading.statement.text)) is None:
            title = f"“{shortened(heading.statement.text, 30)}”" if found.telling == "told" else None
            yield _finding(draft, found, heading, "只有标题，没有内容", called=title)
        return
    if found.telling == "told":
        return
    words = re.compile(aspect_words()[found.aspect]["under"])
    telling = [item for item in under if tells(item)]
    if any(words.search(compact(item.statement.text)) for item in telling):
        return
    said = [item for item in under if item in found.naming and item.labels.role != "frame"]
    if said:
        yield _finding(draft, found, said[-1], _only(said[-1]))
    elif any(found.aspect in item.labels.aspects or words.search(compact(item.statement.text)) for item in under):
        return
    elif not telling:
        yield _finding(draft, found, heading, _only(under[-1]))
    elif any(item.labels.aspects for item in telling):
        yield _finding(draft, found, heading, _told_instead(found.aspect, telling), "info")
    else:
        yield Unassessed(f"{aspect_name(found.aspect)}的标题之下有没有写到这个方面，把握不大，请人工判断")


def _judge_said(draft: Draft, overview: Sequence[AnnotatedStatement], found: AspectTelling) -> Iterator[Outcome]:
    """An aspect without a heading, of which there are only worn words."""
    said = [item for item in found.naming if item.labels.role != "frame"]
    if not said or _stands_elsewhere(overview, found.aspect, said[-1]):
        yield Unassessed(f"{aspect_name(found.aspect)}没有小标题，有没有写到把握不大，请人工判断")
    elif _is_borne_out(overview, found.aspect, said[-1]):
        yield Unassessed(f"{aspect_name(found.aspect)}的空话旁边另有具体的话，是不是讲这个方面把握不大，请人工判断")
    else:
        yield _finding(draft, found, said[-1], _only(said[-1]))


def _stands_elsewhere(overview: Sequence[AnnotatedStatement], aspect: Aspect, said: AnnotatedStatement) -> bool:
    """Whether the worn statement stands under the heading of another aspect: there it may be meant as that aspect's."""
    return any(
        said in under_heading(overview, place)
        for other in ASPECTS
        if other != aspect and (place := heading_of(overview, other)) is not None
    )


def _is_borne_out(overview: Sequence[AnnotatedStatement], aspect: Aspect, said: AnnotatedStatement) -> bool:
    """Whether a statement beside the worn one, which is clearly about no other aspect, tells with words of the aspect."""
    words = re.compile(aspect_words()[aspect]["under"])
    return any(
        item.statement.line == said.statement.line
        and item is not said
        and not item.labels.aspects
        and tells(item)
        and words.search(compact(item.statement.text))
        for item in overview
    )


def _told_instead(aspect: Aspect, telling: Sequence[AnnotatedStatement]) -> str:
    """What stands under the heading instead: the aspects that their own words bear out."""
    names = []
    for item in telling:
        text = compact(item.statement.text)
        for other in item.labels.aspects:
            if other == "on_request" and _PROCEEDINGS.search(text):
                names.append("行政复议、行政诉讼")
            elif re.search(aspect_words()[other]["under"], text):
                names.append(aspect_name(other))
    if names:
        return f"有标题，标题之下讲的却是{'、'.join(dict.fromkeys(names))}"
    return f"有标题，标题之下讲的却不是{aspect_name(aspect)}"


def _only(item: AnnotatedStatement) -> str:
    return f"只有“{shortened(item.statement.text, 30)}”一类的话，没有写做了什么、结果如何"


def _finding(
    draft: Draft,
    found: AspectTelling,
    first: AnnotatedStatement,
    what: str,
    severity: Severity | None = None,
    called: str | None = None,
) -> Finding:
    words = aspect_words()[found.aspect]
    figures = usable_figures(draft.report, found.aspect)
    return Finding(
        first.statement.start,
        first.statement.end,
        f"总体情况的{called or aspect_name(found.aspect)}{what}" + (f"；{figures}" if figures else ""),
        f"写明{words['wanted']}，例如{words['figure']}",
        place=f"overview/{found.aspect}",
        evidence={"aspect": found.aspect, "statements": [item.statement.text for item in found.naming[:3]]},
        severity=severity,
    )
