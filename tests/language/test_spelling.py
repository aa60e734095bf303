from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.spelling import Statistics, find_doubled, find_slips, sounds, statistics
from checker.learning.wording import build, spoil, training_statements


@pytest.mark.parametrize(
    ("text", "kind", "wrong", "right"),
    [
        ("拓宽公开渠，方便查阅", "missing", "公开渠", "公开渠道"),
        ("做好政府信公开工作", "missing", "政府信公开", "政府信息公开"),
        ("依法做好政府信息息公开工作", "doubled", "政府信息息公开", "政府信息公开"),
        ("加强政务新体媒管理", "swapped", "政务新体媒", "政务新媒体"),
        ("政务公开公作有序", "wrong", "政务公开公作", "政务公开工作"),
    ],
)
def test_a_slip_is_told_with_the_words_that_it_is_in(text: str, kind: str, wrong: str, right: str) -> None:
    (slip,) = find_slips(text)
    assert slip.kind == kind
    assert slip.wrong.endswith(wrong)
    assert slip.right.endswith(right)
    assert text[slip.start : slip.end] == slip.wrong


@pytest.mark.parametrize(
    "text",
    [
        "在区政府网公布",
        "公告栏发布",
        "按季抽查",
        "支渠、斗渠清淤前张榜",
        "层层压实责任，件件有回音",
        "由甄别、闫信值守",
        "",
    ],
)
def test_short_forms_names_and_rare_words_are_no_slips(text: str) -> None:
    assert find_slips(text) == []


@given(st.text(alphabet="政府信息公开渠道的，。2|年a ", max_size=30))
def test_any_text_can_be_looked_at(text: str) -> None:
    for slip in find_slips(text):
        assert 0 <= slip.start < slip.end <= len(text)


def test_doubled_words_are_words_and_not_neighbours() -> None:
    assert [item.word for item in find_doubled("及时、准确准确，关心的的事项")] == ["准确", "的"]
    assert find_doubled("共建共治共享，一页一页核对，信息信息员") == []


def test_statistics_come_back_as_they_were_saved(tmp_path, monkeypatch) -> None:
    known = Statistics({"公开渠": 3, "开渠道": 300, "|公开": 1}, {"渠": 0.25})
    known.save(str(tmp_path / "statistics.npz"))
    monkeypatch.setattr("checker.language.spelling.data_path", lambda *parts: tmp_path / parts[-1])
    read = Statistics.load()
    assert read.sequences == {"公开渠": 3, "开渠道": 255, "|公开": 1}
    assert read.alone["渠"] == 0.25


def test_the_packaged_statistics_are_those_of_the_corpus() -> None:
    built = build(training_statements())
    packaged = statistics().sequences
    assert packaged == {sequence: min(reports, 255) for sequence, reports in built.sequences.items()}, (
        "run: python -m checker.learning.wording"
    )


def test_sounds_fold_what_typists_confuse() -> None:
    assert sounds()["真"] & sounds()["政"]
    assert not sounds()["公"] & sounds()["开"]


def test_a_slip_changes_the_word() -> None:
    import random

    for kind in ("missing", "doubled", "swapped", "wrong"):
        spoiled = spoil(kind, "信息公开", random.Random(1))
        assert spoiled is not None
        assert spoiled[0] != "信息公开"
