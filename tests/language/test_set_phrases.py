from __future__ import annotations

import pytest

from checker.language.set_phrases import find_misspelt, set_phrases


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("逐栏查漏补却。", "查漏补缺"),
        ("活动异彩分呈", "异彩纷呈"),
        ("由两位同志层层把官，不漏一条", "层层把关"),
        ("避免走马观化", "走马观花"),
    ],
)
def test_a_phrase_with_one_character_of_the_same_sound_is_told(text: str, right: str) -> None:
    (found,) = find_misspelt(text)
    assert found.right == right
    assert len(text[found.start : found.end]) == len(right)


@pytest.mark.parametrize(
    "text",
    [
        "查漏补缺，异彩纷呈",
        "因企制宜、因村制宜",  # varied on purpose: it sounds otherwise
        "层层把管理责任压到社区",  # the last character begins another word
        "克尽职守",  # a phrase of its own
        "",
    ],
)
def test_right_phrases_variations_and_neighbours_are_left(text: str) -> None:
    assert find_misspelt(text) == []


def test_the_phrases_are_of_four_characters_and_stand_once() -> None:
    assert all(len(phrase) == 4 for phrase in set_phrases())
    # a phrase that another is mistaken for could never be right
    assert not [phrase for phrase in set_phrases() if find_misspelt(phrase)]
