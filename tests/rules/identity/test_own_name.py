"""Whatever the agency is called, its own name, place and self-reference are never held against it."""

from __future__ import annotations

from building import build
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language.pipeline import annotate
from checker.language.places import divisions
from checker.learning.flaws.borrowing import self_name
from checker.learning.flaws.written import corpus_reports
from checker.rules.registry import get_rule
from checker.rules.rule import Draft, Finding

CODES = ("I01", "I02", "I03", "I04")
SUFFIXES = (
    "人民政府",
    "人民政府办公室",
    "财政局",
    "应急管理局",
    "卫生健康局",
    "柳湾镇人民政府",
    "柳湾乡人民政府",
    "槐安街道办事处",
)
UNITS = {"镇人民政府": "镇", "乡人民政府": "乡", "办事处": "街道", "局": "局", "办公室": "办"}


def findings(report: dict[str, object]) -> list[Finding]:
    read = build(report)
    annotation = annotate(read)
    found = []
    for code in CODES:
        rule = get_rule(code)
        assert rule is not None
        for outcome in rule.check(Draft(read, annotation)):
            if isinstance(outcome, Finding):
                assert 0 <= outcome.start < outcome.end <= len(read.text)
                found.append(outcome)
    return found


def own_report(agency: str, unit: str) -> dict[str, object]:
    return {
        "title": f"{agency}2023年政府信息公开工作年度报告",
        "preamble": f"本报告由{agency}编制。如有疑问，请与{agency}办公室联系。",
        "bodies": {
            "overview": f"2023年，{agency}坚持每月核对公开目录。我{unit}公开信息96条，未收到公开申请。",
            "problems": f"我{unit}的公开栏更换慢。明年{agency}在每季度末核对一次。",
        },
        "end": f"{agency}\n2024年1月20日",
    }


@given(st.sampled_from([item for item in divisions() if item.county]), st.sampled_from(SUFFIXES))
@settings(max_examples=60, deadline=None)
def test_official_places(division: object, suffix: str) -> None:
    name = getattr(division, "county", "")
    unit = next((unit for ending, unit in UNITS.items() if suffix.endswith(ending)), name[-1])
    assert findings(own_report(f"{name}{suffix}", unit)) == []


@given(st.sampled_from([(written.agency, self_name(written)) for written in corpus_reports()]))
@settings(max_examples=60, deadline=None)
def test_agencies_of_the_corpus(named: tuple[str, str]) -> None:
    assert findings(own_report(*named)) == []


def test_an_archive_of_the_corpus() -> None:
    # the one kind of agency there that is neither government, bureau nor committee
    (archive,) = [written for written in corpus_reports() if written.agency_type == "archives"]
    assert findings(own_report(archive.agency, self_name(archive))) == []
