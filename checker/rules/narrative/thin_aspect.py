from __future__ import annotations

from collections.abc import Iterator

from checker.rules.naming import shortened
from checker.rules.narrative.aspects import ASPECTS, AspectTelling, aspect_name, aspect_words, tell, usable_figures
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule


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
    由模型判断一句话有没有内容，把握不大时不提示。
    """
    if not draft.annotation.of("overview"):
        yield Unassessed("没有总体情况，或者读不到其中的文字")
        return
    thin = [found for aspect in ASPECTS if (found := tell(draft.annotation, aspect)).telling == "thin"]
    # what stands under another aspect's heading is told there as the wrong thing, not here as too little
    misplaced = {aspect for found in thin if _is_heading_only(found) for aspect in _aspects_under(draft, found)}
    for found in thin:
        if _is_heading_only(found) or found.aspect not in misplaced:
            yield _finding(draft, found)


def _is_heading_only(found: AspectTelling) -> bool:
    return all(item.labels.role == "frame" for item in found.naming)


def _finding(draft: Draft, found: AspectTelling) -> Finding:
    first = found.naming[0].statement
    name = aspect_name(found.aspect)
    words = aspect_words()[found.aspect]
    if not _is_heading_only(found):
        what = f"只有“{shortened(found.naming[-1].statement.text, 30)}”一类的话，没有写做了什么、结果如何"
    elif others := _aspects_under(draft, found):
        what = f"有标题，标题之下讲的却是{'、'.join(map(aspect_name, others))}"
    else:
        what = "只有标题，没有内容"
    figures = usable_figures(draft.report, found.aspect)
    return Finding(
        first.start,
        first.end,
        f"总体情况的{name}{what}" + (f"；{figures}" if figures else ""),
        f"写明{words['wanted']}，例如{words['figure']}",
        place=f"overview/{found.aspect}",
        evidence={"aspect": found.aspect, "statements": [item.statement.text for item in found.naming[:3]]},
    )


def _aspects_under(draft: Draft, found: AspectTelling) -> list[str]:
    """What the statements between the heading of an aspect and the next heading are about."""
    overview = draft.annotation.of("overview")
    start = overview.index(found.naming[-1]) + 1
    under: list[str] = []
    for item in overview[start:]:
        if item.labels.role == "frame":
            break
        under += [aspect for aspect in item.labels.aspects if aspect not in under]
    return under
