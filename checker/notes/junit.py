"""Reviews as JUnit XML, for build servers: a suite a report, a case a rule.

A case fails on findings at or above the severity from which the review fails; lesser ones stand in its output. A rule
that could not be checked is skipped, a file that could not be read is an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from checker.notes.characters import shown, xml_safe
from checker.notes.findings import file_name, open_findings, quote_of
from checker.notes.formats import Context, Unread
from checker.reviewing import Assessment, FindingInfo, Review
from checker.rules.registry import get_rule
from checker.rules.rule import SEVERITIES, SEVERITY_NAMES


def write(reviews: Sequence[Review], context: Context) -> bytes:
    """The reviews as one document."""
    root = etree.Element("testsuites", name="checker")
    failing = () if context.fail_on == "never" else SEVERITIES[: SEVERITIES.index(context.fail_on) + 1]
    for review in reviews:
        _suite(root, review, failing)
    for item in context.unread:
        _unread(root, item)
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _suite(root: etree._Element, review: Review, failing: Sequence[str]) -> None:
    path = shown(review.report.source.path)
    suite = etree.SubElement(root, "testsuite", name=path, file=path)
    failures = skipped = 0
    found = open_findings(review)
    for item in review.assessments:
        own = [finding for finding in found if finding.rule == item.rule]
        case = etree.SubElement(suite, "testcase", classname=shown(file_name(review)), name=_case_name(item))
        grave = [finding for finding in own if finding.severity in failing]
        if grave:
            failures += 1
            first = shown(grave[0].message)
            more = f"（共{len(grave)}处）" if len(grave) > 1 else ""
            failure = etree.SubElement(case, "failure", type=grave[0].severity, message=f"{first}{more}")
            failure.text = "\n".join(map(_described, grave))
        elif item.status == "not_assessable":
            skipped += 1
            etree.SubElement(case, "skipped", message=shown(item.reason))
        rest = [_described(finding) for finding in own if finding not in grave]
        if item.reason and item.status != "not_assessable":
            rest.append(f"部分未能检查：{xml_safe(item.reason)}")
        if rest:
            etree.SubElement(case, "system-out").text = "\n".join(rest)
    _count(suite, len(review.assessments), failures, 0, skipped)


def _unread(root: etree._Element, item: Unread) -> None:
    path = shown(item.path)
    suite = etree.SubElement(root, "testsuite", name=path, file=path)
    case = etree.SubElement(suite, "testcase", classname=path, name="读取")
    etree.SubElement(case, "error", type="unreadable", message=shown(item.reason))
    _count(suite, 1, 0, 1, 0)


def _count(suite: etree._Element, tests: int, failures: int, errors: int, skipped: int) -> None:
    for key, number in (("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)):
        suite.set(key, str(number))


def _case_name(item: Assessment) -> str:
    rule = get_rule(item.rule)
    return shown(f"{item.rule} {rule.title}" if rule else item.rule)


def _described(finding: FindingInfo) -> str:
    quote = f"\n原文：「{quote_of(finding)}」" if finding.quote.strip() else ""
    text = f"{SEVERITY_NAMES[finding.severity]}：{finding.message}{quote}\n建议：{finding.suggestion}"
    return xml_safe(f"{text}\n依据：{finding.basis}\n说明：checker rules {finding.rule}")
