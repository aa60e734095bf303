"""Which part of the text is which: the six sections.

Headings are found among paragraphs only (table three's row labels 一、二、三、四、 stand in a grid, and
where the grid was lost they resemble no section's heading). Every place that could be a heading is a
candidate with a weight; the set of at most one a section is chosen that weighs most, with a penalty
for every pair out of order, so that an overview with its own 一、二、三、 does not lead astray and a
report whose sections really are out of order is still read.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import Indel

from checker.report.blocks import Block, Paragraph, Table
from checker.report.formats import formats
from checker.report.model import SECTION_KINDS, TABLE_KINDS, Heading, Section, SectionKind
from checker.report.normal import compact, normalise

_ORDINALS = {character: value for value, character in enumerate("一二三四五六七八九十", start=1)}
_NUMERAL = r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TOP_NUMBER = re.compile(rf"^第?(?P<number>{_NUMERAL})(?:部分|章)?(?:[、,.:;·]|(?=[^一二三四五六七八九十是\d]))")
_ARABIC_NUMBER = re.compile(r"^(?P<number>\d{1,2})[、.,:](?!\d)")
_ROMAN_NUMBER = re.compile(r"^(?P<number>I{1,3}|IV|VI{0,3})[、.,:]")
_SUB_NUMBER = re.compile(rf"^(?:\((?P<number>{_NUMERAL}|\d{{1,2}})\)|{_NUMERAL}\)|\d{{1,2}}\))[、.,:]?")
_IGNORED = re.compile(r"[^\w]|[的和及与]")

# Weights of a candidate; only their order matters: a statutory heading with its own number outweighs a
# look-alike inside the overview, a numbered top-level heading a bare phrase.
_EXACT, _VARIANT, _LOOSE, _PATTERN = 1.0, 0.95, 0.7, 0.55
_FUZZY_FLOOR = 0.8
_OUT_OF_ORDER = 0.35


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: SectionKind
    weight: float
    start: int
    end: int
    number: int | None
    style: str
    before_table: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections found, and top-level headings that are none of the six."""

    sections: tuple[Section, ...]
    other_headings: tuple[Heading, ...]


def heading_key(text: str) -> str:
    """A heading reduced to what tells it from others: no punctuation, no 的、和、及、与."""
    return _IGNORED.sub("", compact(text))


@cache
def _known_headings() -> dict[str, list[tuple[SectionKind, float]]]:
    """Heading key → the section kinds that it may open, with the weight of the wording."""
    known: dict[str, dict[SectionKind, float]] = {}
    for item in formats():
        for section in item.sections:
            for weight, wordings in (
                (_EXACT, (section.heading,)),
                (_VARIANT, section.variants),
                (_LOOSE, section.loose),
            ):
                for wording in wordings:
                    kinds = known.setdefault(heading_key(wording), {})
                    kinds[section.kind] = max(weight, kinds.get(section.kind, 0.0))
    return {key: list(kinds.items()) for key, kinds in known.items()}


@cache
def _firm_headings() -> re.Pattern[str]:
    """A statutory heading with its number before it, anywhere in a line (normalised text)."""
    wordings = {
        compact(wording)
        for item in formats()
        for section in item.sections
        for wording in (section.heading, *section.variants)
    }
    alternatives = "|".join(re.escape(wording) for wording in sorted(wordings, key=len, reverse=True))
    return re.compile(rf"(?P<number>[一二三四五六])[、.,](?P<heading>{alternatives})")


def ordinal(text: str) -> int | None:
    """The value of 一…十五, of 1…15 or of a Roman I…VIII."""
    if text.isdigit():
        return int(text)
    roman = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8}
    if text in roman:
        return roman[text]
    if text.startswith("十"):
        return 10 + (_ORDINALS.get(text[1:], 0) if len(text) > 1 else 0)
    return _ORDINALS.get(text)


def _numbered(key: str) -> tuple[int | None, str, int]:
    """(ordinal, style, length of the number) at the start of a normalised line; style "" where there is none."""
    for style, pattern in (
        ("sub", _SUB_NUMBER),
        ("top", _TOP_NUMBER),
        ("roman", _ROMAN_NUMBER),
        ("arabic", _ARABIC_NUMBER),
    ):
        match = pattern.match(key)
        if match:
            number = match["number"]
            return (ordinal(number) if number else None), style, match.end()
    return None, "", 0


@cache
def _patterns() -> tuple[tuple[SectionKind, re.Pattern[str]], ...]:
    newest = formats()[0]
    return tuple((section.kind, re.compile(section.pattern)) for section in newest.sections if section.pattern)


def _kinds_of(wording: str, style: str = "") -> list[tuple[SectionKind, float]]:
    """The section kinds that a whole line without its number may open; ``style`` is that of its number."""
    key = heading_key(wording)
    if not key or len(key) > 40:
        return []
    known = _known_headings()
    if key in known:
        return known[key]
    best: dict[SectionKind, float] = {}
    for heading, kinds in known.items():
        if abs(len(heading) - len(key)) > 3 or len(heading) < 6:
            continue
        likeness = Indel.normalized_similarity(key, heading)
        if likeness >= _FUZZY_FLOOR:
            for kind, weight in kinds:
                best[kind] = max(best.get(kind, 0.0), weight * likeness * 0.9)
    if not best and style == "top":
        return [(kind, _PATTERN) for kind, pattern in _patterns() if pattern.search(key)]
    return list(best.items())


def _style_weight(style: str, level: int | None) -> float:
    weights = {"top": 0.4, "roman": 0.2, "arabic": 0.05, "sub": -0.3, "": 0.0}
    return weights[style] + (0.1 if level is not None else 0.0)


def lines_of(paragraph: Paragraph) -> list[tuple[int, str]]:
    """The lines of a paragraph that hold anything, with their offsets."""
    lines = []
    offset = paragraph.start
    for line in paragraph.text.split("\n"):
        if line.strip():
            lines.append((offset, line))
        offset += len(line) + 1
    return lines


def _whole_line_candidates(paragraph: Paragraph) -> list[_Candidate]:
    found = []
    for offset, line in lines_of(paragraph):
        normal = normalise(line)
        if len(normal.text) > 50:
            continue
        number, style, skip = _numbered(normal.text)
        wording = normal.text[skip:].rstrip("。:;,.、")
        for kind, weight in _kinds_of(wording, style):
            expected = number == SECTION_KINDS.index(kind) + 1
            if weight <= _LOOSE and not _may_open(kind, wording, style, expected, paragraph.heading_level):
                continue
            weight += _style_weight(style, paragraph.heading_level)
            if expected and style != "sub":
                weight += 0.2
            start, end = normal.span(0, len(normal.text))
            found.append(_Candidate(kind, weight + 0.2, offset + start, offset + end, number, style))
    return found


def _may_open(kind: str, wording: str, style: str, expected: bool, level: int | None) -> bool:
    """Whether a line that is not worded as the format has it may still open a section.

    「依申请公开情况」 and the like are sub-headings of the overview far more often: they count only with a
    number of the top level, or in Arabic digits with the section's own number.
    """
    if style in ("top", "roman") or (style == "arabic" and expected):
        return True
    if style == "sub":
        return False
    return level is not None or (len(heading_key(wording)) >= 7 and kind not in ("disclosure", "applications"))


def _glued_candidates(paragraph: Paragraph) -> list[_Candidate]:
    """A statutory heading that runs on into text, or that is glued to the text before it."""
    found = []
    for offset, line in lines_of(paragraph):
        normal = normalise(line)
        for match in _firm_headings().finditer(normal.text):
            if match.end() == len(normal.text) and match.start() == 0:
                continue
            following = normal.text[match.end() : match.end() + 1]
            if following in '、;,和及等"' and following:
                continue  # a road map in the preamble, not a heading
            for kind, weight in _kinds_of(match["heading"]):
                number = ordinal(match["number"])
                weight += 0.3 if number == SECTION_KINDS.index(kind) + 1 else 0.1
                weight -= 0.1 if match.start() == 0 else 0.3
                start, end = normal.span(match.start(), match.end())
                found.append(_Candidate(kind, weight, offset + start, offset + end, number, "top"))
    return found


def _with_context(candidates: Sequence[_Candidate], blocks: Sequence[Block]) -> list[_Candidate]:
    """A heading that a table follows weighs more for a table section, and less for a narrative one."""
    weighted = []
    for candidate in candidates:
        following = [block for block in blocks if block.start >= candidate.end][:3]
        has_table = any(isinstance(block, Table) or "第二十条第" in block.text for block in following)
        bonus = 0.25 if has_table and candidate.kind in TABLE_KINDS else 0.0
        weighted.append(replace(candidate, weight=candidate.weight + bonus, before_table=has_table))
    return weighted


def _is_within_overview(item: _Candidate, candidates: Sequence[_Candidate], lines: Sequence[tuple[int, str]]) -> bool:
    """Whether 「（一）主动公开政府信息情况」 is a heading of the overview's own, which may name what the chapters with
    tables name: the last 一、 before it is the overview's, and from there on a numbering of its style began with one."""
    if item.style not in ("sub", "arabic") or item.kind not in TABLE_KINDS or item.before_table:
        return False
    before = [other for other in candidates if other.start < item.start and other.style == "top"]
    last = max(before, key=lambda other: other.start, default=None)
    if last is None or last.kind != "overview":
        return False
    return any(
        _numbered(normalise(line).text)[:2] == (1, item.style)
        for offset, line in lines
        if last.end <= offset <= item.start
    )


def _choose(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """At most one candidate a kind, for the greatest total weight less the penalty for pairs out of order."""
    by_kind: list[list[_Candidate | None]] = []
    for kind in SECTION_KINDS:
        options = sorted(
            (item for item in candidates if item.kind == kind and item.weight > 0.5), key=lambda item: -item.weight
        )
        by_kind.append([*options[:4], None] if options else [None])
    best: tuple[float, list[_Candidate]] = (-1.0, [])
    for combination in itertools.product(*by_kind):
        chosen = [item for item in combination if item is not None]
        if len({item.start for item in chosen}) < len(chosen):
            continue
        inversions = sum(1 for left, right in itertools.combinations(chosen, 2) if left.start > right.start)
        total = sum(item.weight for item in chosen) - _OUT_OF_ORDER * inversions
        if total > best[0] + 1e-9:
            best = (total, chosen)
    return sorted(best[1], key=lambda item: item.start)


def _is_top_heading(line: str) -> tuple[int | None, str] | None:
    """(ordinal, style) where a line reads as a heading numbered 一、; ``None`` otherwise."""
    normal = normalise(line).text
    number, style, skip = _numbered(normal)
    wording = normal[skip:]
    if style != "top" or number is None or not 2 <= len(wording) <= 30 or re.search(r"[。;!?]$|,.*,", wording):
        return None
    if re.match(rf"^第?{_NUMERAL}(?:部分|章)?[、,.:]", normal) is None:
        return None
    return number, style


def find_outline(text: str, blocks: Sequence[Block]) -> Outline:
    """The sections of a report and its other top-level headings, from its blocks."""
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    candidates = [
        candidate
        for paragraph in paragraphs
        for candidate in (*_whole_line_candidates(paragraph), *_glued_candidates(paragraph))
    ]
    weighted = _with_context(candidates, blocks)
    lines = [line for paragraph in paragraphs for line in lines_of(paragraph)]
    chosen = _choose([item for item in weighted if not _is_within_overview(item, weighted, lines)])
    sections = []
    for index, item in enumerate(chosen):
        end = chosen[index + 1].start if index + 1 < len(chosen) else len(text)
        heading = text[item.start : item.end]
        number = item.number if item.style in ("top", "roman", "arabic") else None
        sections.append(Section(item.kind, heading, item.start, end, item.start, item.end, number))
    places = {(section.heading_start, section.heading_end) for section in sections}
    others = []
    for paragraph in paragraphs:
        for offset, line in lines_of(paragraph):
            found = _is_top_heading(line)
            place = (offset + len(line) - len(line.lstrip()), offset + len(line.rstrip()))
            if found is not None and place not in places and not any(start <= place[0] < end for start, end in places):
                others.append(Heading(line.strip(), place[0], place[1], found[0]))
    return Outline(tuple(sections), tuple(others))
