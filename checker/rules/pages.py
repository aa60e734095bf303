"""The rules' pages as Markdown: one rule, or all of them as one document with an anchor for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from checker.rules.registry import family_of
from checker.rules.rule import SEVERITY_NAMES, Rule

PARTS = ("检查内容", "依据", "反例", "正例", "已知局限")
_LINES_OF_THEIR_OWN = re.compile(r"[-*] |\d+[.、]")

Examples = Mapping[str, Mapping[str, Sequence[str]]]
"""By rule code, and by part of the page (反例, 正例): lines of Markdown on the cases that the tests run."""


def page_parts(rule: Rule) -> dict[str, str]:
    """The page's parts by heading, each as one paragraph (or several lines where the page has a list). What stands
    before the first heading, as another package's page may have it, is under ""."""
    lines: list[str] = []
    parts = {"": lines}
    for line in rule.page.split("\n"):
        line = line.strip()
        if line in PARTS:
            lines = parts.setdefault(line, [])
        elif line and lines and not _LINES_OF_THEIR_OWN.match(line):
            # the line was broken for the sake of the source file alone
            lines[-1] = _joined(lines[-1], line)
        elif line:
            lines.append(line)
    return {heading: "\n".join(found) for heading, found in parts.items() if heading or found}


def _joined(first: str, second: str) -> str:
    latin = first[-1].isascii() and second[0].isascii()
    return f"{first} {second}" if latin else first + second


def escape(text: str) -> str:
    """Text that Markdown shows as it stands: no mark-up, no HTML."""
    marked = re.sub(r"([\\`*_\[\]~|#])", r"\\\1", text)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rule_markdown(rule: Rule, examples: Examples | None = None, level: int = 1) -> str:
    """One rule's page, its heading of that level."""
    own = (examples or {}).get(rule.code, {})
    lines = [
        f"{'#' * level} {rule.code} {escape(rule.title)}",
        "",
        f"`{rule.name}`，{SEVERITY_NAMES[rule.severity]}。法定依据：{escape(rule.basis)}。",
    ]
    for heading, text in page_parts(rule).items():
        lines += ["", *([f"**{heading}**", ""] if heading else []), escape(text).replace("\n", "\n\n")]
        if own.get(heading):
            lines += ["", *own[heading]]
    return "\n".join(lines) + "\n"


def rules_markdown(rules: Sequence[Rule], examples: Examples | None = None) -> str:
    """All pages as one document. The anchor of a rule is its code."""
    lines = [
        "# 规则说明",
        "",
        "每条审核意见都对应一条规则。级别：错误，公布前必须改正；警示，需要审核人员看一眼；提示，供参考。",
        "命令行里用 `checker rules 代码` 看同样的内容。",
        "",
        "| 代码 | 规则 | 级别 |",
        "|---|---|---|",
    ]
    lines += [
        f"| [{rule.code}](#{rule.code}) | {escape(rule.title)} | {SEVERITY_NAMES[rule.severity]} |" for rule in rules
    ]
    family = None
    for rule in rules:
        if rule.code[:1] != family:
            family = rule.code[:1]
            lines += ["", f"## {family_of(rule.code)}（{family}）"]
        lines += ["", f'<a id="{rule.code}"></a>', "", rule_markdown(rule, examples, level=3).rstrip()]
    return "\n".join(lines) + "\n"


def page_address(code: str, base: str) -> str:
    """Where the page of a rule stands, given the address of the document of all; empty where there is none."""
    return f"{base}#{code}" if base else ""
