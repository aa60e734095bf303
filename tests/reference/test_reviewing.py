"""Reuse through the front door: a reviewer with a store and with last year's report."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import build

from checker import Reviewer, review
from checker.reference.store import StoreError
from checker.reviewing import Review

REAL = Path(__file__).parents[3] / "shared" / "real"
COPIED = "由民政科会同各社区把救助名单、物资发放清单逐月核对一遍，发现漏贴晚贴的当天补齐，并在街道例会上点名通报。"


def of(result: Review, code: str) -> list[str]:
    return [finding.quote for finding in result.findings if finding.rule == code]


def test_originality_counts_what_is_nobody_elses() -> None:
    draft = {"bodies": {"problems": f"公开栏更新慢，名单拖到11月才张贴。\n{COPIED}"}}
    earlier = {
        "year": 2022,
        "bodies": {"overview": "街道党政办答复申请2件。", "problems": f"查阅角少有人来。\n{COPIED}"},
    }
    alone, compared = review(build(draft)), review(build(draft), prior=build(earlier))
    before, after = alone.scores["originality"], compared.scores["originality"]
    assert before.value is not None
    assert after.value is not None
    assert 0 <= after.value < before.value <= 100
    assert after.parts["prior"].points == pytest.approx(len(COPIED), abs=4)
    assert before.parts["prior"].note == "没有往年报告可比"
    for score in (before, after):
        assert sum(part.points or 0 for part in score.parts.values()) == score.parts["own"].of


def test_last_years_report_comes_from_the_store(tmp_path: Path) -> None:
    from checker.reference.store import ReferenceStore

    plain = Reviewer()
    draft = build({"bodies": {"problems": f"公开栏更新慢，名单拖到11月才张贴。\n{COPIED}"}})
    earlier = build(
        {"year": 2022, "bodies": {"overview": "街道党政办答复申请2件。", "problems": f"查阅角少有人来。\n{COPIED}"}}
    )
    with ReferenceStore(tmp_path / "a.db", create=True) as store:
        import dataclasses

        store.add([dataclasses.replace(plain.reference_report(earlier), sha256="1" * 64)])
    result = Reviewer(reference=tmp_path / "a.db").review(draft)
    assert of(result, "R01") == [COPIED.rstrip("。")]
    assert not of(result, "R02")


def test_a_prior_of_another_agency_is_a_peers_report() -> None:
    draft = build({"bodies": {"problems": f"公开栏更新慢，名单拖到11月才张贴。\n{COPIED}"}})
    other = build(
        {
            "year": 2022,
            "title": "石桥县柳河镇人民政府2022年政府信息公开工作年度报告",
            "bodies": {"overview": "镇里答复申请2件。", "problems": COPIED},
        }
    )
    result = review(draft, prior=other)
    assert not of(result, "R01")
    assert of(result, "R02") == [COPIED.rstrip("。")]


def test_a_store_that_is_not_there_is_refused() -> None:
    with pytest.raises(StoreError, match="找不到这个对照库"):
        Reviewer(reference="没有.db")


@pytest.mark.skipif(not (REAL / "hongze-2024.pdf").is_file(), reason="no folder of real documents")
def test_two_real_reports_of_one_government() -> None:
    result = Reviewer().review(REAL / "hongze-2024.pdf", prior=REAL / "hongze-2023.pdf")
    carried_over = of(result, "R01")
    for words in ("扎实推进依申请公开工作", "运用第三方检测平台实行常态化监测", "及时关停整合用户关注度低"):
        assert any(words in quote for quote in carried_over), words
    assert not any("统计期限" in quote or "信息处理费" in quote for quote in carried_over)
    assert any("规范性" in quote for quote in of(result, "R05"))
