"""Flaws of the narrative (N01–N09), made of the report's own sentences and of other reports' of the corpus."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from functools import partial

from checker.language.labels import ASPECTS
from checker.learning.corpus import LabelledStatement
from checker.learning.flaws.borrowing import body_of, borrowed, chance, lenders, next_marker
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.sound import is_peoples_government, is_substance
from checker.learning.flaws.written import Line, Written

ASPECT_NAMES = {
    "proactive": "主动公开",
    "on_request": "依申请公开",
    "management": "政府信息管理",
    "platform": "平台建设",
    "oversight": "监督保障",
}

# A note quotes the beginning of a sentence; this much of it tells one sentence from another.
_QUOTED = 10
_ADMITTED = re.compile(r"不足|问题|差距|距离|薄弱|短板|提升空间|课题|有待|改进|措施|以下|：$")
_PUBLIC = re.compile(
    r"^(?:此外|另外|由于)?(?:一些|部分|个别|很多|有些|少数)?(?:农村|农牧民|牧民)?"
    r"(?:群众|公众(?!号)|居民|村民|申请人)(?!关心|普遍关心)"
)
# Who goes on to what the agency itself should do better does not only blame others.
_OWN_PART = re.compile(r"还需|有待|仍需|加强|宣传")
# That nothing went wrong is an outcome, however worn the words: a report that says so has told something.
_NOTHING_HAPPENED = re.compile(r"未发生|没有发生|未出现|没有出现|无.{0,8}发生|零")
_ACCOUNTABILITY = re.compile(r"考核|考评|绩效|评议|满意|测评|评估|追究|问责|追责|约谈|诫勉|通报批评")


def _sign(item: LabelledStatement) -> str:
    return body_of(item)[:_QUOTED]


# ── N01–N03: the overview ─────────────────────────────────────────────────────────────────────────


def _without_aspect(aspect: str, written: Written) -> Flaw:
    """Everything that speaks of an aspect left out, its heading too."""
    return Flaw(written.without("overview", lambda item: aspect in item.aspects), ASPECT_NAMES[aspect])


def _bare_heading(aspect: str, written: Written) -> Flaw | None:
    """An aspect's heading with nothing under it."""
    if not any(_is_heading(item, aspect) for item in written.statements("overview")):
        return None
    spoiled = written.without("overview", lambda item: aspect in item.aspects and not _is_heading(item, aspect))
    return Flaw(spoiled, ASPECT_NAMES[aspect])


def _is_heading(item: LabelledStatement, aspect: str) -> bool:
    return item.role == "frame" and item.aspects == (aspect,) and len(item.text) <= 24


def _stock_aspect(aspect: str, written: Written) -> Flaw | None:
    """All that is told of an aspect replaced by two stock sentences of other reports."""
    stock = lenders(written, lambda item: _is_stock(item, aspect) and _NOTHING_HAPPENED.search(item.text) is None)
    told = [item for item in written.statements("overview") if aspect in item.aspects and item.role != "frame"]
    if len(stock) < 2 or not told:
        return None
    new = [borrowed(item, written) for item in chance(written, f"stock {aspect}").sample(stock, 2)]

    def change(item: LabelledStatement) -> Line:
        if item is told[0]:
            return tuple(new)
        return () if item in told else (item,)

    return Flaw(written.replacing("overview", change), ASPECT_NAMES[aspect])


def _is_stock(item: LabelledStatement, aspect: str) -> bool:
    return (
        item.section == "overview"
        and item.role in ("practice", "result")
        and item.specificity == 0
        and bool(item.stock)
        and item.aspects == (aspect,)
    )


def _half_vague(written: Written) -> Flaw | None:
    """Half of what the overview tells replaced by stock sentences of the same aspects."""
    told = [item for item in written.statements("overview") if is_substance(item) and item.aspects]
    luck = chance(written, "half vague")
    chosen = luck.sample(told, (len(told) + 1) // 2)
    return _each_replaced(written, "overview", chosen, _is_stock)


def _each_replaced(
    written: Written, section: str, chosen: Sequence[LabelledStatement], fits: Callable[..., bool]
) -> Flaw | None:
    """The report with each of the chosen statements replaced by another report's that ``fits(statement, aspect=…)``
    its first aspect.

    The word sought is the first such sentence. ``None`` where there are not enough of them to lend.
    """
    luck = chance(written, section)
    new: dict[str, LabelledStatement] = {}
    used: set[str] = set()
    for item in chosen:
        aspect = item.aspects[0] if item.aspects else ""
        pool = [other for other in lenders(written, partial(fits, aspect=aspect)) if other.id not in used]
        if not pool:
            return None
        lent = luck.choice(pool)
        used.add(lent.id)
        new[item.id] = borrowed(lent, written, item)
    spoiled = written.replacing(section, lambda item: (new.get(item.id, item),))
    first = next(item for item in written.statements(section) if item.id in new)
    return Flaw(spoiled, _sign(new[first.id]))


# ── N04, N05: problems ────────────────────────────────────────────────────────────────────────────


def _without_problems(written: Written) -> Flaw:
    """Measures only: what they are to mend is not said."""
    return Flaw(written.without("problems", lambda item: item.role in ("problem", "cause")))


def _praise(written: Written) -> Flaw | None:
    """Problems and measures replaced by the self-praise and pledges of other reports."""
    praise = lenders(written, _is_praise)
    if len(praise) < 2:
        return None
    count = min(4, len(praise))
    line = tuple(borrowed(item, written) for item in chance(written, "praise").sample(praise, count))
    return Flaw(written.with_lines("problems", [line]))


def _is_praise(item: LabelledStatement) -> bool:
    return (
        item.section == "problems"
        and item.role == "frame"
        and item.specificity == 0
        and len(item.text) > 20
        and _ADMITTED.search(item.text) is None
    )


def _blame(written: Written) -> Flaw | None:
    """The public's shortcomings in the place of the agency's own."""
    blame = lenders(written, _is_blame)
    problems = written.of_role("problems", "problem")
    if not blame:
        return None
    new = [borrowed(item, written) for item in chance(written, "blame").sample(blame, min(2, len(blame)))]

    def change(item: LabelledStatement) -> Line:
        if item is problems[0]:
            return tuple(new)
        return () if item.role in ("problem", "cause") else (item,)

    return Flaw(written.replacing("problems", change), _sign(new[0]))


def _is_blame(item: LabelledStatement) -> bool:
    return (
        item.section == "problems"
        and item.role == "problem"
        and _PUBLIC.search(body_of(item)) is not None
        and _OWN_PART.search(item.text) is None
    )


def _universal_problems(written: Written) -> Flaw | None:
    """Every problem replaced by one that any agency could write, of the same aspect."""
    return _each_replaced(written, "problems", written.of_role("problems", "problem"), _is_universal_problem)


def _one_universal_problem(written: Written) -> Flaw | None:
    concrete = [item for item in written.of_role("problems", "problem") if item.specificity >= 2]
    return _each_replaced(written, "problems", [chance(written, "one problem").choice(concrete)], _is_universal_problem)


def _is_universal_problem(item: LabelledStatement, aspect: str) -> bool:
    return item.section == "problems" and item.role == "problem" and item.specificity == 0 and aspect in item.aspects


# ── N06–N08: measures ─────────────────────────────────────────────────────────────────────────────


def _unanswered(written: Written) -> Flaw | None:
    """One problem's measures left out, the others' kept."""
    problem = _separable(written, "unanswered")
    if problem is None:
        return None
    return Flaw(written.without("problems", lambda item: item.answers == (problem.problem,)), _sign(problem))


def _separable(written: Written, name: str) -> LabelledStatement | None:
    """A problem whose measures answer no other, in a report with others."""
    problems = written.of_role("problems", "problem")
    shared = {
        number
        for item in written.of_role("problems", "measure")
        if len(item.answers or ()) > 1
        for number in item.answers or ()
    }
    alone = [item for item in problems if item.problem not in shared]
    return chance(written, name).choice(alone) if alone and len(problems) > 1 else None


def _answered_beside_the_point(written: Written) -> Flaw | None:
    """One problem's measures replaced by one of another report that is about an aspect which no problem has."""
    problem = _separable(written, "beside the point")
    # training and supervision go some way to mend anything
    lent = [item for item in _foreign_measures(written) if item.aspects != ("oversight",)]
    if problem is None or not lent:
        return None
    measures = [item for item in written.of_role("problems", "measure") if item.answers == (problem.problem,)]
    new = borrowed(chance(written, "foreign").choice(lent), written, measures[0])

    def change(item: LabelledStatement) -> Line:
        if item is measures[0]:
            return (new,)
        return () if item in measures else (item,)

    return Flaw(written.replacing("problems", change), _sign(problem))


def _foreign_measures(written: Written) -> list[LabelledStatement]:
    """Other reports' measures, told with some detail, of one aspect that none of this report's problems has."""
    taken = {aspect for item in written.of_role("problems", "problem") for aspect in item.aspects}
    return lenders(
        written,
        lambda item: (
            item.section == "problems"
            and item.role == "measure"
            and item.specificity >= 1
            and len(item.aspects) == 1
            and not taken & set(item.aspects)
        ),
    )


def _unprompted(written: Written) -> Flaw | None:
    """A measure more, of an aspect that no problem has, in the list where the measures are one."""
    lent = _foreign_measures(written)
    if not lent:
        return None
    last = written.of_role("problems", "measure")[-1]
    new = borrowed(chance(written, "unprompted").choice(lent), written)
    new = dataclasses.replace(new, text=next_marker(last.text) + new.text)
    spoiled = written.replacing("problems", lambda item: (item, new) if item is last else (item,))
    return Flaw(spoiled, _sign(new))


def _vague_measures(written: Written) -> Flaw | None:
    """Every measure replaced by one that any agency could write, of the same aspect."""
    return _each_replaced(written, "problems", written.of_role("problems", "measure"), _is_vague_measure)


def _one_vague_measure(written: Written) -> Flaw | None:
    concrete = [item for item in written.of_role("problems", "measure") if item.specificity >= 2]
    return _each_replaced(written, "problems", [chance(written, "one measure").choice(concrete)], _is_vague_measure)


def _is_vague_measure(item: LabelledStatement, aspect: str) -> bool:
    return item.section == "problems" and item.role == "measure" and item.specificity == 0 and aspect in item.aspects


# ── N09 ───────────────────────────────────────────────────────────────────────────────────────────


def _without_accountability(written: Written) -> Flaw | None:
    """A people's government's report without a word on assessment, appraisal and accountability."""
    if not is_peoples_government(written):
        return None
    spoiled = written
    for section in ("overview", "other_matters"):
        spoiled = spoiled.without(section, lambda item: _ACCOUNTABILITY.search(item.text) is not None)
    return Flaw(spoiled, "责任追究")


OPERATORS: tuple[Operator, ...] = (
    *(Operator("N01", f"没有{ASPECT_NAMES[aspect]}", partial(_without_aspect, aspect)) for aspect in ASPECTS),
    *(Operator("N02", f"{ASPECT_NAMES[aspect]}只有标题", partial(_bare_heading, aspect)) for aspect in ASPECTS),
    *(Operator("N02", f"{ASPECT_NAMES[aspect]}只有套话", partial(_stock_aspect, aspect)) for aspect in ASPECTS),
    Operator("N03", "一半语句换成套话", _half_vague),
    Operator("N04", "没有问题只有措施", _without_problems),
    Operator("N04", "问题和措施换成成绩和表态", _praise),
    Operator("N04", "问题都在群众身上", _blame),
    Operator("N05", "问题全部换成万能问题", _universal_problems),
    Operator("N05", "一个问题换成万能问题", _one_universal_problem),
    Operator("N06", "一个问题没有措施", _unanswered),
    Operator("N06", "一个问题的措施换成别的方面的", _answered_beside_the_point),
    Operator("N07", "多出一条不相干的措施", _unprompted),
    Operator("N08", "措施全部换成万能措施", _vague_measures),
    Operator("N08", "一条措施换成万能措施", _one_vague_measure),
    Operator("N09", "没有考核、评议、责任追究", _without_accountability),
)
