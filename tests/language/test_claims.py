from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.language.claims.amounts import amount_of
from checker.language.claims.breakdowns import breakdowns_of
from checker.language.claims.figures import read_account
from checker.language.claims.lexicon import denial_patterns, lexicon, patterns
from checker.language.claims.model import Claim
from checker.language.claims.passages import is_placeholder, passage_of
from checker.language.claims.scope import Teller
from checker.language.claims.shares import ratios_of
from checker.report.formats import formats
from checker.report.normal import normalise
from checker.resources import data_path

STREET = Teller("临河区榆树湾街道办事处", "street", 2023)
DISTRICT = Teller("临河区人民政府", "government", 2023)
BUREAU = Teller("临河市教育局", "bureau", 2023)


def claims(text: str, teller: Teller = STREET, on_request: bool = True) -> list[Claim]:
    return list(read_account([passage_of(text, on_request=on_request)], teller).claims)


def told(text: str, teller: Teller = STREET) -> list[tuple[str, float | None]]:
    """Subjects with their values, ``None`` for a denial."""
    return [(claim.subject, None if claim.denied else claim.amount.value) for claim in claims(text, teller)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收到政府信息公开申请15件。", [("received", 15)]),
        ("全年收到１５件政府信息公开申请。", [("received", 15)]),
        ("共受理公民、法人和其他组织的依申请公开事项1,215件。", [("received", 1215)]),
        (
            "新收申请36件，上年结转3件，办结35件，结转下年度4件。",
            [("new_requests", 36), ("carried_over", 3), ("answered", 35), ("carried_forward", 4)],
        ),
        (
            "新收申请8件，2022年结转1件，结转2024年2件。",
            [("new_requests", 8), ("carried_over", 1), ("carried_forward", 2)],
        ),
        ("收到申请8件，加上年结转1件共9件。", [("received", 8), ("carried_over", 1), ("received_together", 9)]),
        ("收到申请3件，2件予以公开，1件部分公开。", [("received", 3), ("granted", 2), ("partially_granted", 1)]),
        ("收到申请9件，予以公开和部分公开7件。", [("received", 9)]),
        (
            "收到申请9件，按信访类不予处理1件、不予处理2件、其他处理1件。",
            [("received", 9), ("unprocessed_petition", 1), ("unprocessed", 2), ("other_results", 1)],
        ),
        ("收到申请5件，其中予以公开答复3件。", [("received", 5), ("granted", 3)]),
        ("全年未收到申请，办理建议8件。", [("received", None)]),
        (
            "没有人提出信息公开申请，也没有复议、诉讼案件。",
            [("received", None), ("reconsideration", None), ("litigation", None)],
        ),
        (
            "因信息公开被申请行政复议4件，复议后起诉1件。",
            [("reconsideration", 4), ("litigation_after_reconsideration", 1)],
        ),
        ("因政府信息公开引发的行政复议、行政诉讼均为0件。", [("reconsideration", 0), ("litigation", 0)]),
        ("行政复议、行政诉讼共3件，均因信息公开引起。", [("proceedings", 3)]),
        (
            "因信息公开发生行政复议13件，纠正3件，行政诉讼7件，目前2件在审。",
            [("reconsideration", 13), ("reconsideration_corrected", 3), ("litigation", 7), ("litigation_pending", 2)],
        ),
        (
            "制发行政规范性文件2件，废止1件，现行有效9件。",
            [("documents_issued", 2), ("documents_repealed", 1), ("documents_in_force", 9)],
        ),
        ("制发规范性文件6件，标注废止文件200件。", [("documents_issued", 6)]),
        ("公开行政许可信息312条，公示行政处罚决定29件。", []),
        ("全年作出行政处罚决定29件。", [("penalties", 29)]),
        ("全年公开政府信息212条，其中政策文件40条。", [("published", 212)]),
    ],
)
def test_what_a_sentence_says(text: str, expected: list[tuple[str, float | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "未收到申请人对答复的投诉。",
        "没有超期未答复的申请。",
        "没有因为答复不及时被申请行政复议的情况。",
        "因信息公开发生的诉讼中无行政诉讼败诉案件。",
        "如未收到政府信息公开申请，按零报告报送。",
        "对没有收到申请的单位逐一核对。",
        "全年制作公文412件，主动公开58件、依申请公开203件。",
        "受理低保申请64件，办结60件。",
        "12月29日收到的1件结转。",
        "下一年拟对收到的政府信息公开申请30件开展评查。",
        "本报告包括收到和处理政府信息公开申请情况等六个部分。",
    ],
)
def test_what_a_sentence_does_not_say(text: str) -> None:
    assert [
        claim
        for claim in claims(text)
        if claim.subject in ("received", "answered", "handled", "litigation", "reconsideration")
    ] == []


def test_words_stand_where_the_claim_says() -> None:
    text = "（二）依申请公开。２０２３年 共收到 政府信息公开申请 １２ 件。"
    found = claims(text)
    assert [text[claim.start : claim.end] for claim in found] == ["收到 政府信息公开申请 １２ 件"]
    # as the author wrote it, but for the white space
    assert found[0].text == "收到政府信息公开申请１２件"


@pytest.mark.parametrize(
    ("text", "year", "whole"),
    [
        ("2022年收到政府信息公开申请9件。", 2022, True),
        ("2023年，全街道收到政府信息公开申请9件。", 2023, True),
        ("去年收到政府信息公开申请9件。", 2022, True),
        ("较2022年增加2件，收到政府信息公开申请9件。", None, True),
        ("上半年收到政府信息公开申请9件。", None, False),
        ("1月1日至12月31日收到政府信息公开申请9件。", None, True),
        ("2019年以来，收到政府信息公开申请9件。", 2019, False),
    ],
)
def test_of_which_period(text: str, year: int | None, whole: bool) -> None:
    claim = claims(text)[0]
    assert (claim.year, claim.whole_period) == (year, whole)


@pytest.mark.parametrize(
    ("text", "teller", "scope"),
    [
        ("全区收到政府信息公开申请95件。", DISTRICT, "report"),
        ("区政府办代表区政府受理政府信息公开申请17件。", DISTRICT, "own"),
        ("其中区政府本级收到政府信息公开申请17件。", DISTRICT, "part"),
        ("全市教育系统收到政府信息公开申请95件。", BUREAU, "area"),
        ("我局收到政府信息公开申请95件。", BUREAU, "report"),
        ("市教育局收到政府信息公开申请95件。", BUREAU, "report"),
        ("市民政局收到政府信息公开申请95件。", BUREAU, "part"),
        ("通过网络收到政府信息公开申请95件。", BUREAU, "part"),
        ("通过网络、信函等渠道收到政府信息公开申请95件。", BUREAU, "report"),
    ],
)
def test_of_whom(text: str, teller: Teller, scope: str) -> None:
    assert claims(text, teller)[0].scope == scope


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12件", 12, 12),
        ("200余件", 200, 300),
        ("近300件", 200, 300),
        ("1.2万条", 11500, 13000),
        ("约100件", 50, 150),
        ("至少5件", 5, float("inf")),
    ],
)
def test_how_much_room_the_words_leave(text: str, low: float, high: float) -> None:
    passage = passage_of(f"公开{text}。")
    assert (passage.amounts[0].low, passage.amounts[0].high) == (low, high)


def test_words_after_the_number_count_too() -> None:
    text = normalise("公开100条左右。").text
    assert amount_of(text, 2, 6, 100.0, "条").allows(95)


def test_parts_are_summed_by_what_they_sort_by() -> None:
    found = list(breakdowns_of([passage_of("收到申请21件，其中自然人17件、企业4件，予以公开9件，不掌握5件。")]))
    assert [(item.category, item.low) for item in found] == [("applicant", 21), ("outcome", 14)]


def test_a_percentage_may_be_rounded_or_cut_off() -> None:
    for percent, right in (("46.9%", True), ("47%", True), ("46%", True), ("57%", False)):
        ratios = list(ratios_of([passage_of(f"公开信息83条，其中征地类39条，占{percent}。")]))
        assert [ratio.right for ratio in ratios] == [right], percent


def test_every_reading_points_at_cells_of_a_format() -> None:
    cells = {
        (table.kind, row.key, column)
        for form in formats()
        for table in form.tables
        for row in table.rows
        for column in row.columns
    }
    for subject in lexicon().subjects.values():
        for reading in subject.readings:
            for term in reading.terms:
                assert any((subject.table, *place) in cells for place in term.places), (subject.key, term)


def test_every_wording_has_a_subject() -> None:
    known = {*lexicon().subjects, "unclear", "requests", "proceedings"}
    outcomes = {key.partition("_")[2] for key in known if key.startswith("reconsideration_")}
    for wording in (*lexicon().figures, *lexicon().denials):
        if wording.subject.startswith("+"):
            assert wording.subject[1:] in outcomes
        else:
            assert set(wording.subject.split("+")) <= known


def test_every_wording_is_compiled_whole() -> None:
    raw = tomllib.loads(data_path("corpora", "lexicon", "claims.toml").read_text("utf-8"))
    assert len(patterns(2023)) == len(raw["figures"])
    assert len(denial_patterns(2023)) == len(raw["denials"])
    for _, pattern in (*patterns(2023), *denial_patterns(2023), *patterns(None)):
        for name in raw["words"]:
            assert f"<{name}>" not in pattern.pattern


PIECES = (
    "全年", "2023年", "收到", "新收", "政府信息公开申请", "依申请公开", "12件", "３件", "200余件", "上年结转", "结转下年度", "，", "。", "；", "、",
    "（", "）", "其中", "予以公开", "未", "没有", "行政复议", "行政诉讼", "占", "47%", "增长", "由", "减少到", "共", "全部办结", "自然人",
    "规范性文件", "废止", "信息处理费", "0元", "1.2万条", "各1条", "其他", "百分之五", " ", "\n", "　",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
def test_any_text_is_read_without_a_slip(text: str) -> None:
    passage = passage_of(text)
    account = read_account([passage], STREET)
    for claim in account.claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert "".join(text[claim.start : claim.end].split()) == claim.text
        if not claim.denied:
            # the number really stands in the words
            assert claim.amount.written in normalise(claim.text).text
        assert claim.amount.low <= claim.amount.value <= claim.amount.high
    for completion in account.completions:
        assert 0 <= completion.start < completion.end <= len(text)
    for item in breakdowns_of([passage]):
        assert 0 <= item.start < item.end <= len(text)
        assert len(item.parts) >= 2
    for ratio in ratios_of([passage]):
        assert 0 <= ratio.start < ratio.end <= len(text)
    assert sum(map(is_placeholder, passage.skeleton)) == len(passage.amounts)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 99999), st.sampled_from(["件", "宗", "份"]))
def test_any_count_is_read_as_it_is_written(number: int, unit: str) -> None:
    assert told(f"全年收到政府信息公开申请{number}{unit}。") == [("received", number)]
