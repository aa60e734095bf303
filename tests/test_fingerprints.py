"""A fingerprint outlives every change elsewhere in the draft, and no change of the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from drafting import drafted
from hypothesis import given
from hypothesis import strategies as st

from checker.fingerprints import distinct, fingerprint
from checker.report.model import Report
from checker.rules.registry import get_rule
from checker.rules.rule import Finding, Rule

RULES = Path(__file__).parent / "rules"
# Tells nothing that any rule is about.
UNRELATED = "便民服务中心新添了座椅和雨伞架。"
KINDS = ("overview", "disclosure", "applications", "proceedings", "problems", "other_matters")


def _failing_cases() -> list[Any]:
    return [
        pytest.param(content["rule"], case, id=f"{content['rule']}-{case['name']}")
        for path in sorted(RULES.rglob("*.yml"))
        for content in [yaml.safe_load(path.read_text("utf-8"))]
        for case in content["failing"]
    ]


def _found(rule: Rule, case: Mapping[str, Any], spec: Mapping[str, Any]) -> list[tuple[Finding, str, str | None]]:
    """Findings with their fingerprints and the kind of section that they are about."""
    with drafted(rule, case, spec) as draft:
        found = [outcome for outcome in rule.check(draft) if isinstance(outcome, Finding)]
    report = draft.report
    return [
        (item, fingerprint(rule.code, item, report.text[item.start : item.end]), _section(report, item))
        for item in found
    ]


def _section(report: Report, finding: Finding) -> str | None:
    place = finding.place.split("/")[0]
    section = report.section_at(finding.start)
    return place if place in KINDS else section.kind if section is not None else None


def _with_unrelated(spec: Mapping[str, Any], kind: str) -> dict[str, Any]:
    after = dict(spec.get("after", {}))
    after[kind] = f"{after[kind]}\n{UNRELATED}" if after.get(kind) else UNRELATED
    return {**spec, "after": after}


@pytest.mark.parametrize(("code", "case"), _failing_cases())
def test_a_paragraph_elsewhere_changes_no_fingerprint(code: str, case: dict[str, Any]) -> None:
    rule = get_rule(code)
    assert rule is not None
    spec = case.get("report") or {}
    before = _found(rule, case, spec)
    assert before
    for kind in ("overview", "other_matters"):
        after = {mark for _, mark, _ in _found(rule, case, _with_unrelated(spec, kind))}
        for finding, mark, section in before:
            if section != kind:
                assert mark in after, (kind, finding)


def test_the_rules_count_and_compare_without_letting_others_in() -> None:
    """A count of all problems, of all measures, and the measure that is nearest, are no part of what was decided on."""
    problems = (
        "一是思想认识有待提高；二是公开内容不够全面；三是公众号后台只有一人会用，停更两个月。\n"
        "一是进一步加强学习，不断提高业务水平；二是进一步完善机制。"
    )
    more = (
        problems.replace("\n", "四是南桥村公开栏第三季度的账目拖到11月才张贴。\n")
        + "三是由农经站每季度末25日前核对各村公开栏。"
    )
    for code in ("N05", "N06", "N08"):
        rule = get_rule(code)
        assert rule is not None
        before = {mark for _, mark, _ in _found(rule, {}, {"bodies": {"problems": problems}})}
        assert before, code
        assert before <= {mark for _, mark, _ in _found(rule, {}, {"bodies": {"problems": more}})}, code


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["甲", "乙", "of"]), inner, max_size=3),
    max_leaves=8,
)


@given(plain, plain, st.integers(0, 10**6), st.integers(0, 10**6))
def test_offsets_never_count_and_evidence_always_does(one: Any, other: Any, here: int, there: int) -> None:
    def mark(evidence: Any, start: int) -> str:
        pairs = [{"start": start, "end": start + 1, "source_start": start, "what": evidence}]
        return fingerprint("X01", Finding(start, start + 1, "", "", "place", {"pairs": pairs}), "话")

    assert mark(one, here) == mark(one, there)
    from checker.fingerprints import _matching

    assert (mark(one, here) == mark(other, here)) == (repr(_matching(one)) == repr(_matching(other)))


def test_retyping_is_no_change() -> None:
    def mark(quote: str, text: str) -> str:
        return fingerprint("X01", Finding(0, 2, "", "", "place", {"text": text}), quote)

    assert mark("申请 12 件", "（一）主动公开") == mark("申请１２件", "(一) 主动公开")
    assert mark("申请12件", "") != mark("申请13件", "")


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 30)), max_size=12),
    st.text(alphabet="件公开XX，", min_size=40, max_size=40),
)
def test_no_two_share_one_and_a_single_one_keeps_its_own(places: list[tuple[str, int]], text: str) -> None:
    found = sorted((own * 16, start, start + 2) for own, start in places)
    marks = list(distinct(text, found))
    assert len(set(marks)) == len(marks)
    for (own, _, _), mark in zip(found, marks, strict=True):
        assert mark.startswith(own)
        assert (mark == own) == (sum(other == own for other, _, _ in found) == 1)


def test_what_is_left_of_equal_findings_keeps_its_fingerprint() -> None:
    def marks(text: str) -> list[str]:
        places = [index for index in range(len(text)) if text.startswith("XX", index)]
        return list(distinct(text, [("f" * 16, place, place + 2) for place in places]))

    three = marks("全年公开XX条，其中财政信息占半数。办结申请XX件，都在期限以内。十月培训信息员XX期。")
    assert marks("全年公开88条，其中财政信息占半数。办结申请XX件，都在期限以内。十月培训信息员XX期。") == three[1:]
