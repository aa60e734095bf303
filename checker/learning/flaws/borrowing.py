"""Sentences from other reports of the corpus, made to stand where they are put: marker, final mark, year, who speaks."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable
from functools import cache

from checker.language.markers import find_marker
from checker.learning.corpus import TEST_TYPES, LabelledStatement, load_statements
from checker.learning.flaws.written import Written
from checker.rules.naming import CHINESE_ORDINALS

# How agencies of each kind of name speak of themselves; the first that fits the end of the name.
_SELVES = (
    ("镇人民政府", "镇"),
    ("乡人民政府", "乡"),
    ("街道办事处", "街道"),
    ("县人民政府", "县"),
    ("区人民政府", "区"),
    ("省人民政府", "省"),
    ("人民政府", "市"),
    ("管理委员会", "委"),
    ("管委会", "委"),
    ("委员会", "委"),
    ("厅", "厅"),
    ("办公室", "办"),
    ("馆", "馆"),
    ("", "局"),
)
_KINDS = "镇|乡|街道|县|区|省|市|委|厅|办|局|院|所|馆|校|中心|队|盟|旗|州"
_OWN = re.compile(rf"我(?:{_KINDS})")
# Words that tie a sentence to a kind of agency, a place, a count or a year: such a sentence is not lent to others.
_TIED = re.compile(
    rf"\d|“|[全各](?:{_KINDS})|[镇乡县区市省街局党委]{{1,2}}(?:党委|党工委|党组|委、)|辖区|本(?:{_KINDS})|村|社区|牧民|农牧|学校|企业|纳税|医|税|审计|交通|统计|师生|发展改革|生态|卫生|自然资源|征地|游客|业主|[省市县区镇乡]政府(?!信息)"
)
_LEAD_IN = re.compile(r"(?:[：:]|以下|如下|主要是|表现)")
_MARKS = re.compile(r"[。！？；!?;，,、：:]*$")


@cache
def _lent(held_out: bool) -> tuple[LabelledStatement, ...]:
    """The statements of one side of the corpus's split that could stand in any report."""
    return tuple(item for item in load_statements() if (item.agency_type in TEST_TYPES) == held_out and is_free(item))


def is_held_out(written: Written) -> bool:
    """Whether the report is of a kind of agency that no model was trained on."""
    return written.agency_type in TEST_TYPES


def chance(written: Written, name: str) -> random.Random:
    """Chance that follows from the report and the operator alone."""
    return random.Random(f"{name}/{written.document}")


def lenders(written: Written, wanted: Callable[[LabelledStatement], bool]) -> list[LabelledStatement]:
    """The statements of other reports that ``wanted`` holds of and that nothing ties to their own report.

    They come from the same side of the corpus's split as the report itself, so that a report that the models
    have not seen gets only sentences that they have not seen.
    """
    return [item for item in _lent(is_held_out(written)) if item.document != written.document and wanted(item)]


def is_free(item: LabelledStatement) -> bool:
    """Whether a sentence could stand in a report of any agency."""
    body = item.text[len(find_marker(item.text)[0]) :]
    leading = item.role in ("problem", "measure") and _LEAD_IN.search(body)
    return not leading and _TIED.search(body) is None


def borrowed(item: LabelledStatement, written: Written, place: LabelledStatement | None = None) -> LabelledStatement:
    """A sentence of another report as it would read in this one.

    Its years become the report's, 我局 becomes 我镇; ``place`` is the statement whose marker, final mark and
    place it takes. What it answers or which problem it is is not carried over.
    """
    text = body_of(item)
    years = {str(item.year + shift): str(written.year + shift) for shift in (-1, 0, 1)}
    text = re.sub(r"20\d\d", lambda match: years.get(match[0], match[0]), text)
    text = _OWN.sub(f"我{self_name(written)}", text)
    final = "。"
    if place is not None:
        text = find_marker(place.text)[0] + text
        final = final_mark(place.text) or "。"
    return dataclasses.replace(item, text=text + final, problem=None, answers=None)


def body_of(item: LabelledStatement) -> str:
    """A statement's text without its list marker and its final mark."""
    return _MARKS.sub("", item.text[len(find_marker(item.text)[0]) :].strip())


def final_mark(text: str) -> str:
    """The mark that a statement ends with, "" where there is none."""
    match = _MARKS.search(text)
    return match[0][-1:] if match else ""


def next_marker(text: str) -> str:
    """The list marker that follows the one a statement opens with (二是 → 三是), "" where it opens with none."""
    marker, ordinal = find_marker(text)
    if ordinal is None or ordinal >= len(CHINESE_ORDINALS):
        return ""
    return marker.replace(str(ordinal), str(ordinal + 1)).replace(
        CHINESE_ORDINALS[ordinal - 1], CHINESE_ORDINALS[ordinal]
    )


def self_name(written: Written) -> str:
    """What the agency calls itself after 我: 镇, 县, 局 …"""
    return next(name for ending, name in _SELVES if written.agency.endswith(ending))
