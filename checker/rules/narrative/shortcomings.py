"""What a statement of the problems section says, where the model has read a concrete shortcoming for something else.

The model knows a problem by 「不够」「有待」 and their like. A concrete one (「全年只更新一条」「被市里通报」) has none of them, and
is read as a result, a practice or even a measure: the section that says most would be told that it says nothing. The
cues are data (corpora/lexicon/shortcomings.toml); they only ever correct the model, in this section alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from checker.language.markers import find_marker
from checker.report.normal import compact
from checker.resources import data_path

if TYPE_CHECKING:
    from checker.language.labels import Role
    from checker.language.pipeline import AnnotatedStatement

# A cue needs something that it is said of.
_SHORTEST = 5
# A cue that qualifies a noun or a condition (「打不开的重新上传」), and one that the statement ends on.
_ATTRIBUTE = re.compile(r"[^,。;:]{0,8}的(?![^,。;]{0,8}(?:有|占|达|是|仍|还|也|\d)|[,。;:]?\d)")
_FINAL = re.compile(r"[^,。;:]{0,8}[。;!]?$")


@dataclass(frozen=True, slots=True)
class _Lexicon:
    concrete: re.Pattern[str]
    worn: re.Pattern[str]
    assurance: re.Pattern[str]
    relief: re.Pattern[str]
    measure: re.Pattern[str]
    opening: re.Pattern[str]
    bare_admission: re.Pattern[str]
    lead_in: re.Pattern[str]
    measure_lead_in: re.Pattern[str]
    doubt: re.Pattern[str]
    praise: re.Pattern[str]


@cache
def _lexicon() -> _Lexicon:
    raw: dict[str, Any] = tomllib.loads(data_path("corpora", "lexicon", "shortcomings.toml").read_text("utf-8"))

    def either(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    return _Lexicon(
        concrete=either([pattern for cue in raw["cue"] if not cue.get("worn") for pattern in cue["patterns"]]),
        worn=either([pattern for cue in raw["cue"] if cue.get("worn") for pattern in cue["patterns"]]),
        assurance=either(raw["assurance"]),
        relief=either([*raw["assurance"], *raw["relief"]]),
        measure=either(raw["measure"]),
        opening=either(raw["measure_opening"]),
        bare_admission=re.compile(raw["bare_admission"]),
        lead_in=re.compile(raw["lead_in"]),
        measure_lead_in=re.compile(raw["measure_lead_in"]),
        doubt=re.compile(raw["doubt"]),
        praise=re.compile(raw["praise"]),
    )


@lru_cache(maxsize=4096)
def _body(text: str) -> str:
    """A statement in matching form, without its list marker."""
    return compact(text)[len(compact(find_marker(text)[0])) :]


@lru_cache(maxsize=4096)
def _told_before_measure(text: str) -> str:
    """What a statement says before it turns to what is or will be done, without the assurances that nothing is wrong."""
    words = _lexicon()
    body = _body(text)
    if words.opening.match(body):
        return ""
    turn = words.measure.search(body)
    return words.relief.sub("#", body[: turn.start()] if turn else body)


def concrete_shortcoming(text: str) -> str | None:
    """The words by which a statement tells a concrete shortcoming; ``None`` where it tells none."""
    told = _told_before_measure(text)
    if len(told) < _SHORTEST:
        return None
    found = (match for match in _lexicon().concrete.finditer(told) if not _ATTRIBUTE.match(told, match.end()))
    return next((match[0] for match in found), None)


def shortcoming(text: str) -> str | None:
    """The words by which a statement tells a shortcoming, concrete or in worn words; ``None`` where it tells none."""
    found = concrete_shortcoming(text)
    if found is not None:
        return found
    told = _told_before_measure(text)
    # what only leads in to the problems (「仍存在一些不足」) has gone with the reliefs
    worn = _lexicon().worn.search(told) if len(told) >= _SHORTEST else None
    return worn[0] if worn else None


def is_lead_in(text: str) -> bool:
    """Whether a statement only leads in to the problems (「仍存在以下不足：」)."""
    return _lexicon().lead_in.search(_body(text)) is not None


def is_assurance(text: str) -> bool:
    """Whether a statement assures that nothing is wrong, and names nothing that is."""
    words = _lexicon()
    body = _body(text)
    return words.assurance.search(body) is not None and not (
        words.concrete.search(words.relief.sub("#", body)) or words.worn.search(body)
    )


def may_tell_shortcoming(text: str) -> bool:
    """Whether a statement tells a shortcoming, or has any word of denial or lack by which it might tell one."""
    if shortcoming(text) is not None:
        return True
    if is_lead_in(text):
        return False
    told = _told_before_measure(text)
    return len(told) >= _SHORTEST and _lexicon().doubt.search(told) is not None


def is_praise_or_plan(text: str) -> bool:
    """Whether a statement boasts, assures that nothing is wrong, or tells what is or will be done."""
    words = _lexicon()
    body = _body(text)
    return bool(words.opening.match(body)) or any(
        pattern.search(body) for pattern in (words.praise, words.assurance, words.measure)
    )


def roles_of(items: Sequence[AnnotatedStatement]) -> list[Role]:
    """The roles of the problems section's statements: the model's, save where the words tell better."""
    roles = [_role(item) for item in items]
    series: Role | None = None
    line = -1
    for place, item in enumerate(items):
        statement = item.statement
        if statement.line != line:
            series, line = None, statement.line
        body = _body(statement.text)
        if statement.marker and series is not None and not _lexicon().measure_lead_in.search(body):
            if series == "problem" and roles[place] != "problem" and may_tell_shortcoming(statement.text):
                roles[place] = "problem"
            elif series == "measure" and roles[place] == "problem" and concrete_shortcoming(statement.text) is None:
                roles[place] = "measure"
        if _lexicon().measure_lead_in.search(body):
            series = "measure"
        elif is_lead_in(statement.text):
            series = "problem"
    return roles


def _role(item: AnnotatedStatement) -> Role:
    role = item.labels.role
    text = item.statement.text
    if role == "problem" and _lexicon().bare_admission.search(_body(text)) and shortcoming(text) is None:
        return "frame"
    if role in ("problem", "cause"):
        return "result" if is_assurance(text) else role
    if role == "measure":
        return "problem" if _is_shortcoming_not_measure(text) else role
    return role if shortcoming(text) is None else "problem"


def _is_shortcoming_not_measure(text: str) -> bool:
    """Whether a statement that the model takes for a measure tells a shortcoming. Measures name what they mend or
    whom they reach (「打不开的重新上传」「减少因答复不规范引发的争议」), so the cue must not belong to a noun, worn words
    have to be what the statement ends on, and a statement that goes on to a measure remains one."""
    words = _lexicon()
    told = _told_before_measure(text)
    if len(told) < _SHORTEST or words.measure.search(_body(text)):
        return False
    return concrete_shortcoming(text) is not None or any(
        _FINAL.match(told, found.end()) for found in words.worn.finditer(told)
    )
