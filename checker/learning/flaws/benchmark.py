"""Planted flaws against a reviewer: how many it finds, and what it says of reports that have none."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from checker.learning.corpus import LabelledStatement
from checker.learning.flaws import consistency, identity, narrative, structure, tables, wording, years
from checker.learning.flaws.borrowing import is_held_out
from checker.learning.flaws.operators import Operator
from checker.learning.flaws.sound import selection, sound_reports
from checker.learning.flaws.written import Written, report_of
from checker.learning.flaws.years import year_before
from checker.learning.readme import insert_figures
from checker.reference.model import ReferenceReport
from checker.resources import data_path
from checker.reviewing import FindingInfo, Review, Reviewer
from checker.rules.registry import all_rules

FOLDER = ("corpora", "flaws")
OPERATORS: tuple[Operator, ...] = (
    *structure.OPERATORS,
    *tables.OPERATORS,
    *consistency.OPERATORS,
    *narrative.OPERATORS,
    *identity.OPERATORS,
    *years.OPERATORS,
    *wording.OPERATORS,
)
_MISSES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Attempt:
    """One flaw planted in one report. ``new`` are the notes of its rule that the untouched report does not have;
    ``named`` whether one of them quotes or names what it should."""

    written: Written
    operator: Operator
    new: tuple[FindingInfo, ...]
    named: bool

    @property
    def found(self) -> bool:
        return bool(self.new)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A note on a sound report. ``borne_out``: the labels of the statements that it is about agree with it."""

    written: Written
    finding: FindingInfo
    borne_out: bool


@dataclass(frozen=True)
class Outcome:
    """What a run of the benchmark gave."""

    reports: tuple[Written, ...]
    attempts: tuple[Attempt, ...]
    alarms: tuple[Alarm, ...]


def run(
    reviewer: Reviewer | None = None,
    reports: Sequence[Written] | None = None,
    operators: Iterable[Operator] = OPERATORS,
    jobs: int = 1,
    every: int = 1,
) -> Outcome:
    """Review the sound reports untouched and with the flaws that can be planted in them, in ``jobs`` processes.

    Operators for rules that are not installed are left out. Of those for rules of structure and tables, whose
    flaws hardly depend on the report, only every ``every``-th is tried on a report, in turn.
    """
    reports = tuple(sound_reports() if reports is None else reports)
    installed = {rule.code for rule in all_rules()}
    wanted = tuple(operator for operator in operators if operator.rule in installed)
    shares = [_share_of(wanted, place, every) for place in range(len(reports))]
    work = partial(_try_all, reviewer or Reviewer())
    if jobs <= 1:
        tried = list(map(work, reports, shares))
    else:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
            tried = list(pool.map(work, reports, shares))
    attempts = tuple(attempt for outcome in tried for attempt in outcome.attempts)
    return Outcome(reports, attempts, tuple(alarm for outcome in tried for alarm in outcome.alarms))


def _share_of(operators: Sequence[Operator], place: int, every: int) -> tuple[Operator, ...]:
    """The operators that are tried on the report in that place."""
    return tuple(
        operator
        for number, operator in enumerate(operators)
        if operator.rule[0] not in "ST" or (number - place) % every == 0
    )


def _try_all(reviewer: Reviewer, written: Written, operators: Sequence[Operator]) -> Outcome:
    """One sound report, untouched and with each of the flaws, beside a report of the year before."""
    prior = reviewer.reference_report(report_of(year_before(written)))
    untouched = reviewer.review(report_of(written), prior)
    alarms = tuple(Alarm(written, finding, borne_out(finding, written)) for finding in untouched.findings)
    return Outcome((written,), tuple(_attempts(reviewer, written, prior, untouched, operators)), alarms)


def _attempts(
    reviewer: Reviewer, written: Written, prior: ReferenceReport, untouched: Review, operators: Sequence[Operator]
) -> Iterator[Attempt]:
    known = {finding.fingerprint for finding in untouched.findings}
    for operator in operators:
        flaw = operator.plant(written)
        if flaw is None:
            continue
        beside = prior if flaw.prior is None else report_of(flaw.prior)
        findings = reviewer.review(report_of(flaw.written), beside).findings
        new = tuple(item for item in findings if item.rule == operator.rule and item.fingerprint not in known)
        yield Attempt(written, operator, new, any(names(item, flaw.word) for item in new))


def names(finding: FindingInfo, word: str) -> bool:
    """Whether what a reviewer reads of a finding holds the word."""
    return word in finding.message or word in finding.quote or word in finding.suggestion


# ── alarms ────────────────────────────────────────────────────────────────────────────────────────


def borne_out(finding: FindingInfo, written: Written) -> bool:
    """Whether a note on a sound report is right by the labels: a sound report may hold some vague statements,
    and a rule that points out just those has not erred."""
    judge = _JUDGES.get(finding.rule)
    if judge is None:
        return False
    own = {item.text: item for section in written.narrative for item in written.statements(section)}
    meant = [own[text] for text in _texts(finding.evidence) if text in own]
    return bool(meant) and all(judge(item) for item in meant)


def _texts(evidence: object) -> Iterator[str]:
    if isinstance(evidence, str):
        yield evidence
    elif isinstance(evidence, Mapping):
        for value in evidence.values():
            yield from _texts(value)
    elif isinstance(evidence, list | tuple):
        for value in evidence:
            yield from _texts(value)


def _is_vague(item: LabelledStatement) -> bool:
    return item.specificity == 0 or bool(item.stock)


_JUDGES: dict[str, Callable[[LabelledStatement], bool]] = {
    "N03": _is_vague,
    "N05": lambda item: item.role == "problem" and item.specificity <= 1,
    "N08": lambda item: item.role == "measure" and item.specificity <= 1,
}


# ── figures ───────────────────────────────────────────────────────────────────────────────────────


def evaluate_flaws() -> str:
    """Run the benchmark and rewrite the figures in its README; returns them."""
    text = figures(run(jobs=os.cpu_count() or 1))
    insert_figures(data_path(*FOLDER) / "README.md", text)
    return text


def figures(outcome: Outcome) -> str:
    """The outcome as Markdown: the sound reports, a table of rules, a table of operators, what was missed."""
    return "\n\n".join([_reports(outcome), _by_rule(outcome), _by_operator(outcome), _missed(outcome)])


def _reports(outcome: Outcome) -> str:
    chosen = selection()
    kinds = len({written.agency_type for written in outcome.reports})
    held_out = sum(map(is_held_out, outcome.reports))
    loud = [alarm for alarm in outcome.alarms if alarm.finding.severity != "info"]
    quiet = [alarm for alarm in outcome.alarms if alarm.finding.severity == "info"]
    untouched = len({alarm.written.document for alarm in loud})
    count = len(outcome.reports)
    unseen = sum(is_held_out(alarm.written) and not alarm.borne_out for alarm in loud)
    return "\n".join(
        [
            f"- {count} sound reports of {kinds} kinds of agency, {held_out} of them of kinds that no model was trained on; "
            f"{chosen.as_they_stand} sound as they stand, {chosen.pruned} once measures without a problem are left out; "
            f"{len(chosen.contradicted)} others refused because their figures contradict their tables",
            f"- {len(outcome.attempts)} flaws planted by {len({item.operator for item in outcome.attempts})} operators",
            f"- notes on sound reports: {_per(len(loud), count)} errors and warnings a report "
            f"({_per(sum(alarm.borne_out for alarm in loud), count)} borne out by the labels), on {untouched} of {count} reports; "
            f"{_per(len(quiet), count)} for information ({_per(sum(alarm.borne_out for alarm in quiet), count)} borne out)",
            f"- errors and warnings not borne out: {_per(unseen, held_out)} a report of unseen kinds, "
            f"{_per(sum(not alarm.borne_out for alarm in loud) - unseen, count - held_out)} a report of the others",
        ]
    )


def _per(number: int, of: int) -> str:
    return f"{number / of:.2f}" if of else "–"


def _share(hits: int, of: int) -> str:
    return f"{hits / of:.3f}" if of else "–"


def _by_rule(outcome: Outcome) -> str:
    """Planted, found, named, recall (all; kinds that the models have not met), notes on sound reports."""
    lines = [
        "| rule | planted | found | recall | recall, unseen kinds | named or quoted | errors and warnings on sound reports "
        "| of these borne out | for information | of these borne out |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    codes = [rule.code for rule in all_rules()]
    seen = {item.operator.rule for item in outcome.attempts} | {alarm.finding.rule for alarm in outcome.alarms}
    for code in (code for code in codes if code in seen):
        own = [item for item in outcome.attempts if item.operator.rule == code]
        unseen = [item for item in own if is_held_out(item.written)]
        alarms = [alarm for alarm in outcome.alarms if alarm.finding.rule == code]
        loud = [alarm for alarm in alarms if alarm.finding.severity != "info"]
        quiet = [alarm for alarm in alarms if alarm.finding.severity == "info"]
        found = sum(item.found for item in own)
        lines.append(
            f"| {code} | {len(own)} | {found} | {_share(found, len(own))} "
            f"| {_share(sum(item.found for item in unseen), len(unseen))} "
            f"| {_share(sum(item.named for item in own), len(own))} "
            f"| {len(loud)} | {sum(alarm.borne_out for alarm in loud)} "
            f"| {len(quiet)} | {sum(alarm.borne_out for alarm in quiet)} |"
        )
    return "\n".join(lines)


def _by_operator(outcome: Outcome) -> str:
    planted = Counter(item.operator for item in outcome.attempts)
    found = Counter(item.operator for item in outcome.attempts if item.found)
    named = Counter(item.operator for item in outcome.attempts if item.named)
    lines = ["| rule | flaw | planted | found | named or quoted |", "|---|---|---|---|---|"]
    lines += [
        f"| {operator.rule} | {operator.name} | {count} | {found[operator]} | {named[operator]} |"
        for operator, count in planted.items()
    ]
    return "\n".join(lines)


def _missed(outcome: Outcome) -> str:
    missed = Counter(item.operator for item in outcome.attempts if not item.found)
    if not missed:
        return "Every planted flaw was found."
    lines = ["Most often missed:", ""]
    for operator, count in missed.most_common(_MISSES_SHOWN):
        where = [item.written.document for item in outcome.attempts if item.operator == operator and not item.found]
        lines.append(f"- {operator.rule} {operator.name}: {count} ({'、'.join(where[:4])}{' …' if count > 4 else ''})")
    return "\n".join(lines)
