"""Decisions: kept through every re-wording elsewhere, reopened by changed evidence, never silently lost or wrong."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
from pathlib import Path
from typing import Any

import pytest
from building import BODIES, build
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import decisions
from checker.decisions import (
    BASELINE,
    DecisionFiles,
    Decisions,
    DecisionsError,
    apply,
    baseline,
    file_for,
    parse,
    written,
)
from checker.notes import terminal
from checker.reviewing import FiledDecision, Review, Reviewer
from checker.settings import load_settings

DAY = datetime.date(2024, 1, 12)
BROKEN: dict[str, Any] = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
    },
    "bodies": {
        "problems": "一是思想认识有待提高；二是公开内容不够全面。\n一是进一步加强学习，不断提高业务水平；二是进一步完善机制。",
        "other_matters": "无",
    },
    "before": {"overview": "全年公开XX条信息。"},
}
reviewer = Reviewer()


def review(spec: dict[str, Any]) -> Review:
    return reviewer.review(build(spec))


BROKEN_BUT_LAST = {**BROKEN, "bodies": {**BROKEN["bodies"], "other_matters": BODIES["other_matters"]}}


@functools.cache
def review_of_broken(*, without_last: bool = False) -> Review:
    return review(BROKEN_BUT_LAST if without_last else BROKEN)


def rules_of(result: Review, *, dismissed: bool) -> list[str]:
    return [finding.rule for finding in result.findings if finding.is_dismissed is dismissed]


def test_after_a_baseline_only_new_findings_count() -> None:
    first = review(BROKEN)
    kept = baseline(first, "王某某", DAY)
    again = apply(review(BROKEN), kept)
    assert [again.count(level) for level in ("error", "warning", "info")] == [0, 0, 0]
    assert not again.fails("info")
    assert len(again.findings) == len(first.findings) > 4
    assert {finding.decision.reason for finding in again.findings if finding.decision} == {BASELINE}
    assert (again.scores, again.assessments) == (first.scores, first.assessments)
    worse = apply(review({**BROKEN, "without": ["proceedings"]}), kept)
    assert set(rules_of(worse, dismissed=False)) == {"S01"}
    assert worse.fails("error")


SENTENCES = st.lists(
    st.sampled_from(
        [
            "便民服务中心新添了座椅和雨伞架。",
            "档案室搬到二楼，借阅登记照旧。",
            "宣传栏移到大厅东侧，靠近叫号机。",
            "大厅门口设了无障碍通道。",
        ]
    ),
    min_size=1,
    max_size=4,
    unique=True,
)


@settings(max_examples=15, deadline=None)
@given(
    SENTENCES,
    st.sampled_from(["overview", "disclosure", "applications", "proceedings", "other_matters"]),
    st.booleans(),
)
def test_words_elsewhere_lose_no_decision(sentences: list[str], kind: str, in_front: bool) -> None:
    first = review_of_broken(without_last=True)
    spec = BROKEN_BUT_LAST
    key = "before" if in_front else "after"
    own = spec.get(key, {}).get(kind, "")
    changed = {**spec, key: {**spec.get(key, {}), kind: "\n".join(filter(None, [own, *sentences]))}}
    again = apply(review(changed), baseline(first, "王某某", DAY))
    assert rules_of(again, dismissed=False) == []
    assert again.stale_decisions == []
    assert len(again.findings) == len(first.findings)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 15), st.sampled_from(["natural_person", "business"]))
def test_changed_evidence_reopens(number: int, column: str) -> None:
    first = review_of_broken()
    changed = {**BROKEN, "tables": {**BROKEN["tables"], "applications": {"total": {column: number, "total": 19}}}}
    again = apply(review(changed), baseline(first, "王某某", DAY))
    old = {(finding.rule, finding.message) for finding in first.findings}
    for finding in again.findings:
        if finding.rule.startswith("T"):
            assert finding.is_dismissed == ((finding.rule, finding.message) in old), finding
    gone = old - {(finding.rule, finding.message) for finding in again.findings}
    assert {entry.rule for entry in again.stale_decisions} == {rule for rule, _ in gone}


def test_reworded_problems_reopen_what_was_said_of_them() -> None:
    kept = baseline(review(BROKEN), "王某某", DAY)
    bodies = {
        **BROKEN["bodies"],
        "problems": BROKEN["bodies"]["problems"].replace("公开内容不够全面", "信息更新还不够及时"),
    }
    again = apply(review({**BROKEN, "bodies": bodies}), kept)
    assert "N05" in rules_of(again, dismissed=False)
    assert "N05" in {entry.rule for entry in again.stale_decisions}
    assert "T02" not in rules_of(again, dismissed=False)


def test_a_decision_stays_with_its_own_of_several_equal_findings() -> None:
    one, two = "全年公开XX条，财政信息占半数。", "年内编印办事手册，共XX条，村村都有。"
    alone = review({"before": {"overview": two}})
    both = review({"before": {"overview": one + two}})
    assert rules_of(both, dismissed=False) == ["S10", "S10"]
    kept = baseline(alone, "王某某", DAY)
    later = apply(both, kept)
    assert [(finding.start < both.report.text.index("编印"), finding.is_dismissed) for finding in later.findings] == [
        (True, False),
        (False, True),
    ]
    kept = Decisions(baseline(both, "王某某", DAY).entries[1:])
    assert [finding.is_dismissed for finding in apply(alone, kept).findings] == [True]
    kept = Decisions(baseline(both, "王某某", DAY).entries[:1])
    assert [finding.is_dismissed for finding in apply(alone, kept).findings] == [False]
    assert len(apply(alone, kept).stale_decisions) == 1


def test_a_decision_is_not_stale_where_its_rule_could_not_look() -> None:
    kept = baseline(review(BROKEN), "王某某", DAY)
    few = Reviewer(load_settings()).review(
        build({**BROKEN, "without_tables": ["applications"], "pictures": ["applications"]})
    )
    stale = {entry.rule for entry in apply(few, kept).stale_decisions}
    assert not stale & {"T02", "T03", "T04"}
    selected = Reviewer(dataclasses.replace(load_settings(), select=("N",))).review(build(BROKEN))
    assert apply(selected, kept).stale_decisions == []


def test_accepted_findings_still_count_and_are_signed() -> None:
    first = review(BROKEN)
    entry = FiledDecision(
        fingerprint=first.findings[0].fingerprint, status="accepted", reason="", name="王某某", date=DAY
    )
    again = apply(first, Decisions((entry,)))
    assert again.findings[0].decision is not None
    assert not again.findings[0].is_dismissed
    assert [again.count(level) for level in ("error", "warning")] == [
        first.count(level) for level in ("error", "warning")
    ]
    assert "处理：采纳（王某某，2024-01-12）" in terminal.render(again)


def test_the_terminal_lists_what_was_dismissed_and_what_is_stale() -> None:
    kept = baseline(review(BROKEN), "王某某", DAY)
    text = terminal.render(apply(review({**BROKEN, "before": {}}), kept)).replace("\n  ", "")
    assert "不采纳的意见（不计入合计）" in text
    assert "T02 表三收办不平：" in text
    assert "找不到对应意见的决定" in text
    assert "S10 草稿痕迹未清理“XX”——不采纳（基线：写入时已有；王某某，2024-01-12）" in text
    assert "合计：错误0条，警示0条，提示0条" in text


def test_another_drafts_decisions_are_refused() -> None:
    kept = baseline(review(BROKEN), "王某某", DAY)
    renamed = {"title": "临河区柳树湾街道办事处2023年政府信息公开工作年度报告"}
    for other in ({"year": 2022}, renamed):
        with pytest.raises(DecisionsError, match="决定文件，而审核的是"):
            apply(review(other), kept)
    shorter = Decisions(kept.entries, "榆树湾街道办事处", 2023)
    assert rules_of(apply(review(BROKEN), shorter), dismissed=False) == []
    assert rules_of(apply(review(BROKEN), Decisions(kept.entries)), dismissed=False) == []


def test_a_file_comes_back_as_it_was_written() -> None:
    kept = baseline(review(BROKEN), "王某某", DAY)
    again = parse(written(kept), kept.path)
    assert again == kept
    assert again.entries[0].date == DAY


GOOD = {"fingerprint": "ab", "status": "dismissed", "reason": "已核对", "name": "王某某", "date": "2024-01-12"}


def _file(*entries: Any, **top: Any) -> str:
    return json.dumps({"schema_version": "1", "decisions": list(entries), **top}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "不是有效的JSON（第1行第2字附近）"),
        ("[" * 100_000, "不是有效的JSON"),
        ("[]", "应当是一个对象"),
        ('{"decisions": []}', "“schema_version”应为"),
        (_file(decision=[]), "没有“decision”这一项，最接近的是“decisions”"),
        (_file(draft={"years": 2023}), "没有“draft.years”这一项，最接近的是“draft.year”"),
        (_file(draft={"year": "2023"}), "“draft.year”应为整数"),
        ('{"schema_version": "1"}', "“decisions”应当是一列"),
        (_file("abc"), "第1条决定应当是一个对象"),
        (
            _file(GOOD, {**GOOD, "fingerprint": "cd", "resaon": ""}),
            "没有“第2条决定的resaon”这一项，最接近的是“第2条决定的reason”",
        ),
        (_file({key: value for key, value in GOOD.items() if key != "name"}), "第1条决定缺“name”"),
        (_file({**GOOD, "status": "不采纳"}), "应为accepted、dismissed之一"),
        (_file({**GOOD, "reason": " "}), "第1条决定的“reason”不能空着"),
        (_file({**GOOD, "name": ""}), "第1条决定的“name”不能空着"),
        (_file({**GOOD, "name": 3}), "第1条决定的“name”应为文字"),
        (_file({**GOOD, "date": "2024年1月"}), "应写成2024-01-31的样子"),
        (_file(GOOD, GOOD), "第1条和第2条决定是同一个fingerprint（ab）"),
        ('{"schema_version": "1", "decisions": [], "decisions": []}', "“decisions”在同一处写了两次"),
    ],
)
def test_a_malformed_file_is_refused_in_one_line(content: str, said: str) -> None:
    with pytest.raises(DecisionsError) as caught:
        parse(content, "决定.json")
    message = str(caught.value)
    assert said in message
    assert message.startswith("决定.json：")
    assert "\n" not in message


@given(
    st.text()
    | st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ).map(json.dumps)
)
def test_whatever_stands_in_a_file_it_is_read_or_refused(content: str) -> None:
    try:
        said = repr(parse(content).path)
    except DecisionsError as error:
        said = str(error)
    assert "\n" not in said


def test_a_key_over_two_lines_is_told_on_one() -> None:
    with pytest.raises(DecisionsError) as caught:
        parse(json.dumps({"a\nb": 1}))
    assert "“a b”" in str(caught.value)


def test_files_are_found_beside_their_drafts_and_never_overwritten(tmp_path: Path) -> None:
    assert file_for(tmp_path / "a.json", "甲.docx", several=False) == tmp_path / "a.json"
    assert file_for(tmp_path, "x/甲.docx", several=False) == tmp_path / "甲.docx.decisions.json"
    assert file_for(tmp_path / "new", "甲.docx", several=True) == tmp_path / "new" / "甲.docx.decisions.json"
    (tmp_path / "a.json").write_text("{}", "utf-8")
    with pytest.raises(DecisionsError, match="应为目录"):
        file_for(tmp_path / "a.json", "甲.docx", several=True)
    with pytest.raises(DecisionsError, match="文件名相同"):
        DecisionFiles(tmp_path, ["a/甲.docx", "b/甲.docx"], new=True)
    with pytest.raises(DecisionsError, match="不会覆盖"):
        DecisionFiles(tmp_path / "a.json", ["甲.docx"], new=True)
    with pytest.raises(DecisionsError, match="不会覆盖"):
        decisions.write_new(tmp_path / "a.json", Decisions())
    assert (tmp_path / "a.json").read_text("utf-8") == "{}"
    with pytest.raises(DecisionsError, match="找不到这个决定文件"):
        DecisionFiles(tmp_path / "b.json", ["甲.docx"], new=False)
    with pytest.raises(DecisionsError, match="找不到这个目录"):
        DecisionFiles(tmp_path / "c", ["甲.docx", "乙.docx"], new=False)
    DecisionFiles(tmp_path, ["甲.docx", "乙.docx"], new=False)
    (tmp_path / "乙.docx.decisions.json").write_bytes("决定".encode("gb18030"))
    with pytest.raises(DecisionsError, match="不是UTF-8"):
        DecisionFiles(tmp_path, ["甲.docx", "乙.docx"], new=False)
