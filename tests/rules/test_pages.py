"""The page of all rules, as committed in ``docs/rules.md``."""

from __future__ import annotations

import re

import pytest
from write_rules_page import TARGET, page

from checker.rules.pages import PARTS, escape, page_parts, rule_markdown
from checker.rules.registry import all_rules
from checker.rules.rule import Rule


def test_the_committed_page_is_current() -> None:
    assert TARGET.read_text("utf-8") == page(), "run: python tests/write_rules_page.py"


def test_every_rule_has_an_anchor_and_cases() -> None:
    text = TARGET.read_text("utf-8")
    for rule in all_rules():
        assert text.count(f'<a id="{rule.code}"></a>') == 1
        assert f"[{rule.code}](#{rule.code})" in text
    for link in re.findall(r"\]\((\.\./[^)]+)\)", text):
        assert (TARGET.parent / link).is_file(), link


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_page_has_its_parts_whole(rule: Rule) -> None:
    parts = page_parts(rule)
    assert tuple(parts) == PARTS
    assert "".join("".join(parts.values()).split()) == "".join(
        "".join(line.split()) for line in rule.page.split("\n") if line.strip() not in PARTS
    )
    text = rule_markdown(rule)
    assert all(f"**{part}**" in text for part in PARTS)


def test_text_is_shown_as_it_stands() -> None:
    assert escape("<b>*a*|[x]") == r"&lt;b&gt;\*a\*\|\[x\]"
