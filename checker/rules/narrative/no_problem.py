from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from checker.rules.naming import section_title, shortened
from checker.rules.narrative.problems import blames_the_public, problem_section
from checker.rules.narrative.shortcomings import is_praise_or_plan, may_tell_shortcoming
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

if TYPE_CHECKING:
    from checker.language.pipeline import AnnotatedStatement

# The surest single problem below which the section is said to name none.
_FAINT = 0.3
# What the model is as sure of is a measure, whatever lacks it is to mend.
_SURELY_MEASURE = 0.8


@rule(
    code="N04",
    name="no-problem",
    title="没有写存在的问题",
    severity="error",
    basis="《政府信息公开条例》第五十条第（四）项；国办公开办函〔2021〕30号",
)
def no_problem(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    “存在的主要问题及改进情况”有没有写出本机关自己的问题：通篇是成绩或打算而没有一个问题，是错误；
    写出的问题都在群众身上（群众了解不够、申请人滥用权利一类），是警示。

    依据
    《政府信息公开条例》第五十条第（四）项（应报告存在的主要问题及改进情况）。

    反例
    “2023年，我局政府信息公开工作取得显著成效。下一步将再接再厉，再创佳绩。”

    正例
    “个别社区公开栏更新不及时。”写得空泛，但确是问题，由 N05 提示。

    已知局限
    只写“无”或过短的由 S04 提示。由模型判断一句话是不是问题，模型认不出的具体问题（“全年只更新一条”一类）按用语补认；
    还说不准的（有“未、漏、仅”一类字眼而认不准是缺点）不断言没有问题，列为无法核对。
    """
    items = draft.annotation.of("problems")
    section = draft.report.section("problems")
    if section is None or sum(len(item.statement.text) for item in items) < 20:
        yield Unassessed("没有这一部分，或内容过短，见S01、S04")
        return
    heading = section_title(draft.report, "problems")
    found = problem_section(draft.annotation)
    if not found.problems:
        if max(item.labels.role_probabilities["problem"] for item in items) >= _FAINT:
            yield Unassessed("有没有写出问题，把握不大，请人工判断")
            return
        doubtful = _doubtful(items)
        if doubtful is not None:
            yield Unassessed(f"“{shortened(doubtful, 30)}”像是在说缺点，有没有写出问题请人工判断")
            return
        first = items[0].statement
        yield Finding(
            first.start,
            first.end,
            f"“{heading}”没有写出问题，全文{len(items)}句讲的是成绩或打算，如“{shortened(first.text, 36)}”",
            "写出本机关政府信息公开工作自己的问题：出在哪里、怎么表现、到什么程度",
            place="problems/none",
            evidence={"statements": len(items)},
            identity=[item.statement.text for item in items],
        )
        return
    if all(blames_the_public(problem.whole_text) for problem in found.problems):
        first = found.problems[0].head.statement
        yield Finding(
            first.start,
            first.end,
            f"“{heading}”写的问题都在群众身上：“{shortened(first.text, 40)}”",
            "写本机关自己的问题，例如宣传、解读、渠道、答复上哪里做得不够",
            place="problems/public",
            evidence={"problems": [problem.head.statement.text for problem in found.problems]},
            severity="warning",
        )


def _doubtful(items: Sequence[AnnotatedStatement]) -> str | None:
    """A statement that may tell a shortcoming all the same: by a word of denial or lack, or because a plain statement
    without any boast stands where a measure follows at once."""
    for place, item in enumerate(items):
        text = item.statement.text
        role, probabilities = item.labels.role, item.labels.role_probabilities
        if probabilities["measure"] >= _SURELY_MEASURE:
            continue
        followed = place + 1 < len(items) and items[place + 1].labels.role == "measure"
        if may_tell_shortcoming(text) or (role != "frame" and followed and not is_praise_or_plan(text)):
            return text
    return None
