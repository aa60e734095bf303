"""The comments of a docx and the stretches of text that they are about."""

from __future__ import annotations

from dataclasses import dataclass

from checker.reading.collect import Collector, Position
from checker.reading.docx.package import Element, w


@dataclass(slots=True)
class _Comment:
    author: str
    text: str
    start: Position | None = None
    end: Position | None = None
    reference: Position | None = None


class Comments:
    """Gathers, while the text is read, where each comment stands; :meth:`finish` marks them."""

    def __init__(self, root: Element | None, collector: Collector) -> None:
        self._collector = collector
        self._waiting: list[_Comment] = []
        self._last: Position | None = None
        self._comments: dict[str | None, _Comment] = {}
        for element in () if root is None else root.iterchildren(w("comment")):
            text = "\n".join(filter(None, map(_text, element.iter(w("p")))))
            self._comments[element.get(w("id"))] = _Comment(element.get(w("author"), ""), text)

    def begin_paragraph(self, position: Position) -> None:
        """Text is going on at ``position``: ranges that began between paragraphs begin there."""
        for comment in self._waiting:
            comment.start = position
        self._waiting.clear()

    def end_paragraph(self, position: Position) -> None:
        """A paragraph ended at ``position``: ranges that end between paragraphs end there."""
        self._last = position

    def start(self, identity: str | None, position: Position | None) -> None:
        """The comment's range begins; ``position`` is ``None`` between paragraphs."""
        comment = self._comments.get(identity)
        if comment is None:
            return
        if position is None:
            self._waiting.append(comment)
        comment.start = position

    def end(self, identity: str | None, position: Position | None) -> None:
        """The comment's range ends; ``position`` is ``None`` between paragraphs."""
        comment = self._comments.get(identity)
        if comment is not None:
            comment.end = position or self._last

    def refer(self, identity: str | None, position: Position) -> None:
        """The comment's own sign stands at ``position``."""
        comment = self._comments.get(identity)
        if comment is not None:
            comment.reference = position

    def finish(self) -> None:
        """Mark the comments that stand in the text: on their range where it lies in one flow, else at a point."""
        for comment in self._comments.values():
            first = comment.start or comment.reference or comment.end
            if first is None:
                continue
            last = comment.end if comment.start is not None and comment.end is not None else first
            start = min(first.offset, first.flow.length)
            end = min(last.offset, last.flow.length) if last.flow is first.flow else start
            self._collector.mark("comment", first.flow, start, max(start, end), comment.text, comment.author)


def _text(paragraph: Element) -> str:
    return "".join(part.text or "" for part in paragraph.iter(w("t")))
