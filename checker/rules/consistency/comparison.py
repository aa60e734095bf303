"""Figures of the narrative held against those of the statutory tables: readings, verdicts, and how a note words them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from checker.language.claims.figures import Account, account_of
from checker.language.claims.lexicon import Reading, Subject, Term, lexicon
from checker.language.claims.model import Claim
from checker.report.tables import Number, StatutoryTable
from checker.rules.naming import listed, shortened
from checker.rules.rule import Draft, Finding, Outcome, Unassessed

TABLE_NAMES = {"disclosure": "表二", "applications": "表三", "proceedings": "表四"}

Kind = Literal["agrees", "differs", "zero", "question", "unknown", "other"]


@dataclass(frozen=True, slots=True)
class Figure:
    """What the table has for one reading; ``value`` is ``None`` where a cell is blank or absent."""

    name: str
    value: Number | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim against its table.

    "differs": no reading gives the figure; "zero": one of the two says none and the other does not; "question": the
    claim is of another scope; "unknown": the table does not say; "other": of another time or place, not compared.
    """

    claim: Claim
    subject: Subject
    kind: Kind
    figures: tuple[Figure, ...]


def verdicts(draft: Draft) -> tuple[Verdict, ...]:
    """Every claim of the narrative that a table can bear out or not, judged."""
    account = account_of(draft.report, draft.annotation)
    judged = [
        _judged(claim, lexicon().subjects[claim.subject], draft)
        for claim in account.claims
        if lexicon().subjects[claim.subject].table
    ]
    return tuple(_without_answered_questions(judged))


def _judged(claim: Claim, subject: Subject, draft: Draft) -> Verdict:
    table = draft.report.tables.get(subject.table)
    if not claim.is_of(draft.report.year) or claim.scope == "area":
        return Verdict(claim, subject, "other", ())
    if table is None:
        return Verdict(claim, subject, "unknown", ())
    figures, possible = [], []
    for reading in subject.readings:
        values = values_of(table, reading)
        figures.append(Figure(reading.name, values[0] if values else None))
        possible.extend(values)
    if any(_agrees(claim, value) for value in possible):
        return Verdict(claim, subject, "agrees", tuple(figures))
    known = [figure.value for figure in figures if figure.value is not None]
    if claim.scope in ("part", "own"):
        if known and claim.amount.low <= max(known):
            question = claim.scope == "own" and subject.whole and claim.amount.high > 0
            return Verdict(claim, subject, "question" if question else "other", tuple(figures))
        if len(known) < len(figures):
            return Verdict(claim, subject, "unknown", tuple(figures))
    elif len(known) < len(figures):
        return Verdict(claim, subject, "unknown", tuple(figures))
    none_in_table = not any(known) and (subject.whole or _is_empty(table))
    zero = claim.amount.high == 0 or none_in_table
    return Verdict(claim, subject, "zero" if zero else "differs", tuple(figures))


def _is_empty(table: StatutoryTable) -> bool:
    """Whether nothing at all was counted in a table."""
    return not any(value.number for row in table.values.values() for value in row.values())


def _agrees(claim: Claim, value: Number) -> bool:
    amount = claim.amount
    if claim.subject != "fees" or claim.denied:
        return amount.allows(value)
    # table two counts in 万元; the text may round
    scale = {"元": 1e-4, "万元": 1.0, "亿元": 1e4}[amount.unit]
    digits = amount.written.rstrip("亿万元").partition(".")[2]
    room = 0.5 * 10.0 ** -len(digits) * scale
    return amount.low * scale - room <= value <= amount.high * scale + room


def _without_answered_questions(judged: Sequence[Verdict]) -> Iterator[Verdict]:
    """Questions of scope fall away where the narrative gives the whole's figure too and it is right."""
    settled = {verdict.subject.table for verdict in judged if verdict.kind == "agrees" and verdict.subject.whole}
    for verdict in judged:
        if verdict.kind == "question" and verdict.subject.table in settled:
            yield Verdict(verdict.claim, verdict.subject, "other", verdict.figures)
        else:
            yield verdict


# ── what the table has ────────────────────────────────────────────────────────────────────────────


def values_of(table: StatutoryTable, reading: Reading) -> list[Number]:
    """The values that a table gives for a reading: of the cells as filled in, and, where a total contradicts what it
    is the sum of (another rule's matter), of the sums too. Empty where a cell is blank or absent."""
    filled = _sum(table, reading.terms, by_parts=False)
    if filled is None:
        return []
    summed = _sum(table, reading.terms, by_parts=True)
    return [filled] if summed is None or summed == filled else [filled, summed]


def _sum(table: StatutoryTable, terms: Sequence[Term], by_parts: bool) -> Number | None:
    total: Number = 0
    for term in terms:
        place = next((place for place in term.places if place[0] in table.values), None)
        if place is None:
            if term.optional:
                continue
            return None
        value = table.number(*place)
        if value is None:
            return None
        if by_parts:
            value = _parts(table, place, value)
        total += term.sign * value
    return total


def _parts(table: StatutoryTable, place: tuple[str, str], value: Number) -> Number:
    """The sum that a total stands for, where all its parts are there."""
    row, column = place
    for relation in table.format.relations:
        cells: list[tuple[str, str]] = []
        if relation.axis == "row" and relation.right == (column,):
            cells = [(row, key) for key in relation.left]
        elif relation.axis == "column" and relation.right == (row,):
            cells = [(key, column) for key in relation.left if key in table.values]
        numbers = [table.number(*cell) for cell in cells]
        if numbers and all(number is not None for number in numbers):
            return sum(number for number in numbers if number is not None)
    return value


def values_of_row(table: StatutoryTable, row: str) -> list[Number]:
    """The numbers that stand in a row."""
    return [value.number for value in table.values[row].values() if value.number is not None]


# ── notes ─────────────────────────────────────────────────────────────────────────────────────────


def contradictions(draft: Draft, table: str) -> Iterator[Outcome]:
    """Notes on a table's figures that the narrative tells otherwise, one a paragraph, and what could not be compared."""
    yield from missing(draft, table)
    if table not in draft.report.tables:
        return
    judged = [verdict for verdict in verdicts(draft) if verdict.subject.table == table]
    account = account_of(draft.report, draft.annotation)
    silenced = {line_of(account, verdict) for verdict in judged if verdict.kind == "zero"}
    for line in _by_line(account, [verdict for verdict in judged if verdict.kind == "differs"]):
        if line_of(account, line[0]) not in silenced:
            yield note(line)
    yield from unknown(judged, table)


def missing(draft: Draft, table: str) -> Iterator[Outcome]:
    """That the narrative could not be compared with a table that was not read."""
    if table not in draft.report.tables:
        yield Unassessed(f"没有读到{TABLE_NAMES[table]}，正文的数字无从对照")


def unknown(judged: Sequence[Verdict], table: str) -> Iterator[Outcome]:
    """What the table does not say, or says of another scope."""
    blank = [f"“{shortened(item.claim.text, 24)}”" for item in judged if item.kind == "unknown"]
    if blank:
        yield Unassessed(f"{TABLE_NAMES[table]}相应的格空白或者没有，{listed(blank, 3)}未能对照")
    wider = [item.claim for item in judged if item.kind == "other" and item.claim.scope == "area"]
    if wider:
        words = listed([f"“{shortened(claim.text, 24)}”" for claim in wider], 3)
        yield Unassessed(f"正文{words}说的是“{wider[0].scope_words}”的情况，口径与{TABLE_NAMES[table]}不同，没有对照")


def line_of(account: Account, verdict: Verdict) -> int:
    """The line of the report that a verdict's claim stands on."""
    return account.passages[verdict.claim.passage].line


def _by_line(account: Account, judged: Sequence[Verdict]) -> list[list[Verdict]]:
    lines: dict[int, list[Verdict]] = {}
    for verdict in judged:
        same = lines.setdefault(line_of(account, verdict), [])
        if all(
            (item.claim.subject, item.claim.amount.value) != (verdict.claim.subject, verdict.claim.amount.value)
            for item in same
        ):
            same.append(verdict)
    return list(lines.values())


def by_line(draft: Draft, judged: Sequence[Verdict]) -> list[list[Verdict]]:
    """Verdicts that stand on one line of the report together, each figure once."""
    return _by_line(account_of(draft.report, draft.annotation), judged)


def note(line: Sequence[Verdict]) -> Finding:
    """One note on the figures of a line that the table does not bear out."""
    first = line[0]
    table = TABLE_NAMES[first.subject.table]
    return Finding(
        first.claim.start,
        first.claim.end,
        "；".join(difference(verdict) for verdict in line),
        f"对照登记台账核对，改正正文或{table}；口径不同的，在正文写明是哪一级、哪些机关的数字",
        place=f"{first.claim.section}/{first.claim.subject}",
        evidence={
            "claims": [
                {
                    "subject": verdict.claim.subject,
                    "told": verdict.claim.amount.value,
                    "table": {figure.name: figure.value for figure in verdict.figures},
                }
                for verdict in line
            ]
        },
    )


def difference(verdict: Verdict) -> str:
    """「正文写“收到政府信息公开申请12件”，表三“本年新收”为15件，相差3件」."""
    claim, table = verdict.claim, TABLE_NAMES[verdict.subject.table]
    unit = "万元" if claim.subject == "fees" else "件"
    words = f"{where(claim)}写“{shortened(claim.text, 40)}”，{table}"
    distinct: dict[Number, str] = {}
    for figure in verdict.figures:
        if figure.value is not None:
            distinct.setdefault(figure.value, figure.name)
    told = claim.amount.value
    shown = list(distinct.items())[:3]
    stated = "、".join(f"“{name}”为{plain(value)}{unit}" for value, name in shown)
    if claim.denied or claim.subject == "fees":
        return f"{words}{stated}"
    nearest = min(abs(told - value) for value in distinct)
    if len(shown) == 1:
        return f"{words}{stated}，相差{plain(nearest)}{unit}"
    return f"{words}{stated}，都不相符，至少相差{plain(nearest)}{unit}"


_SECTION_NAMES = {
    "preamble": "开头",
    "overview": "总体情况",
    "disclosure": "第二部分文字",
    "applications": "第三部分文字",
    "proceedings": "第四部分文字",
    "problems": "第五部分",
    "other_matters": "第六部分",
}


def section_name(section: str) -> str:
    """A part of the report as the beginning of a note names it."""
    return _SECTION_NAMES.get(section, "正文")


def where(claim: Claim) -> str:
    """The part of the report that a claim stands in."""
    return section_name(claim.section)


def again(section: str, before: str) -> str:
    """How a second place is named after one in ``before``: not a second time where it is the same."""
    return "又" if section_name(section) == section_name(before) else section_name(section)


def plain(value: Number) -> str:
    """A number as a reader writes it."""
    return str(int(value)) if value == int(value) else f"{value:g}"
