"""What a run and a drawing hold, as characters and as elements to be read on their own."""

from __future__ import annotations

from collections.abc import Iterator

from checker.reading.docx.package import ALTERNATE, Element, alternative, w
from checker.reading.docx.symbols import symbol

# Wrappers that add nothing to what they hold.
TRANSPARENT = frozenset(map(w, ("customXml", "smartTag", "hyperlink", "dir", "bdo", "ruby", "rubyBase")))
TEXT = frozenset(map(w, ("t", "delText")))
_BREAKS = frozenset(map(w, ("br", "cr")))
_TABS = frozenset(map(w, ("tab", "ptab")))
_HYPHEN = w("noBreakHyphen")
CHARACTERS = TEXT | _BREAKS | _TABS | {_HYPHEN, w("sym")}
# Word shows line ends and tabs in the XML text as spaces; one for one, so that offsets stay true.
_WHITE_SPACE = str.maketrans("\n\r\t", "   ")


def parts_of(run: Element) -> Iterator[Element]:
    """The parts of a run in order: of alternatives one branch, of ruby the base's runs."""
    stack = [iter(run)]
    while stack:
        for child in stack[-1]:
            if child.tag in TRANSPARENT or child.tag == ALTERNATE:
                branch = alternative(child) if child.tag == ALTERNATE else child
                stack.append(iter(() if branch is None else branch))
                break
            yield child
        else:
            stack.pop()


def characters(part: Element, *, deleted: bool) -> str:
    """What one part of a run (of the kinds in ``CHARACTERS``) shows; deleted text shows only in a deletion."""
    tag = part.tag
    if tag in TEXT:
        shown = deleted or tag != w("delText")
        return (part.text or "").translate(_WHITE_SPACE) if shown else ""
    if tag in _BREAKS:
        return "\n"
    if tag in _TABS:
        return "\t"
    if tag == _HYPHEN:
        return "-"
    return symbol(part.get(w("font"), ""), part.get(w("char"), ""))


def text_boxes(drawing: Element) -> list[Element]:
    """The outermost text boxes of a drawing, of alternatives those of one branch."""
    boxes = []
    stack = [iter(drawing)]
    while stack:
        for child in stack[-1]:
            if child.tag == w("txbxContent"):
                boxes.append(child)
            else:
                branch = alternative(child) if child.tag == ALTERNATE else child
                stack.append(iter(() if branch is None else branch))
                break
        else:
            stack.pop()
    return boxes
