"""Every rule against its cases: one YAML file a rule, of the rule's own file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from building import build
from drafting import drafted

from checker.language.pipeline import annotate
from checker.rules.registry import all_rules, get_rule
from checker.rules.rule import Draft, Finding, Rule, Unassessed
from checker.settings import load_settings

FOLDER = Path(__file__).parent
GROUPS = ("failing", "passing", "near_miss", "not_assessable")


def _cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.rglob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        for group in GROUPS:
            for case in content.get(group, ()):
                cases.append(pytest.param(content["rule"], group, case, id=f"{content['rule']}-{group}-{case['name']}"))
    return cases


def _outcomes(rule: Rule, case: dict[str, Any]) -> tuple[list[Finding], list[Unassessed], str]:
    with drafted(rule, case) as draft:
        outcomes, text = list(rule.check(draft)), draft.report.text
    for outcome in outcomes:
        if isinstance(outcome, Finding):
            assert 0 <= outcome.start <= outcome.end <= len(text)
    return (
        [outcome for outcome in outcomes if isinstance(outcome, Finding)],
        [outcome for outcome in outcomes if isinstance(outcome, Unassessed)],
        text,
    )


@pytest.mark.parametrize(("code", "group", "case"), _cases())
def test_case(code: str, group: str, case: dict[str, Any]) -> None:
    rule = get_rule(code)
    assert rule is not None
    found, unassessed, text = _outcomes(rule, case)
    described = [(finding.message, text[finding.start : finding.end]) for finding in found]
    if group == "failing":
        expected = case["finds"]
        assert len(found) == len(expected), described
        for finding, wanted in zip(found, expected, strict=True):
            assert wanted["says"] in finding.message, described
            if "quote" in wanted:
                assert text[finding.start : finding.end].strip() == wanted["quote"], described
            if "advises" in wanted:
                assert wanted["advises"] in finding.suggestion
            assert (finding.severity or rule.severity) == wanted.get("severity", rule.severity)
    else:
        assert not found, described
    if group == "not_assessable":
        assert any(case["because"] in item.reason for item in unassessed), unassessed
    elif group != "failing":
        assert not unassessed, unassessed


def test_every_rule_has_cases_of_each_kind() -> None:
    for rule in all_rules():
        module = rule.check.__module__.rsplit(".", 2)
        path = FOLDER / module[1] / f"{module[2]}.yml"
        assert path.is_file(), f"{rule.code}: no cases at {path}"
        content = yaml.safe_load(path.read_text("utf-8"))
        assert content["rule"] == rule.code
        for group in GROUPS[:3]:
            assert content.get(group), f"{rule.code}: no {group} case"
        assert content.get("not_assessable") or content.get("always_assessable"), f"{rule.code}: no not_assessable case"


def test_the_sound_report_passes_every_rule() -> None:
    report = build()
    for rule in all_rules():
        outcomes = list(rule.check(Draft(report, annotate(report), load_settings().thresholds(rule.code))))
        found = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
        assert not found, (rule.code, found)


PAGE_PARTS = ("检查内容", "依据", "反例", "正例", "已知局限")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_every_rule_has_a_whole_page(rule: Rule) -> None:
    lines = rule.page.split("\n")
    places = [lines.index(part) for part in PAGE_PARTS]
    assert places == sorted(places)
    for part, place in zip(PAGE_PARTS, places, strict=True):
        assert lines[place + 1].strip(), f"{rule.code}: nothing under {part}"
    assert rule.basis
    assert rule.title
