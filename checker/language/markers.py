"""List markers: 一是, （二）, 3. and the like, at the beginning of a statement."""

from __future__ import annotations

import re

_NUMERAL = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"\s*(?P<marker>[（(]\s*(?:[{_NUMERAL}]{{1,3}}|\d{{1,2}})\s*[）)][、.．]?|[{_NUMERAL}]{{1,3}}[）)]"
    rf"|[{_NUMERAL}]{{1,3}}、|第[{_NUMERAL}]{{1,2}}(?:[，,、]|是)|[{_NUMERAL}]{{1,2}}(?:是|要)(?=[^否])"
    rf"|\d{{1,2}}(?:[．、)）]|\.(?!\d))|[①-⑳]|(?:首先|其次|再次|最后)[，,])"
)


def find_marker(text: str) -> tuple[str, int | None]:
    """The list marker that a statement opens with, and its ordinal; ("", None) where it has none."""
    match = _MARKER.match(text)
    if match is None:
        return "", None
    marker = match["marker"]
    digits = re.search(r"\d+", marker)
    if digits:
        return marker, int(digits[0])
    numerals = re.search(rf"[{_NUMERAL}]+", marker)
    if numerals:
        return marker, _value(numerals[0])
    if "①" <= marker <= "⑳":
        return marker, ord(marker) - ord("①") + 1
    return marker, {"首先": 1, "其次": 2, "再次": 3}.get(marker[:2])


def _value(numeral: str) -> int | None:
    if "十" not in numeral:
        return _NUMERAL.index(numeral) + 1 if len(numeral) == 1 else None
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_NUMERAL.index(tens) + 1 if tens else 1) * 10 + (_NUMERAL.index(ones) + 1 if ones else 0)
