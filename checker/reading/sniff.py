"""What kind of document the bytes are. By content; a file's name says nothing reliable."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

MediaType = Literal[
    "docx",
    "pdf",
    "html",
    "text",
    "legacy_office",
    "encrypted_office",
    "ofd",
    "rtf",
    "image",
    "zip",
    "xlsx",
    "pptx",
    "odt",
    "unknown",
]

MEDIA_TYPES: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "text": "text/plain",
}

_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HTML = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|meta|div|table|p|span|article|h[1-6]|br|title|script)\b", re.IGNORECASE
)


def sniff(data: bytes) -> MediaType:
    """The kind of document that ``data`` is."""
    head = data[:1024]
    if head.lstrip(b"\x00\t\r\n \xef\xbb\xbf").startswith(b"%PDF-") or b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"PK"):
        return _zip_kind(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "encrypted_office" if "EncryptedPackage".encode("utf-16-le") in data else "legacy_office"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    if head.lstrip().startswith(b"From:") or re.search(rb"(?im)^MIME-Version:", head):
        return "html" if b"text/html" in data[:8192] else "text"
    if _looks_like_html(data):
        return "html"
    return "text" if _looks_like_text(data) else "unknown"


def _zip_kind(data: bytes) -> MediaType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = set(container.namelist())
    except (zipfile.BadZipFile, ValueError, EOFError, OSError):
        return "docx"  # the docx reader says what is wrong with it
    if "word/document.xml" in names:
        return "docx"
    if "OFD.xml" in names:
        return "ofd"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    if "content.xml" in names and "mimetype" in names:
        return "odt"
    return "docx" if any(name.startswith("word/") for name in names) else "zip"


def _looks_like_html(data: bytes) -> bool:
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\x00", b"")
    found = _HTML.findall(head)
    return len(found) >= 3 or (bool(found) and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"))


def _looks_like_text(data: bytes) -> bool:
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    return control * 200 <= len(head)
