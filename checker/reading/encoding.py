"""Bytes of a text file or page → text.

Chinese offices save UTF-8 and GB18030 (and its subsets GBK and GB2312); statistical guessing takes a
short GBK title for UTF-16, so strict decoding is tried in order instead.
"""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(data: bytes) -> str:
    """Decode by byte order mark, else strict UTF-8, else GB18030; newlines become ``\\n``.

    What no encoding explains becomes U+FFFD; NUL characters are dropped.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data.decode(encoding, errors="replace"))
    for encoding in ("utf-8", "gb18030"):
        try:
            return _clean(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    as_utf8 = data.decode("utf-8", errors="replace")
    as_gb18030 = data.decode("gb18030", errors="replace")
    # GB18030 takes nearly any two bytes for a character, so a text that is UTF-8 but for a few bytes is UTF-8
    mostly_utf8 = as_utf8.count("\ufffd") * 50 <= len(as_utf8)
    return _clean(as_utf8 if mostly_utf8 else min(as_gb18030, as_utf8, key=lambda text: text.count("\ufffd")))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
