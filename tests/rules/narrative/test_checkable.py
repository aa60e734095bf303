"""What makes a sentence checkable however worn its words."""

from __future__ import annotations

import pytest

from checker.rules.narrative.checkable import is_checkable


@pytest.mark.parametrize(
    "text",
    [
        "成立了由主任任组长的政府信息公开工作领导小组。",
        "明确专人负责，科长审核，分管副主任签发。",
        "将公开责任分解细化至各科室。",
        "以“榆树湾发布”微信公众号为载体，加大宣传力度。",
        "办好“助企十条”专栏，营造良好氛围。",
    ],
)
def test_a_body_a_division_of_duties_or_a_name_can_be_checked(text: str) -> None:
    assert is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "加强组织领导，明确专人负责。",
        "坚持“公开为常态、不公开为例外”，切实保障群众的知情权。",
        "落实“先审查、后公开”和信息发布“三审三校”制度。",
        "推动工作由“有没有”向“好不好”转变。",
        "压实“一把手责任，提高政府透明度。",
    ],
)
def test_slogans_cannot(text: str) -> None:
    assert not is_checkable(text)
