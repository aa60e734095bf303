"""What in a sentence can be checked however worn its words: a body set up, who does what, a name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from checker.report.normal import compact
from checker.resources import data_path

_DUTIES = 2
_LONGEST_NAME = 14


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    words = tomllib.loads(data_path("corpora", "lexicon", "checkable.toml").read_text("utf-8"))
    return {key: re.compile(pattern) for key, pattern in words.items()}


def is_checkable(text: str) -> bool:
    """Whether a sentence names a body that was set up, a division of duties, or something by its own name."""
    patterns, key = _patterns(), compact(text)
    if patterns["group"].search(key) or patterns["assignment"].search(key):
        return True
    if sum(1 for _ in patterns["duty"].finditer(key)) >= _DUTIES:
        return True
    # quotation marks are all alike in this form of the text: every second stretch stands between two
    parts = key.split('"')
    return len(parts) % 2 == 1 and any(
        patterns["slogan"].search(quoted) is None
        and (patterns["name"].search(quoted) or patterns["named"].search(following))
        for quoted, following in zip(parts[1::2], parts[2::2], strict=True)
        if 2 <= len(quoted) <= _LONGEST_NAME
    )
