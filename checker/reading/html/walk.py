"""Walking through a page's elements in order without recursion, and what each kind of element is."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator

from checker.reading.html.page import Element

# fmt: off
BLOCKS = frozenset((
    "html", "body", "address", "article", "aside", "blockquote", "center", "caption", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "ucapcontent",
))
# fmt: on
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Nothing of these is seen as text, or it is not the article's.
# fmt: off
_DROPPED = frozenset((
    "head", "script", "style", "noscript", "template", "select", "option", "optgroup", "datalist", "button",
    "textarea", "input", "svg", "math", "canvas", "audio", "video", "map", "title", "meta", "link", "frame", "iframe",
    "object", "embed", "applet",
))
# fmt: on
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|table|flex|grid)", re.IGNORECASE)
_PATH_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class Event(enum.Enum):
    """What the walk meets: an element's start or end, or text (which stands directly in the element)."""

    START = enum.auto()
    END = enum.auto()
    TEXT = enum.auto()


def is_shown(element: Element) -> bool:
    """Whether the element (apart from what it stands in) is part of the visible text."""
    return element.tag not in _DROPPED and not is_invisible(element)


def is_invisible(element: Element) -> bool:
    """Whether the element is hidden by its own attributes."""
    return element.get("hidden") is not None or bool(_INVISIBLE.search(element.get("style", "")))


def is_link(element: Element) -> bool:
    """Whether the element is a link (and not the target of one)."""
    return element.tag == "a" and element.get("href") is not None


def is_block(element: Element) -> bool:
    """Whether the element begins a new line."""
    return element.tag in BLOCKS or bool(_AS_BLOCK.search(element.get("style", "")))


def walk(root: Element, enters: Callable[[Element], bool]) -> Iterator[tuple[Event, Element, str]]:
    """All events below ``root`` in document order. Elements that ``enters`` refuses give a start and an end alone."""
    yield Event.START, root, ""
    if root.text:
        yield Event.TEXT, root, root.text
    stack = [(root, iter(root))]
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield Event.END, parent, ""
            if stack and parent.tail:
                yield Event.TEXT, stack[-1][0], parent.tail
            continue
        yield Event.START, child, ""
        if enters(child):
            if child.text:
                yield Event.TEXT, child, child.text
            stack.append((child, iter(child)))
        else:
            yield Event.END, child, ""
            if child.tail:
                yield Event.TEXT, parent, child.tail


class Paths:
    """The path of each element in its page, as XPath; elements very deep down get that of an ancestor."""

    _DEEPEST = 60

    def __init__(self) -> None:
        # path and depth
        self._known: dict[Element, tuple[str, int]] = {}

    def of(self, element: Element) -> str:
        """The path of ``element``."""
        unknown = []
        above: Element | None = element
        while above is not None and above not in self._known:
            unknown.append(above)
            above = above.getparent()
        for child in reversed(unknown):
            self._add(child)
        return self._known[element][0]

    def _add(self, element: Element) -> None:
        """Learn the path of ``element``, whose parent's is known, and those of its siblings on the way."""
        parent = element.getparent()
        if parent is None:
            self._known[element] = f"/{element.tag}", 0
            return
        base, depth = self._known[parent]
        if depth >= self._DEEPEST:
            self._known[element] = base, depth
            return
        counts: dict[str, int] = {}
        for place, child in enumerate(parent, start=1):
            tag = str(child.tag)
            counts[tag] = counts.get(tag, 0) + 1
            if tag == "body":
                step = tag
            elif _PATH_NAME.fullmatch(tag):
                step = f"{tag}[{counts[tag]}]"
            else:
                # a name that no path may hold
                step = f"*[{place}]"
            self._known[child] = f"{base}/{step}", depth + 1
