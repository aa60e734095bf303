"""What makes two findings the same finding, from one run to the next.

A fingerprint is made of the rule, the place and the evidence, in matching form: re-typed spaces, full-width digits and
the like do not count, nor do offsets. So it outlives every change elsewhere in the draft and no change of what the
finding rests on. A rule whose evidence also tells of things elsewhere names what counts by ``Finding.identity``.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.report.normal import compact
from checker.rules.rule import Finding

# How many characters on either side tell one of several equal findings from the others, and among how many written
# ones they are looked for (tables put a tab between any two).
_NEAR = 8
_LOOK = 40
_BASE = 16


def fingerprint(code: str, finding: Finding, quote: str) -> str:
    """The fingerprint of a rule's finding on the words ``quote``."""
    basis = [quote, finding.evidence] if finding.identity is None else list(finding.identity)
    return _digest([code, finding.place, _matching(basis)], _BASE)


def base_of(fingerprint: str) -> str:
    """A fingerprint without what tells several equal findings apart."""
    return fingerprint[:_BASE]


def neighbourhood(text: str, start: int, end: int) -> str:
    """The words on either side of [start, end) in matching form, by which a reader finds the place."""
    before = compact(text[max(0, start - _LOOK) : start])[-_NEAR:]
    after = compact(text[end : end + _LOOK])[:_NEAR]
    return f"{before}…{after}"


def distinct(text: str, found: Sequence[tuple[str, int, int]]) -> Iterator[str]:
    """Of findings (fingerprint, start, end) in reading order, fingerprints that no two share.

    Equal ones are told apart by the words around them, not by their order: when the first is mended, the second must
    not inherit what was decided on it. Only where those are equal too is an ordinal left.
    """
    often = Counter(own for own, _, _ in found)
    used: Counter[str] = Counter()
    for own, start, end in found:
        if often[own] > 1:
            own = f"{own}-{_digest(neighbourhood(text, start, end), 4)}"
        used[own] += 1
        yield own if used[own] == 1 else f"{own}-{used[own]}"


def _matching(value: Any) -> Any:
    if isinstance(value, str):
        return compact(value)
    if isinstance(value, Mapping):
        return {str(key): _matching(item) for key, item in value.items() if not _is_offset(str(key))}
    if isinstance(value, list | tuple):
        return [_matching(item) for item in value]
    return value


def _is_offset(key: str) -> bool:
    return key in ("start", "end") or key.endswith(("_start", "_end"))


def _digest(content: Any, length: int) -> str:
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:length]
