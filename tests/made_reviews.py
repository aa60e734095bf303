"""Reviews made by hand, for tests of what writes them out: every string may hold what text should not."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from checker.report.formats import SECTION_KINDS, get_format
from checker.report.tables import empty_figures
from checker.reviewing import (
    Assessment,
    DecisionInfo,
    FindingInfo,
    PartInfo,
    ReportInfo,
    Review,
    ScoreInfo,
    SectionInfo,
    SourceInfo,
)

NASTY = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.invalid")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\u202e反写\u202c",
    "零\u200b宽\ufeff",
    "\ud800半个",
    "\x00\x1b[31m\x08",
    "\ufffe\uffff",
    "]]>&amp;&",
    "| 表 | 格 |\n---",
    "`码` **粗** [链](javascript:alert(1))",
    "_x0041_",
    "{0} {{",
    "长" * 40_000,
    "a\tb\r\nc",
    "",
)
_SURROGATE = re.compile("[\ud800-\udfff]")
TEXTS = st.sampled_from(NASTY) | st.text(max_size=30) | st.text(st.characters(codec=None), max_size=10)
RULES = ("S01", "T01", "T02", "N05", "Z99")


@st.composite
def findings(draw: st.DrawFn) -> FindingInfo:
    """A finding, with a decision or without."""
    start = draw(st.integers(0, 50))
    finding = FindingInfo.model_construct(
        rule=draw(st.sampled_from(RULES)),
        name=draw(TEXTS),
        severity=draw(st.sampled_from(["error", "warning", "info"])),
        section=draw(st.sampled_from([None, *SECTION_KINDS])),
        start=start,
        end=start + draw(st.integers(0, 50)),
        quote=draw(TEXTS),
        message=draw(TEXTS),
        suggestion=draw(TEXTS),
        basis=draw(TEXTS),
        evidence=draw(
            st.dictionaries(TEXTS, TEXTS, max_size=2)
            | st.just(
                {
                    "table": "applications",
                    "line": "total",
                    "left": 3,
                    "right": 2,
                    "cells": {
                        "new_requests/total": 3,
                        "carried_over/total": 0,
                        "total/total": 2,
                        "carried_forward/total": 0,
                    },
                }
            )
            | st.just({"cells": {"a/b": "", "no": 1}, "table": "applications", "line": "x", "left": 1, "right": 2})
        ),
        fingerprint=draw(TEXTS),
        decision=None,
    )
    decision = draw(
        st.none()
        | st.builds(
            DecisionInfo,
            status=st.sampled_from(["accepted", "dismissed"]),
            reason=st.sampled_from([text for text in NASTY if not _SURROGATE.search(text)]),
            name=st.just("王某某"),
            date=st.dates(),
        )
    )
    return finding.model_copy(update={"decision": decision})


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    """A review whose every string may be anything."""
    parts = {"own": PartInfo.model_construct(points=draw(st.none() | st.floats(0, 9)), of=9.0, note=draw(TEXTS))}
    return Review.model_construct(
        schema_version="1",
        report=ReportInfo.model_construct(
            title=draw(st.none() | TEXTS),
            organization=draw(st.none() | TEXTS),
            year=draw(st.none() | st.integers(2008, 2030)),
            format="2021",
            source=SourceInfo.model_construct(path=draw(TEXTS), media_type="text/plain", sha256="0" * 64),
            text=draw(TEXTS),
            sections=[SectionInfo.model_construct(kind="overview", heading=draw(TEXTS), start=0, end=1)],
            tables={form.kind: empty_figures(form) for form in get_format("2021").tables},
        ),
        statements=[],
        scores={"originality": ScoreInfo.model_construct(value=draw(st.none() | st.floats(0, 100)), parts=parts)},
        findings=draw(st.lists(findings(), max_size=4)),
        assessments=[
            Assessment.model_construct(
                rule=rule, status=draw(st.sampled_from(["passed", "failed", "not_assessable"])), reason=draw(TEXTS)
            )
            for rule in RULES
        ],
    )
