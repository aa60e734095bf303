from __future__ import annotations

from collections.abc import Iterator

from checker.rules.naming import shortened
from checker.rules.narrative.aspects import aspect_name
from checker.rules.narrative.problems import Point, ProblemSection, has_own_measure, problem_section
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# A measure as unlikely as this may still be one: then it is not said that there is none.
_FAINT = 0.3


@rule(
    code="N06",
    name="unanswered-problem",
    title="问题没有对应的改进措施",
    severity="warning",
    basis="《政府信息公开条例》第五十条第（四）项（存在的主要问题及改进情况）",
)
def unanswered_problem(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    每个问题有没有措施回应：照这条措施做了，这个问题会不会减轻。没有回应的问题，连同最接近的措施一起列出，并说明它为什么不算回应；
    完全没有写措施的，报一条。

    依据
    《政府信息公开条例》第五十条第（四）项。

    反例
    问题是“新媒体运用单一，只有一个公众号”，措施全是加强学习、加强督导。

    正例
    一条措施同时回应几个问题；措施的次序与问题不同。

    已知局限
    由模型按内容和次序判断，把握不大时不提示。一句话里列了几个问题的，有一个得到回应就不提示。
    """
    found = problem_section(draft.annotation)
    if not found.problems:
        yield Unassessed("没有读到写问题的语句")
        return
    if not found.measures:
        yield from _no_measure(draft, found)
        return
    for problem in found.unanswered:
        yield _finding(problem, found.nearest_to(problem))


def _no_measure(draft: Draft, found: ProblemSection) -> Iterator[Outcome]:
    others = [item for item in draft.annotation.of("problems") if item.labels.role in ("practice", "frame")]
    if any(item.labels.role_probabilities["measure"] >= _FAINT for item in others):
        yield Unassessed("有没有写改进措施，把握不大，请人工判断")
        return
    if all(has_own_measure(problem) for problem in found.problems):
        return
    first = found.problems[0].head.statement
    yield Finding(
        first.start,
        first.end,
        f"写了{len(found.problems)}条问题，没有一条改进措施",
        "逐条写明改进措施：做什么、谁来做、什么时候做完",
        place="problems/no-measure",
        evidence={"problems": [problem.head.statement.text for problem in found.problems]},
    )


def _finding(problem: Point, nearest: Point) -> Finding:
    about, instead = _names(problem.head.labels.aspects), _names(nearest.head.labels.aspects)
    if about and instead and about != instead:
        reason = f"讲的是{instead}，没有回应{about}上的这个问题"
    else:
        reason = "没有说到这个问题怎么解决"
    statement = problem.head.statement
    return Finding(
        statement.start,
        statement.end,
        f"问题“{shortened(problem.text, 40)}”没有对应的措施；最接近的是“{shortened(nearest.text, 36)}”，{reason}",
        "补写针对这个问题的措施：做什么、谁来做、什么时候做完",
        place="problems/unanswered",
        evidence={"problem": statement.text, "nearest": nearest.head.statement.text},
        identity=[statement.text],
    )


def _names(aspects: tuple[str, ...]) -> str:
    return "、".join(aspect_name(aspect) for aspect in aspects)
