"""Phrases that many real reports share (``corpora/lexicon/common_phrases.tsv``): known as common without any store."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from checker.report.normal import compact
from checker.resources import data_path

# Shorter ones are words, not phrases.
_SHORTEST = 4


@cache
def _phrases() -> dict[str, list[str]]:
    """The phrases by their first characters, longest first."""
    lines = data_path("corpora", "lexicon", "common_phrases.tsv").read_text("utf-8").splitlines()[1:]
    phrases = sorted({compact(line.split("\t")[0]) for line in lines if line.strip()}, key=len, reverse=True)
    found: dict[str, list[str]] = {}
    for phrase in phrases:
        if len(phrase) >= _SHORTEST:
            found.setdefault(phrase[:_SHORTEST], []).append(phrase)
    return found


def in_common_phrases(key: str) -> NDArray[np.bool_]:
    """Which characters of a key stand in a phrase that many reports share."""
    mask = np.zeros(len(key), dtype=np.bool_)
    phrases = _phrases()
    for start in range(len(key) - _SHORTEST + 1):
        for phrase in phrases.get(key[start : start + _SHORTEST], ()):
            if key.startswith(phrase, start):
                mask[start : start + len(phrase)] = True
                break
    return mask
