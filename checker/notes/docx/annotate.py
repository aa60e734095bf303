"""Comments written into a copy of a docx.

A run is cut in two where a comment begins or ends within it; each half keeps the properties of the whole. Nothing else
of the draft changes: its text, formatting, tracked changes and comments stay, and every part but the document, the
comments, and what tells of them is copied byte for byte.
"""

from __future__ import annotations

import copy
import posixpath
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from lxml import etree

from checker.notes.docx.comments import Comment
from checker.notes.docx.parts import Parts
from checker.notes.docx.places import Place, Places, Point, Stretch
from checker.reading.document import Limits
from checker.reading.docx.package import Element, Package, w
from checker.report.model import Report

AUTHOR, INITIALS = "审核", "审"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NAMESPACE = w("p")[1:].partition("}")[0]
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
_SIZE = "20"

Segments = dict[Element, list[tuple[int, int, Element]]]
"""For each run that was cut, its pieces in order, each with the characters [start, end) that it shows."""


def annotate(data: bytes, report: Report, comments: Sequence[Comment], limits: Limits) -> bytes:
    """A copy of the docx ``data``, which ``report`` was read from, with the comments in it."""
    package = Package(data, limits)
    parts = Parts(data)
    document = parts.parse(package.main)
    places = Places(report, document)
    name = package.related.get("comments", "")
    is_new = not name or name not in parts
    if is_new:
        name = _free_name(parts, posixpath.dirname(package.main))
        parts.like(name, package.main)
    root = etree.Element(w("comments"), nsmap={"w": _NAMESPACE}) if is_new else parts.parse(name)
    numbers = _free_numbers(document, root, len(comments))
    placed: list[tuple[str, Place]] = []
    for number, comment in zip(numbers, comments, strict=True):
        place = places.find(comment.start, comment.end)
        if place is not None:
            placed.append((number, place))
            root.append(_comment(number, comment, exact=place.exact))
    _mark(placed, places)
    parts.write(package.main, document)
    parts.write(name, root)
    if is_new:
        parts.relate(package.main, "comments", name)
        parts.declare(name, _COMMENTS_TYPE)
    return parts.save()


def _free_name(parts: Parts, folder: str) -> str:
    number = 1
    while (name := posixpath.join(folder, f"comments{number if number > 1 else ''}.xml")) in parts:
        number += 1
    return name


def _free_numbers(document: Element, comments: Element, count: int) -> list[str]:
    """Numbers that no comment has, nor any mark of one."""
    taken = {-1}
    for element in (*comments.iter(w("comment")), *document.iter(*_MARKS)):
        number = element.get(w("id"), "")
        if number.lstrip("-").isdecimal():
            taken.add(int(number))
    return [str(max(taken) + 1 + place) for place in range(count)]


# what a comment says


def _comment(number: str, comment: Comment, *, exact: bool) -> Element:
    element = etree.Element(w("comment"))
    element.set(w("id"), number)
    element.set(w("author"), AUTHOR)
    element.set(w("initials"), INITIALS)
    first = _paragraph(comment.title, bold=True)
    first.insert(1, _run(etree.Element(w("annotationRef"))))
    element.append(first)
    lines = list(comment.lines)
    if comment.quote and not exact:
        lines.insert(0, f"原文：「{comment.quote}」")
    element.extend(_paragraph(line) for line in lines)
    if comment.link is not None:
        element.append(_linked(*comment.link))
    return element


def _paragraph(text: str, *, bold: bool = False) -> Element:
    """A line of a comment. It is set apart from the draft's own default, which may indent and space widely."""
    paragraph = etree.Element(w("p"))
    properties = etree.SubElement(paragraph, w("pPr"))
    _child(properties, "spacing", before="0", after="0", line="240", lineRule="auto")
    _child(properties, "ind", left="0", right="0", firstLine="0", firstLineChars="0")
    _child(properties, "jc", val="left")
    if text:
        paragraph.append(_run(_text(text), bold=bold))
    return paragraph


def _linked(address: str, words: str) -> Element:
    paragraph = _paragraph("")
    field = _child(paragraph, "fldSimple", instr=f' HYPERLINK "{address.replace(chr(34), "%22")}" ')
    field.append(_run(_text(words)))
    return paragraph


def _run(content: Element, *, bold: bool = False) -> Element:
    run = etree.Element(w("r"))
    properties = etree.SubElement(run, w("rPr"))
    if bold:
        _child(properties, "b")
    _child(properties, "sz", val=_SIZE)
    _child(properties, "szCs", val=_SIZE)
    run.append(content)
    return run


def _text(text: str) -> Element:
    element = etree.Element(w("t"))
    element.set(_SPACE, "preserve")
    element.text = text
    return element


def _child(parent: Element, name: str, **values: str) -> Element:
    element = etree.SubElement(parent, w(name))
    for key, value in values.items():
        element.set(w(key), value)
    return element


# where it stands


def _mark(placed: Sequence[tuple[str, Place]], places: Places) -> None:
    """Put the marks of the comments into the document."""
    segments = _cut((point for _, place in placed for point in (place.start, place.end)), places)
    before: dict[Element, list[Element]] = defaultdict(list)
    after: dict[Element, list[Element]] = defaultdict(list)
    ends: list[tuple[Element, str]] = []
    for number, place in placed:
        start, end = _numbered("commentRangeStart", number), _numbered("commentRangeEnd", number)
        _stand(start, place.start, segments, before, after, leads=place.is_empty)
        _stand(end, place.end, segments, before, after, leads=True)
        ends.append((end, number))
    for element, marks in before.items():
        for mark in marks:
            element.addprevious(mark)
    for element, marks in after.items():
        for mark in reversed(marks):
            element.addnext(mark)
    _refer(ends)


def _stand(
    mark: Element,
    point: Point,
    segments: Segments,
    before: dict[Element, list[Element]],
    after: dict[Element, list[Element]],
    *,
    leads: bool,
) -> None:
    """Note where the mark goes: after what ends at the point (``leads``) or before what begins there, if there is any."""
    own = segments.get(point.element, [])
    leading = next((piece for _, end, piece in own if end == point.index), None)
    following = next((piece for start, _, piece in own if start == point.index), None)
    if point.index is None:
        leading = following = point.element
    if leading is not None and (leads or following is None):
        after[leading].append(mark)
    elif following is not None:
        before[following].append(mark)


def _numbered(name: str, number: str) -> Element:
    element = etree.Element(w(name))
    element.set(w("id"), number)
    return element


def _refer(ends: Iterable[tuple[Element, str]]) -> None:
    """Put each comment's sign after its end, outside of insertions and links, which may be undone."""
    signs: dict[Element, list[Element]] = defaultdict(list)
    for end, number in ends:
        child = end
        while (parent := child.getparent()) is not None and parent.tag != w("p"):
            child = parent
        run = etree.Element(w("r"))
        run.append(_numbered("commentReference", number))
        signs[child].append(run)
    for child, runs in signs.items():
        for run in reversed(runs):
            child.addnext(run)


def _cut(points: Iterable[Point], places: Places) -> Segments:
    """Cut the runs at these points."""
    cuts: dict[Element, set[int]] = defaultdict(set)
    for point in points:
        if point.index is not None:
            cuts[point.element].add(point.index)
    return {run: _cut_run(run, sorted(wanted), places.stretches(run)) for run, wanted in cuts.items()}


def _cut_run(run: Element, wanted: Sequence[int], stretches: Sequence[Stretch]) -> list[tuple[int, int, Element]]:
    """Cut one run into pieces that follow each other; the first is the run itself."""
    length = stretches[-1].end if stretches else 0
    cuts = [cut for cut in wanted if 0 < cut < length]
    bounds = [0, *cuts, length]
    pieces = [run, *(_like(run) for _ in cuts)]
    for stretch in stretches:
        # what shows nothing goes with the text before it
        first = bisect_left(cuts, stretch.start) if stretch.start == stretch.end else bisect_right(cuts, stretch.start)
        last = max(first, bisect_left(cuts, stretch.end))
        text = stretch.element.text or ""
        for number in range(first, last + 1):
            element = stretch.element if number == first else copy.deepcopy(stretch.element)
            if first < last:
                begin, end = max(0, bounds[number] - stretch.start), bounds[number + 1] - stretch.start
                element.text = text[begin:end]
                element.set(_SPACE, "preserve")
            if number:
                pieces[number].append(element)
    for earlier, later in zip(pieces, pieces[1:], strict=False):
        earlier.addnext(later)
    return list(zip(bounds[:-1], bounds[1:], pieces, strict=True))


def _like(run: Element) -> Element:
    """An empty run with the same properties."""
    piece = etree.Element(run.tag, dict(run.attrib), nsmap=run.nsmap)
    properties = run.find(w("rPr"))
    if properties is not None:
        piece.append(copy.deepcopy(properties))
    return piece
