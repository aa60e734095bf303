"""The page: everything is text, every note leads to its words and its rule, nothing is asked of a network."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from building import build
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.decisions import apply, baseline
from checker.notes import html
from checker.notes.characters import xml_safe
from checker.notes.html.comparison import comparison
from checker.notes.html.layout import Span, blocks
from checker.report.normal import normal_character
from checker.reviewing import (
    Assessment,
    CellInfo,
    FindingInfo,
    GridInfo,
    PartInfo,
    ReportInfo,
    Review,
    ScoreInfo,
    SourceInfo,
    review,
)
from checker.rules.rule import SEVERITIES

BROKEN: dict[str, Any] = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
    },
    "bodies": {"other_matters": "无"},
    "before": {"overview": "全年公开XX条信息。"},
    "without_tables": ["proceedings"],
    "pictures": ["proceedings"],
}
VOID = {"meta", "input", "br", "rect"}


class Page(HTMLParser):
    """A page taken apart: its tags with their attributes, and the texts of the report's own paragraphs and cells."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.leaves: list[str] = []
        self.raw: dict[str, str] = {}
        self._open: list[str] = []
        self._leaf: int | None = None
        self._chip: int | None = None
        self.feed(content)
        self.close()
        assert not self._open, "unclosed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.tags.append((tag, values))
        if tag in VOID:
            return
        self._open.append(tag)
        classes = values.get("class", "").split()
        if (tag in ("p", "h3") and "text" in classes) or (tag == "td" and "dir" in values):
            self._leaf = len(self._open)
            self.leaves.append("")
        if "chip" in classes:
            self._chip = len(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._leaf == len(self._open):
            self._leaf = None
        if self._chip == len(self._open):
            self._chip = None
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("script", "style"):
            self.raw[self._open[-1]] = data
        elif self._leaf is not None and self._chip is None:
            self.leaves[-1] += data


def _review(text: str, findings: list[FindingInfo], grids: list[GridInfo] | None = None, said: str = "") -> Review:
    return Review(
        report=ReportInfo(
            title=said or None,
            organization=said or None,
            year=None,
            format="2021",
            source=SourceInfo(path=f"稿/{said}", media_type="text/plain", sha256="0"),
            text=text,
            sections=[],
            tables={},
            grids=grids or [],
        ),
        scores={"completeness": ScoreInfo(value=None, parts={said: PartInfo(points=None, of=1, note=said)})},
        findings=findings,
        assessments=[Assessment(rule="S01", status="not_assessable", reason=said or "无")],
    )


def _finding(start: int, end: int, said: str, number: int = 0, evidence: dict[str, Any] | None = None) -> FindingInfo:
    return FindingInfo(
        rule=("S01", "T02", "Z99")[number % 3],
        name=said,
        severity=SEVERITIES[number % 3],
        section=None,
        start=start,
        end=end,
        quote=said,
        message=said,
        suggestion=said,
        basis=said,
        evidence=evidence or {},
        fingerprint=f"{number:016d}",
    )


wild = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'`{}%#\u200b\u202e\u2066\ud800\x00\x0b\ufffe一二\n\t")),
    max_size=40,
)
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6)


@settings(deadline=None, max_examples=60)
@given(wild, spans, wild)
def test_whatever_the_report_holds_it_stays_text(text: str, places: list[tuple[int, int]], said: str) -> None:
    limits = [(min(*pair, len(text)), min(max(*pair), len(text))) for pair in places]
    hostile = f"<script>alert(1)</script><img src=x onerror=y>{said}"
    pair = {"quote": hostile, "source_quote": said, "similarity": 0.5}
    found = [
        _finding(
            start,
            end,
            hostile,
            number,
            {"pairs": [pair], "source": {"title": hostile}} if number % 2 else {"pairs": said},
        )
        for number, (start, end) in enumerate(limits)
    ]
    content = html.write([_review(text, found, said=hostile)])
    content.encode("utf-8")
    page = Page(content)
    # a browser reads a carriage return as the end of a line, the parser here does not
    lines = [xml_safe(line) for line in text.split("\n") if line.strip()]
    assert page.leaves == (lines or [""])
    tags = [tag for tag, _ in page.tags]
    assert (tags.count("script"), tags.count("style"), tags.count("img")) == (1, 1, 0)
    for tag, values in page.tags:
        assert not any(key.startswith("on") or key in ("src", "style", "srcset", "action") for key in values), tag
        if "href" in values:
            assert values["href"].startswith("#")


@given(wild, spans, st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_segments_hold_the_text_and_each_number_once(text: str, places: list[tuple[int, int]], cuts: list[int]) -> None:
    limits = [Span(number, min(*pair, len(text)), min(max(*pair), len(text))) for number, pair in enumerate(places, 1)]
    edges = sorted({min(cut, len(text)) for cut in cuts})
    cells = [
        CellInfo(row=index // 2, column=index % 2, row_span=1, column_span=1, start=start, end=end)
        for index, (start, end) in enumerate(zip(edges, edges[1:], strict=False))
    ]
    grids = [GridInfo(start=edges[0], end=edges[-1], cells=cells)] if cells else []
    found = blocks(_review(text, [], grids).report, limits)
    segments = [part for block in found for row in block.rows for leaf in row for part in leaf.segments]
    assert sorted(number for part in segments for number in part.closes) == [span.number for span in limits]
    assert sorted(number for block in found for number in block.notes) == [span.number for span in limits]
    for span in limits:
        marked = "".join(part.text for part in segments if span.number in part.notes)
        assert len(marked) <= span.end - span.start
        outside = re.sub(r"[\s\x1c-\x1f\x85]", "", text[span.start : span.end])
        assert re.sub(r"[\s\x1c-\x1f\x85]", "", marked) == outside or not outside


def test_every_note_leads_to_its_words_and_to_its_rule() -> None:
    result = review(build(BROKEN))
    assert len(result.findings) > 4
    page = Page(html.write([result, review(build())]))
    ids = [values["id"] for _, values in page.tags if "id" in values]
    assert len(ids) == len(set(ids))
    links = [values["href"] for _, values in page.tags if "href" in values]
    assert {link[1:] for link in links} <= set(ids)
    for number, finding in enumerate(result.findings, 1):
        assert f"#r1n{number}" in links
        assert f"#r1m{number}" in links
        assert f"#rule-{finding.rule}" in links
    assert "#rule-T05" in links, "a rule that could not check is explained too"


def test_a_rule_that_is_not_installed_has_no_link_and_does_no_harm() -> None:
    page = html.write([_review("正文", [_finding(0, 2, "某条", 2)])])
    assert "Z99" in page
    assert "#rule-Z99" not in page


def test_the_page_asks_nothing_of_a_network_and_runs_only_its_own() -> None:
    page = Page(html.write([review(build(BROKEN))]))
    policy = next(
        values["content"] for tag, values in page.tags if values.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none';")
    for tag in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(page.raw[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|//[a-z]|url\(|@import|</|fetch\(|XMLHttp|innerHTML|eval", page.raw[tag])


def test_tables_are_drawn_as_the_document_draws_them() -> None:
    result = review(build())
    page = Page(html.write([result]))
    grid = max(result.report.grids, key=lambda grid: len(grid.cells))
    spanning = [cell for cell in grid.cells if cell.row_span > 1 or cell.column_span > 1]
    drawn = [values for tag, values in page.tags if tag == "td" and ("rowspan" in values or "colspan" in values)]
    assert len(drawn) >= len(spanning)
    for cell in grid.cells:
        assert result.report.text[cell.start : cell.end] in page.leaves


def test_a_place_that_no_cell_covers_stays_empty() -> None:
    cells = [
        CellInfo(row=0, column=0, row_span=2, column_span=1, start=0, end=1),
        CellInfo(row=0, column=2, row_span=1, column_span=1, start=2, end=3),
        CellInfo(row=1, column=1, row_span=1, column_span=2, start=4, end=5),
        CellInfo(row=3, column=2, row_span=1, column_span=1, start=6, end=7),
    ]
    (table,) = blocks(_review("甲\t乙\n丙\n丁", [], [GridInfo(start=0, end=7, cells=cells)]).report, [])
    assert [[leaf.gap for leaf in row] for row in table.rows] == [[0, 1], [0], [], [2]]


def test_dismissed_findings_are_apart_and_stale_decisions_are_said() -> None:
    import datetime

    first = review(build(BROKEN))
    kept = baseline(first, "王某某", datetime.date(2024, 1, 12))
    content = html.write([apply(review(build({**BROKEN, "before": {}})), kept)])
    assert "不采纳的意见（" in content
    assert "基线：写入时已有；王某某，2024-01-12" in content
    assert "找不到对应意见的决定" in content
    assert "没有需要处理的意见" in content
    assert not [values for _, values in Page(content).tags if values.get("class") == "note"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_sides_of_a_comparison_keep_their_text(copy: str, source: str) -> None:
    found = comparison({"pairs": [{"quote": copy, "source_quote": source, "similarity": 0.9}], "share": 0.4})
    assert found is not None
    (pair,) = found.pairs
    assert "".join(piece.text for piece in pair.copy) == copy
    assert "".join(piece.text for piece in pair.source) == source

    def same(pieces: Any) -> str:
        return "".join(normal_character(char) or char for piece in pieces if piece.same for char in piece.text)

    assert same(pair.copy) == same(pair.source)


def test_a_comparison_marks_what_differs_and_not_the_width_of_a_comma() -> None:
    found = comparison({"pairs": [{"quote": "全年公开信息12条，按期办结", "source_quote": "全年公开信息9条,按期办结"}]})
    assert found is not None
    assert [piece.text for piece in found.pairs[0].copy if not piece.same] == ["12"]
    assert [piece.text for piece in found.pairs[0].source if not piece.same] == ["9"]


@pytest.mark.parametrize(
    ("evidence", "source"),
    [
        ({"source": {"title": "某局2022年报告", "name": "a.pdf"}}, "某局2022年报告（a.pdf）"),
        ({"source": {"agency": "某局", "year": 2022}}, "某局2022年报告"),
        ({"source": {"name": "a.pdf"}}, "a.pdf"),
        ({"source": "某局"}, "某局"),
        ({"source": None}, "来源"),
        ({}, "来源"),
    ],
)
def test_a_source_is_named_by_what_is_known_of_it(evidence: dict[str, Any], source: str) -> None:
    found = comparison({**evidence, "pairs": [{"quote": "甲", "source_quote": "乙"}]})
    assert found is not None
    assert found.source == source


@pytest.mark.parametrize(
    "evidence",
    [{}, {"pairs": 3}, {"pairs": []}, {"pairs": [3, {}, {"quote": "甲"}, {"quote": 1, "source_quote": "乙"}]}],
)
def test_evidence_of_another_shape_is_left_out(evidence: dict[str, Any]) -> None:
    assert comparison(evidence) is None


def test_a_page_of_many_has_an_index() -> None:
    result = review(build(BROKEN))
    page = Page(html.write([result, result]))
    assert {"index", "r1", "r2"} <= {values.get("id") for _, values in page.tags}
    assert [tag for tag, values in page.tags if values.get("class") == "index"]
    assert not [tag for tag, values in Page(html.write([result])).tags if values.get("class") == "index"]


def test_the_assets_are_part_of_the_package() -> None:
    assert {item.name for item in (files("checker.notes.html") / "assets").iterdir()} >= {
        "page.html",
        "style.css",
        "script.js",
    }


def test_every_colour_can_be_read_on_its_ground() -> None:
    """Contrast of at least 4.5 (WCAG 2, AA)."""
    style = (files("checker.notes.html") / "assets" / "style.css").read_text("utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", style))

    def luminance(name: str) -> float:
        digits = colours[name][1:]
        digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
        parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    pairs = [(kind, f"{kind}-back") for kind in SEVERITIES] + [("ink", f"{kind}-back") for kind in SEVERITIES]
    pairs += [(ink, ground) for ink in ("ink", "faint", "link", *SEVERITIES) for ground in ("paper", "desk")]
    for ink, ground in pairs:
        darker, lighter = sorted((luminance(ink), luminance(ground)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (ink, ground)
