from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from checker.learning.corpus import load_statements
from checker.learning.flaws.benchmark import FOLDER, OPERATORS, Outcome, figures, run
from checker.learning.flaws.borrowing import next_marker
from checker.learning.flaws.operators import Operator
from checker.learning.flaws.sound import WANTED, figures_agree, is_sound, selection, sound_reports
from checker.learning.flaws.written import Written, corpus_reports, report_of, text_of
from checker.learning.flaws.years import year_before
from checker.resources import data_path
from checker.reviewing import Reviewer
from checker.rules.registry import all_rules
from checker.settings import Settings, load_settings

# Each operator is tried on two of these: enough to see it fail, and few enough to wait for.
SAMPLE, TRIES = 8, 2
HARD_RULES = [operator for operator in OPERATORS if operator.rule[0] in "ST"]


def only(*families: str) -> Settings:
    """Settings with the rules of these families alone."""
    return dataclasses.replace(load_settings(), select=families)


@cache
def sample() -> list[Written]:
    return sound_reports()[:: len(sound_reports()) // SAMPLE][:SAMPLE]


@cache
def tried() -> Outcome:
    """Every operator for a rule of structure or tables, each on a share of the sample."""
    return run(Reviewer(only("S", "T")), sample(), HARD_RULES, every=SAMPLE // TRIES)


def applicable(operator: Operator) -> Written:
    return next(written for written in sound_reports() if operator.plant(written) is not None)


def test_there_are_sound_reports_enough() -> None:
    assert len(sound_reports()) == WANTED
    assert all(is_sound(written) and figures_agree(written) for written in sound_reports())
    assert selection().as_they_stand + selection().pruned == WANTED


def test_written_reports_are_read_as_they_were_labelled() -> None:
    from checker.language.pipeline import annotate

    for written in sample():
        report = report_of(written)
        read = [item.statement.text for item in annotate(report).statements]
        assert read == [item.text.strip() for section in written.narrative for item in written.statements(section)]
        assert (report.year, report.format, set(report.tables)) == (written.year, "2021", set(written.tables))
        for kind, table in written.tables.items():
            numbers = {cell: report.tables[kind].number(*cell) for cell in table.texts}
            assert numbers == {cell: float(text) for cell, text in table.texts.items()}


def test_sound_reports_pass_the_rules_of_structure_and_tables() -> None:
    reviewer = Reviewer(only("S", "T01", "T02", "T03", "T04", "T05"))
    for written in sound_reports():
        review = reviewer.review(report_of(written), report_of(year_before(written)))
        assert {item.status for item in review.assessments} == {"passed"}, (written.document, review.findings)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: f"{operator.rule} {operator.name}")
def test_an_operator_changes_a_report_the_same_way_each_time_and_names_a_rule(operator: Operator) -> None:
    assert operator.rule in {rule.code for rule in all_rules()}
    written = applicable(operator)
    flaw = operator.plant(written)
    assert flaw is not None
    assert flaw.written != written or flaw.prior not in (None, year_before(written))
    assert flaw == operator.plant(written)


def test_operators_have_names_of_their_own() -> None:
    assert len(set(OPERATORS)) == len(OPERATORS)


def test_sentences_come_from_the_corpus_alone() -> None:
    known = {item.id for item in load_statements()}
    for operator in OPERATORS:
        flaw = operator.plant(applicable(operator))
        assert flaw is not None
        made_up = [
            item for lines in flaw.written.narrative.values() for line in lines for item in line if item.id not in known
        ]
        # structural words: headings, 「无」, placeholders
        assert all(len(item.text) <= 20 and item.specificity == 0 for item in made_up), operator.name


def test_planted_flaws_of_structure_and_tables_are_found_and_named() -> None:
    outcome = tried()
    assert sum(attempt.found for attempt in outcome.attempts) >= 0.95 * len(outcome.attempts)
    assert sum(attempt.named for attempt in outcome.attempts) >= 0.95 * len(outcome.attempts)
    assert outcome.alarms == ()


def test_figures_have_a_row_a_rule() -> None:
    text = figures(tried())
    for rule in all_rules():
        if rule.code[0] in "ST":
            assert f"\n| {rule.code} | " in text


def test_the_readme_holds_figures() -> None:
    content = (data_path(*FOLDER) / "README.md").read_text("utf-8")
    shown = content.split("<!-- figures -->")[1].split("<!-- end of figures -->")[0]
    assert len(shown) > 500, "run checker models evaluate --flaws"


def test_reports_of_the_trial_format_are_left_out() -> None:
    assert min(written.year for written in corpus_reports()) == 2021


def test_a_heading_stands_on_a_line_of_its_own() -> None:
    written = next(item for item in sound_reports() if item.document == "audit-002")
    lines = [text_of(line) for line in written.narrative["overview"]]
    assert "（一）主动公开" in lines


@pytest.mark.parametrize(
    ("text", "wanted"), [("二是报送。", "三是"), ("（9）报送。", "（10）"), ("3.报送。", "4."), ("报送。", "")]
)
def test_a_list_goes_on_with_its_next_marker(text: str, wanted: str) -> None:
    assert next_marker(text) == wanted
