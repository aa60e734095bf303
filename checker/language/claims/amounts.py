"""Numbers with the room that their words leave: 余, 约, 近, 万."""

from __future__ import annotations

import re

from checker.language.claims.model import Amount

_DIGITS = re.compile(r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[十百千]?万(?!元)|亿(?!元)|[千百])?")
_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_ABOUT = re.compile(r"约|大概|左右|上下")
_OVER = re.compile(r"超|逾|突破|以上")
_NEAR = re.compile(r"近|接近")
_UNDER = re.compile(r"不足|以内|以下")
_AT_LEAST = re.compile(r"不少于|至少")
_SOME = re.compile(r"[余多来几]")
_FOLLOWING = re.compile(r"左右|上下|以上|以下|以内|[余多](?=[,。;、)]|$)")
# How far 「约100」 may lie from the truth, as a share.
_ABOUT_SHARE = 0.1


def amount_of(text: str, start: int, end: int, value: float, unit: str) -> Amount:
    """The amount whose words are ``text[start:end]`` (normalised) and whose plain reading is ``value``."""
    following = _FOLLOWING.match(text, end)
    words = text[start:end] + (following[0] if following else "")
    low, high = _range(words, value)
    return Amount(start, end, value, low, high, unit, text[start:end])


def _range(words: str, value: float) -> tuple[float, float]:
    step = _step(words, value)
    if _NEAR.search(words):
        return value - step, value
    if _ABOUT.search(words):
        room = max(step / 2, _ABOUT_SHARE * value)
        return value - room, value + room
    if _AT_LEAST.search(words):
        return value, float("inf")
    if _OVER.search(words):
        return value, value * 1.5 + step
    if _UNDER.search(words):
        return value / 2, value
    if "最多" in words:
        return 0.0, value
    if _SOME.search(words):
        return value, value + step
    match = _DIGITS.search(words)
    if match and match["scale"]:
        # 1.2万 may be rounded or cut off
        return value - step / 2, value + step
    return value, value


def _step(words: str, value: float) -> float:
    """The worth of the last digit that was written (zeros at the end do not count as written)."""
    match = _DIGITS.search(words)
    if match is None:
        digits = str(int(value))
        return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if value else 1.0
    scale = _SCALES.get(match["scale"] or "", 1.0)
    number = match["number"].replace(",", "")
    if "." in number:
        return float(10.0 ** -len(number.split(".")[1])) * scale
    zeros = len(number) - len(number.rstrip("0"))
    return float(10.0 ** (zeros if zeros < len(number) else 0)) * scale
