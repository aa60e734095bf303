"""How findings name parts of a report to a reviewer."""

from __future__ import annotations

from collections.abc import Sequence

from checker.report.formats import Format, format_for_year
from checker.report.model import SECTION_KINDS, Report, SectionKind

CHINESE_ORDINALS = "一二三四五六七八九十"


def statutory_format(report: Report) -> Format:
    """The format that the report's year calls for."""
    return format_for_year(report.year)


def section_title(report: Report, kind: SectionKind) -> str:
    """The statutory heading with its number: 「四、政府信息公开行政复议、行政诉讼情况」."""
    number = CHINESE_ORDINALS[SECTION_KINDS.index(kind)]
    return f"{number}、{statutory_format(report).section(kind).heading}"


def table_title(report: Report, kind: str) -> str:
    """A statutory table as reviewers call it: 「表三（收到和处理政府信息公开申请情况表）」."""
    form = statutory_format(report).table(kind)
    return f"{form.name}（{form.title}）"


def listed(items: Sequence[str], most: int = 5) -> str:
    """Items joined with 、, the rest counted: 「甲、乙、丙等7项」."""
    shown = "、".join(items[:most])
    return shown if len(items) <= most else f"{shown}等{len(items)}项"


def shortened(text: str, most: int = 40) -> str:
    """Text on one line, cut to ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def share_of(name: str, number: int, of: int) -> str:
    """How many of a number of things a finding is about: 「改进措施3条，其中2条」, 「写出的1条改进措施」."""
    return f"写出的1条{name}" if of == 1 else f"{name}{of}条，其中{number}条"


def elsewhere(report: Report, spans: Sequence[tuple[int, int]]) -> str:
    """What is added to a message that gathers the same thing at several places: how many there are, and the further
    ones, at ``spans``. "" where there are none."""
    if not spans:
        return ""
    places = [f"“{quoted(report, start, end, around=8)}”" for start, end in spans]
    return f"；全文共{1 + len(spans)}处，另见{listed(places, 3)}"


def quoted(report: Report, start: int, end: int, around: int = 16) -> str:
    """The words [start, end) with some of the line before and after them, as the report has them."""
    first = max(start - around, report.text.rfind("\n", 0, start) + 1)
    line_end = report.text.find("\n", end)
    last = min(end + around, len(report.text) if line_end < 0 else line_end)
    before = "…" if first > 0 and report.text[first - 1] not in "\n。；" else ""
    after = "…" if last < len(report.text) and report.text[last - 1] not in "。；" and report.text[last] != "\n" else ""
    return f"{before}{' '.join(report.text[first:last].split())}{after}"
