"""Files in, reports out: :func:`read`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from checker.reading.deadline import time_limit, whole
from checker.reading.document import Document, DraftMark, Limits
from checker.reading.errors import ReadingError
from checker.report.blocks import Block, Table, assemble, well_formed
from checker.report.model import Gap, Mark, Report, Source

__all__ = ["Limits", "ReadingError", "read", "read_bytes"]


def read(path: str | os.PathLike[str], limits: Limits | None = None) -> Report:
    """Read one report.

    ``path`` names a docx, pdf, html, text or Markdown file, or a doc or wps file where LibreOffice is
    installed; what it is is decided by its content. Raises :class:`ReadingError` with the file's name
    and the reason (Chinese) where it cannot be read or is no annual report.
    """
    limits = limits or Limits()
    name = os.fspath(path)
    try:
        return read_bytes(_load(Path(path), limits), name, limits)
    except ReadingError as error:
        raise (error if error.path else error.at(name)) from None


@whole
def _load(path: Path, limits: Limits) -> bytes:
    try:
        if path.is_dir():
            raise ReadingError("这是一个文件夹，请指明其中的文件")
        size = path.stat().st_size
        if size == 0:
            raise ReadingError("文件是空的（0字节）")
        if size > limits.max_bytes:
            raise ReadingError(f"文件有{size / 1_000_000:.0f}MB，超过上限{limits.max_bytes / 1_000_000:.0f}MB")
        if not path.is_file():
            raise ReadingError("这不是普通文件，无法读取")
        with path.open("rb") as stream:
            data = stream.read(limits.max_bytes + 1)
    except FileNotFoundError:
        raise ReadingError("找不到这个文件") from None
    except PermissionError:
        raise ReadingError("没有读取这个文件的权限") from None
    except (OSError, ValueError) as error:
        raise ReadingError(f"无法读取（{getattr(error, 'strerror', None) or error}）") from None
    if not data.strip(b"\x00 \t\r\n"):
        raise ReadingError("文件里没有内容")
    return data


def read_bytes(data: bytes, name: str, limits: Limits | None = None) -> Report:
    """Read one report from memory. ``name`` is what the source is called; errors are as for :func:`read`."""
    from checker.reading.sniff import MEDIA_TYPES, sniff

    limits = limits or Limits()
    kind: str = sniff(data)
    converted_from = None
    document_bytes = data
    if kind in ("legacy_office", "rtf", "odt"):
        from checker.reading.conversion import convert_to_docx

        converted_from = kind
        suffix = {"rtf": ".rtf", "odt": ".odt"}.get(kind, ".wps" if name.lower().endswith(".wps") else ".doc")
        document_bytes = convert_to_docx(data, suffix, limits.conversion_seconds)
        kind = "docx"
    with time_limit(limits.seconds, name):
        document = _read_document(document_bytes, kind, limits)
        source = Source(name, MEDIA_TYPES[kind], hashlib.sha256(data).hexdigest(), len(data), converted_from)
        return build_report(document, source)


_REFUSED = {
    "encrypted_office": "文件加了密码，请解除密码保护后再审核",
    "ofd": "暂不支持OFD版式文件，请用阅读器另存或打印为PDF（保留文字层），或使用定稿前的docx",
    "image": "这是图片，不是文档；图片中的文字需要先做文字识别（OCR）",
    "xlsx": "这是电子表格（xlsx），不是年度报告文稿",
    "pptx": "这是演示文稿（pptx），不是年度报告文稿",
    "zip": "这是压缩包，请解压后指明其中的文件",
    "unknown": "看不出是什么文件；可以审核的有docx、pdf、网页（html）和文本文件",
}


def _read_document(data: bytes, kind: str, limits: Limits) -> Document:
    if kind in _REFUSED:
        raise ReadingError(_REFUSED[kind])
    if kind == "docx":
        from checker.reading.docx import read_docx

        return read_docx(data, limits)
    if kind == "pdf":
        from checker.reading.pdf import read_pdf

        return read_pdf(data, limits)
    if kind == "html":
        from checker.reading.html import read_html

        return read_html(data, limits)
    from checker.reading.plain import read_text

    return read_text(data, limits)


def build_report(document: Document, source: Source) -> Report:
    """From drafts to the report: canonical text, outline, tables, identity. Raises ``ReadingError`` where
    the document is no annual report."""
    from checker.reading.identity import find_identity, is_annual_report
    from checker.reading.outline import find_outline
    from checker.reading.statutory_tables import find_tables

    text, blocks, kept = assemble(document.drafts)
    if not text.strip():
        raise ReadingError("文件里没有可以读取的文字")
    outline = find_outline(text, blocks)
    identity = find_identity(text, blocks, outline.sections, [*map(well_formed, document.titles)])
    tables, format_key = find_tables(blocks, outline.sections, identity.year)
    if not is_annual_report(text, identity, outline.sections, tables):
        raise ReadingError("看不出这是政府信息公开工作年度报告：没有年度报告的章节，也没有法定表格")
    return Report(
        source=source,
        text=text,
        blocks=blocks,
        title=identity.title,
        title_span=identity.span,
        organization=identity.organization,
        year=identity.year,
        format=format_key,
        sections=outline.sections,
        tables=tables,
        marks=tuple(_mark(mark, blocks, kept) for mark in document.marks if mark.draft in kept),
        gaps=tuple(
            Gap(gap.kind, _position(gap.draft, blocks, kept, len(text)), well_formed(gap.description))
            for gap in document.gaps
        ),
        other_headings=outline.other_headings,
    )


def _mark(mark: DraftMark, blocks: Sequence[Block], kept: dict[int, int]) -> Mark:
    block = blocks[kept[mark.draft]]
    base, limit = block.start, block.end
    if isinstance(block, Table) and mark.cell is not None:
        # cells are kept in the order of (row, column); the draft's order is the reader's
        cell = block.cells[block.draft_order[mark.cell]]
        base, limit = cell.start, cell.end
    text, author = well_formed(mark.text), well_formed(mark.author)
    return Mark(mark.kind, min(base + mark.start, limit), min(base + mark.end, limit), text, author)


def _position(draft: int, blocks: Sequence[Block], kept: dict[int, int], end: int) -> int:
    following = [index for number, index in kept.items() if number >= draft]
    return blocks[min(following)].start if following else end
