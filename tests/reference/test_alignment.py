from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.reference.alignment import align, align_within
from checker.reference.comparable import BREAK

TEXTS = st.text(alphabet="公开政务信息甲乙丙丁" + BREAK, max_size=120)
COPIED = "由民政科会同各社区把救助名单物资发放清单逐月核对一遍发现漏贴晚贴的当天补齐并在街道例会上点名"


@given(one=TEXTS, two=TEXTS)
def test_matches_are_in_order_apart_and_as_alike_as_they_say(one: str, two: str) -> None:
    matches = align(one, two, least=8)
    for match in matches:
        assert 0 <= match.start < match.end <= len(one)
        assert 0 <= match.source_start < match.source_end <= len(two)
        assert BREAK not in one[match.start : match.end]
        assert BREAK not in two[match.source_start : match.source_end]
        assert 8 <= match.common <= min(match.end - match.start, match.source_end - match.source_start)
        assert 0.6 <= match.similarity <= 1
    assert all(first.end <= second.start for first, second in zip(matches, matches[1:], strict=False))


@given(before=TEXTS, after=TEXTS, other=TEXTS)
def test_a_copy_is_found_wherever_it_stands(before: str, after: str, other: str) -> None:
    one, two = f"{before}{BREAK}{COPIED}{BREAK}{after}", f"{other}{BREAK}{COPIED}"
    start = len(before) + 1
    assert any(match.start <= start and match.end >= start + len(COPIED) for match in align(one, two))


def test_small_edits_are_bridged() -> None:
    changed = COPIED.replace("民政科", "社会事务办").replace("逐月", "每月").replace("街道", "镇")
    (match,) = align(changed, COPIED)
    assert (match.start, match.end) == (0, len(changed)) or match.similarity > 0.8


def test_unlike_texts_have_nothing_in_common() -> None:
    assert not align(COPIED, "便民服务中心查阅角少有人来明年一季度搬到大厅入口处并配一台可以放大字号的查询机")


def test_a_repetition_is_told_at_its_later_place() -> None:
    (match,) = align_within(f"开头{COPIED}中间是别的话{COPIED}")
    assert match.source_end <= match.start
    assert match.common == len(COPIED)
