"""Write the page of all rules anew: ``python tests/write_rules_page.py``.

Under 反例 and 正例 stand the cases that the tests run, so that the page shows examples that hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from checker.rules.pages import escape, rules_markdown
from checker.rules.registry import all_rules
from checker.rules.rule import Rule

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "rules.md"


def cases_file(rule: Rule) -> Path:
    """The YAML file with a rule's cases."""
    family, name = rule.check.__module__.rsplit(".", 2)[1:]
    return ROOT / "tests" / "rules" / family / f"{name}.yml"


def examples(rule: Rule) -> dict[str, list[str]]:
    """A rule's runnable cases as Markdown, by the part of the page that they belong under."""
    path = cases_file(rule)
    content = yaml.safe_load(path.read_text("utf-8"))
    link = f"[用例](../{path.relative_to(ROOT).as_posix()})"
    return {
        "反例": [f"{link}：", "", *_failing(content)],
        "正例": [
            f"{link}：{escape('；'.join(case['name'] for group in ('passing', 'near_miss') for case in content[group]))}。"
        ],
    }


def _failing(content: dict[str, Any]) -> Iterator[str]:
    for case in content["failing"]:
        said = "”“".join(found["says"] for found in case["finds"])
        yield f"- {escape(case['name'])}：查出{len(case['finds'])}条，其中写明“{escape(said)}”"


def page() -> str:
    """The page of all rules with their examples."""
    rules = all_rules()
    return rules_markdown(rules, {rule.code: examples(rule) for rule in rules})


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(), "utf-8")
