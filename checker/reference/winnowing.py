"""Winnowed fingerprints (Schleimer, Wilkerson & Aiken 2003).

Of every ``window`` neighbouring hashes of k-grams the least is kept, the rightmost of equals. Two texts that share a
run of at least ``LONGEST_MISSED + 1`` characters then share a fingerprint, and a shared fingerprint means a shared run
of at least ``K`` characters (but for a collision of hashes, which alignment sets right).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from checker.reference.comparable import BREAK

# Short grams survive edits: with one character in five changed, one 5-gram in three is whole, one 8-gram in six.
K = 5
WINDOW = 5
# The winnowing guarantee: every shared run longer than this is found.
LONGEST_MISSED = K + WINDOW - 2

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)
# Kept below 2**31, which the store writes in four bytes.
_HALF = np.uint64(33)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """``hashes[i]`` is the fingerprint of the ``K`` characters at ``positions[i]`` of a key; positions ascend."""

    hashes: NDArray[np.int64]
    positions: NDArray[np.int64]

    def distinct(self) -> NDArray[np.int64]:
        """Each hash once, ascending."""
        return np.unique(self.hashes)


def gram_hashes(key: str, k: int = K) -> NDArray[np.int64]:
    """A hash below 2**31 for each of the ``len(key) - k + 1`` k-grams; the same on every machine."""
    codes = np.frombuffer(key.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    count = len(codes) - k + 1
    if count <= 0:
        return np.zeros(0, dtype=np.int64)
    with np.errstate(over="ignore"):
        hashes = np.zeros(count, dtype=np.uint64)
        for offset in range(k):
            hashes = hashes * _MULTIPLIER + codes[offset : offset + count] + np.uint64(1)
        hashes = (hashes ^ (hashes >> _SHIFT)) * _MIX
        hashes = hashes ^ (hashes >> _SHIFT)
    return (hashes >> _HALF).astype(np.int64)


def fingerprints(key: str, k: int = K, window: int = WINDOW) -> Fingerprints:
    """The winnowed fingerprints of a key; none holds a :data:`~checker.reference.comparable.BREAK`."""
    hashes: list[NDArray[np.int64]] = []
    positions: list[NDArray[np.int64]] = []
    start = 0
    for part in key.split(BREAK):
        own = gram_hashes(part, k)
        if len(own):
            chosen = _chosen(own, window)
            hashes.append(own[chosen])
            positions.append(chosen + start)
        start += len(part) + 1
    if not hashes:
        return Fingerprints(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    return Fingerprints(np.concatenate(hashes), np.concatenate(positions))


def _chosen(hashes: NDArray[np.int64], window: int) -> NDArray[np.int64]:
    """The places of the rightmost least hash of every window, each once; a short text counts as one window."""
    size = min(window, len(hashes))
    views = sliding_window_view(hashes, size)
    rightmost = size - 1 - np.argmin(views[:, ::-1], axis=1)
    return np.unique(rightmost + np.arange(len(views)))
