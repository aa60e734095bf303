from __future__ import annotations

from collections.abc import Iterator

from checker.rules.naming import share_of, shortened
from checker.rules.narrative.problems import is_vague_problem, missing_of_problem, problem_section
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule


@rule(
    code="N05",
    name="vague-problem",
    title="问题写得空泛",
    severity="warning",
    basis="国办公开办函〔2021〕30号（不得“敷衍塞责”）；《政府信息公开条例》第五十条第（四）项",
)
def vague_problem(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    写出的问题有没有讲清出在哪里、怎么表现、到什么程度。空泛的问题并作一条，逐个说明缺什么；
    空泛的占一半以上为警示，不到一半为提示。

    依据
    《政府信息公开条例》第五十条第（四）项；国办公开办函〔2021〕30号。

    反例
    “一是思想认识有待提高；二是公开内容不够全面。”

    正例
    “后山、石梁两个村第三季度财务到11月才上墙。”

    已知局限
    空泛与否由模型判断。一句话里列了几个问题的，按一条计。
    """
    found = problem_section(draft.annotation)
    if not found.problems:
        yield Unassessed("没有读到写问题的语句")
        return
    problems = found.problems
    vague = [problem for problem in problems if is_vague_problem(problem)]
    if not vague:
        return
    first = vague[0].head.statement
    parts = "；".join(
        f"“{shortened(problem.text, 34)}”没有写{'、'.join(missing_of_problem(problem))}" for problem in vague[:3]
    )
    more = f"等{len(vague)}条" if len(vague) > 3 else ""
    yield Finding(
        first.start,
        first.end,
        f"{'写出的' if len(problems) > 1 else ''}{share_of('问题', len(vague), len(problems))}空泛：{parts}{more}",
        "写明出在哪个单位、哪个栏目、哪类事项，怎么表现，有多少",
        place="problems/vague",
        evidence={"problems": [problem.head.statement.text for problem in vague], "of": len(problems)},
        identity=[problem.head.statement.text for problem in vague],
        severity="warning" if 2 * len(vague) >= len(problems) else "info",
    )
