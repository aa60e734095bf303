from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.report.normal import compact, normalise


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("⼀、总体情况", "一、总体情况"),
        ("⺠政⻔户", "民政门户"),
        ("１２３．５％", "123.5%"),
        ("（一） 主动公开", "(一)主动公开"),
        ("總體情況", "总体情况"),
        ("国办公开办函〔2021〕30号", "国办公开办函[2021]30号"),
        ("总 计\u3000\u200b数", "总计数"),
        ("“三安全一稳定”", '"三安全一稳定"'),
        ("2023年—2024年", "2023年-2024年"),
        ("\ufeff全文", "全文"),
    ],
)
def test_wordings_that_mean_the_same_become_the_same(written: str, normal: str) -> None:
    assert compact(written) == normal


def test_spaces_are_kept_as_one_where_asked() -> None:
    assert normalise("结果　 维持\n1", spaces=True).text == "结果 维持 1"


@given(st.text())
def test_the_way_back_is_never_lost(text: str) -> None:
    normal = normalise(text)
    assert len(normal.text) == len(normal.origin)
    assert list(normal.origin) == sorted(normal.origin)
    for index, place in enumerate(normal.origin):
        start, end = normal.span(index, index + 1)
        assert start == place
        assert normal.text[index] in normalise(text[start:end]).text


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = compact(text)
    assert compact(once) == once
