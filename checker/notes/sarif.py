"""Reviews as SARIF 2.1.0, for tools that collect the findings of checkers: one run, a rule's page as its help.

A region's ``charOffset`` and ``charLength`` count the characters (Unicode code points) of the report's canonical text,
``Review.report.text``, not those of the file: a docx or PDF has no text of its own to count in. ``snippet`` holds the
words. What could not be checked, and files that could not be read, are notifications.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checker import __version__
from checker.notes.characters import xml_safe
from checker.notes.findings import Decision, decision_of, is_dismissed, section_name
from checker.notes.formats import Context, Unread
from checker.resources import data_path
from checker.reviewing import Assessment, FindingInfo, Review
from checker.rules import pages
from checker.rules.registry import all_rules
from checker.rules.rule import Rule, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT = "checker/v1"


def write(reviews: Sequence[Review], context: Context) -> str:
    """The reviews as one SARIF log."""
    rules = all_rules()
    base = context.rules_page or _packaged_page()
    places = {rule.code: place for place, rule in enumerate(rules)}
    artifacts: list[dict[str, Any]] = []
    indexes = [_index(_artifact(review), artifacts) for review in reviews]
    notifications = [
        _notification(review, item, place, places)
        for place, review in zip(indexes, reviews, strict=True)
        for item in review.assessments
        if item.reason
    ]
    run = {
        "tool": {
            "driver": {
                "name": "checker",
                "fullName": "政府信息公开工作年度报告审核工具",
                "version": __version__,
                "language": "zh-CN",
                "rules": [_rule(rule, base) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "invocations": [
            {
                "executionSuccessful": not context.unread,
                "toolExecutionNotifications": notifications + [_unread(item) for item in context.unread],
            }
        ],
        "results": [
            _result(review, finding, place, places)
            for place, review in zip(indexes, reviews, strict=True)
            for finding in review.findings
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(_clean(log), ensure_ascii=False, indent=2, default=str) + "\n"


def _clean(value: Any) -> Any:
    """The same data with nothing in its strings that UTF-8 cannot hold."""
    if isinstance(value, str):
        return xml_safe(value)
    if isinstance(value, dict):
        return {_clean(str(key)): _clean(item) for key, item in value.items()}
    return [_clean(item) for item in value] if isinstance(value, list | tuple) else value


def _packaged_page() -> str:
    """The address of the rules' pages that come with this installation; empty where they do not."""
    try:
        return data_path("docs", "rules.md").resolve().as_uri()
    except FileNotFoundError:
        return ""


def uri(path: str) -> str:
    """A file's address: ``file:`` for an absolute path, percent-encoded relative to the current folder for another."""
    try:
        encoded = os.fsencode(path)
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "replace")
    named = Path(os.fsdecode(encoded))
    return named.as_uri() if named.is_absolute() else quote(os.fsencode(named.as_posix()))


def _message(text: str) -> dict[str, str]:
    """A message; braces would else be places for arguments."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}


def _rule(rule: Rule, base: str) -> dict[str, Any]:
    page = pages.rule_markdown(rule)
    described = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": pages.page_parts(rule).get("检查内容") or rule.title},
        "help": {"text": rule.page or rule.title, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"basis": rule.basis},
    }
    if base:
        described["helpUri"] = pages.page_address(rule.code, base)
    return described


def _artifact(review: Review) -> dict[str, Any]:
    source = review.report.source
    return {
        "location": {"uri": uri(source.path)},
        "mimeType": source.media_type,
        "hashes": {"sha-256": source.sha256},
        "roles": ["analysisTarget"],
    }


def _index(artifact: dict[str, Any], known: list[dict[str, Any]]) -> int:
    """The place of an artifact among those known, put there first if need be: none may be listed twice."""
    if artifact not in known:
        known.append(artifact)
    return known.index(artifact)


def _result(review: Review, finding: FindingInfo, artifact: int, places: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": _message(f"{finding.message.rstrip('。')}。建议：{finding.suggestion}"),
        "locations": [_location(review, finding, artifact)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "properties": {
            "message": finding.message,
            "suggestion": finding.suggestion,
            "basis": finding.basis,
            "evidence": finding.evidence,
        },
    }
    if finding.rule in places:
        result["ruleIndex"] = places[finding.rule]
    decision = decision_of(finding)
    if decision is not None:
        result["properties"]["decision"] = str(decision)
    result["suppressions"] = [_suppression(decision)] if decision is not None and is_dismissed(finding) else []
    return result


def _location(review: Review, finding: FindingInfo, artifact: int) -> dict[str, Any]:
    region: dict[str, Any] = {"charOffset": finding.start, "charLength": finding.end - finding.start}
    if finding.quote:
        region["snippet"] = {"text": finding.quote}
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(review.report.source.path), "index": artifact},
            "region": region,
        }
    }
    if finding.section is not None:
        name = section_name(review, finding.section)
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": finding.section, "kind": "section"}]
    return location


def _suppression(decision: Decision) -> dict[str, Any]:
    signed = {"name": decision.name, "date": decision.date}
    return {"kind": "external", "status": "accepted", "justification": decision.reason, "properties": signed}


def _notification(review: Review, item: Assessment, artifact: int, places: dict[str, int]) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": item.rule}
    extent = "未能检查" if item.status == "not_assessable" else "部分未能检查"
    if item.rule in places:
        rule["index"] = places[item.rule]
    return {
        "level": "note",
        "message": _message(f"{item.rule} {extent}：{item.reason}"),
        "associatedRule": rule,
        "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": uri(review.report.source.path), "index": artifact}}}
        ],
    }


def _unread(item: Unread) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": uri(item.path)}}}
    return {"level": "error", "message": _message(f"没有读出：{item.reason}"), "locations": [location]}
