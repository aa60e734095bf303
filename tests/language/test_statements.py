from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.markers import find_marker
from checker.language.statements import split

CASES = {
    "全年公开信息12条。收到申请4件；均已答复！": ["全年公开信息12条。", "收到申请4件；", "均已答复！"],
    "（一）主动公开。围绕重点领域公开。": ["（一）主动公开。", "围绕重点领域公开。"],
    "一是更新慢；二是解读少。": ["一是更新慢；", "二是解读少。"],
    # a marker after a colon stays with its lead-in, one after a comma opens a new statement
    "存在以下不足：一是更新慢，二是解读少，三是人手紧。": [
        "存在以下不足：一是更新慢，",
        "二是解读少，",
        "三是人手紧。",
    ],
    "坚持“谁公开、谁负责；谁审核、谁把关”的原则。": ["坚持“谁公开、谁负责；谁审核、谁把关”的原则。"],
    "印发《公开办法（试行；第二版）》。": ["印发《公开办法（试行；第二版）》。"],
    "收费12.5万元。比上年多1.2倍。": ["收费12.5万元。", "比上年多1.2倍。"],
    "群众问：“怎么查？”我们逐一答复。": ["群众问：“怎么查？”我们逐一答复。"],
    "左引号“没有关上。后面照常断开。": ["左引号“没有关上。", "后面照常断开。"],
    "第一行\n第二行。": ["第一行", "第二行。"],
    "更新不及时。。。今后改进。": ["更新不及时。。。", "今后改进。"],
    "。\n——\n123": [],
    "半角断句;也算;": ["半角断句;", "也算;"],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_where_statements_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split(text)] == expected


@given(st.text(alphabet="公开信息。；！？\n“”《》（）一二是、，：12. \u3000", max_size=60))
def test_statements_are_in_order_and_leave_no_han_character_out(text: str) -> None:
    spans = list(split(text))
    previous = 0
    for start, end in spans:
        assert previous <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not any("\u4e00" <= character <= "\u9fff" for character in text[previous:start])
        previous = end
    assert not any("\u4e00" <= character <= "\u9fff" for character in text[previous:])


@pytest.mark.parametrize(
    ("text", "marker", "ordinal"),
    [
        ("一是更新慢；", "一是", 1),
        ("（二）依申请公开", "（二）", 2),
        ("十二、其他", "十二、", 12),
        ("3.平台建设", "3.", 3),
        ("1、主动公开", "1、", 1),
        ("(4)监督保障", "(4)", 4),
        ("第三，加强培训", "第三，", 3),
        ("③完善目录", "③", 3),
        ("其次，规范答复", "其次，", 2),
        ("一般来说", "", None),
        ("3.5万元", "", None),
        ("一是否公开的问题", "", None),
        ("2023年，我局", "", None),
    ],
)
def test_list_markers(text: str, marker: str, ordinal: int | None) -> None:
    assert find_marker(text) == (marker, ordinal)
