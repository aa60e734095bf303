"""Text made fit to be written out: what a file format forbids and what would disturb the page around it."""

from __future__ import annotations

import re

_REPLACEMENT = "\ufffd"
# What XML 1.0 has no way to hold: control characters, lone halves of surrogate pairs, two non-characters.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Marks that turn the direction of all that follows, and marks that nobody sees.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


def xml_safe(text: str) -> str:
    """``text`` with every character that XML (or UTF-8) cannot hold replaced by U+FFFD."""
    return _NOT_XML.sub(_REPLACEMENT, text)


def shown(text: str) -> str:
    """``text`` on one line as a reader is to see it: safe, without marks that turn the direction of what follows or
    that are invisible."""
    return " ".join(_INVISIBLE.sub("", _DIRECTION.sub("", xml_safe(text))).split())
