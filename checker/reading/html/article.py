"""Finding the article among what a site puts around it.

The page is cut into lines; each is judged by its words (statutory wording, sentences on disclosure, links,
the site's own phrases). The article is the smallest element that loses none of the statutory wording,
no sentence about disclosure and hardly any other sentence. Rather too much than too little: what
cannot be told from the article stays.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TypeAlias

from checker.reading.html.page import Element
from checker.reading.html.tables import layout_tables
from checker.reading.html.walk import HEADINGS, Event, is_block, is_link, is_shown, walk
from checker.reading.html.words import Worth, visible_length, worth_of

_SITE_TAGS = frozenset(("nav", "footer", "aside"))
_SITE_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|footer|foot|copyright|bread-?crumbs?|crumbs?|position|location|share|bdshare"
    r"|related|recommend|side-?bar|tool-?bar|qr-?code|ewm|page-?turn|prev-?next|friend-?links?)(?:$|[-_\s])",
    re.IGNORECASE,
)
_CARD_TAGS = frozenset(("table", "div", "ul", "ol", "dl", "section", "header", "form", "p"))
_LEAST_CARD_LABELS = 3
_LEAST_CARD_LABELS_BESIDE_SENTENCES = 5
_LONGEST_CARD = 1_200
_LOST_SHARE = 0.15
# Elements that are part of a table or of a line: the article is what holds them.
# fmt: off
_TOO_NARROW = frozenset((
    "tbody", "thead", "tfoot", "tr", "p", "span", "font", "b", "strong", "a", "h1", "h2", "h3", "h4", "h5", "h6",
    "li", "center", "br",
))
# fmt: on


# the block that holds a line, its text, how many of its visible characters are links
_PageLine: TypeAlias = tuple[Element, str, int]


@dataclass(slots=True)
class _Tally:
    """What stands in an element, all lines of its descendants together."""

    size: int = 0
    statutory: int = 0
    sections: int = 0
    related: int = 0
    unrelated: int = 0
    cards: int = 0

    def count(self, worth: Worth, size: int) -> None:
        self.size += size
        self.statutory += worth.statutory
        self.sections |= worth.sections
        self.related += worth.related
        self.unrelated += worth.unrelated
        self.cards += worth.card

    def include(self, other: _Tally) -> None:
        self.size += other.size
        self.statutory += other.statutory
        self.sections |= other.sections
        self.related += other.related
        self.unrelated += other.unrelated
        self.cards += other.cards


@dataclass(slots=True)
class Article:
    """Where the report stands: ``root`` holds it, without what is in ``left_out``.

    ``layout`` are the tables that only lay out the page; ``found`` is whether anything like a report
    was found (else ``root`` is the whole page).
    """

    root: Element
    left_out: set[Element] = field(default_factory=set)
    layout: set[Element] = field(default_factory=set)
    found: bool = True


def find_article(page: Element) -> Article:
    """The article of the page."""
    lines = _lines(page)
    tallies = _tally(page, lines)
    left_out = _left_out(page, tallies, _before_report(page, lines))
    root, found = _narrow(page, tallies, left_out)
    sizes = {element: tally.size for element, tally in tallies.items()}
    sections = {element: tally.sections for element, tally in tallies.items()}
    layout = layout_tables(list(root.iter("table")), sizes, sections, _headed(root))
    return Article(root, left_out, layout, found)


def _before_report(page: Element, lines: list[_PageLine]) -> set[Element]:
    """The elements that begin before the first statutory wording."""
    first = next((owner for owner, text, links in lines if worth_of(text, links).statutory), None)
    return set(itertools.takewhile(lambda element: element is not first, page.iter()))


def _tally(page: Element, lines: list[_PageLine]) -> dict[Element, _Tally]:
    """The tally of each element with visible text."""
    tallies: dict[Element, _Tally] = {}
    for owner, text, links in lines:
        tallies.setdefault(owner, _Tally()).count(worth_of(text, links), visible_length(text))
    for element in reversed(list(page.iter())):
        parent = element.getparent()
        if element in tallies and parent is not None:
            tallies.setdefault(parent, _Tally()).include(tallies[element])
    return tallies


def _lines(page: Element) -> list[_PageLine]:
    """The lines of the page in order."""
    lines: list[_PageLine] = []
    blocks: list[Element] = []
    parts: list[str] = []
    links = open_links = 0

    def end_line() -> None:
        nonlocal links
        if parts and blocks:
            lines.append((blocks[-1], "".join(parts), links))
        parts.clear()
        links = 0

    for event, element, text in walk(page, is_shown):
        if event is Event.TEXT:
            parts.append(text)
            links += visible_length(text) if open_links else 0
        elif event is Event.START:
            if element.tag == "br" or is_block(element) or element is page:
                end_line()
            if is_block(element) or element is page:
                blocks.append(element)
            open_links += is_link(element)
        else:
            if is_block(element) or element is page:
                end_line()
                blocks.pop()
            open_links -= is_link(element)
    return lines


def _left_out(page: Element, tallies: dict[Element, _Tally], before: set[Element]) -> set[Element]:
    """What is the site's by its name, and the index cards ``before`` the report; never what holds its sentences."""
    left_out: set[Element] = set()
    has_card: set[Element] = set()
    for element in reversed(list(page.iter())):
        tally = tallies.get(element)
        if tally is None or tally.statutory:
            continue
        parent = element.getparent()
        if element in has_card:
            # the innermost element is the card; what is around it may hold the title
            has_card.add(parent)
        elif element in before and _is_card(element, tally):
            left_out.add(element)
            has_card.add(parent)
        elif not tally.related and _is_sites(element):
            left_out.add(element)
    return left_out


def _is_card(element: Element, tally: _Tally) -> bool:
    """Whether the element is an index card; one that quotes the report needs more labels to be told from it."""
    least = _LEAST_CARD_LABELS_BESIDE_SENTENCES if tally.related else _LEAST_CARD_LABELS
    return element.tag in _CARD_TAGS and tally.cards >= least and tally.size <= _LONGEST_CARD


def _is_sites(element: Element) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag in _SITE_TAGS or _SITE_NAMES.search(names) is not None


def _narrow(page: Element, tallies: dict[Element, _Tally], left_out: set[Element]) -> tuple[Element, bool]:
    """Go down from the page as long as one child holds all of the report."""
    whole = tallies.get(page, _Tally())
    if not whole.statutory:
        return page, False
    root = page
    while True:
        tally = tallies[root]
        kept = [child for child in root if child in tallies and child not in left_out]
        if not kept:
            break
        best = max(kept, key=lambda child: (tallies[child].statutory, tallies[child].related))
        held = tallies[best]
        loses_report = held.statutory < tally.statutory or held.related < tally.related
        sites = sum(tallies[child].unrelated for child in root if child in tallies and child in left_out)
        lost = tally.unrelated - held.unrelated - sites
        if loses_report or lost > _LOST_SHARE * (held.related + held.unrelated):
            break
        root = best
    while root.tag in _TOO_NARROW and root.getparent() is not None:
        root = root.getparent()
    return root, True


def _headed(root: Element) -> set[Element]:
    """The elements in which an html heading stands."""
    headed: set[Element] = set()
    for heading in root.iter(*HEADINGS):
        for ancestor in heading.iterancestors():
            if ancestor in headed:
                break
            headed.add(ancestor)
    return headed
