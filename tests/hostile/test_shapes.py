"""Documents of odd shape and script through reading, reviewing and every form of notes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from checker import Reviewer
from checker.notes.formats import FORMATS, Context
from checker.reading import ReadingError, read_bytes

REPORTS = Path(__file__).parents[2] / "corpora" / "reports"
TEXT = (REPORTS / "pingzhang-education-bureau-2021.txt").read_text("gb18030")
PAGE = "<html><body>" + "".join(f"<p>{line}</p>" for line in TEXT.splitlines()) + "{}</body></html>"
SHAPES = {
    "deep.html": PAGE.replace("{}", "<div>" * 200 + "正文" + "</div>" * 200),
    "rows.html": PAGE.replace("{}", "<table>" + "<tr><td>项目</td><td>1</td></tr>" * 10_000 + "</table>"),
    "right-to-left.txt": TEXT.replace("公开", "公\u202e开\u200f\u200b\u2066"),
    "zero-width.txt": TEXT.replace("信息", "信\u200b息\ufeff"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_odd_shapes(name: str) -> None:
    start = time.process_time()
    report = read_bytes(SHAPES[name].encode(), name)
    review = Reviewer().review(report)
    for form in FORMATS.values():
        assert form.write([review], Context())
    assert time.process_time() - start < 120


def test_nesting_that_no_page_has_is_refused_in_words() -> None:
    page = PAGE.replace("{}", "<div>" * 3000 + "正文" + "</div>" * 3000)
    with pytest.raises(ReadingError, match="嵌套过深"):
        read_bytes(page.encode(), "deep.html")
