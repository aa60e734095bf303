"""The workbook as a reader of it finds it."""

from __future__ import annotations

import io

import openpyxl
import pytest
from building import build

from checker.notes.formats import FORMATS, Context, Unread
from checker.reviewing import Review, review

BROKEN = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
    },
    "bodies": {"other_matters": "无"},
}


def book(*reviews: Review, context: Context | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(reviews, context or Context())))


def rows(sheet) -> list[dict[str, object]]:
    head, *rest = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rest]


@pytest.fixture(scope="module")
def broken() -> Review:
    return review(build(BROKEN))


def test_sheets_and_their_rows(broken: Review) -> None:
    found = book(broken)
    assert found.sheetnames == ["汇总", "意见", "评分", "表二", "表三", "表四"]
    findings = rows(found["意见"])
    assert [(row["规则"], row["问题"], row["建议"], row["指纹"]) for row in findings] == [
        (item.rule, item.message, item.suggestion, item.fingerprint) for item in broken.findings
    ]
    assert findings[0]["机关"] == "临河区榆树湾街道办事处"
    (overview,) = rows(found["汇总"])
    assert overview["错误"] == broken.count("error")
    assert overview["年度"] == 2023
    assert overview["完整"] == broken.scores["completeness"].value
    for name in ("汇总", "意见", "评分"):
        assert found[name].freeze_panes == "A2"
        assert found[name].auto_filter.ref


def test_many_reports_are_a_row_each_and_unread_files_too(broken: Review) -> None:
    found = book(broken, review(build()), context=Context(unread=(Unread("坏.docx", "文件是空的"),)))
    overview = rows(found["汇总"])
    assert [row["错误"] for row in overview] == [broken.count("error"), 0, None]
    assert overview[2]["文件"] == "坏.docx"
    assert overview[2]["未能检查的内容"] == "没有读出：文件是空的"


def test_cells_of_failed_relations_are_marked_and_say_why(broken: Review) -> None:
    sheet = book(broken)["表三"]
    labels = {cell.value: cell.row for cell in sheet["A"] if cell.value}
    columns = {cell.value: cell.column for cell in sheet[2]}
    total = sheet.cell(labels["（七）总计"], columns["自然人"])
    assert total.value == 16
    assert "第一项+第二项=17+2=19，第三项+第四项=16+2=18，相差1" in total.comment.text
    assert total.comment.text.startswith("T02 ") or "T02 " in total.comment.text
    part = sheet.cell(labels["（一）予以公开"], columns["自然人"])
    other = sheet.cell(labels["（一）予以公开"], columns["商业企业"])
    assert part.fill.fgColor.rgb != total.fill.fgColor.rgb
    assert part.fill.patternType == total.fill.patternType == "solid"
    assert other.fill.patternType is None
    assert other.comment is None


def test_a_cell_without_a_number_is_no_zero(broken: Review) -> None:
    sheet = book(broken)["表二"]
    (licences,) = [row for row in sheet.iter_rows() if row[0].value == "行政许可"]
    (blank,) = [cell for cell in licences[1:] if cell.value is not None]
    assert blank.value == "（空）"
    assert "空白" in blank.comment.text


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "12", "http://example.invalid", "_x0041_"]
)
def test_texts_stay_texts(broken: Review, text: str) -> None:
    changed = broken.model_copy(
        update={"findings": [broken.findings[0].model_copy(update={"message": text, "quote": text})]}
    )
    sheet = book(changed)["意见"]
    for name in ("原文", "问题"):
        cell = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == name)
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_a_text_longer_than_a_cell_is_cut_and_not_lost(broken: Review) -> None:
    changed = broken.model_copy(update={"findings": [broken.findings[0].model_copy(update={"quote": "长" * 50_000})]})
    assert rows(book(changed)["意见"])[0]["原文"] == "长" * 32_000 + "……"


def test_a_decision_has_its_columns(broken: Review) -> None:
    decision = {"status": "dismissed", "reason": "已核对台账", "name": "王某", "date": "2024-01-12"}
    first = broken.findings[0].model_copy(update={"decision": decision})
    found = book(broken.model_copy(update={"findings": [first, *broken.findings[1:]]}))
    row = rows(found["意见"])[0]
    assert (row["处理"], row["处理说明"]) == ("不采纳", "已核对台账；王某，2024-01-12")
    assert rows(found["汇总"])[0]["不采纳"] == 1
