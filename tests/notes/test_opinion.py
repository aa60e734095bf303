"""The 审核意见 document."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from building import build
from docx.oxml.ns import qn
from lxml import etree

from checker.notes.formats import FORMATS, Context
from checker.reviewing import Review, review

BROKEN = {
    "media": "pdf",
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "proceedings": {"reconsideration": {"total": 7}},
    },
    "bodies": {"other_matters": "无"},
    "without_tables": ["disclosure"],
}


@pytest.fixture(scope="module")
def broken() -> Review:
    return review(build(BROKEN))


def opened(given: Review, context: Context | None = None) -> docx.document.Document:
    return docx.Document(io.BytesIO(FORMATS["docx"].write([given], context or Context())))


def text_of(document: docx.document.Document) -> str:
    # python-docx gives its elements texts of their own, which itertext would take for more
    root = etree.fromstring(etree.tostring(document.element))
    return "\n".join("".join(part.itertext()) for part in root.iter(qn("w:p")))


def test_it_says_all_that_the_review_does(broken: Review) -> None:
    text = text_of(opened(broken))
    assert "初稿是PDF，不能在上面加批注" in text
    assert broken.report.source.sha256 in text
    for finding in broken.findings:
        assert finding.message in text
        assert finding.suggestion in text
        assert finding.basis in text
    for score in ("完整", "具体", "原创", "合规"):
        assert score in text
    for item in broken.assessments:
        assert item.reason in text
    assert "审核人（签名）" in text
    assert "年　　月　　日" in text


def test_sums_that_fail_are_a_table(broken: Review) -> None:
    (table,) = [table for table in opened(broken).tables if table.rows[0].cells[0].text == "位置"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [
        "表四行政复议行",
        "四种结果之和：结果维持 3 ＋ 结果纠正 1 ＋ 其他结果 0 ＋ 尚未审结 1",
        "5",
        "总计",
        "7",
        "2",
    ] in rows
    assert len(rows) == sum(item.rule in ("T02", "T03", "T04", "T05") for item in broken.findings)


def test_a_report_whose_sums_hold_has_no_such_table() -> None:
    text = text_of(opened(review(build({"media": "pdf"}))))
    assert "合计不符的数字" not in text
    assert "没有发现问题" in text


def test_every_finding_leads_to_its_rule(broken: Review) -> None:
    document = opened(broken)
    anchors = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
    marks = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert anchors
    assert len(anchors) == len(broken.findings)
    assert set(anchors) == marks == {f"rule_{finding.rule}" for finding in broken.findings}


def test_a_published_page_is_linked(broken: Review) -> None:
    document = opened(broken, Context(rules_page="https://intranet.example/rules"))
    targets = {item.target_ref for item in document.part.rels.values() if item.is_external}
    assert targets == {f"https://intranet.example/rules#{finding.rule}" for finding in broken.findings}


def test_dismissed_findings_stand_apart(broken: Review) -> None:
    decision = {"status": "dismissed", "reason": "已核对台账", "name": "王某", "date": "2024-01-12"}
    changed = [broken.findings[0].model_copy(update={"decision": decision}), *broken.findings[1:]]
    text = text_of(opened(broken.model_copy(update={"findings": changed})))
    before, after = text.split("审核人员不采纳的意见")
    assert "已核对台账" in after
    assert f"审核意见（{len(broken.findings) - 1}条）" in before


def test_every_part_is_sound_and_without_a_time(broken: Review) -> None:
    archive = zipfile.ZipFile(io.BytesIO(FORMATS["docx"].write([broken], Context())))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = etree.fromstring(archive.read("docProps/core.xml"))
    assert not [element for element in core if etree.QName(element).localname in ("created", "modified")]
