from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.quantities import chinese_number, find_dates, find_quantities
from checker.report.normal import normalise


def found(text: str) -> list[tuple[str, float, str, bool, bool]]:
    return [
        (text[item.start : item.end], item.value, item.unit, item.approximate, item.negated)
        for item in find_quantities(normalise(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请12件", [("12件", 12, "件", False, False)]),
        ("收到申请１２件", [("１２件", 12, "件", False, False)]),
        ("收到申请十二件", [("十二件", 12, "件", False, False)]),
        ("发布1,234余条", [("1,234余条", 1234, "条", True, False)]),
        ("阅读量1.2万次", [("1.2万次", 12000, "次", False, False)]),
        ("办结率98.5%", [("98.5%", 98.5, "%", False, False)]),
        ("在3个工作日内", [("3个工作日", 3, "个工作日", False, False)]),
        ("近百条信息", [("近百条", 100, "条", True, False)]),
        ("约二十人", [("约二十人", 20, "人", True, False)]),
        ("收费12.5万元", [("12.5万元", 12.5, "万元", False, False)]),
        ("百分之九十", [("百分之九十", 90, "%", False, False)]),
        ("公开 1 136 条", [("1 136 条", 1136, "条", False, False)]),
        ("两期培训", [("两期", 2, "期", False, False)]),
        ("共收到一件。", [("一件", 1, "件", False, False)]),
        ("1.2万余次", [("1.2万余次", 12000, "次", True, False)]),
    ],
)
def test_quantities_as_they_are_written(text: str, expected: list[tuple[str, float, str, bool, bool]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "《条例》第二十条第（一）项",
        "国办公开办函〔2021〕30号",
        "2023年，我局认真落实",
        "2023年3月5日",
        "电话：0517-87222589",
        "三审三校",
        "一次性告知",
        "一件事一次办",
        "二十大精神",
        "十四五规划",
        "第3条规定",
        "一是加强学习",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert found(text) == []


def test_a_denial_belongs_to_its_own_clause() -> None:
    assert found("未收到申请，办理建议8件") == [("8件", 8, "件", False, False)]
    assert found("没有收到超过3件的申请") == [("超过3件", 3, "件", True, True)]
    assert found("不断拓展渠道公开5条") == [("5条", 5, "条", False, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年1月1日至12月31日", [(2023, 1, 1), (None, 12, 31)]),
        ("2022 年 7 月", [(2022, 7, None)]),
        ("6月底前完成", [(None, 6, None)]),
        ("电话82023年", []),
    ],
)
def test_dates(text: str, expected: list[tuple[int | None, int | None, int | None]]) -> None:
    assert [(item.year, item.month, item.day) for item in find_dates(normalise(text))] == expected


@pytest.mark.parametrize(
    ("numeral", "value"), [("十二", 12), ("两", 2), ("一百零五", 105), ("百", 100), ("三千", 3000), ("一二", None)]
)
def test_chinese_numerals(numeral: str, value: float | None) -> None:
    assert chinese_number(numeral) in ((value,) if value is not None else (None, 12.0))


@given(st.integers(min_value=0, max_value=10**7), st.sampled_from("件条份次人"))
def test_a_number_is_read_as_it_is_and_found_where_it_stands(number: int, unit: str) -> None:
    text = f"全年共计{number}{unit}。"
    (item,) = find_quantities(normalise(text))
    assert (item.value, item.unit, text[item.start : item.end]) == (number, unit, f"{number}{unit}")


@given(st.text(max_size=80))
def test_any_text_is_survived_and_offsets_are_inside(text: str) -> None:
    for item in find_quantities(normalise(text)):
        assert 0 <= item.start < item.end <= len(text)
