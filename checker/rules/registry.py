"""All rules that are installed: ours and others', by the same door.

A package offers rules through the entry point group ``checker.rules``; each entry point names a
package whose modules hold :class:`~checker.rules.rule.Rule` objects, or a module, or a rule.
"""

from __future__ import annotations

import importlib
import pkgutil
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
            known = found.setdefault(item.code, item)
            if known is not item:
                raise RuleError(f"规则代码{item.code}被两条规则占用：{known.name}、{item.name}")
    return tuple(found[code] for code in sorted(found, key=_order))


_FAMILIES = "STCNRIL"


def _order(code: str) -> tuple[int, str]:
    family = _FAMILIES.find(code[:1])
    return (family if family >= 0 else len(_FAMILIES), code)


def get_rule(code: str) -> Rule | None:
    """The rule of that code or name, or ``None``."""
    wanted = code.strip().lower()
    return next((item for item in all_rules() if wanted in (item.code.lower(), item.name)), None)
