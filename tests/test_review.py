from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from building import build

from checker.notes import json as json_notes
from checker.notes import terminal
from checker.reading import ReadingError
from checker.reviewing import Review, Reviewer, json_schema, review
from checker.settings import Settings, SettingsError, load_settings

BROKEN = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
    },
    "bodies": {"other_matters": "无"},
}


def test_a_review_says_what_became_of_every_rule() -> None:
    result = review(build(BROKEN))
    statuses = {item.rule: item.status for item in result.assessments}
    assert statuses["T02"] == statuses["T03"] == statuses["T01"] == statuses["S11"] == "failed"
    assert statuses["S01"] == "passed"
    assert {finding.rule for finding in result.findings} == {
        code for code, status in statuses.items() if status == "failed"
    }
    for finding in result.findings:
        assert result.report.text[finding.start : finding.end] == finding.quote


def test_the_published_schema_is_the_one_that_reviews_follow() -> None:
    published = json.loads((files("checker") / "review.schema.json").read_text("utf-8"))
    assert published == json_schema(), "run: python tests/write_schema.py"
    jsonschema.Draft202012Validator.check_schema(published)
    for spec in ({}, BROKEN, {"without_tables": ["applications", "proceedings"]}):
        jsonschema.validate(json.loads(json_notes.render(review(build(spec)))), published)


def test_a_missing_table_is_null_everywhere_and_never_zero() -> None:
    tables = review(build({"without_tables": ["applications"]})).report.tables
    assert tables["applications"]["total"] == dict.fromkeys(
        ["natural_person", "business", "research", "public_interest", "legal_service", "other_organization", "total"]
    )


def test_a_review_comes_back_from_its_json() -> None:
    result = review(build(BROKEN))
    assert Review.model_validate_json(json_notes.render(result)) == result


def test_fingerprints_survive_changes_elsewhere_and_follow_the_evidence() -> None:
    def prints(spec: dict[str, object]) -> dict[str, str]:
        return {
            finding.fingerprint: finding.message for finding in review(build(spec)).findings if finding.rule == "T02"
        }

    before = prints(BROKEN)
    assert len(before) == 2
    assert prints({**BROKEN, "before": {"overview": "开头另加一段说明，使后面的位置都向后移动。"}}) == before
    changed = {**BROKEN, "tables": {"applications": {"total": {"natural_person": 15, "total": 18}}}}
    assert not set(prints(changed)) & set(before)


def test_two_findings_never_share_a_fingerprint() -> None:
    found = review(build({"before": {"overview": "公开XX条，办结XX件，培训XX期。"}})).findings
    assert len({finding.fingerprint for finding in found}) == len(found)


@pytest.mark.parametrize(("level", "fails"), [("error", True), ("warning", True), ("info", True), ("never", False)])
def test_severity_decides_failure(level: str, fails: bool) -> None:
    assert review(build(BROKEN)).fails(level) is fails
    assert review(build()).fails(level) is False


def test_settings_switch_rules_and_change_severities(tmp_path: Path) -> None:
    path = tmp_path / "checker.toml"
    path.write_text('[review]\nselect = ["T"]\n[rules.T01]\nenabled = false\n[rules.T02]\nseverity = "info"\n', "utf-8")
    result = review(build(BROKEN), settings=path)
    assert {item.rule for item in result.assessments} == {"T02", "T03", "T04", "T05", "T06", "T07", "T08"}
    assert {finding.severity for finding in result.findings if finding.rule == "T02"} == {"info"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[reviw]\nselect = []", "最接近的是“review”"),
        ("[limits]\nmax_page = 3", "最接近的是“limits.max_pages”"),
        ("[rules.S99]\nenabled = false", "没有“rules.S99”这条规则"),
        ("[rules.S04]\nleast_overvew = 5", "最接近的是“rules.S04.least_overview”"),
        ('[rules.S04]\nseverity = "fatal"', "应为error、warning、info之一"),
        ('[limits]\nmax_pages = "many"', "的值不对"),
        ("[limits]\nmax_pages = -1", "的值不对"),
        ("limits = 3", "应当是一节"),
        ('[review]\nfail_on = "always"', "review.fail_on"),
        ("[review\n", "不是有效的TOML"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "checker.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=named) as caught:
        load_settings(path)
    if "fail_on" not in content:
        assert str(path) in str(caught.value)


def test_many_drafts_in_order_with_their_errors(tmp_path: Path) -> None:
    from reporttext import plain_text

    good, empty = tmp_path / "甲.txt", tmp_path / "空.txt"
    good.write_text(plain_text(), "utf-8")
    empty.write_bytes(b"")
    paths = [good, empty, tmp_path / "没有.docx", good]
    for jobs in (1, 2):
        results = list(Reviewer().pipe(paths, jobs=jobs))
        assert [isinstance(item, ReadingError) for item in results] == [False, True, True, False]
        assert results[0] == results[3]


def test_the_terminal_reads_well_at_eighty_columns() -> None:
    from rich.cells import cell_len

    text = terminal.render(review(build(BROKEN)))
    assert all(cell_len(line) <= 80 for line in text.split("\n"))
    assert not any(line.lstrip().startswith(("，", "。", "、", "”")) for line in text.split("\n"))
    assert "\x1b" not in text
    assert "表三自然人列：第一项+第二项=17+2=19，第三项+第四项=16+2=18，相差1" in text.replace("\n    ", "")
    assert text.rstrip().split("\n")[-2].startswith("合计：错误")
    assert text.rstrip().split("\n")[-1].startswith("评分（0—100）：完整 ")
    assert text.index("二、主动公开政府信息情况") < text.index("三、收到和处理政府信息公开申请情况")


def test_what_could_not_be_checked_is_said() -> None:
    text = terminal.render(review(build({"without_tables": ["proceedings"], "pictures": ["proceedings"]})))
    assert "未能检查的内容" in text
    assert "在文件里是图片" in text.replace("\n  ", "")


def test_settings_are_plain_values() -> None:
    assert isinstance(load_settings(), Settings)


def test_the_package_gives_the_function_in_whatever_order_its_names_are_asked_for() -> None:
    # a module of the function's name would take its place as soon as it was imported
    script = "import checker.reviewing\nfrom checker import Review, Reviewer, read, review\nassert callable(review), review\nassert callable(read), read"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
