"""What a reader of one file format hands on: drafts of blocks, marks and gaps, nothing judged.

Every reader is one function ``read_FORMAT(data: bytes, limits: Limits) -> Document`` that raises
:class:`~checker.reading.errors.ReadingError` with one Chinese sentence for its user when the bytes cannot be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from checker.report.blocks import ParagraphDraft, TableDraft


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader accepts, so that a hostile or mistaken file cannot exhaust the machine.

    ``max_bytes``: size of the file; ``max_unpacked_bytes`` and ``max_expansion``: all parts of a zip
    container together, in bytes and as a multiple of the file; ``max_pages``: pages of a PDF;
    ``max_characters``: characters of text read; ``max_cells``: cells of all tables together;
    ``seconds``: time for one document, reading and review together; ``conversion_seconds``: time for LibreOffice
    to convert an old format, which is not part of ``seconds``.
    """

    max_bytes: int = 50_000_000
    max_unpacked_bytes: int = 300_000_000
    max_expansion: int = 200
    max_pages: int = 300
    max_characters: int = 2_000_000
    max_cells: int = 100_000
    seconds: float = 60.0
    conversion_seconds: float = 90.0


@dataclass(frozen=True, slots=True)
class DraftMark:
    """A tracked change, comment or highlight at ``draft`` (index in ``Document.drafts``; for a table also
    ``cell``, the index in ``TableDraft.cells``), covering characters [start, end) of that draft's text
    (all its pieces joined). A deletion or a bare comment covers none: start == end."""

    kind: Literal["insertion", "deletion", "comment", "highlight"]
    draft: int
    cell: int | None
    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class DraftGap:
    """Something unreadable (a picture) that stands before ``drafts[draft]``; ``draft == len(drafts)`` at the end."""

    kind: Literal["picture", "unreadable"]
    draft: int
    description: str


@dataclass(slots=True)
class Document:
    """One document as read, in reading order.

    ``titles`` are titles that the document declares outside its text (an html ``<title>`` or ``<h1>``
    that the article leaves out), best first.
    """

    drafts: list[ParagraphDraft | TableDraft] = field(default_factory=list)
    marks: list[DraftMark] = field(default_factory=list)
    gaps: list[DraftGap] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
