from __future__ import annotations

import pytest
from building import build
from hypothesis import given
from hypothesis import strategies as st

from checker.reading.statutory import label_similarity, read_value

CELL = {"start": 0, "end": 0}


@pytest.mark.parametrize(
    ("text", "unit", "number", "state", "written"),
    [
        ("12", "件", 12, "number", ""),
        ("１２", "件", 12, "number", ""),
        ("1,234", "件", 1234, "number", ""),
        ("7730.28", "万元", 7730.28, "number", ""),
        ("12件", "件", 12, "number", "件"),
        ("251000元", "万元", 25.1, "number", "元"),
        ("0万元", "万元", 0, "number", "万元"),
        ("-3", "件", -3, "number", ""),
        ("减4", "项", -4, "number", "减"),
        ("", "件", None, "blank", ""),
        ("\u3000\u3000", "件", None, "blank", ""),
        ("/", "件", None, "slash", ""),
        ("——", "件", None, "slash", ""),
        ("无", "件", None, "text", ""),
        ("详见附件", "件", None, "text", ""),
        ("1 2", "件", 12, "number", ""),
    ],
)
def test_cells(text: str, unit: str, number: float | None, state: str, written: str) -> None:
    value = read_value(text, 0, len(text), unit)
    assert (value.number, value.state, value.unit) == (number, state, written)


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_is_read_as_it_is(number: int) -> None:
    assert read_value(f" {number:,} ", 0, 1, "件").number == number


@pytest.mark.parametrize(
    ("found", "expected", "alike"),
    [
        ("2.其他法律行政止公开", "2.其他法律行政法规禁止公开", True),
        ("５．属于三类内务事务信息", "5.属于三类内部事务信息", True),
        (
            "（二）部分公开（区分处理的，只计这一情形）",
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            True,
        ),
        ("申请人情况", "3.其他", False),
        ("信息内容", "规章", False),
    ],
)
def test_damaged_labels_are_still_known(found: str, expected: str, alike: bool) -> None:
    assert (label_similarity(found, expected) >= 0.6) is alike


def test_blank_cells_of_a_true_grid_stay_in_their_columns() -> None:
    report = build(
        {"tables": {"applications": {"new_requests": {"natural_person": "", "business": 3, "research": ""}}}}
    )
    table = report.tables["applications"]
    assert table.number("new_requests", "natural_person") is None
    assert table.number("new_requests", "business") == 3
    value = table.value("new_requests", "research")
    assert value is not None
    assert value.state == "blank"


def test_a_row_that_is_not_there_is_absent_and_not_zero() -> None:
    table = build({"without_rows": {"applications": ["other_rest"]}}).tables["applications"]
    assert table.value("other_rest", "total") is None
    assert table.figures()["other_rest"] == dict.fromkeys(
        ["natural_person", "business", "research", "public_interest", "legal_service", "other_organization", "total"]
    )


def test_the_2019_form_is_told_from_the_2021_form_by_its_columns() -> None:
    assert build({"format": "2019", "year": 2020}).tables["disclosure"].format_key == "2019"
    assert build({"format": "2019", "year": 2020}).format == "2019"
    assert build({"format": "2019", "year": 2020}).tables["applications"].number("other_processing", "total") == 0
    mixed = build({"table_format": {"disclosure": "2019"}})
    assert mixed.format == "2019"
    assert mixed.tables["disclosure"].number("licences", "change") == -1


def test_cell_offsets_point_at_the_cell() -> None:
    report = build()
    value = report.tables["applications"].value("granted", "natural_person")
    assert value is not None
    assert report.text[value.start : value.end] == value.raw == "7"
