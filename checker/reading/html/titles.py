"""The titles that a page declares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.reading.html.page import Element
from checker.reading.html.walk import is_shown
from checker.reading.html.words import names_report, visible_length

_TITLE_NAMES = re.compile(r"title|(?:^|[-_\s])(?:tit|bt|biaoti|headline|subject)(?:$|[-_\s])", re.IGNORECASE)
_TITLE_TAGS = ("div", "p", "span", "td", "h2", "h3", "h4", "strong", "ucaptitle")
_SITE_SEPARATOR = re.compile(r"\s*(?:(?<!\d)[-－](?!\d)|[_|｜—–·]|--)+\s*")
_SHORTEST = 4
_LONGEST = 120
_MOST_TITLES = 10


def declared_titles(page: Element) -> list[str]:
    """The titles that the page declares, those that name a report first, then by the worth of their source."""
    titles: dict[str, str] = {}
    for title in _candidates(page):
        if _SHORTEST <= visible_length(title) <= _LONGEST:
            titles.setdefault(re.sub(r"\s+", "", title), title)
    return sorted(titles.values(), key=lambda title: not names_report(title))[:_MOST_TITLES]


def _candidates(page: Element) -> Iterator[str]:
    for heading in page.iter("h1"):
        yield _shown_text(heading)
    for element in page.iter(*_TITLE_TAGS):
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if _TITLE_NAMES.search(names):
            title = _shown_text(element)
            # site blocks have title bars of their own
            if names_report(title):
                yield title
    metadata = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content", "")
        for meta in reversed(list(page.iter("meta")))
    }
    for name in ("articletitle", "og:title"):
        yield _one_line(metadata.get(name, ""))
    for title in page.iter("title"):
        yield _without_site(_one_line(title.text or ""))


def _shown_text(element: Element) -> str:
    """The element's text on one line; empty where it is hidden or more than a title."""
    if not all(is_shown(part) for part in (element, *element.iterancestors())):
        return ""
    text = ""
    for part in element.itertext():
        text += part
        if len(text) > 10 * _LONGEST:
            return ""
    return _one_line(text)


def _without_site(title: str) -> str:
    """The part of a page title that names the report; all of it where none does."""
    return next((part for part in _SITE_SEPARATOR.split(title) if names_report(part)), title)


def _one_line(text: str) -> str:
    return " ".join(text.split())
