"""Settings cannot go stale: every key is explained where it stands, and the rules read those that there are."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from checker.rules.registry import all_rules
from checker.settings import load_settings

DEFAULT = (files("checker") / "default.toml").read_text("utf-8")
RULES = Path(__file__).parents[1] / "checker" / "rules"
HAN = re.compile(r"[\u4e00-\u9fff]{4}")


def _unexplained(content: str) -> list[str]:
    """The keys without a Chinese comment above them: directly, or above the lines of keys that they go on from."""
    found, explained, section = [], False, ""
    for line in content.split("\n"):
        line = line.strip()
        if line.startswith("#"):
            explained = bool(HAN.search(line))
        elif line.startswith("["):
            section, explained = line.strip("[]"), False
        elif not line:
            explained = False
        elif not explained:
            found.append(f"{section}.{line.split('=')[0].strip()}")
    return found


def test_every_setting_is_explained() -> None:
    assert _unexplained(DEFAULT) == []


def test_the_test_finds_what_is_not_explained() -> None:
    assert _unexplained("[a]\n# 这里说明一项\nx = 1\ny = 2\n\nz = 3\n[b]\nv = 1\n# plain\nw = 1") == [
        "a.z",
        "b.v",
        "b.w",
    ]


def test_every_section_is_one_that_settings_know() -> None:
    values = tomllib.loads(DEFAULT)
    assert set(values["rules"]) <= {rule.code for rule in all_rules()}
    assert load_settings().rules == values["rules"]


def _thresholds_read(path: Path) -> Iterator[str]:
    """The keys that a rule's file reads from ``draft.thresholds``, as patterns (an f-string has parts left open)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        key: ast.expr | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_thresholds(node.func.value):
            assert node.func.attr == "get", f"{path.name}: thresholds.{node.func.attr}"
            key = node.args[0]
        elif isinstance(node, ast.Subscript) and _is_thresholds(node.value):
            key = node.slice
        if isinstance(key, ast.Constant):
            yield re.escape(str(key.value))
        elif isinstance(key, ast.JoinedStr):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in key.values
            )
        elif key is not None:
            raise AssertionError(f"{path.name}: a threshold's name has to stand where it is read")


def _is_thresholds(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "thresholds"


OWN = {RULES / Path(*rule.check.__module__.split(".")[2:]).with_suffix(".py"): rule for rule in all_rules()}
# Files that several rules share.
SHARED = [pattern for path in RULES.rglob("*.py") if path not in OWN for pattern in _thresholds_read(path)]


@pytest.mark.parametrize("path", OWN, ids=lambda path: OWN[path].code)
def test_a_rule_reads_the_thresholds_that_it_has(path: Path) -> None:
    code, read = OWN[path].code, list(_thresholds_read(path))
    declared = load_settings().thresholds(code)
    for pattern in read:
        assert any(re.fullmatch(pattern, key) for key in declared), f"{code} reads {pattern}: not in default.toml"
    for key in declared:
        assert any(re.fullmatch(pattern, key) for pattern in (*read, *SHARED)), f"rules.{code}.{key} is read by nothing"


def test_what_rules_share_reads_thresholds_that_some_rule_has() -> None:
    declared = {key for rule in all_rules() for key in load_settings().thresholds(rule.code)}
    for pattern in SHARED:
        assert any(re.fullmatch(pattern, key) for key in declared), f"{pattern}: not in default.toml"
