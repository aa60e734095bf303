"""From grids and lines to the three statutory tables.

Tables arrive in every state: true grids with merged cells, tab-separated lines, a cell a line, labels
damaged or cut in two. Two readings are tried and the one that resolves more cells is kept:

* *grid*: each row of a table grid is a label and its cells, placed by the column headings;
* *stream*: the region's cells and lines in reading order, a label followed by as many values as it has columns.

Either way the rows found are aligned to the format's rows in order (a row may be missing on either
side), so that 「其他」 or a label with a lost character is known by its neighbours.
A cell that cannot be placed with certainty stays unread: missing is not zero.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from checker.report.blocks import Block, Cell, Paragraph, Table
from checker.report.formats import RowFormat, TableFormat
from checker.report.normal import compact
from checker.report.tables import LayoutFault, Number, RowLabel, StatutoryTable, Value

# A label less like the format's than this is taken for another row: 「其他法律行政止公开」 scores 0.86,
# the two least unlike labels of one table (予以公开 / 不予公开) 0.75 and are told apart by order.
_LABEL_FLOOR = 0.6

# No statutory table has a tenth as many rows; a grid beyond this is some other list.
_MOST_ROWS = 300

_NUMBER = re.compile(
    r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>件次|件|条|个|份|次|宗|起|项|元|万元|亿元|万)?"
)
_CHANGE = re.compile(r"(?P<sign>增加?|减少?)(?P<number>\d+)(?:项|件|个)?")
_SLASH = re.compile(r"[/\\|*—–_－-]{1,4}")
_WORDS_FOR_NONE = {"无", "零", "〇", "没有", "空", "未收到", "暂无", "○", "N/A", "o", "O"}
_NUMBERING = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十]{1,2}[、.,:]|\(?\d{1,2}(?:[.、,)]|(?=\D)))"
)


@dataclass(frozen=True, slots=True)
class _Token:
    """A cell or a word of a line, with its place; ``column`` only in a true grid."""

    text: str
    start: int
    end: int
    column: int | None = None

    @property
    def key(self) -> str:
        return compact(self.text)

    @property
    def is_blank(self) -> bool:
        return not self.key

    @property
    def is_value(self) -> bool:
        key = self.key
        return bool(
            not key
            or _NUMBER.fullmatch(key)
            or _SLASH.fullmatch(key)
            or key in _WORDS_FOR_NONE
            or _CHANGE.fullmatch(key)
        )


@dataclass(slots=True)
class _Row:
    """A row as found: the words before the figures, and the figures."""

    labels: list[_Token]
    values: list[_Token] = field(default_factory=list)
    by_column: dict[str, _Token] | None = None

    def label_candidates(self) -> list[tuple[str, list[_Token]]]:
        """What the label may be: the last one, two or three of the words before the figures."""
        found = []
        for count in range(1, min(3, len(self.labels)) + 1):
            tokens = self.labels[-count:]
            found.append(("".join(token.key for token in tokens), tokens))
        return found


@dataclass(frozen=True, slots=True)
class _Alignment:
    """Which found row is which row of the format."""

    rows: dict[str, tuple[_Row, RowLabel]]
    unmatched: tuple[_Row, ...]


def read_value(text: str, start: int, end: int, unit: str) -> Value:
    """Understand one cell. ``unit`` is the unit of its column; an amount written in 元 under 万元 is converted."""
    key = compact(text)
    if not key:
        return Value(text, None, "blank", start, end)
    match = _NUMBER.fullmatch(key)
    if match:
        number: float = float(match["number"].replace(",", ""))
        written = match["unit"] or ""
        if written == "元" and unit == "万元":
            number = number / 10_000
        elif (written == "亿元" and unit == "万元") or (written == "万" and unit != "万元"):
            number = number * 10_000
        return Value(text, _plain(number), "number", start, end, written)
    change = _CHANGE.fullmatch(key)
    if change:
        sign = -1 if change["sign"].startswith("减") else 1
        return Value(text, sign * int(change["number"]), "number", start, end, change["sign"])
    if _SLASH.fullmatch(key):
        return Value(text, None, "slash", start, end)
    return Value(text, None, "text", start, end)


def _plain(number: float) -> Number:
    return int(number) if number == int(number) else number


def _strip_numbering(key: str) -> str:
    return _NUMBERING.sub("", key, count=1)


def _numbering(key: str) -> str:
    match = _NUMBERING.match(key)
    return re.sub(r"[^\w]", "", match[0]) if match else ""


def _letters(key: str) -> str:
    return re.sub(r"[^\w]", "", key)


@lru_cache(maxsize=16384)
def label_similarity(found: str, expected: str) -> float:
    """How alike two labels are, 0 to 1, numbering and punctuation aside (normalised Indel similarity)."""
    left, right = _label_key(found), _label_key(compact(expected))
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if min(len(left), len(right)) <= 2:
        return 0.0
    return Indel.normalized_similarity(left, right)


def _label_key(label: str) -> str:
    return _letters(_strip_numbering(label))


def _row_similarity(row: _Row, expected: RowFormat) -> tuple[float, float, list[_Token]]:
    """(score for the alignment, similarity, label tokens) of a found row against a row of the format."""
    best: tuple[float, float, list[_Token]] = (0.0, 0.0, [])
    for key, tokens in row.label_candidates():
        for label in (expected.label, *expected.aliases):
            similarity = label_similarity(key, label)
            if similarity < _LABEL_FLOOR:
                continue
            score = similarity
            found_number, expected_number = _numbering(key), _numbering(compact(label))
            if found_number and expected_number:
                score += 0.05 if found_number == expected_number else -0.15
            if score > best[0]:
                best = (score, similarity, tokens)
    return best


def _align(rows: Sequence[_Row], form: TableFormat) -> _Alignment:
    """Align found rows to the format's rows, order kept on both sides, for the greatest total score."""
    expected = form.rows
    scores = [[_row_similarity(row, item) for item in expected] for row in rows]
    best = [[0.0] * (len(expected) + 1) for _ in range(len(rows) + 1)]
    for i in range(len(rows) - 1, -1, -1):
        for j in range(len(expected) - 1, -1, -1):
            skip = max(best[i + 1][j], best[i][j + 1])
            take = scores[i][j][0] + best[i + 1][j + 1] if scores[i][j][0] > 0 else 0.0
            best[i][j] = max(skip, take)
    matched: dict[str, tuple[_Row, RowLabel]] = {}
    used: set[int] = set()
    i = j = 0
    while i < len(rows) and j < len(expected):
        score, similarity, tokens = scores[i][j]
        if score > 0 and best[i][j] == score + best[i + 1][j + 1]:
            label = "".join(token.text for token in tokens)
            matched[expected[j].key] = (rows[i], RowLabel(label, tokens[0].start, tokens[-1].end, similarity))
            used.add(i)
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return _Alignment(matched, tuple(row for index, row in enumerate(rows) if index not in used))


# ── finding rows ──────────────────────────────────────────────────────────────────────────────────


def _cell_token(cell: Cell) -> _Token:
    return _Token(cell.text, cell.start, cell.end, cell.column)


def _cells_by_row(table: Table) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def _header_columns(table: Table, form: TableFormat) -> dict[int, str]:
    """Grid column → column key, from the cells that hold the format's column labels.

    Empty unless at least three quarters of the labels are found, each in a column of its own.
    """
    found: dict[int, str] = {}
    taken: set[str] = set()
    for cell in table.cells:
        if cell.column_span > 1:
            continue
        key = compact(cell.text)
        for column in form.columns:
            if column.key in taken or cell.column in found:
                continue
            if any(_letters(key) == _letters(compact(label)) for label in (column.label, *column.aliases)):
                found[cell.column] = column.key
                taken.add(column.key)
                break
    return found if len(found) * 4 >= len(form.columns) * 3 else {}


def _is_regular(table: Table) -> bool:
    """Whether (nearly) every row of the grid is covered to its last column, as in a true grid."""
    width = table.columns
    covered = [0] * table.rows
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            covered[row] += cell.column_span
    full = sum(1 for count in covered if count >= width)
    return full * 10 >= table.rows * 9


def _split_row(tokens: Sequence[_Token]) -> _Row:
    """Split a row into label words and the run of values at its end."""
    cut = len(tokens)
    while cut > 0 and tokens[cut - 1].is_value:
        cut -= 1
    return _Row([token for token in tokens[:cut] if not token.is_blank], list(tokens[cut:]))


def _grid_rows(table: Table, form: TableFormat) -> list[_Row]:
    headers = _header_columns(table, form) if _is_regular(table) else {}
    rows = []
    for cells in _cells_by_row(table):
        tokens = [_cell_token(cell) for cell in cells]
        if headers:
            labels = [token for token in tokens if token.column is not None and token.column < min(headers)]
            placed = {headers[token.column]: token for token in tokens if token.column in headers}
            row = _Row([token for token in labels if not token.is_blank], list(placed.values()), placed)
            if any(compact(token.text) in _header_words(form) for token in placed.values()):
                continue
        else:
            row = _labelled_row(tokens, form) or _split_row(tokens)
        if row.labels and row.values:
            rows.append(row)
    return rows


def _labelled_row(tokens: Sequence[_Token], form: TableFormat) -> _Row | None:
    """A row whose label is one of the form's to the letter: all that follows are its cells, also where an author
    put words in the place of figures. ``None`` where no such label stands in it."""
    columns = _columns_by_label(form)
    for place, token in enumerate(tokens):
        rest = list(tokens[place + 1 :])
        if rest and len(rest) >= columns.get(_label_key(token.key), len(tokens)):
            return _Row([item for item in tokens[: place + 1] if not item.is_blank], rest)
    return None


@cache
def _columns_by_label(form: TableFormat) -> dict[str, int]:
    """How few cells may follow each label of the form: those of the shortest row that bears it."""
    found: dict[str, int] = {}
    for row in form.rows:
        for label in (row.label, *row.aliases):
            key = _label_key(compact(label))
            if key:
                found[key] = min(len(row.columns), found.get(key, len(row.columns)))
    return found


def _header_words(form: TableFormat) -> set[str]:
    return {compact(label) for column in form.columns for label in (column.label, *column.aliases)} | {
        "申请人情况",
        "法人或其他组织",
        "信息内容",
    }


_WORD = re.compile(r"[^\s|]+")


def _lines(blocks: Iterable[Block], start: int, end: int) -> list[list[_Token]]:
    """The region's cells and words, line by line: a grid row or a paragraph's line each."""
    lines: list[list[_Token]] = []
    for block in blocks:
        if block.end <= start or block.start >= end:
            continue
        if isinstance(block, Table):
            for cells in _cells_by_row(block):
                lines.append([_Token(cell.text, cell.start, cell.end) for cell in cells])
        else:
            lines.extend(_paragraph_lines(block, start, end))
    return lines


def _paragraph_lines(block: Paragraph, start: int, end: int) -> list[list[_Token]]:
    first = max(start, block.start)
    text = block.text[first - block.start : max(0, end - block.start)]
    lines = []
    offset = first
    for line in text.split("\n"):
        tokens: list[_Token] = []
        for match in _WORD.finditer(line):
            token = _Token(match[0], offset + match.start(), offset + match.end())
            previous = tokens[-1] if tokens else None
            if previous is not None and not token.is_value and not previous.is_value:
                # words of one label that a line's layout parted
                joined = line[previous.start - offset : match.end()]
                tokens[-1] = _Token(joined, previous.start, token.end)
            else:
                tokens.append(token)
        if tokens:
            lines.append(tokens)
        offset += len(line) + 1
    return lines


def _stream_rows(lines: Sequence[Sequence[_Token]]) -> list[_Row]:
    rows: list[_Row] = []
    pending: list[_Token] = []
    for line in lines:
        row = _split_row(line)
        if row.labels and not any(not token.is_blank for token in row.values):
            pending.extend(row.labels)
            continue
        values = row.values
        if not row.labels:
            values = _without_leading_blanks(values)
            if not values:
                continue
        if row.labels:
            pending.extend(row.labels)
        if pending:
            rows.append(_Row(pending, list(values)))
            pending = []
        elif rows:
            rows[-1].values.extend(values)
    return rows


def _without_leading_blanks(values: Sequence[_Token]) -> list[_Token]:
    index = 0
    while index < len(values) and values[index].is_blank:
        index += 1
    return list(values[index:])


# ── placing values ────────────────────────────────────────────────────────────────────────────────


def _place(row: _Row, columns: Sequence[str]) -> dict[str, _Token] | None:
    """The row's values by column, or ``None`` where it cannot be told which is which."""
    if row.by_column is not None:
        return {column: row.by_column[column] for column in columns if column in row.by_column}
    values = list(row.values)
    while len(values) > len(columns) and values[0].is_blank:
        values.pop(0)
    while len(values) > len(columns) and values[-1].is_blank:
        values.pop()
    if len(values) != len(columns):
        filled = [value for value in values if not value.is_blank]
        if len(filled) == len(columns):
            values = filled
    if len(values) > len(columns) and len({value.key for value in values}) == 1:
        # a copied page may double a cell; where all are alike it does not matter which
        values = values[: len(columns)]
    if len(values) == len(columns):
        return dict(zip(columns, values, strict=True))
    if len(columns) == 1 and values and all(value.is_blank for value in values):
        return {columns[0]: values[0]}
    return None


def _table_from_rows(rows: Sequence[_Row], form: TableFormat, format_key: str) -> StatutoryTable | None:
    alignment = _align(rows, form)
    if not alignment.rows:
        return None
    values: dict[str, dict[str, Value]] = {}
    labels: dict[str, RowLabel] = {}
    faults: list[LayoutFault] = []
    for row_format in form.rows:
        matched = alignment.rows.get(row_format.key)
        if matched is None:
            continue
        row, label = matched
        labels[row_format.key] = label
        placed = _place(row, row_format.columns)
        if placed is None:
            faults.append(LayoutFault("unreadable_row", row_format.key, label.text, label.start, label.end))
            continue
        values[row_format.key] = {
            column: read_value(token.text, token.start, token.end, form.column(column).unit)
            for column, token in placed.items()
        }
    faults.extend(_layout_faults(form, labels, values, alignment.unmatched))
    places = [(label.start, label.end) for label in labels.values()]
    places += [(value.start, value.end) for row in values.values() for value in row.values()]
    return StatutoryTable(
        form,
        format_key,
        values,
        labels,
        tuple(faults),
        min(place[0] for place in places),
        max(place[1] for place in places),
        matched_rows=len(labels),
    )


def _layout_faults(
    form: TableFormat,
    labels: dict[str, RowLabel],
    values: dict[str, dict[str, Value]],
    unmatched: Sequence[_Row],
) -> list[LayoutFault]:
    faults = []
    stood_for = {key for row in form.rows if row.key in labels for key in row.undivided}
    end = max((label.end for label in labels.values()), default=0)
    for row in form.rows:
        label = labels.get(row.key)
        if label is None:
            if not row.undivided and row.key not in stood_for:
                faults.append(LayoutFault("missing_row", row.key, row.label, end, end))
        elif row.undivided:
            faults.append(LayoutFault("undivided_row", row.key, label.text, label.start, label.end))
        elif label.similarity < 1.0:
            faults.append(LayoutFault("renamed_row", row.key, label.text, label.start, label.end))
    rows_with_values = [key for key in values if values[key]]
    for column in form.columns:
        wanted = [row.key for row in form.rows if column.key in row.columns and row.key in rows_with_values]
        if wanted and not any(column.key in values[key] for key in wanted):
            faults.append(LayoutFault("missing_column", column.key, column.label, end, end))
    header_words = _header_words(form) | {_letters(word) for word in _header_words(form)}
    for found in unmatched:
        if any(not token.is_blank for token in found.values) and found.labels:
            last = found.labels[-1]
            if last.key not in header_words and _letters(last.key) not in header_words:
                faults.append(LayoutFault("extra_row", "", last.text, last.start, last.end))
    return faults


def _single_row_table(lines: Sequence[Sequence[_Token]], form: TableFormat, format_key: str) -> StatutoryTable | None:
    """Table four: all cells of all rows side by side under merged headings."""
    words = [compact(label) for column in form.columns for label in (column.label, *column.aliases)]
    heading = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    heading_tokens: list[_Token] = []
    headings: set[str] = set()
    values: list[_Token] = []
    count = sum(len(row.columns) for row in form.rows)
    for line in lines:
        found = [token for token in line if heading.sub("", token.key) == "" and not token.is_blank]
        if found:
            heading_tokens.extend(found)
            headings.update(word for token in found for word in heading.findall(token.key))
            if len(found) * 2 > len([token for token in line if not token.is_blank]):
                continue
        run = [token for token in line if token.is_value] if heading_tokens else []
        if len(line) == count and len(run) * 3 >= count * 2:
            run = list(line)  # a word or two in the place of figures
        elif not run or any(not token.is_value for token in line):
            continue
        if len(run) > count:
            run = _without_leading_blanks(run)[:] if len(_without_leading_blanks(run)) == count else run[-count:]
        values.extend(run)
    if len(headings) < 3 or not values:
        return None
    if len(values) > count and len(values) % count == 0:
        # blank rows above or below the one that is filled in
        runs = [values[index : index + count] for index in range(0, len(values), count)]
        filled = [run for run in runs if any(not token.is_blank for token in run)]
        values = filled[0] if len(filled) == 1 else values
    places = [*heading_tokens, *values]
    start, end = min(token.start for token in places), max(token.end for token in places)
    labels = {row.key: RowLabel(row.label, start, start, 1.0) for row in form.rows}
    if len(values) != count:
        faults = tuple(LayoutFault("unreadable_row", row.key, row.label, start, end) for row in form.rows)
        return StatutoryTable(form, format_key, {}, labels, faults, start, end, matched_rows=0)
    result: dict[str, dict[str, Value]] = {}
    remaining = iter(values)
    for row in form.rows:
        result[row.key] = {}
        for column in row.columns:
            token = next(remaining)
            result[row.key][column] = read_value(token.text, token.start, token.end, form.column(column).unit)
    return StatutoryTable(form, format_key, result, labels, (), start, end, matched_rows=len(form.rows))


def _quality(table: StatutoryTable | None) -> tuple[int, float]:
    """How much of the table was resolved: cells placed, then likeness of the labels."""
    if table is None:
        return (0, 0.0)
    cells = sum(len(row) for row in table.values.values())
    return cells, sum(label.similarity for label in table.labels.values())


def _headings_found(lines: Iterable[Sequence[_Token]], form: TableFormat) -> int:
    words = {compact(label) for column in form.columns for label in (column.label, *column.aliases)}
    return len({token.key for line in lines for token in line if token.key in words})


def _table_share(table: Table, form: TableFormat) -> float:
    """The share of the grid's filled rows that are rows of this form."""
    rows = _grid_rows(table, form)
    if form.layout == "single_row":
        lines = [[_cell_token(cell) for cell in cells] for cells in _cells_by_row(table)]
        found = _single_row_table(lines, form, "")
        return 1.0 if found is not None else 0.0
    if not rows:
        return 0.0
    return len(_align(rows, form).rows) / len(rows)


def extract_table(
    blocks: Sequence[Block], region: tuple[int, int] | None, form: TableFormat, format_key: str
) -> tuple[StatutoryTable | None, int]:
    """Read the statutory table of ``form`` from the report's blocks.

    ``region`` is the section where it belongs, [start, end), or ``None`` where no such section was
    found. Returns the table (``None`` where there is no trace of its figures) and the number of its
    column labels that stand in what it was read from, by which two forms of one table are told apart.
    """
    blocks = [block for block in blocks if not (isinstance(block, Table) and block.rows > _MOST_ROWS)]
    grids = [block for block in blocks if isinstance(block, Table)]
    candidates: list[tuple[StatutoryTable | None, int]] = []
    own = [grid for grid in grids if _table_share(grid, form) >= 0.5]
    if region is not None:
        inside = [grid for grid in own if region[0] <= grid.start < region[1]]
        own = inside or own
    if own:
        lines = [[_cell_token(cell) for cell in cells] for grid in own for cells in _cells_by_row(grid)]
        headings = _headings_found(lines, form)
        if form.layout == "single_row":
            candidates.append((_single_row_table(lines, form, format_key), headings))
        rows = [row for grid in own for row in _grid_rows(grid, form)]
        table = _table_from_rows(rows, form, format_key)
        if table is not None:
            table = dataclasses.replace(table, start=min(table.start, own[0].start))
        candidates.append((table, headings))
    start, end = region if region is not None else (0, max((block.end for block in blocks), default=0))
    lines = _lines(blocks, start, end)
    headings = _headings_found(lines, form)
    if form.layout == "single_row":
        candidates.append((_single_row_table(lines, form, format_key), headings))
    streamed = _table_from_rows(_stream_rows(lines)[:_MOST_ROWS], form, format_key)
    if streamed is not None and (region is not None or streamed.matched_rows * 3 >= len(form.rows)):
        candidates.append((streamed, headings))
    best = max(candidates, key=lambda item: _quality(item[0]), default=(None, 0))
    if best[0] is not None and not _is_plausible(best[0], best[1]):
        return None, best[1]
    return best


def _is_plausible(table: StatutoryTable, headings: int) -> bool:
    """Whether this is the table and not a sentence or two that share words with it."""
    return table.matched_rows * 2 >= len([row for row in table.format.rows if not row.undivided]) or (
        headings >= 2 and bool(table.values or table.faults)
    )
