"""Whether two names are of one agency: with or without the places above it, in full or in the usual short form."""

from __future__ import annotations

import re

from checker.report.normal import compact

# A government's report is compiled by its office, and either name may stand over it.
_OFFICE = re.compile(r"(?<=政府)办公[厅室]$")
# Endings that say the same, in the order in which they are worn off.
_ENDINGS = (
    (re.compile(r"(?<=[省市州盟县区旗镇乡木])(?:人民)?政府$"), ""),
    (re.compile(r"街道办事处$"), "街道"),
    (re.compile(r"管理委员会$"), "管委会"),
    (re.compile(r"委员会$"), "委"),
)
_PLACE = re.compile(r".*(?:省|自治区|自治州|市|州|盟|县|区|旗|镇|乡|苏木|街道)")


def same_agency(one: str, other: str) -> bool:
    """Whether two names are of one agency (淮安市洪泽区人民政府 / 洪泽区人民政府办公室; 某县卫健委 / 某县卫生健康委员会)."""
    shorter, longer = sorted((_core(one), _core(other)), key=len)
    if not shorter:
        return False
    if longer.endswith(shorter):
        return True
    return _is_short_form(shorter, longer)


def _core(name: str) -> str:
    core = _OFFICE.sub("", compact(name))
    for pattern, ending in _ENDINGS:
        core = pattern.sub(ending, core)
    return core


def _is_short_form(shorter: str, longer: str) -> bool:
    """Whether one department's name abbreviates another's (市监局 for 市场监督管理局) under the same place."""
    place, own = _cut(shorter)
    other_place, other_own = _cut(longer)
    if not own or not other_own or not (other_place.endswith(place) or place.endswith(other_place)):
        return False
    if len(own) > len(other_own):
        own, other_own = other_own, own
    return own[0] == other_own[0] and own[-1] == other_own[-1] and _is_subsequence(own, other_own)


def _cut(core: str) -> tuple[str, str]:
    """A name in two: the places that it begins with, and what the department itself is called."""
    match = _PLACE.match(core)
    end = match.end() if match else 0
    # 市场监督管理局 begins with what looks like a place
    if end and core[end - 1 :].startswith(("市场", "市监", "市容", "市政")):
        end -= 1
    return core[:end], core[end:]


def _is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)
