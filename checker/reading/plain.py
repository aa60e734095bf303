"""Plain text and Markdown → blocks.

Reports copied from a page hold their tables as tab-separated lines, as ``a | b | c |``, or aligned
with spaces; runs of such lines become grids whose blank cells are kept. Everything else is a
paragraph a line, which the statutory tables can still be read from where each cell stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checker.reading import deadline
from checker.reading.document import Document, Limits
from checker.reading.encoding import decode_text
from checker.reading.errors import ReadingError
from checker.report.blocks import CellDraft, ParagraphDraft, Piece, TableDraft, TextLocator

_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_MARKDOWN_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ALIGNED_FIGURES = re.compile(r"\S(?:[ \u3000]{2,}\S+){3,}\s*$")


def read_text(data: bytes, limits: Limits) -> Document:
    """Read a text file. Encoding by content (UTF-8, UTF-16 with a mark, GB18030)."""
    text = decode_text(data)
    if len(text) > limits.max_characters:
        raise ReadingError(f"文字超过{limits.max_characters}字，不像一份年度报告")
    document = Document()
    rows: list[tuple[int, list[tuple[int, str]]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        deadline.check()
        cells = _cells_of(line)
        if cells is not None:
            rows.append((number, cells))
            continue
        if not line.strip() and rows:
            continue  # a blank line inside a table that was copied from a page
        _flush(document, rows)
        if line.strip():
            document.drafts.append(_paragraph(number, line))
    _flush(document, rows)
    if sum(len(draft.cells) for draft in document.drafts if isinstance(draft, TableDraft)) > limits.max_cells:
        raise ReadingError(f"表格单元格超过{limits.max_cells}个，不像一份年度报告")
    return document


def _paragraph(number: int, line: str) -> ParagraphDraft:
    match = _MARKDOWN_HEADING.match(line)
    if match:
        return ParagraphDraft([Piece(match[2], TextLocator(number, match.start(2) + 1))], heading_level=len(match[1]))
    stripped = line.strip()
    return ParagraphDraft([Piece(stripped, TextLocator(number, line.index(stripped[0]) + 1))])


def _cells_of(line: str) -> list[tuple[int, str]] | None:
    """The cells of a table line with their columns (from 1) in the line, or ``None`` for a line of prose."""
    if _MARKDOWN_RULE.match(line) and "-" in line:
        return []
    if "\t" in line.strip("\n\r ") and line.strip():
        return _split(line, "\t")
    if line.count("|") >= 2:
        stripped = line.strip()
        inner_start = line.index(stripped[0]) + (1 if stripped.startswith("|") else 0)
        inner = stripped.removeprefix("|")
        inner = inner.removesuffix("|")
        return [(inner_start + offset, cell) for offset, cell in _split(inner, "|")]
    if _ALIGNED_FIGURES.search(line) and len(re.findall(r"\d+|/|—", line)) >= 3 and not re.search(r"[。；，]", line):
        return [(match.start() + 1, match[0]) for match in re.finditer(r"\S+(?: \S+)*", line)]
    return None


def _split(line: str, separator: str) -> list[tuple[int, str]]:
    cells = []
    offset = 1
    for part in line.split(separator):
        stripped = part.strip()
        cells.append((offset + (part.index(stripped[0]) if stripped else 0), stripped))
        offset += len(part) + 1
    return cells


def _flush(document: Document, rows: list[tuple[int, list[tuple[int, str]]]]) -> None:
    filled: Sequence[tuple[int, list[tuple[int, str]]]] = [row for row in rows if row[1]]
    cells = [
        CellDraft(index, column, [Piece(text, TextLocator(number, place))] if text else [])
        for index, (number, parts) in enumerate(filled)
        for column, (place, text) in enumerate(parts)
    ]
    if cells:
        document.drafts.append(TableDraft(cells))
    rows.clear()
