"""The bytes of a saved web page → its element tree: encodings, single-file archives, guarded parsing."""

from __future__ import annotations

import email
import re
from email.message import Message
from typing import TypeAlias

from lxml import etree

from checker.reading.encoding import decode_text
from checker.reading.errors import ReadingError

Element: TypeAlias = etree._Element

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DECLARATION_REACH = 4096
# GB2312 and GBK are subsets of GB18030, and pages that declare them use characters of the whole.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "cp936": "gb18030"}
_COMMON = re.compile(r"[的一是在了有和不为人这中大政府信息公开工作年度报告情况行及等本机关主动依法申请、，。：（）]")
_SAMPLE = 1_000_000

_ARCHIVE = re.compile(rb"^(?:MIME-Version|From|Content-Type|Subject):", re.IGNORECASE | re.MULTILINE)
_MULTIPART = re.compile(rb"^Content-Type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_ARCHIVE_REACH = 8192
_MOST_PARTS_WITHIN_PARTS = 30
_PAGE_TYPES = ("text/html", "application/xhtml+xml")

_MOST_TAGS = 300_000
_MOST_ATTRIBUTES = 200
_ATTRIBUTE = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_OPENING = re.compile(r"<!--|<([A-Za-z][^\s/>]*)")
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE}){{0,{_MOST_ATTRIBUTES}}}+")
_ONE_MORE = re.compile(_ATTRIBUTE)
# What stands in these is not markup.
_RAW = ("script", "style", "textarea", "title", "iframe", "noframes", "noembed", "xmp")
_TOO_MUCH = "网页的标签过多，不像一份年度报告"


def parse_page(data: bytes) -> Element:
    """The root of the page in ``data``, which may be an archive of the page and its pictures (MHTML)."""
    text = _page_text(data)
    _check_tags(text)
    # the encoding is settled; the declared one must not be applied again. Depth stays bounded by the parser.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ReadingError("网页无法解析") from error
    if root is None:
        raise ReadingError("网页里没有内容")
    log = parser.error_log
    if len(log) and log[-1].type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        raise ReadingError("网页的标签嵌套过深，无法完整读取")
    return root


def _page_text(data: bytes) -> str:
    if not data.strip(b"\x00 \t\r\n"):
        raise ReadingError("文件里没有内容")
    head = data[:_ARCHIVE_REACH]
    if _ARCHIVE.match(head.lstrip()) and _MULTIPART.search(head):
        return _unpack(data)
    return decode_page(data)


def decode_page(data: bytes, declared: str | None = None) -> str:
    """The page as text: by byte order mark, else strict UTF-8, else what reads most like Chinese.

    ``declared`` is what a header outside the page says of its encoding. What a page declares is one
    candidate among others, because pages that declare one encoding and are written in another exist.
    Undecodable bytes become U+FFFD.
    """
    settled = data.startswith(_BYTE_ORDER_MARKS)
    if not settled:
        try:
            return data.decode("utf-8").replace("\x00", "")
        except UnicodeDecodeError:
            pass
    by_content = decode_text(data)
    if settled:
        return by_content
    names = [declared, *(found.decode("ascii") for found in _DECLARED.findall(data[:_DECLARATION_REACH]))]
    candidates = [by_content]
    for name in ("utf-8", "gb18030", *filter(None, names), *_wide_encodings(data)):
        try:
            candidates.append(data.decode(_WIDER.get(name.lower(), name), errors="replace").replace("\x00", ""))
        except (LookupError, ValueError):
            continue
    return max(candidates, key=_plausibility)


def _wide_encodings(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: ASCII markup then has a zero in every other byte."""
    head = data[:1000]
    return ("utf-16-le", "utf-16-be") if head.count(0) > len(head) // 10 else ()


def _plausibility(text: str) -> int:
    sample = text[:_SAMPLE]
    return len(_COMMON.findall(sample)) - 5 * sample.count("\ufffd")


def _unpack(data: bytes) -> str:
    """The page within a single-file archive (MHTML)."""
    if len(_MULTIPART.findall(data)) > _MOST_PARTS_WITHIN_PARTS:
        raise ReadingError(_TOO_MUCH)
    try:
        for part in email.message_from_bytes(data.lstrip()).walk():
            if part.get_content_type() in _PAGE_TYPES:
                return _part_text(part)
    except (LookupError, ValueError, TypeError, RecursionError) as error:
        raise ReadingError("网页存档（MHTML）已损坏，无法读取") from error
    raise ReadingError("网页存档（MHTML）里没有网页正文")


def _part_text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        raise ReadingError("网页存档（MHTML）里没有网页正文")
    return decode_page(payload, part.get_content_charset())


def _check_tags(text: str) -> None:
    """Refuse pages of more tags, or tags of more attributes, than anybody writes: parsing would take hours."""
    tags = 0
    opening = _OPENING.search(text)
    while opening is not None:
        tags += 1
        name = (opening[1] or "").lower()
        if not name:
            place = text.find("-->", opening.end())
        else:
            place = _end_of_tag(text, opening.end())
            if name in _RAW:
                place = _end_of_raw(text, name, place)
        if tags > _MOST_TAGS:
            raise ReadingError(_TOO_MUCH)
        opening = _OPENING.search(text, place) if place >= 0 else None


def _end_of_tag(text: str, start: int) -> int:
    attributes = _ATTRIBUTES.match(text, start)
    end = start if attributes is None else attributes.end()
    if _ONE_MORE.match(text, end):
        raise ReadingError(_TOO_MUCH)
    return end


def _end_of_raw(text: str, name: str, start: int) -> int:
    closing = re.compile(rf"</{name}", re.IGNORECASE).search(text, start)
    return -1 if closing is None else closing.end()
