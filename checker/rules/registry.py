"""All rules that are installed: ours and others', by the same door.

A package offers rules through the entry point group ``checker.rules``; each entry point names a
package whose modules hold :class:`~checker.rules.rule.Rule` objects, or a module, or a rule.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from checker.rules.rule import Rule

GROUP = "checker.rules"


class RuleError(Exception):
    """A rule that cannot be used: a code taken twice, a page missing, an entry point that does not load."""


def _rules_in(target: object) -> Iterator[Rule]:
    if isinstance(target, Rule):
        yield target
    elif isinstance(target, ModuleType):
        yield from (value for value in vars(target).values() if isinstance(value, Rule))
        if hasattr(target, "__path__"):
            for info in sorted(pkgutil.iter_modules(target.__path__), key=lambda info: info.name):
                yield from _rules_in(importlib.import_module(f"{target.__name__}.{info.name}"))


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every installed rule, by code. Raises :class:`RuleError` where two claim one code."""
    found: dict[str, Rule] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            target = point.load()
        except Exception as error:
            raise RuleError(f"规则包“{point.name}”（{point.value}）无法载入：{error}") from error
        for item in _rules_in(target):
            if not _CODE.fullmatch(item.code):
                raise RuleError(
                    f"规则包“{point.name}”的规则代码“{item.code}”不对：应为1至4个大写字母加2至3位数字，如X01"
                )
            known = found.setdefault(item.code, item)
            if known is not item:
                raise RuleError(f"规则代码{item.code}被两条规则占用：{known.name}、{item.name}")
    return tuple(found[code] for code in sorted(found, key=order_of))


# A code's first letter says its family; ours in the order of the review.
FAMILIES = {
    "S": "结构",
    "T": "表格",
    "C": "前后一致",
    "N": "叙述",
    "R": "照搬和重复",
    "I": "机关和职责",
    "L": "用语和格式",
}
_OTHER_FAMILY = "其他"
_CODE = re.compile(r"[A-Z]{1,4}[0-9]{2,3}")


def order_of(code: str) -> tuple[int, str]:
    """What codes are sorted by: our families first, then others' by code."""
    families = "".join(FAMILIES)
    family = families.find(code[:1]) if family_of(code) != _OTHER_FAMILY else len(families)
    return (family, code)


def family_of(code: str) -> str:
    """What the rules of the code's family are called (Chinese); those of another letter are 其他."""
    return FAMILIES.get(code[:1], _OTHER_FAMILY) if code[1:2].isdigit() else _OTHER_FAMILY


def get_rule(code: str) -> Rule | None:
    """The rule of that code or name, or ``None``."""
    wanted = code.strip().lower()
    return next((item for item in all_rules() if wanted in (item.code.lower(), item.name)), None)
