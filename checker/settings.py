"""Settings: the packaged ``default.toml`` with a user's ``checker.toml`` laid over it."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from checker.reading.document import Limits
from checker.rules.rule import SEVERITIES, Severity

FAIL_ON = (*SEVERITIES, "never")
_RULE_KEYS = ("enabled", "severity")


class SettingsError(ValueError):
    """Settings that cannot be used; the message (Chinese) names the key and the nearest known one."""


@dataclass(frozen=True)
class Settings:
    """What a review runs with. ``rules`` maps a rule's code to its own table of settings."""

    fail_on: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    limits: Limits
    rules_page: str = ""
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def enabled(self, code: str, name: str) -> bool:
        """Whether a rule runs: its own table first, then ``ignore``, then ``select`` (empty: all)."""
        own = self.rules.get(code, {}).get("enabled")
        if own is not None:
            return bool(own)
        if any(_covers(pattern, code, name) for pattern in self.ignore):
            return False
        return not self.select or any(_covers(pattern, code, name) for pattern in self.select)

    def severity(self, code: str) -> Severity | None:
        """The severity that the user set for a rule, or ``None``."""
        return self.rules.get(code, {}).get("severity")

    def thresholds(self, code: str) -> dict[str, Any]:
        """A rule's own numbers."""
        return {key: value for key, value in self.rules.get(code, {}).items() if key not in _RULE_KEYS}


def _covers(pattern: str, code: str, name: str) -> bool:
    wanted = pattern.strip().lower()
    return bool(wanted) and (code.lower().startswith(wanted) or name == wanted)


@cache
def _defaults() -> dict[str, Any]:
    return tomllib.loads((files("checker") / "default.toml").read_text("utf-8"))


def load_settings(path: str | os.PathLike[str] | None = None) -> Settings:
    """The default settings, with those of the file at ``path`` in their place where it has any.

    Raises :class:`SettingsError` for an unreadable file, an unknown key or a value of the wrong kind.
    """
    merged = _defaults()
    if path is not None:
        try:
            user = tomllib.loads(Path(path).read_text("utf-8-sig"))
        except FileNotFoundError:
            raise SettingsError(f"{path}：找不到这个设置文件") from None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}：无法读取设置文件（{error}）") from None
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path}：设置文件不是有效的TOML（{error}）") from None
        try:
            merged = _overlay(merged, user)
        except SettingsError as error:
            raise SettingsError(f"{path}：{error}") from None
    return _settings(merged)


def _overlay(base: Mapping[str, Any], user: Mapping[str, Any], where: str = "") -> dict[str, Any]:
    merged = dict(base)
    for key, value in user.items():
        name = f"{where}{key}"
        if where == "rules.":
            merged[key] = _rule_table(key, base.get(key, {}), value)
            continue
        if key not in base:
            raise SettingsError(f"没有“{name}”这个设置项{_nearest(key, base, where)}")
        if isinstance(base[key], Mapping):
            if not isinstance(value, Mapping):
                raise SettingsError(f"“{name}”应当是一节（[{name}]）")
            merged[key] = _overlay(base[key], value, f"{name}.")
        else:
            merged[key] = _checked(name, base[key], value)
    return merged


def _nearest(key: str, known: Mapping[str, Any], where: str) -> str:
    close = difflib.get_close_matches(key, list(known), n=1, cutoff=0.0)
    return f"，最接近的是“{where}{close[0]}”" if close else ""


def _checked(name: str, default: Any, value: Any) -> Any:
    if isinstance(default, bool) or isinstance(value, bool):
        fits = isinstance(default, bool) and isinstance(value, bool)
    elif isinstance(default, int | float):
        fits = isinstance(value, int | float) and value > 0
    elif isinstance(default, list):
        fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    else:
        fits = isinstance(value, type(default))
    if not fits:
        raise SettingsError(f"“{name}”的值不对：{value!r}（默认为{default!r}）")
    return value


def _rule_table(code: str, default: Mapping[str, Any], value: Any) -> dict[str, Any]:
    from checker.rules.registry import all_rules

    rules = {rule.code: rule for rule in all_rules()}
    if code not in rules:
        raise SettingsError(f"没有“rules.{code}”这条规则{_nearest(code, rules, 'rules.')}")
    if not isinstance(value, Mapping):
        raise SettingsError(f"“rules.{code}”应当是一节（[rules.{code}]）")
    default = {**rules[code].thresholds, **default}
    known = {**dict.fromkeys(_RULE_KEYS), **default}
    merged = dict(default)
    for key, item in value.items():
        name = f"rules.{code}.{key}"
        if key not in known:
            raise SettingsError(f"没有“{name}”这个设置项{_nearest(key, known, f'rules.{code}.')}")
        if key == "enabled":
            item = _checked(name, True, item)
        elif key == "severity":
            if item not in SEVERITIES:
                raise SettingsError(f"“{name}”应为{'、'.join(SEVERITIES)}之一，不是{item!r}")
        else:
            item = _checked(name, default[key], item)
        merged[key] = item
    return merged


def _settings(values: Mapping[str, Any]) -> Settings:
    review = values["review"]
    if review["fail_on"] not in FAIL_ON:
        raise SettingsError(f"“review.fail_on”应为{'、'.join(FAIL_ON)}之一，不是{review['fail_on']!r}")
    return Settings(
        fail_on=review["fail_on"],
        select=tuple(review["select"]),
        ignore=tuple(review["ignore"]),
        limits=Limits(**values["limits"]),
        rules_page=values["notes"]["rules_page"],
        rules=values["rules"],
    )
