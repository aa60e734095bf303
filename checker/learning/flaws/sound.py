"""Reports of the corpus that are sound by their labels: what the rules should have nothing to say of."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from checker.language.labels import ASPECTS
from checker.learning.corpus import LabelledStatement, share_of
from checker.learning.flaws.borrowing import body_of, borrowed, chance, is_held_out
from checker.learning.flaws.written import Line, Written, corpus_reports

WANTED = 40
# Of a report's problems, and of its measures, at least this share tells what, where or when.
_CONCRETE_SHARE = 0.5

_PEOPLES_GOVERNMENT = re.compile(r"(?:人民政府|镇|乡)$")
STATUTORY_TITLE = "政府信息公开工作年度报告"
ACCOUNTABILITY = {"考核": "考核|考评", "评议": "评议", "追究": "追究|问责"}
FEE = re.compile(r"处理费|收费|收取")
PERIOD = re.compile(r"1月1日.{0,12}12月31日|截[至止].{0,6}12月31日")


@dataclass(frozen=True)
class Selection:
    """The sound reports, and how they came about.

    ``as_they_stand`` fulfil every condition; ``pruned`` do once measures that answer no problem that the report
    names are left out; ``contradicted`` would have, had their figures agreed with their tables.
    """

    reports: tuple[Written, ...]
    as_they_stand: int
    pruned: int
    contradicted: tuple[str, ...]


def sound_reports() -> list[Written]:
    """The sound reports of the benchmark, made whole (:func:`completed`), in the order of their names."""
    return list(selection().reports)


@cache
def selection() -> Selection:
    """Choose the sound reports: first those that stand as they are, then pruned ones, up to :data:`WANTED`."""
    whole = [report for report in corpus_reports() if is_sound(report)]
    pruned = [
        without_loose_ends(report)
        for report in corpus_reports()
        if not is_sound(report) and is_sound(without_loose_ends(report))
    ]
    contradicted = [report.document for report in (*whole, *pruned) if not figures_agree(report)]
    whole, pruned = _agreeing(whole), _agreeing(pruned)
    # kinds of agency that the models have not met are few: none of them is given away
    pruned.sort(key=lambda report: (not is_held_out(report), share_of(report.document)))
    chosen = [*whole, *pruned][:WANTED]
    return Selection(
        tuple(completed(report) for report in sorted(chosen, key=lambda report: report.document)),
        len(whole),
        len(chosen) - len(whole),
        tuple(contradicted),
    )


def _agreeing(reports: Iterable[Written]) -> list[Written]:
    return [report for report in reports if figures_agree(report)]


# ── sound by the labels ───────────────────────────────────────────────────────────────────────────


def is_sound(report: Written) -> bool:
    """Whether the labels find no fault with the narrative: all aspects told, concrete problems, each answered,
    concrete measures, each an answer."""
    problems, measures = report.of_role("problems", "problem"), report.of_role("problems", "measure")
    answered = {number for item in measures for number in item.answers or ()}
    return (
        all(_tells_of(report, aspect) for aspect in ASPECTS)
        and _concrete(problems)
        and _concrete(measures)
        and all(item.problem in answered for item in problems)
        and all(item.answers for item in measures)
    )


def _tells_of(report: Written, aspect: str) -> bool:
    return any(aspect in item.aspects and is_substance(item) for item in report.statements("overview"))


def is_substance(item: LabelledStatement) -> bool:
    """Whether a statement tells something: identifying detail, or a plain account of a kind of work."""
    return item.role != "frame" and (item.specificity >= 2 or (item.specificity == 1 and not item.stock))


def _concrete(items: Iterable[LabelledStatement]) -> bool:
    levels = [item.specificity >= 2 for item in items]
    return bool(levels) and sum(levels) >= _CONCRETE_SHARE * len(levels)


def without_loose_ends(report: Written) -> Written:
    """The report without the measures that answer none of its problems, what is left of a line ending as a line does."""
    pruned = report.without("problems", lambda item: item.role == "measure" and not item.answers)
    return pruned.with_lines("problems", map(_closed, pruned.narrative["problems"]))


def _closed(line: Line) -> Line:
    """The line with a full stop where what came after its comma or semicolon was left out."""
    return (*line[:-1], dataclasses.replace(line[-1], text=re.sub(r"[；;，,]$", "。", line[-1].text))) if line else line


# ── figures of the narrative against those of the tables ──────────────────────────────────────────

_COUNT = r"[^，。；、\d]{0,6}?(\d[\d,]*)[件宗份]"
_NEW = re.compile(rf"(?:新收|收到|受理)[^，。；\d]{{0,24}}?申请{_COUNT}")
_CARRIED = re.compile(rf"上年度?结转{_COUNT}")
_FORWARD = re.compile(rf"结转(?:至|到)?(?:下|次|20\d\d)年度?{_COUNT}")
_RECONSIDERED = re.compile(r"行政复议(?:案件|申请)?(\d[\d,]*)件")
_SUED = re.compile(r"行政诉讼(?:案件)?(\d[\d,]*)件")
_NONE = re.compile(r"(?:未|没有)(?:收到|接到)[^，。；]{0,30}申请(?!.{0,4}行政)")


def figures_agree(report: Written) -> bool:
    """Whether what the overview says of applications and proceedings is what tables three and four say."""
    applications, proceedings = report.tables["applications"], report.tables["proceedings"]
    new, carried = applications.number("new_requests", "total"), applications.number("carried_over", "total")
    sued = sum(proceedings.number(row, "total") for row in ("litigation_direct", "litigation_after_reconsideration"))
    allowed: dict[re.Pattern[str], set[int]] = {
        _NEW: {new, new + carried},
        _CARRIED: {carried},
        _FORWARD: {applications.number("carried_forward", "total")},
        _RECONSIDERED: {proceedings.number("reconsideration", "total")},
        _SUED: {sued},
    }
    told = [
        item.text for item in report.statements("overview") if "on_request" in item.aspects and item.role == "result"
    ]
    for text in told:
        if new and _NONE.search(text):
            return False
        for pattern, values in allowed.items():
            if any(int(number.replace(",", "")) not in values for number in pattern.findall(text)):
                return False
    return True


# ── made whole with other reports' sentences ──────────────────────────────────────────────────────


def completed(report: Written) -> Written:
    """The report with period, fee statement and (people's governments) accountability, where they were missing
    taken from other reports of the corpus, year and name adjusted; a title that is not worded as the format has it
    is put right."""
    if STATUTORY_TITLE not in report.title:
        report = dataclasses.replace(report, title=f"{report.agency}{report.year}年{STATUTORY_TITLE}")
    report = _with_statement(report, "preamble", PERIOD, _only_the_period)
    report = _with_statement(report, "other_matters", FEE, _no_fee)
    if is_peoples_government(report):
        report = _with_accountability(report)
    return report


def is_peoples_government(report: Written) -> bool:
    """Whether the agency must report on assessment, public appraisal and accountability."""
    return _PEOPLES_GOVERNMENT.search(report.agency) is not None


def _only_the_period(item: LabelledStatement) -> bool:
    return (
        re.fullmatch(r"(?:本?报告)?中?所列数据的?统计期限[^，。]{0,30}1月1日[^，。]{0,16}12月31日止?。", item.text)
        is not None
    )


def _no_fee(item: LabelledStatement) -> bool:
    return re.fullmatch(r"(?:20\d\d年|本年度)(?:未|没有)收取(?:政府信息公开)?信息处理费。", item.text) is not None


def _with_statement(
    report: Written, section: str, present: re.Pattern[str], wanted: Callable[[LabelledStatement], bool]
) -> Written:
    """The report with one of other reports' sentences at the end of a section that has nothing like it."""
    if any(present.search(item.text) for item in report.statements(section)):
        return report
    found = [item for other in corpus_reports() for item in other.statements(section) if wanted(item)]
    item = chance(report, section).choice([item for item in found if item.document != report.document])
    return report.with_lines(section, (*report.narrative[section], (borrowed(item, report),)))


def _with_accountability(report: Written) -> Written:
    """What the overview does not say of assessment, appraisal and accountability, from governments of its kind."""
    for word, pattern in ACCOUNTABILITY.items():
        if any(re.search(pattern, item.text) for item in report.statements("overview")):
            continue
        found = [
            item
            for other in corpus_reports()
            if other.agency_type == report.agency_type
            and is_peoples_government(other)
            and other.agency != report.agency
            for item in other.statements("overview")
            if _is_plain_account(item, word)
        ]
        item = chance(report, word).choice(found)
        report = _after_last(report, "oversight", borrowed(item, report))
    return report


def _is_plain_account(item: LabelledStatement, word: str) -> bool:
    """A concrete sentence of accountability that holds nothing peculiar to its own report."""
    return (
        word in item.text
        and item.specificity >= 2
        and item.role == "result"
        and item.aspects == ("oversight",)
        and len(body_of(item)) <= 40
        and re.search(r"第\d|“|\d+(?:分|人|名|个|条)", item.text) is None
    )


def _after_last(report: Written, aspect: str, new: LabelledStatement) -> Written:
    """The report with a statement after the last of its aspect in the overview."""
    last = [item for item in report.statements("overview") if aspect in item.aspects and item.role != "frame"][-1]
    return report.replacing("overview", lambda item: (item, new) if item is last else (item,))
