"""Markdown, SARIF and JUnit: what they say, and that they are sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from building import build
from hypothesis import HealthCheck, given, settings
from lxml import etree
from made_reviews import reviews

from checker.notes.formats import FORMATS, Context, Unread
from checker.notes.sarif import uri
from checker.reviewing import Review, review
from checker.rules.registry import all_rules

# Shipped by the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT), lib/schemas/sarif-2.1.0-rtm.5.json, as SchemaStore
# publishes it from OASIS.
SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
BROKEN = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
    },
    "without_tables": ["proceedings"],
    "bodies": {"other_matters": "无"},
}
DISMISSED = {"status": "dismissed", "reason": "已核对台账", "name": "王某", "date": "2024-01-12"}


@pytest.fixture(scope="module")
def broken() -> Review:
    return review(build(BROKEN))


def written(name: str, *given: Review, context: Context | None = None) -> str:
    return FORMATS[name].write(given, context or Context()).decode()


def with_first_dismissed(broken: Review) -> Review:
    first = broken.findings[0].model_copy(update={"decision": DISMISSED})
    return broken.model_copy(update={"findings": [first, *broken.findings[1:]]})


# SARIF


def log(*given: Review, context: Context | None = None) -> dict[str, Any]:
    return json.loads(written("sarif", *given, context=context))


def test_sarif_follows_the_schema_and_loses_nothing(broken: Review) -> None:
    content = log(broken, with_first_dismissed(broken), context=Context(unread=(Unread("坏 件.docx", "文件是空的"),)))
    jsonschema.Draft4Validator(SCHEMA).validate(content)
    (run,) = content["runs"]
    results = run["results"]
    assert len(results) == 2 * len(broken.findings)
    for result, finding in zip(results, broken.findings, strict=False):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[finding.severity]
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["charOffset"]
        assert broken.report.text[start : start + region["charLength"]] == finding.quote
        assert result["partialFingerprints"] == {"checker/v1": finding.fingerprint}
        assert result["properties"]["suggestion"] == finding.suggestion
        assert result["suppressions"] == []
    assert results[len(broken.findings)]["suppressions"][0]["justification"] == "已核对台账"
    said = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert sum("未能检查" in text for text in said) == 2 * sum(bool(item.reason) for item in broken.assessments) > 0
    assert said[-1] == "没有读出：文件是空的"
    assert not run["invocations"][0]["executionSuccessful"]


def test_every_rule_of_sarif_has_its_page(broken: Review) -> None:
    base = "https://intranet.example/rules.html"
    for context, start in ((Context(), "file:///"), (Context(rules_page=base), base)):
        for described, rule in zip(
            log(broken, context=context)["runs"][0]["tool"]["driver"]["rules"], all_rules(), strict=True
        ):
            assert described["id"] == rule.code
            assert described["help"]["text"] == rule.page
            assert described["help"]["markdown"].startswith(f"# {rule.code} ")
            assert described["helpUri"].startswith(start)
            assert urlsplit(described["helpUri"]).fragment == rule.code


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(one=reviews())
def test_sarif_of_anything_follows_the_schema(one: Review) -> None:
    jsonschema.Draft4Validator(SCHEMA).validate(log(one))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("初稿 1.docx", "%E5%88%9D%E7%A8%BF%201.docx"),
        ("/稿件/a#b?.docx", "file:///%E7%A8%BF%E4%BB%B6/a%23b%3F.docx"),
        ("../甲/a:b.txt", "../%E7%94%B2/a%3Ab.txt"),
        ("半\ud800.txt", "%E5%8D%8A%3F.txt"),
        ("字节\udcff.txt", "%E5%AD%97%E8%8A%82%FF.txt"),
    ],
)
def test_file_names_are_percent_encoded(path: str, expected: str) -> None:
    assert uri(path) == expected


# JUnit


def test_junit_counts_failures_and_skips(broken: Review) -> None:
    root = etree.fromstring(
        written("junit", broken, context=Context(unread=(Unread("坏.docx", "文件是空的"),))).encode()
    )
    suite, unread = root
    errors = {item.rule for item in broken.findings if item.severity == "error"}
    cases = {case.get("name").split()[0]: case for case in suite}
    assert set(cases) == {item.rule for item in broken.assessments}
    assert {code for code, case in cases.items() if case.find("failure") is not None} == errors
    skipped = {item.rule for item in broken.assessments if item.status == "not_assessable"}
    assert {code for code, case in cases.items() if case.find("skipped") is not None} == skipped
    assert suite.get("failures") == str(len(errors))
    assert suite.get("skipped") == str(len(skipped))
    assert root.get("errors") == "1"
    assert unread.find("testcase/error").get("message") == "文件是空的"
    assert "无" in cases["S11"].findtext("system-out")


@pytest.mark.parametrize(("level", "fails"), [("error", False), ("warning", True), ("never", False)])
def test_junit_fails_from_the_level_given(broken: Review, level: str, fails: bool) -> None:
    root = etree.fromstring(written("junit", broken, context=Context(fail_on=level)).encode())
    case = next(case for case in root.iter("testcase") if case.get("name").startswith("S11"))
    assert (case.find("failure") is not None) is fails


# Markdown


def test_markdown_says_all_that_the_review_does(broken: Review) -> None:
    text = written("markdown", broken)
    for finding in broken.findings:
        assert (
            f"**【{ {'error': '错误', 'warning': '警示', 'info': '提示'}[finding.severity] }】{finding.rule} " in text
        )
        assert f"`checker rules {finding.rule}`" in text
    assert "## 未能检查的内容" in text
    assert "| 表三自然人列 | 第一项+第二项：" in text
    assert "| 完整 |" in text


def test_markdown_of_many_begins_with_a_table(broken: Review) -> None:
    text = written("markdown", broken, review(build()))
    assert text.startswith("# 政府信息公开工作年度报告审核意见\n\n| 机关 | 年度 | 错误 |")
    assert text.count("\n## 临河区榆树湾街道办事处2023年") == 2


def test_markdown_shows_mark_up_as_it_was_written(broken: Review) -> None:
    nasty = "<img src=x onerror=alert(1)> **粗** [链](javascript:x) a|b `c`\n# 标题"
    changed = broken.model_copy(update={"findings": [broken.findings[0].model_copy(update={"message": nasty})]})
    line = next(line for line in written("markdown", changed).split("\n") if line.startswith("- 问题"))
    assert line == r"- 问题：&lt;img src=x onerror=alert(1)&gt; \*\*粗\*\* \[链\](javascript:x) a\|b \`c\` \# 标题"


@pytest.mark.parametrize("name", ["markdown", "terminal"])
def test_dismissed_findings_stand_apart(broken: Review, name: str) -> None:
    first = broken.findings[0]
    text = "".join(written(name, with_first_dismissed(broken)).split())
    assert "另有1条审核人员不采纳" in text
    said = "".join(written(name, broken).split()).count("建议：")
    assert text.count("建议：") == said - 1
    if name == "markdown":
        assert "不采纳（已核对台账；王某，2024-01-12）" in text
        assert "".join(first.message.split()) in text.split("##审核人员不采纳的意见")[1]
