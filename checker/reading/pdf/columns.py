"""Tables without ruling lines: lines of text whose parts stand in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.reading.pdf.frame import union
from checker.reading.pdf.glyphs import Glyph
from checker.reading.pdf.grid import Rule
from checker.reading.pdf.lines import Line, Locate, make_line
from checker.reading.pdf.tables import ENUMERATOR, NUMBER, PartCell, TablePart

_MAX_BETWEEN = 4
"""So many lines without figures may stand between two rows of one table (labels of several lines, headings)."""

_NEAR = 3.5
"""Lines of one table are at most this many times their size apart."""

_PITCH = 1.7
"""Lines of one label or heading are at most this many times their size apart."""

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、．]")

Key = tuple[int, int]
"""The first column of a cell, and how many it spans."""


@dataclass(slots=True)
class _Row:
    """A line cut where columns part it, and which of its parts are figures."""

    line: Line
    parts: list[Line]
    figures: list[Line]

    @property
    def is_data(self) -> bool:
        """Whether it looks like a row of figures: two or more, and a label or a third."""
        return len(self.figures) >= 2 and len(self.parts) >= 3

    @property
    def is_text(self) -> bool:
        """Whether it is a heading or the end of a sentence, not part of a table."""
        text = self.line.text
        return len(self.parts) == 1 and (text.endswith(("。", "；")) or _HEADING.match(text) is not None)


@dataclass(slots=True)
class _Columns:
    """The columns of a table: where labels begin, and the stretches of x that figures stand in."""

    labels: list[float]
    figures: list[tuple[float, float]]

    @property
    def count(self) -> int:
        return len(self.labels) + len(self.figures)

    def key(self, part: Line) -> Key:
        """The column and span that a part of a line belongs to."""
        covered = _covered(part, self.figures)
        if covered:
            return len(self.labels) + covered[0], len(covered)
        if self.labels and part.x0 < self.figures[0][0]:
            return max(0, sum(start <= part.x0 + 0.5 * part.em for start in self.labels) - 1), 1
        middle = (part.x0 + part.x1) / 2
        distances = [abs((x0 + x1) / 2 - middle) for x0, x1 in self.figures]
        return len(self.labels) + distances.index(min(distances)), 1

    def edges(self, right: float) -> list[float]:
        """Boundaries between all columns; ``right`` is the last."""
        between = [(a[1] + b[0]) / 2 for a, b in zip(self.figures, self.figures[1:], strict=False)]
        return [*self.labels, self.figures[0][0] - 1.0, *between, max(right, self.figures[-1][1])]


@dataclass(slots=True)
class _Record:
    """A row of the table to be: its cells, where it stands, and whether it holds figures."""

    cells: dict[Key, list[Line]]
    top: float
    bottom: float
    has_figures: bool = False


@dataclass(slots=True)
class _Label:
    """A label of one or more lines in one column, and the record that one of its lines shares a line with."""

    column: int
    lines: list[Line] = field(default_factory=list)
    record: _Record | None = None


def find_aligned(lines: Sequence[Line], rules: Sequence[Rule], page: int, locate: Locate) -> list[Line | TablePart]:
    """The lines of a stretch of a page in their order, those that are clearly set in columns made tables.

    ``rules`` are the level lines on the page, which part rows.
    """
    rows = [_cut(line, locate) for line in lines]
    result: list[Line | TablePart] = []
    done = 0
    for first, last in _runs(rows):
        columns = _figure_columns(rows[first : last + 1])
        if not columns:
            continue
        start = _header_start(rows, done, first, columns)
        if not _is_table(rows[start : last + 1], columns):
            continue
        end = _table_end(rows, last, columns)
        columns = _with_blank_columns(rows[start : end + 1], columns)
        result += lines[done:start]
        result.append(_table(rows[start : end + 1], columns, rules, page))
        done = end + 1
    return result + list(lines[done:])


def _cut(line: Line, locate: Locate) -> _Row:
    """Cut a line where its gaps are wide for the text around them."""
    glyphs = line.glyphs
    between = sorted(b.x0 - a.x1 for a, b in zip(glyphs, glyphs[1:], strict=False) if a.wide and b.wide)
    usual = max(0.0, between[len(between) // 4]) if between else 0.0
    groups: list[list[Glyph]] = [[glyphs[0]]]
    for first, second in zip(glyphs, glyphs[1:], strict=False):
        em = max(first.em, second.em)
        if first.wide or second.wide:
            limit = 0.45 * em + 2.2 * usual
        else:
            limit = 0.4 * em if second.spaced or second.order != first.order + 1 else 1.2 * em
        if second.x0 - first.x1 > limit:
            groups.append([])
        groups[-1].append(second)
    parts = [line] if len(groups) == 1 else [make_line(group, locate) for group in groups]
    return _Row(line, parts, [part for part in parts if NUMBER.fullmatch(part.text)])


def _runs(rows: list[_Row]) -> list[tuple[int, int]]:
    """Stretches of rows, first and last a row of figures, with few others between."""
    runs: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if not row.is_data:
            continue
        previous = runs[-1][1] if runs else -_MAX_BETWEEN - 2
        if index - previous <= _MAX_BETWEEN + 1 and not any(row.is_text for row in rows[previous + 1 : index]):
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _figure_columns(rows: list[_Row]) -> list[tuple[float, float]]:
    """The stretches of x that figures above each other share; none if figures of one line share one."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((part.x0, part.x1) for row in rows if row.is_data for part in row.figures):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(x1, columns[-1][1]))
        else:
            columns.append((x0, x1))
    for row in rows:
        homes = [tuple(_covered(part, columns)) for part in row.figures]
        if len(set(homes)) < len(homes) or any(len(home) > 1 for home in homes):
            return []
    return columns


def _covered(part: Line, columns: Sequence[tuple[float, float]]) -> list[int]:
    """The columns that a part of a line stands over."""
    room = 0.3 * part.em
    return [number for number, (x0, x1) in enumerate(columns) if part.x0 - room <= (x0 + x1) / 2 <= part.x1 + room]


def _with_blank_columns(rows: list[_Row], columns: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The columns of figures, and those between them that have a heading but no figure."""
    result = list(columns)
    for row in rows:
        for part in row.parts if len(row.parts) >= 3 and not row.figures else ():
            if part.x0 > columns[0][1] and not any(x0 < part.x1 and part.x0 < x1 for x0, x1 in result):
                result.append((part.x0, part.x1))
    return sorted(result)


def _is_label_line(row: _Row, other: _Row, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a line holds one label alone, left of the figures and as close to ``other`` as lines of one label."""
    close = abs(row.line.base - other.line.base) <= _PITCH * max(row.line.em, other.line.em)
    return len(row.parts) == 1 and row.line.x1 < columns[0][0] and close and not row.is_text


def _is_near(above: _Row, below: _Row) -> bool:
    return above.line.base - below.line.base < _NEAR * max(above.line.em, below.line.em)


def _header_start(rows: list[_Row], done: int, first: int, columns: Sequence[tuple[float, float]]) -> int:
    """The first of the lines right above a table that stand over its columns."""
    start = first
    while start > done:
        row = rows[start - 1]
        in_columns = len(row.parts) > 1 or row.line.x0 > columns[0][0] - 2 * row.line.em
        over = any(_covered(part, columns) for part in row.parts)
        opens = start == first and _is_label_line(row, rows[start], columns) and ENUMERATOR.match(row.line.text)
        if row.is_text or not (opens or (in_columns and over and _is_near(row, rows[start]))):
            break
        start -= 1
    return start


def _table_end(rows: list[_Row], last: int, columns: Sequence[tuple[float, float]]) -> int:
    """The last of the lines below the rows of figures that still hold a label and something over the columns."""
    end = last
    for index in range(last + 1, len(rows)):
        row = rows[index]
        if row.is_text or index - end > 2 or not _is_near(rows[index - 1], row):
            break
        if len(row.parts) > 1 and any(_covered(part, columns) for part in row.parts[1:]):
            end = index
    if end + 1 < len(rows) and _is_label_line(rows[end + 1], rows[end], columns):
        end += ENUMERATOR.match(rows[end + 1].line.text) is None
    return end


def _is_table(rows: list[_Row], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether lines are clearly set in columns: two rows of figures that share most of them, or one under a header."""
    data = [row for row in rows if row.is_data]
    if len(columns) < 2:
        return False
    if len(data) == 1:
        others = [part for row in rows if row is not data[0] for part in row.parts]
        heads = {number for part in others for number in _covered(part, columns)}
        return len(columns) >= 3 and 5 * len(heads) >= 3 * len(columns)
    over = [{number for part in row.figures for number in _covered(part, columns)} for row in data]
    shared = sum(sum(number in covered for covered in over) >= 2 for number in range(len(columns)))
    return 2 * shared > len(columns)


def _table(rows: list[_Row], figure_columns: list[tuple[float, float]], rules: Sequence[Rule], page: int) -> TablePart:
    """The table that ``rows`` make: label columns left of the figures, then one column for each place of figures."""
    columns = _Columns(_label_starts(rows, figure_columns), figure_columns)
    records: list[_Record] = []
    labels: list[_Label] = []
    for row in rows:
        _add_line(row, columns, rules, records, labels)
    for label in labels:
        _settle(label, records)
    records.sort(key=lambda record: -record.top)
    box = union([row.line.box for row in rows])
    edges = columns.edges(box[2])
    cells = [cell for number, record in enumerate(records) for cell in _row_cells(number, record, columns, edges)]
    heights = [(box[3] - box[1]) / len(records)] * len(records)
    return TablePart(page, box, edges, cells, heights, ruled=False, labels=len(columns.labels))


def _label_starts(rows: list[_Row], columns: Sequence[tuple[float, float]]) -> list[float]:
    """Where the label columns begin: at the left edge, and where labels stand right of other labels."""
    left: list[float] = []
    inner: list[float] = []
    for row in rows:
        labels = [part for part in row.parts if part.x1 < columns[0][0] and not _covered(part, columns)]
        left += [part.x0 for part in labels[:1]]
        inner += [part.x0 for part in labels[1:]]
    if not left:
        return []
    # labels may be centred: what begins right of another label is one column, however far
    return [min(left), min(inner)] if inner and min(inner) > min(left) + 1.0 else [min(left)]


def _add_line(
    row: _Row, columns: _Columns, rules: Sequence[Rule], records: list[_Record], labels: list[_Label]
) -> None:
    """Make a line's figures and headings a record (or the next line of headings above), and keep its labels."""
    placed: dict[Key, list[Line]] = {}
    own: list[tuple[int, Line]] = []
    for part in row.parts:
        key = columns.key(part)
        if key[0] < len(columns.labels):
            own.append((key[0], part))
        else:
            placed.setdefault(key, []).append(part)
    record = None
    if placed:
        above = records[-1] if records else None
        if above is not None and _goes_on(above, row, placed, rules):
            record = above
            record.bottom = row.line.y0
            for key, parts in placed.items():
                record.cells.setdefault(key, []).extend(parts)
        else:
            record = _Record(placed, row.line.y1, row.line.y0, bool(row.figures))
            records.append(record)
    for column, part in own:
        _add_label(column, part, record, rules, labels)


def _goes_on(above: _Record, row: _Row, placed: dict[Key, list[Line]], rules: Sequence[Rule]) -> bool:
    """Whether a line of headings goes on with those right above it."""
    if above.has_figures or row.figures or any(span > 1 for _, span in (*above.cells, *placed)):
        return False
    close = above.bottom - row.line.y1 < (_PITCH - 1.0) * row.line.em
    return close and not _parted(rules, above.bottom, row.line)


def _parted(rules: Sequence[Rule], bottom: float, below: Line) -> bool:
    """Whether a drawn line lies between something that ends at ``bottom`` and the line ``below``."""
    middle = (below.x0 + below.x1) / 2
    return any(below.base < rule.at < bottom + 0.3 * below.em and rule.start <= middle <= rule.end for rule in rules)


def _add_label(column: int, part: Line, record: _Record | None, rules: Sequence[Rule], labels: list[_Label]) -> None:
    """Add a line to the label above it in its column, or begin one; each holds at most one row of figures."""
    above = next((label for label in reversed(labels) if label.column == column), None)
    if (
        above is None
        or above.lines[-1].base - part.base > _PITCH * part.em
        or ENUMERATOR.match(part.text)
        or (above.record is not None and record is not None and above.record is not record)
        or _parted(rules, above.lines[-1].y0, part)
    ):
        above = _Label(column)
        labels.append(above)
    above.lines.append(part)
    above.record = above.record or record


def _settle(label: _Label, records: list[_Record]) -> None:
    """Put a label into its row: that of the figures beside one of its lines or beside its middle, or one of its own."""
    top, bottom = label.lines[0].y1, label.lines[-1].y0
    beside = [record for record in records if record.has_figures and bottom < (record.top + record.bottom) / 2 < top]
    record = label.record
    if record is None and len(beside) == 1 and (label.column, 1) not in beside[0].cells:
        record = beside[0]
    if record is None:
        record = _Record({}, top, bottom)
        records.append(record)
    record.cells.setdefault((label.column, 1), []).extend(label.lines)


def _row_cells(row: int, record: _Record, columns: _Columns, edges: Sequence[float]) -> list[PartCell]:
    """The cells of a row, blank ones included; a heading that only partly covers another is put to it."""
    starts = {key[0]: key for key in sorted(record.cells, reverse=True)}
    cells: list[PartCell] = []
    column = 0
    while column < columns.count:
        key = starts.get(column)
        end = min(column + (key[1] if key else 1), columns.count)
        lines = [line for (first, _), held in sorted(record.cells.items()) if column <= first < end for line in held]
        cells.append(PartCell(row, column, 1, end - column, lines, edges[end] - edges[column]))
        column = end
    return cells
