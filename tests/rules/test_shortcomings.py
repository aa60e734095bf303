"""Section five as one would have it, concrete problem and concrete measure, and sentences that only look like it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from building import build

from checker.language.pipeline import annotate
from checker.rules.narrative.problems import problem_section
from checker.rules.narrative.shortcomings import concrete_shortcoming, is_assurance, shortcoming
from checker.rules.registry import get_rule
from checker.rules.rule import Draft, Finding
from checker.settings import load_settings

CASES = Path(__file__).parent / "narrative" / "shortcomings.jsonl"


@cache
def _cases() -> tuple[tuple[tuple[str, str], ...], ...]:
    lines = CASES.read_text("utf-8").splitlines()
    return tuple(tuple((role, text) for role, text in json.loads(line)["statements"]) for line in lines)


def _draft(statements: tuple[tuple[str, str], ...]) -> Draft:
    report = build({"bodies": {"problems": "".join(text for _, text in statements)}})
    return Draft(report, annotate(report))


def _finds(code: str, draft: Draft) -> bool:
    rule = get_rule(code)
    assert rule is not None
    own = Draft(draft.report, draft.annotation, load_settings().thresholds(code))
    return any(isinstance(outcome, Finding) for outcome in rule.check(own))


@cache
def _drafts(first_role: str) -> tuple[Draft, ...]:
    return tuple(_draft(case) for case in _cases() if case[0][0] == first_role)


def test_there_are_enough_cases() -> None:
    assert len(_drafts("problem")) >= 110
    assert len(_drafts("other")) >= 68


def test_concrete_problems_are_read_as_problems() -> None:
    drafts = _drafts("problem")
    right = sum(len(problem_section(draft.annotation).problems) == 1 for draft in drafts)
    assert right >= 0.92 * len(drafts)


@pytest.mark.parametrize(("code", "most"), [("N04", 0.02), ("N05", 0.0), ("N06", 0.03), ("N07", 0.01), ("N08", 0.03)])
def test_a_concrete_problem_with_its_measure_is_left_alone(code: str, most: float) -> None:
    drafts = _drafts("problem")
    assert sum(_finds(code, draft) for draft in drafts) <= most * len(drafts)


def test_what_went_well_is_not_read_as_a_problem() -> None:
    drafts = _drafts("other")
    assert sum(bool(problem_section(draft.annotation).problems) for draft in drafts) <= 0.08 * len(drafts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("二是“规划计划”栏目上半年仅更新1条。", "仅更新"),
        ("年度决算晚于规定时间8天公开，已于9月补公开。", "晚于"),
        ("针对栏目停更的问题，由办公室每月巡查。", None),
        ("逾期的在例会上点名。", None),
        ("全年答复均未超期，没有一件被纠正。", None),
        ("查阅大厅只需刷身份证。", None),
    ],
)
def test_concrete_shortcoming(text: str, words: str | None) -> None:
    assert concrete_shortcoming(text) == words


def test_lead_in_is_no_shortcoming() -> None:
    assert shortcoming("虽然取得了一些成绩，但仍存在一些不足。") is None
    assert shortcoming("还存在差距，学习宣传力度不够。") == "不够"


def test_assurance_beside_a_shortcoming_is_none() -> None:
    assert is_assurance("全年没有发生泄密事件。")
    assert not is_assurance("全年没有发生泄密事件，但有3个栏目停更。")
