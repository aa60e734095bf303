"""Tracked changes: what stands inserted or deleted, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from checker.reading.docx.package import Element, w

INSERTIONS = frozenset(map(w, ("ins", "moveTo")))
DELETIONS = frozenset(map(w, ("del", "moveFrom")))


@dataclass(frozen=True, slots=True)
class Change:
    """The tracked changes that an element stands in: by whom it was inserted or deleted, if it was."""

    inserted_by: str | None = None
    deleted_by: str | None = None

    def within(self, element: Element) -> Change:
        """The changes of what ``element``, itself within these, holds."""
        if element.tag in INSERTIONS:
            return replace(self, inserted_by=element.get(w("author"), ""))
        if element.tag in DELETIONS:
            return replace(self, deleted_by=element.get(w("author"), ""))
        return self


UNCHANGED = Change()


def author_of(properties: Element | None, tags: Iterable[str]) -> str | None:
    """Who made the tracked change of one of these kinds that ``properties`` tell of, if anybody did."""
    changes = () if properties is None else properties.iterchildren(*tags)
    return next((str(change.get(w("author"), "")) for change in changes), None)
