from __future__ import annotations

import random

import pytest
from building import BODIES, build
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import scores
from checker.language.pipeline import Annotation, annotate
from checker.reference.comparable import comparable, own_statements
from checker.reference.comparison import Comparison, compare
from checker.report.model import Report
from checker.reviewing import review
from checker.scores import RuleResult, completeness, compliance, originality, specificity


def alone(report: Report, annotation: Annotation) -> Comparison:
    """The report compared with nothing but itself."""
    return compare(comparable(report.text, own_statements(annotation), report.organization), report)


def own_share(report: Report, annotation: Annotation) -> scores.Score:
    return originality(annotation, alone(report, annotation))


LINES = BODIES["overview"].split("\n")
PROBLEMS = BODIES["problems"].split("\n")
FACTS = (
    "3月在区政府网站公布《便民服务事项清单》132项。",
    "全年更新公开指南2次，清理规范性文件5件。",
    "便民服务中心查阅角全年接待群众查阅412人次。",
    "9月组织12个社区信息员开展答复文书培训。",
    "全年公开政策解读14篇，其中图解6篇。",
)
SENTENCES = (
    *FACTS,
    "不断提升政务公开工作水平，切实保障群众知情权。",
    "进一步完善工作机制，规范工作流程。",
    "坚持以公开为常态、不公开为例外。",
)


def judged(overview: str, problems: str = BODIES["problems"]) -> tuple[Report, Annotation]:
    report = build({"bodies": {"overview": overview, "problems": problems}})
    return report, annotate(report)


def value(score: scores.Score) -> float:
    assert score.value is not None
    return score.value


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from((*LINES, *SENTENCES)), max_size=7), st.lists(st.sampled_from(PROBLEMS), max_size=2))
def test_scores_stay_in_range_and_can_be_recomputed(overview: list[str], problems: list[str]) -> None:
    report, annotation = judged("\n".join(overview), "\n".join(problems))
    results = [RuleResult("S01", "error", "passed"), RuleResult("T02", "error", "failed")]
    for score in scores.scores(report, annotation, results, alone(report, annotation)).values():
        assessed = [part for part in score.parts.values() if part.points is not None]
        if score.value is None:
            assert all(part.note for part in score.parts.values() if part.points is None)
            continue
        assert 0 <= score.value <= 100
        by_hand = 100 * sum(part.points or 0 for part in assessed if part.of) / sum(part.of for part in assessed)
        assert score.value == pytest.approx(by_hand, abs=0.06)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), st.sampled_from(FACTS))
def test_an_added_fact_never_lowers_specificity(overview: list[str], fact: str) -> None:
    before = value(specificity(*judged("\n".join(overview))))
    after = value(specificity(*judged("\n".join([*overview, fact]))))
    assert after >= before - 0.1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, len(LINES) - 1))
def test_a_removed_aspect_never_raises_completeness(removed: int) -> None:
    whole = value(completeness(*judged("\n".join(LINES))))
    rest = value(completeness(*judged("\n".join(line for place, line in enumerate(LINES) if place != removed))))
    assert rest < whole


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(generator: random.Random) -> None:
    lines = [*LINES, *SENTENCES]
    shuffled = list(lines)
    generator.shuffle(shuffled)
    first, second = judged("\n".join(lines)), judged("\n".join(shuffled))
    assert completeness(*first).value == completeness(*second).value
    assert originality(first[1], alone(*first)).value == originality(second[1], alone(*second)).value
    assert value(specificity(*first)) == pytest.approx(value(specificity(*second)), abs=0.1)


def test_stock_and_repetition_lower_originality() -> None:
    plain = value(own_share(*judged("\n".join(LINES))))
    worn = value(own_share(*judged("\n".join([*LINES, *SENTENCES[-3:]]))))
    repeated = value(own_share(*judged("\n".join([*LINES, LINES[0]]))))
    assert worn < plain
    assert repeated < plain


def test_what_could_not_be_assessed_is_left_out_and_said() -> None:
    results = [RuleResult("S01", "error", "passed"), RuleResult("T02", "error", "not_assessable")]
    score = compliance(results)
    assert score.value == 100
    assert score.parts["tables"].points is None
    assert "T02" in score.parts["tables"].note
    pictures = build({"without_tables": ["applications"], "pictures": ["applications"]})
    assert completeness(pictures, annotate(pictures)).parts["tables"].points is None


def test_a_failed_error_costs_more_than_a_failed_remark() -> None:
    def after(failed: str) -> float:
        rules = {"S01": "error", "S03": "warning", "S99": "info"}
        return value(
            compliance(
                [
                    RuleResult(code, severity, "failed" if code == failed else "passed")
                    for code, severity in rules.items()
                ]
            )
        )  # type: ignore[arg-type]

    assert after("S01") < after("S03") < after("S99") < 100


def test_the_sound_report_scores_high_and_an_empty_one_low() -> None:
    sound = review(build()).scores
    assert sound["completeness"].value == sound["compliance"].value == 100
    empty = review(build({"bodies": {"overview": "", "problems": "无", "other_matters": ""}})).scores
    assert (empty["completeness"].value or 0) < 40
    assert empty["originality"].value is None
