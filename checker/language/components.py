"""The spaCy components that find statements, quantities, dates and mentions.

What they find is found by plain functions in modules without spaCy, which takes longer to import than everything else
together and which rules that only use those functions are not to pay for.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from checker.language.markers import find_marker
from checker.language.mentions import Mention, find_mentions
from checker.language.quantities import Date, Quantity, find_dates, find_quantities
from checker.language.statements import Section, Statement, split
from checker.report.normal import Normal, normalise, shifted

_TEXT, _PARTS = "checker.text", "checker.normal_parts"


def text_of(doc: Doc) -> str:
    """The Doc's text, put together from its tokens once and not at every look."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def narrative_of(doc: Doc) -> list[tuple[int, int, Section | None]]:
    """The parts of the Doc that are narrative: what the caller set, else all of it in no known section."""
    parts: list[tuple[int, int, Section | None]] | None = doc._.narrative
    return [(0, len(text_of(doc)), None)] if parts is None else parts


def normal_parts(doc: Doc) -> list[Normal]:
    """The Doc's narrative parts normalised, each leading back into the Doc's text; made once a Doc."""
    parts: list[Normal] | None = doc.user_data.get(_PARTS)
    if parts is None:
        text = text_of(doc)
        parts = [shifted(normalise(text[start:end]), start) for start, end, _ in narrative_of(doc)]
        doc.user_data[_PARTS] = parts
    return parts


@Language.factory("checker_statements", assigns=["doc._.statements"])
def create_statements(nlp: Language, name: str) -> StatementSplitter:
    """spaCy's factory for :class:`StatementSplitter`."""
    return StatementSplitter()


class StatementSplitter:
    """Sets ``doc._.statements`` from the narrative parts in ``doc._.narrative`` (all of the text where unset)."""

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        found = []
        for start, end, section in narrative_of(doc):
            for first, last in split(text[start:end]):
                words = text[start + first : start + last]
                marker, ordinal = find_marker(words)
                line = text.count("\n", 0, start + first)
                found.append(Statement(start + first, start + last, words, section, line, marker, ordinal))
        doc._.statements = found
        return doc


@Language.factory("checker_quantities", assigns=["doc._.quantities", "doc._.dates"])
def create_quantities(nlp: Language, name: str) -> QuantityFinder:
    """spaCy's factory for :class:`QuantityFinder`."""
    return QuantityFinder()


class QuantityFinder:
    """Sets ``doc._.quantities`` and ``doc._.dates`` for the narrative parts of the Doc."""

    def __call__(self, doc: Doc) -> Doc:
        quantities: list[Quantity] = []
        dates: list[Date] = []
        for normal in normal_parts(doc):
            quantities.extend(find_quantities(normal))
            dates.extend(find_dates(normal))
        doc._.quantities = quantities
        doc._.dates = dates
        return doc


@Language.factory("checker_mentions", assigns=["doc._.mentions"])
def create_mentions(nlp: Language, name: str) -> MentionFinder:
    """spaCy's factory for :class:`MentionFinder`."""
    return MentionFinder()


class MentionFinder:
    """Sets ``doc._.mentions`` for the narrative parts of the Doc."""

    def __call__(self, doc: Doc) -> Doc:
        found: list[Mention] = []
        for normal in normal_parts(doc):
            found.extend(find_mentions(normal))
        doc._.mentions = found
        return doc


if not Doc.has_extension("narrative"):
    Doc.set_extension("narrative", default=None)
    Doc.set_extension("statements", default=[])
    Doc.set_extension("quantities", default=[])
    Doc.set_extension("dates", default=[])
    Doc.set_extension("mentions", default=[])
