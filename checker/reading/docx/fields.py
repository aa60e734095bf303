"""What the complex fields of a docx hide: their instructions, and the lines of a table of contents."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from checker.reading.docx.package import Element, w

_CONTENTS = "TOC"
_FIELD_CHARACTER = w("fldChar")
_INSTRUCTION = w("instrText")
_SHOWN = tuple(map(w, ("t", "tab", "br", "cr", "sym", "noBreakHyphen")))


@dataclass(slots=True)
class _Field:
    begin: int
    result: int | None = None
    instruction: str = ""


def is_contents(instruction: str) -> bool:
    """Whether the field instruction makes a table of contents."""
    return instruction.split()[:1] == [_CONTENTS]


def hidden_by_fields(document: Element) -> set[Element]:
    """The elements of run content that are part of a field's instruction or of a table of contents.

    A field that is begun and never ended hides nothing: the rest of the document is no instruction.
    """
    elements = list(document.iter(*_SHOWN, _FIELD_CHARACTER, _INSTRUCTION))
    # +1 where a hidden stretch begins, -1 where it ends
    steps = [0] * (len(elements) + 1)
    open_fields: list[_Field] = []
    for place, element in enumerate(elements):
        if element.tag == _INSTRUCTION:
            if open_fields and open_fields[-1].result is None:
                open_fields[-1].instruction += element.text or ""
        elif element.tag == _FIELD_CHARACTER:
            _turn(element.get(w("fldCharType")), place, open_fields, steps)
    return {element for element, depth in zip(elements, accumulate(steps), strict=False) if depth}


def _turn(kind: str | None, place: int, open_fields: list[_Field], steps: list[int]) -> None:
    """Go on at the begin, separator or end of a field."""
    if kind == "begin":
        open_fields.append(_Field(place))
    elif open_fields and kind == "separate":
        open_fields[-1].result = place
    elif open_fields and kind == "end":
        closed = open_fields.pop()
        hides_all = closed.result is None or is_contents(closed.instruction)
        steps[closed.begin] += 1
        steps[place if hides_all or closed.result is None else closed.result] -= 1
