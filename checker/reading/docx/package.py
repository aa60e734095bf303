"""The parts of a docx as XML trees: safe parsing, relationships, and the names of WordprocessingML."""

from __future__ import annotations

import functools
import posixpath
from typing import TypeAlias

from lxml import etree

from checker.reading.container import Container, open_container
from checker.reading.document import Limits
from checker.reading.errors import ReadingError

Element: TypeAlias = etree._Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# "Strict Open XML" names the same elements in other namespaces.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
# Markup needs tens of bytes a character; far more than this is not a document that anybody wrote.
_BYTES_PER_CHARACTER = 40
_LEAST_PART_LIMIT = 8_000_000
_DAMAGED = "文档内部的 XML 有错误，可能已损坏，请用 Word 或 WPS 打开后重新保存"

ALTERNATE = f"{{{_MC}}}AlternateContent"
_CHOICE = f"{{{_MC}}}Choice"
FALLBACK = f"{{{_MC}}}Fallback"


@functools.cache
def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{_W}}}{name}"


_VAL = w("val")


def value(parent: Element | None, name: str) -> str | None:
    """The ``w:val`` of the child ``name`` of ``parent``; ``None`` where either is absent."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(_VAL)


def switch(parent: Element | None, name: str) -> bool | None:
    """The on/off property ``name``: on, off, or ``None`` where ``parent`` does not say."""
    child = None if parent is None else parent.find(w(name))
    if child is None:
        return None
    return child.get(_VAL, "true").lower() not in ("0", "false", "off")


def number(text: str | None, default: int, least: int = 0, most: int = 32_767) -> int:
    """``text`` as an integer within [least, most] (Word's own bounds); ``default`` where it is none."""
    try:
        return min(most, max(least, int(text or "")))
    except ValueError:
        return default


def alternative(alternate: Element) -> Element | None:
    """The one branch of an ``mc:AlternateContent`` to read: the first choice that holds anything, else the fallback."""
    for choice in alternate.iterchildren(_CHOICE):
        if len(choice):
            return choice
    return alternate.find(FALLBACK)


def parse(data: bytes, limits: Limits) -> Element:
    """Parse one XML part. Entities, DTDs and the network stay shut; a part that declares a DTD is refused."""
    if len(data) > _LEAST_PART_LIMIT + _BYTES_PER_CHARACTER * limits.max_characters:
        raise ReadingError("文档正文异常巨大，已拒绝读取")
    for strict, transitional in STRICT:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(_DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadingError("文档内部的 XML 带有 DTD 声明，正常的 Word 文档没有这种内容，已拒绝读取")
    return root


class Package:
    """A docx: its document and the parts that the document refers to. ``main`` is the document part's name,
    ``related`` has the names of the others by the last word of the relationship's type."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._container = open_container(data, limits)
        self._limits = limits
        self.main = _main_part(self._container, limits)
        self.related = _related_parts(self._container, self.main, limits)
        self.document = parse(self._container.read(self.main), limits)

    def part(self, kind: str) -> Element | None:
        """The part of that kind (``styles``, ``numbering``, ``comments``), or ``None``."""
        name = self.related.get(kind) or posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
        if name not in self._container:
            return None
        return parse(self._container.read(name), self._limits)


def _main_part(container: Container, limits: Limits) -> str:
    named = _related_parts(container, "", limits).get("officeDocument", "")
    for name in (named, "word/document.xml"):
        if name in container and not name.startswith(("xl/", "ppt/")):
            return name
    if container.has_folder("xl"):
        raise ReadingError("这是 Excel 工作簿（.xlsx），不是 Word 文档，请提交 .docx 文档")
    if container.has_folder("ppt"):
        raise ReadingError("这是 PowerPoint 演示文稿（.pptx），不是 Word 文档，请提交 .docx 文档")
    raise ReadingError("文件是压缩包，但其中没有 Word 文档正文（word/document.xml）")


def _related_parts(container: Container, source: str, limits: Limits) -> dict[str, str]:
    """The parts that ``source`` (empty: the package itself) refers to, by the last word of the relationship's type."""
    folder, base = posixpath.split(source)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    if name not in container:
        return {}
    found: dict[str, str] = {}
    for relationship in parse(container.read(name), limits).iter(_RELATIONSHIP):
        if relationship.get("TargetMode", "").lower() == "external":
            continue
        kind = relationship.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", ""))).lstrip("/")
        found.setdefault(kind, target)
    return found
