"""The forms in which reviews can be written out, by name. A new form is one more line here."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, cast

from checker.reading.document import Limits

if TYPE_CHECKING:
    from checker.reviewing import Review


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was to be reviewed and could not be read, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a renderer may need beside the reviews: the terminal's ``width`` and whether it has ``colour``; from which
    severity on a review fails; the address of the rules' pages (empty: none published); the limits for reading a
    draft again; the files that could not be read."""

    width: int = 80
    colour: bool = False
    fail_on: str = "error"
    rules_page: str = ""
    limits: Limits = field(default_factory=Limits)
    unread: tuple[Unread, ...] = ()


class Writer(Protocol):
    """The module of a form."""

    def write(self, reviews: Sequence[Review], context: Context) -> str | bytes:
        """The reviews (at least one) in that form."""


@dataclass(frozen=True, slots=True)
class NoteFormat:
    """A form: its ``name``, what it is (Chinese), the module that writes it, the ending of its files.

    ``binary``: not for a terminal. ``separate``: a file holds one review, many reviews make many files.
    """

    name: str
    title: str
    module: str
    suffix: str
    binary: bool = False
    separate: bool = False

    def write(self, reviews: Sequence[Review], context: Context) -> bytes:
        """The reviews as the bytes of one file. Characters that UTF-8 cannot hold become question marks."""
        writer = cast(Writer, importlib.import_module(self.module))
        written = writer.write(reviews, context)
        return written if isinstance(written, bytes) else written.encode("utf-8", "replace")


FORMATS = {
    item.name: item
    for item in (
        NoteFormat("terminal", "终端", "checker.notes.terminal", ".txt"),
        NoteFormat("json", "JSON", "checker.notes.json", ".json"),
        NoteFormat("html", "网页", "checker.notes.html", ".html"),
        NoteFormat("markdown", "Markdown", "checker.notes.markdown", ".md"),
        NoteFormat("docx", "在初稿上加批注，或审核意见文档", "checker.notes.docx", ".docx", binary=True, separate=True),
        NoteFormat("xlsx", "Excel 工作簿", "checker.notes.xlsx", ".xlsx", binary=True),
        NoteFormat("sarif", "SARIF 2.1.0", "checker.notes.sarif", ".sarif"),
        NoteFormat("junit", "JUnit XML", "checker.notes.junit", ".xml"),
    )
}
