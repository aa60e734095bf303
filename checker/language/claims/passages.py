"""The stretches of text that claims are looked for in: the annotated statements, and what stands beside the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.language.claims.amounts import amount_of
from checker.language.claims.model import Amount
from checker.language.quantities import Quantity, find_quantities
from checker.language.statements import split
from checker.report.blocks import Paragraph
from checker.report.model import TABLE_KINDS, Report
from checker.report.normal import Normal, normalise, shifted

if TYPE_CHECKING:
    # spaCy takes long to import, and listing the rules must not pay for it
    from checker.language.pipeline import Annotation

# Numbers stand as single characters of this private area in a passage's skeleton, so that a pattern takes a number
# whole or not at all. Normalised text holds none of its own.
_FIRST, _LAST = 0xE000, 0xEFFF
# Terms and times count nothing that a report reports; as words they tell of which period a figure is.
_TERMS = frozenset(
    (
        "个工作日",
        "工作日",
        "个自然日",
        "个小时",
        "小时",
        "分钟",
        "个月",
        "个季度",
        "季度",
        "天",
        "日",
        "年",
        "月",
        "周",
        "周岁",
        "岁",
    )
)


@dataclass(frozen=True)
class Passage:
    """A statement made ready for matching.

    ``normal`` leads back into the report's text, of which ``written`` is this stretch, starting at ``at``.
    ``skeleton`` is the normalised text with each amount as one character
    (:func:`placeholder`); ``origin[i]`` is the place in ``normal.text`` of the skeleton's i-th character.
    ``on_request`` whether the labels (or the section) say that it is about applications.
    """

    number: int
    section: str
    line: int
    role: str
    on_request: bool
    normal: Normal
    amounts: tuple[Amount, ...]
    skeleton: str
    origin: tuple[int, ...] = field(repr=False)
    written: str = field(repr=False)
    at: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The report's [start, end) that the skeleton's [start, end) stands for."""
        return self.normal.span(self.origin[start], self.origin[end])

    def words(self, start: int, end: int) -> str:
        """The author's words that the skeleton's [start, end) stands for, without white space."""
        first, last = self.span(start, end)
        return "".join(self.written[first - self.at : last - self.at].split())

    def amount_at(self, index: int) -> Amount:
        """The amount that the skeleton's character at ``index`` stands for."""
        return self.amounts[ord(self.skeleton[index]) - _FIRST]

    def index_of(self, amount: Amount) -> int:
        """Where in the skeleton an amount stands."""
        return self.skeleton.index(chr(_FIRST + self.amounts.index(amount)))


def is_placeholder(character: str) -> bool:
    """Whether a character of a skeleton stands for an amount."""
    return _FIRST <= ord(character) <= _LAST


def passages_of(report: Report, annotation: Annotation) -> tuple[Passage, ...]:
    """The report's passages in reading order."""
    found: list[tuple[int, str, str, int, str, bool, Normal, list[Quantity]]] = []
    for item in annotation.statements:
        own = item.statement
        normal = shifted(normalise(report.text[own.start : own.end]), own.start)
        on_request = item.labels.aspect_probabilities["on_request"] >= 0.5
        quantities = list(item.quantities)
        written = report.text[own.start : own.end]
        found.append(
            (own.start, written, own.section or "", own.line, item.labels.role, on_request, normal, quantities)
        )
    for section in report.sections:
        if section.kind not in TABLE_KINDS:
            continue
        for block in report.blocks:
            if not isinstance(block, Paragraph) or block.start < section.body_start or block.end > section.end:
                continue
            for start, end in split(report.text[block.start : block.end]):
                written = report.text[block.start + start : block.start + end]
                normal = shifted(normalise(written), block.start + start)
                line = report.text.count("\n", 0, block.start + start)
                about = section.kind != "disclosure"
                quantities = find_quantities(normal)
                found.append((block.start + start, written, section.kind, line, "", about, normal, quantities))
    found.sort(key=lambda entry: entry[0])
    return tuple(
        make_passage(number, section, line, role, on_request, normal, quantities, written, at)
        for number, (at, written, section, line, role, on_request, normal, quantities) in enumerate(found)
    )


def passage_of(text: str, section: str = "overview", number: int = 0, on_request: bool = True) -> Passage:
    """A passage made of a text alone, as if it were a whole report."""
    normal = normalise(text)
    return make_passage(number, section, 0, "", on_request, normal, find_quantities(normal), text)


def make_passage(
    number: int,
    section: str,
    line: int,
    role: str,
    on_request: bool,
    normal: Normal,
    quantities: list[Quantity],
    written: str,
    at: int = 0,
) -> Passage:
    """Put a passage together from its normalised text, the quantities in it, and what the author wrote from ``at`` on."""
    amounts: list[Amount] = []
    skeleton: list[str] = []
    origin: list[int] = []
    position = 0
    for quantity in quantities:
        start, end = normal.position(quantity.start), normal.position(quantity.end)
        if start < position or end <= start or len(amounts) > _LAST - _FIRST or quantity.unit in _TERMS:
            continue
        for index in range(position, start):
            skeleton.append(normal.text[index])
            origin.append(index)
        skeleton.append(chr(_FIRST + len(amounts)))
        origin.append(start)
        amounts.append(amount_of(normal.text, start, end, quantity.value, quantity.unit))
        position = end
    for index in range(position, len(normal.text)):
        skeleton.append(normal.text[index])
        origin.append(index)
    origin.append(len(normal.text))
    return Passage(
        number,
        section,
        line,
        role,
        on_request,
        normal,
        tuple(amounts),
        "".join(skeleton),
        tuple(origin),
        written,
        at,
    )
