"""A review as a Word document: comments in a copy of the draft where that is a docx, else a 审核意见 document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from checker.notes.docx.comments import comments_on
from checker.notes.formats import Context
from checker.reading import ReadingError, read_bytes
from checker.reading.document import Limits
from checker.reading.sniff import MEDIA_TYPES
from checker.report.model import Report
from checker.reviewing import Review

_KINDS = {MEDIA_TYPES["pdf"]: "PDF", MEDIA_TYPES["html"]: "网页", MEDIA_TYPES["text"]: "文本文件"}


def write(reviews: Sequence[Review], context: Context) -> bytes:
    """One review's document. The draft is read again from where it was reviewed."""
    (review,) = reviews
    draft = _draft(review, context.limits)
    if isinstance(draft, str):
        from checker.notes.docx.opinion import opinion

        return opinion(review, draft, context)
    from checker.notes.docx.annotate import annotate

    data, report = draft
    return annotate(data, report, comments_on(review, context), context.limits)


def _draft(review: Review, limits: Limits) -> tuple[bytes, Report] | str:
    """The draft as it was reviewed; where there is none to write comments in, why (Chinese)."""
    source = review.report.source
    if source.media_type != MEDIA_TYPES["docx"]:
        return f"初稿是{_KINDS.get(source.media_type, '其他格式的文件')}，不能在上面加批注。"
    try:
        data = Path(source.path).read_bytes()
    except (OSError, ValueError):
        return "初稿已不在审核时的位置，没有在上面加批注。"
    if hashlib.sha256(data).hexdigest() != source.sha256:
        return "初稿在审核之后改动过，没有在上面加批注；请重新审核。"
    try:
        report = read_bytes(data, source.path, limits)
    except ReadingError as error:
        return f"初稿不能再次读出（{error.reason}），没有在上面加批注。"
    if report.source.converted_from is not None:
        return "初稿是doc、wps一类的旧格式，不能在上面加批注；另存为docx后再审核，就能在原稿上加批注。"
    if report.text != review.report.text:
        return "再次读出的文字与审核时不同，没有在上面加批注；请重新审核。"
    return data, report
