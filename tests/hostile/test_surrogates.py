"""Lone surrogates, which no encoding can write, do not get past reading."""

from __future__ import annotations

from pathlib import Path

import checker.language.pipeline as pipeline
from checker.reading import Limits, build_report
from checker.reading.document import DraftGap, DraftMark
from checker.reading.plain import read_text
from checker.report.blocks import CellDraft, ParagraphDraft, Piece, TableDraft, TextLocator, anchors_of
from checker.report.model import Report, Source

SAMPLE = Path(__file__).parents[2] / "corpora" / "reports" / "pingzhang-education-bureau-2021.txt"


def with_surrogates() -> Report:
    document = read_text(SAMPLE.read_bytes(), Limits())
    document.drafts += [
        ParagraphDraft([Piece("公开\ud800信息", TextLocator(90)), Piece("\udc00\udfff12条。", TextLocator(91))]),
        TableDraft([CellDraft(0, 0, [Piece("件\udbff数", TextLocator(92))])]),
    ]
    last = len(document.drafts) - 2
    document.marks.append(DraftMark("comment", last, None, 1, 3, "批\ud800注", "作\udfff者"))
    document.gaps.append(DraftGap("picture", last, "图\udabc片"))
    document.titles.append("标\ud800题")
    return build_report(document, Source("a.txt", "text/plain", "0" * 64, 1))


def test_they_become_the_replacement_character_one_for_one() -> None:
    report = with_surrogates()
    assert report.text.endswith("公开\ufffd信息\ufffd\ufffd12条。\n件\ufffd数")
    assert "".join(block.text for block in report.blocks[-2:-1]) == "公开\ufffd信息\ufffd\ufffd12条。"
    assert report.blocks[-1].cells[0].text == "件\ufffd数"  # type: ignore[union-attr]
    for anchor in list(anchors_of(report.blocks))[-3:]:
        stretch = report.text[anchor.start : anchor.end]
        assert stretch == {90: "公开\ufffd信息", 91: "\ufffd\ufffd12条。", 92: "件\ufffd数"}[anchor.locator.line]  # type: ignore[union-attr]


def test_marks_and_gaps_are_clean_too() -> None:
    report = with_surrogates()
    mark, gap = report.marks[-1], report.gaps[-1]
    assert (mark.text, mark.author, gap.description) == ("批\ufffd注", "作\ufffd者", "图\ufffd片")
    assert report.text[mark.start : mark.end] == "开\ufffd"


def test_such_a_report_can_be_annotated() -> None:
    report = with_surrogates()
    assert pipeline.annotate(report, pipeline.load_pipeline()).doc.text == report.text
