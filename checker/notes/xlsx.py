"""Reviews as an Excel workbook: a row a report, a row a finding, the scores, and the three tables with the cells of
failed relations marked.

Every text is written as text: one that begins with ``=`` is never a formula.
"""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from checker.notes.characters import xml_safe
from checker.notes.findings import (
    UNKNOWN,
    counts,
    decision_of,
    dismissed_findings,
    file_name,
    open_findings,
    rule_title,
    section_name,
    unchecked,
)
from checker.notes.formats import Context
from checker.notes.scores import SCORE_NAMES, named_scores, part_name
from checker.notes.sums import Cell, column_label, failed_sums, row_label
from checker.report.formats import TableFormat, get_format
from checker.reviewing import Review
from checker.rules.rule import SEVERITY_NAMES, Severity

# Excel takes 32,767 characters in a cell, and a note's box is no place for more than a few lines.
_LONGEST = 32_000
_LONGEST_NOTE = 500
# Files are the same whenever they are made.
_CREATED = datetime.datetime(2020, 1, 1)
_A4 = 9
_BLANK = "（空）"
_LABEL_WIDTH = 52
# In points; Excel takes no more than 409.
_LINE, _HIGHEST = 13.5, 405.0

_FILLS: dict[Severity, str] = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7"}
_PART_OF_SUM, _TOTAL_OF_SUM = "#FCE4D6", "#F4B084"


@dataclass(frozen=True, slots=True)
class _Column:
    title: str
    width: int
    centred: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's values; the colour of its fill, and the only cell to have it where not all do."""

    values: Sequence[object]
    fill: str = ""
    filled: int | None = None


class _Book:
    """The workbook and its styles."""

    def __init__(self, stream: io.BytesIO) -> None:
        self.book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False})
        self.book.set_properties({"title": "政府信息公开工作年度报告审核意见", "created": _CREATED})
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def style(self, **properties: Any) -> Any:
        """The style with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            base = {"font_name": "宋体", "font_size": 10, "valign": "top", "text_wrap": True, "border": 1}
            self._styles[key] = self.book.add_format({**base, "border_color": "#BFBFBF", **properties})
        return self._styles[key]

    @cached_property
    def head(self) -> Any:
        return self.style(bold=True, bg_color="#D9E1F2", align="center", valign="vcenter")

    def sheet(self, name: str, columns: Sequence[_Column] = ()) -> Any:
        """A sheet made for printing across; with ``columns``, their titles stay in view."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            put(sheet, 0, place, column.title, self.head)
        if columns:
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
        return sheet

    def rows(self, name: str, columns: Sequence[_Column], rows: Sequence[_Row]) -> None:
        """A sheet of rows that can be filtered."""
        sheet = self.sheet(name, columns)
        for number, row in enumerate(rows, 1):
            sheet.set_row(number, _height(zip(row.values, (column.width for column in columns), strict=True)))
            for place, (column, value) in enumerate(zip(columns, row.values, strict=True)):
                look = {"align": "center"} if column.centred else {}
                if row.fill and (row.filled is None or row.filled == place):
                    look["bg_color"] = row.fill
                put(sheet, number, place, value, self.style(**look))
        sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)


def _height(cells: Iterable[tuple[object, int]]) -> float:
    """The height of a row that shows its texts whole, each with the width of its column in half-width characters."""
    most = max(
        sum(max(1, math.ceil(cell_len(line) / (width - 1))) for line in str(value).split("\n"))
        for value, width in cells
    )
    return min(_HIGHEST, _LINE * most + 3)


def put(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    """Write a number as a number, nothing as nothing, all else as text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, _text(str(value), _LONGEST), style)


def _text(text: str, most: int) -> str:
    safe = xml_safe(text)
    return safe if len(safe) <= most else f"{safe[:most]}……"


def write(reviews: Sequence[Review], context: Context) -> bytes:
    """The reviews as one workbook."""
    stream = io.BytesIO()
    book = _Book(stream)
    book.rows("汇总", _OVERVIEW, [*map(_overview, reviews), *_unread(context)])
    book.rows("意见", _FINDINGS, [row for review in reviews for row in _findings(review)])
    book.rows("评分", _SCORES, [row for review in reviews for row in _scores(review)])
    for kind, name in (("disclosure", "表二"), ("applications", "表三"), ("proceedings", "表四")):
        _tables(book, name, kind, reviews)
    book.book.close()
    return stream.getvalue()


_OVERVIEW = (
    _Column("机关", 26),
    _Column("年度", 7, centred=True),
    _Column("文件", 26),
    _Column("表格格式", 9, centred=True),
    *(_Column(SEVERITY_NAMES[severity], 7, centred=True) for severity in _FILLS),
    _Column("不采纳", 7, centred=True),
    *(_Column(name, 8, centred=True) for name in SCORE_NAMES.values()),
    _Column("规则通过", 9, centred=True),
    _Column("规则无法检查", 9, centred=True),
    _Column("未能检查的内容", 50),
)


def _overview(review: Review) -> _Row:
    report = review.report
    scores = {score.key: score.value for score in named_scores(review)}
    statuses = [item.status for item in review.assessments]
    values: list[object] = [
        report.organization or UNKNOWN,
        report.year or UNKNOWN,
        file_name(review),
        report.format,
        *counts(open_findings(review)).values(),
        len(dismissed_findings(review)),
        *(scores.get(key) for key in SCORE_NAMES),
        statuses.count("passed"),
        statuses.count("not_assessable"),
        "\n".join(f"{item.rules}：{item.reason}" for item in unchecked(review)),
    ]
    return _Row(values)


def _unread(context: Context) -> Iterator[_Row]:
    for item in context.unread:
        values: list[object] = [""] * len(_OVERVIEW)
        values[2], values[-1] = item.path, f"没有读出：{item.reason}"
        yield _Row(values, _FILLS["error"])


_FINDINGS = (
    _Column("文件", 16),
    _Column("机关", 16),
    _Column("年度", 7, centred=True),
    _Column("部分", 16),
    _Column("级别", 7, centred=True),
    _Column("规则", 7, centred=True),
    _Column("规则名称", 16),
    _Column("原文", 30),
    _Column("问题", 44),
    _Column("建议", 32),
    _Column("依据", 24),
    _Column("处理", 8, centred=True),
    _Column("处理说明", 20),
    _Column("指纹", 19),
)
_SEVERITY_PLACE = 4


def _findings(review: Review) -> Iterator[_Row]:
    report = review.report
    for finding in review.findings:
        decision = decision_of(finding)
        yield _Row(
            [
                file_name(review),
                report.organization or UNKNOWN,
                report.year or UNKNOWN,
                section_name(review, finding.section),
                SEVERITY_NAMES[finding.severity],
                finding.rule,
                rule_title(finding),
                finding.quote,
                finding.message,
                finding.suggestion,
                finding.basis,
                decision.status_name if decision else "",
                decision.said if decision else "",
                finding.fingerprint,
            ],
            _FILLS[finding.severity],
            filled=_SEVERITY_PLACE,
        )


_SCORES = (
    _Column("文件", 32),
    _Column("机关", 26),
    _Column("年度", 7, centred=True),
    _Column("评分", 8, centred=True),
    _Column("分数", 8, centred=True),
    _Column("部分", 24),
    _Column("得分", 9, centred=True),
    _Column("满分", 9, centred=True),
    _Column("说明", 40),
)


def _scores(review: Review) -> Iterator[_Row]:
    facts = [file_name(review), review.report.organization or UNKNOWN, review.report.year or UNKNOWN]
    for score in named_scores(review):
        whole: list[object] = [*facts, score.name, score.value, "合计", None, None, score.meaning]
        yield _Row(whole, _FILLS["info"])
        for key, part in review.scores[score.key].parts.items():
            note = part.note if part.points is not None else part.note or "无法评定"
            name = part_name(score.key, key)
            yield _Row([*facts, score.name, None, name, part.points, part.of or None, note])


@dataclass(slots=True)
class _Mark:
    """How a cell is marked: the fill, and what the note says."""

    fill: str
    lines: list[str] = field(default_factory=list)


def _tables(book: _Book, name: str, kind: str, reviews: Sequence[Review]) -> None:
    sheet = book.sheet(name)
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 12, 12)
    sheet.set_comments_author("审核")
    title = book.style(bold=True, border=0, text_wrap=False)
    place = 0
    for review in reviews:
        form = get_format(review.report.format).table(kind)
        caption = f"{review.report.organization or UNKNOWN} {review.report.year or UNKNOWN}年 {form.name} {form.title}（{file_name(review)}）"
        put(sheet, place, 0, caption, title)
        place = _grid(book, sheet, place + 1, form, review) + 1


def _grid(book: _Book, sheet: Any, place: int, form: TableFormat, review: Review) -> int:
    """Write one table from the row ``place`` on; the row after its last."""
    figures = review.report.tables.get(form.kind, {})
    marks = _marks(review, form.kind)
    put(sheet, place, 0, form.name, book.head)
    for number, column in enumerate(form.columns, 1):
        put(sheet, place, number, column_label(form, column.key), book.head)
    for row in form.rows:
        if row.undivided:
            continue
        place += 1
        label = row_label(form, row.key)
        sheet.set_row(place, _height([(label, _LABEL_WIDTH)]))
        put(sheet, place, 0, label, book.style())
        given = figures.get(row.key)
        for number, column in enumerate(form.columns, 1):
            if column.key not in row.columns:
                put(sheet, place, number, "", book.style(bg_color="#EDEDED"))
                continue
            value = given.get(column.key) if isinstance(given, Mapping) else given
            mark = marks.get((row.key, column.key))
            look: dict[str, Any] = (
                {"align": "center"} if value is not None else {"align": "center", "font_color": "#7F7F7F"}
            )
            if mark is not None:
                look["bg_color"] = mark.fill
            put(sheet, place, number, _BLANK if value is None else value, book.style(**look))
            if mark is not None and mark.lines:
                note = _text("\n".join(mark.lines), _LONGEST_NOTE)
                sheet.write_comment(place, number, note, {"x_scale": 2.2, "y_scale": 1.6})
    return place + 1


def _marks(review: Review, kind: str) -> dict[Cell, _Mark]:
    """The cells of a table that findings are about: the parts and totals of sums that fail, and faulty cells."""
    marks: dict[Cell, _Mark] = {}
    sums = [item for item in failed_sums(review) if item.table == kind]
    for item in sums:
        for cell in item.cells:
            if cell not in item.totals:
                marks.setdefault(cell, _Mark(_PART_OF_SUM))
    for item in sums:
        for cell in item.totals:
            mark = marks.setdefault(cell, _Mark(_TOTAL_OF_SUM))
            mark.fill = _TOTAL_OF_SUM
            mark.lines.append(f"{item.finding.rule} {item.finding.message}")
    in_sums = {id(item.finding) for item in sums}
    for finding in open_findings(review):
        cells = finding.evidence.get("cells")
        about = finding.evidence.get("table", finding.section)
        if id(finding) in in_sums or about != kind or not isinstance(cells, Mapping):
            continue
        for key in cells:
            row, _, column = str(key).partition("/")
            mark = marks.setdefault((row, column), _Mark(_FILLS["warning"]))
            mark.lines.append(f"{finding.rule} {finding.message}")
    return marks
