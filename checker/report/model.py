"""The report as data: what a reader found in one document, with nothing judged."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from checker.report.blocks import Anchor, Block, Locator, Paragraph, anchors_of
from checker.report.formats import SECTION_KINDS, SectionKind
from checker.report.normal import Normal, compact, normalise
from checker.report.tables import StatutoryTable

__all__ = [
    "NARRATIVE_KINDS",
    "SECTION_KINDS",
    "TABLE_KINDS",
    "Gap",
    "Heading",
    "Mark",
    "Report",
    "Section",
    "SectionKind",
    "Source",
]

NARRATIVE_KINDS: tuple[SectionKind, ...] = ("overview", "problems", "other_matters")
TABLE_KINDS: tuple[SectionKind, ...] = ("disclosure", "applications", "proceedings")


@dataclass(frozen=True, slots=True)
class Source:
    """The document that the report was read from. ``size`` in bytes; ``converted_from`` the media type
    of the original where another program converted it first."""

    path: str
    media_type: str
    sha256: str
    size: int
    converted_from: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A trace of drafting that the source holds beside its text: a tracked change, a comment, a highlight.

    ``start``/``end`` are offsets into the canonical text; for a deletion or a comment that covers no
    text they are equal. ``text`` is what was deleted or remarked, or the highlighted words.
    """

    kind: Literal["insertion", "deletion", "comment", "highlight"]
    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the document holds and that could not be read (a picture where text or a table
    may stand). ``position`` is the offset in the canonical text before which it stands."""

    kind: Literal["picture", "unreadable"]
    position: int
    description: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six statutory sections.

    ``start``/``end`` cover heading and body; ``heading_start``/``heading_end`` the heading alone.
    ``number`` is the ordinal printed before the heading (1 for 一), ``None`` where there is none.
    """

    kind: SectionKind
    heading: str
    start: int
    end: int
    heading_start: int
    heading_end: int
    number: int | None

    @property
    def body_start(self) -> int:
        return self.heading_end


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading numbered 一、 that is none of the six sections'. ``number`` is its ordinal."""

    text: str
    start: int
    end: int
    number: int | None


@dataclass(frozen=True)
class Report:
    """A report as read: canonical text, blocks, sections, the three statutory tables, where it came from.

    All offsets are in characters of ``text``. ``year`` and ``organization`` are what the document says
    of itself (title first, then period and preamble) or ``None`` where it says nothing that can be read.
    ``format`` is the key of the statutory format that its tables and headings follow.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    title: str | None
    title_span: tuple[int, int] | None
    organization: str | None
    year: int | None
    format: str
    sections: tuple[Section, ...]
    tables: dict[str, StatutoryTable]
    marks: tuple[Mark, ...] = ()
    gaps: tuple[Gap, ...] = ()
    other_headings: tuple[Heading, ...] = ()

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        return tuple(anchors_of(self.blocks))

    @cached_property
    def _anchor_starts(self) -> list[int]:
        return [anchor.start for anchor in self.anchors]

    @cached_property
    def normal(self) -> Normal:
        """The canonical text normalised for matching, white space left out."""
        return normalise(self.text)

    def locate(self, start: int, end: int) -> list[Locator]:
        """The locators of the source text that [start, end) covers, in order."""
        first = max(0, bisect_right(self._anchor_starts, start) - 1)
        found = []
        for anchor in self.anchors[first:]:
            if anchor.start >= max(end, start + 1):
                break
            if anchor.end > start:
                found.append(anchor.locator)
        return found

    def section(self, kind: SectionKind) -> Section | None:
        """The section of that kind, or ``None``."""
        return next((section for section in self.sections if section.kind == kind), None)

    def content_of(self, section: Section) -> tuple[int, int]:
        """The section's body [start, end) without white space at either end and without a signature, that is
        trailing lines that hold no more than the agency's name, a date or a note on annexes."""
        start, end = section.body_start, section.end
        while True:
            line_start = max(start, self.text.rfind("\n", start, end) + 1)
            line = self.text[line_start:end]
            if line_start <= start or not (not line.strip() or self._is_signature(line)):
                break
            end = line_start - 1
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _is_signature(self, line: str) -> bool:
        key = compact(line)
        if re.fullmatch(
            r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|二[〇零○0O][一二].{0,2}年.{1,3}月.{1,3}日|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}",
            key,
        ):
            return True
        if re.match(r"附件?[:1-9]?", key) and len(key) <= 40:
            return True
        own = compact(self.organization or "")
        return bool(own) and len(key) <= 30 and not re.search(r"[,。;:]", key) and (key in own or own in key)

    def section_at(self, position: int) -> Section | None:
        """The section that holds the offset, or ``None`` before the first."""
        return next((section for section in self.sections if section.start <= position < section.end), None)

    def paragraphs(self, start: int = 0, end: int | None = None) -> list[Paragraph]:
        """The paragraphs that overlap [start, end)."""
        stop = len(self.text) if end is None else end
        return [
            block for block in self.blocks if isinstance(block, Paragraph) and block.start < stop and block.end > start
        ]
