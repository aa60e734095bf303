"""What in a sentence can be checked however worn its words: a body set up, who does what, a name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from checker.report.normal import compact
from checker.resources import data_path

_DUTIES = 2


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
    return any(patterns["slogan"].search(match["name"]) is None for match in patterns["name"].finditer(key))
