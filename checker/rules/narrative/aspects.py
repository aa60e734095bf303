"""The five statutory aspects: what each should hold, and how far a report's overview tells it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from checker.report.model import Report
from checker.report.normal import compact
from checker.resources import data_path
from checker.rules.narrative.checkable import is_checkable

if TYPE_CHECKING:
    from checker.language.labels import Aspect
    from checker.language.pipeline import AnnotatedStatement, Annotation

ASPECTS: tuple[Aspect, ...] = ("proactive", "on_request", "management", "platform", "oversight")
Telling = Literal["absent", "thin", "told"]

# A statement may well be about an aspect of which the model is only half sure: absence needs more certainty than that.
_FAINT = 0.4
_CLEAR = 0.5
# Expected specificity from which a statement surely names more than a quality (意识、力度、水平).
_NAMES_WORK = 0.6


@dataclass(frozen=True, slots=True)
class AspectTelling:
    """How far an aspect is told, with the statements that name it."""

    aspect: Aspect
    telling: Telling
    naming: tuple[AnnotatedStatement, ...]


@cache
def aspect_words() -> Mapping[str, Mapping[str, Any]]:
    """Name, what the format asks for, and evidence of each aspect (corpora/lexicon/aspects.toml)."""
    return tomllib.loads(data_path("corpora", "lexicon", "aspects.toml").read_text("utf-8"))


def aspect_name(aspect: str) -> str:
    """An aspect as its readers call it."""
    return str(aspect_words()[aspect]["name"])


def _is_about(item: AnnotatedStatement, aspect: Aspect, at_least: float) -> bool:
    if item.labels.aspect_probabilities[aspect] < at_least:
        return False
    evidence = aspect_words()[aspect].get("evidence")
    return evidence is None or re.search(evidence, compact(item.statement.text)) is not None


def tells(item: AnnotatedStatement) -> bool:
    """Whether a statement tells something done or achieved: it names at least a kind of work. A frame tells
    nothing. That it does so in worn words is another fault (N03)."""
    labels = item.labels
    if labels.role == "frame" and labels.role_probabilities["frame"] >= _CLEAR:
        return False
    return labels.expected_specificity >= _NAMES_WORK or is_checkable(item.statement.text)


def reports_on(item: AnnotatedStatement, aspect: Aspect) -> bool:
    """Whether a statement's words tell an aspect however it is labelled: how much was published (also where the
    sentence opens with a pledge), how many applications came in or that none did."""
    told = aspect_words()[aspect].get("told")
    return told is not None and re.search(told, compact(item.statement.text)) is not None


def tell(annotation: Annotation, aspect: Aspect) -> AspectTelling:
    """How far the overview tells an aspect: ``told`` where a statement tells something done or achieved,
    ``thin`` where it is only named, ``absent`` where nothing speaks of it."""
    overview = annotation.of("overview")
    faint = tuple(item for item in overview if _is_about(item, aspect, _FAINT))
    clear = tuple(item for item in overview if _is_about(item, aspect, _CLEAR))
    if any(tells(item) for item in faint) or any(reports_on(item, aspect) for item in overview):
        return AspectTelling(aspect, "told", clear or faint)
    if clear or any(item.labels.role != "frame" for item in faint):
        return AspectTelling(aspect, "thin", clear or faint)
    return AspectTelling(aspect, "absent", ())


def is_mentioned(annotation: Annotation, aspect: Aspect) -> bool:
    """Whether the overview has words of an aspect of which it tells nothing."""
    mention = re.compile(aspect_words()[aspect]["mention"])
    return any(mention.search(compact(item.statement.text)) for item in annotation.of("overview"))


def usable_figures(report: Report, aspect: Aspect) -> str:
    """The tables' own figures that could be told under an aspect, as a clause; "" where there are none."""
    if aspect == "on_request":
        table = report.tables.get("applications")
        if table is not None:
            received, carried = table.number("new_requests", "total"), table.number("carried_forward", "total")
            if received is not None:
                rest = f"、结转下年度{carried}件" if carried else ""
                return f"表三显示本年新收申请{received}件{rest}"
    table = report.tables.get("disclosure")
    if aspect == "proactive" and table is not None:
        parts = [
            (table.number("normative_documents", "issued"), "制发行政规范性文件{}件"),
            (table.number("licences", "decisions"), "行政许可{}件"),
            (table.number("penalties", "decisions"), "行政处罚{}件"),
        ]
        told = "、".join(text.format(number) for number, text in parts if number)
        return f"表二显示{told}" if told else ""
    if aspect == "management" and table is not None:
        repealed, in_force = (
            table.number("normative_documents", "repealed"),
            table.number("normative_documents", "in_force"),
        )
        if repealed or in_force:
            return f"表二显示规范性文件废止{repealed or 0}件、现行有效{in_force or 0}件"
    return ""
