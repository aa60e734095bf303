"""Reports for tests, built from a sound one by saying what is different.

:func:`build` makes a :class:`~checker.report.model.Report` through the same steps as a reader's
output takes; the keys of a specification are those of the YAML cases under ``tests/rules/``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from checker.reading import build_report
from checker.reading.document import Document, DraftGap, DraftMark
from checker.report.blocks import CellDraft, ParagraphDraft, Piece, TableDraft, TextLocator
from checker.report.formats import Format, TableFormat, get_format
from checker.report.model import SECTION_KINDS, Report, Source

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "text": "text/plain",
}

BODIES = {
    "overview": (
        "（一）主动公开。全年通过区政府网站和街道公告栏公开信息186条，其中低保救助公示41条、财政预决算4条。\n"
        "（二）依申请公开。本年新收申请21件，上年结转2件，年内办结20件，结转下年度3件。\n"
        "（三）政府信息管理。党政办对拟公开材料逐件登记，科室、分管领导、主任三级签字后发布。\n"
        "（四）平台建设。“榆树湾发布”公众号由专人值班，便民服务中心设查阅角一处。\n"
        "（五）监督保障。5月组织信息员培训一次，年底由纪工委抽查公开栏12处并通报结果。"
    ),
    "problems": (
        "一是社区公开栏更新慢，马家河社区第三季度的救助名单拖到11月才张贴；二是政策解读只有文字，老年居民看不懂。\n"
        "下一年，由民政科在每季度末月25日前核对各社区公示情况；6月底前为城乡医保、老年助餐两项政策各配一张图解。"
    ),
    "other_matters": "本年度未收取信息处理费，没有其他需要报告的事项。",
}

DISCLOSURE: dict[str, Any] = {
    "regulations": [0, 0, 0],
    "normative_documents": [2, 1, 9],
    "licences": [64],
    "penalties": [17],
    "coercive_measures": [3],
    "fees": [1.26],
}
DISCLOSURE_2019: dict[str, Any] = {
    "regulations": [0, 0, 0],
    "normative_documents": [2, 2, 9],
    "licences": [12, "减1", 64],
    "other_services": [30, 0, 512],
    "penalties": [44, "+2", 17],
    "coercive_measures": [6, 0, 3],
    "fees": [3, 0],
    "procurement": [5, 83.4],
}
APPLICATIONS: dict[str, list[Any]] = {
    "new_requests": [17, 3, 0, 1, 0, 0, 21],
    "carried_over": [2, 0, 0, 0, 0, 0, 2],
    "granted": [7, 1, 0, 1, 0, 0, 9],
    "partially_granted": [2, 0, 0, 0, 0, 0, 2],
    "denied_third_party": [1, 0, 0, 0, 0, 0, 1],
    "denied_internal": [1, 0, 0, 0, 0, 0, 1],
    "unavailable_not_held": [4, 1, 0, 0, 0, 0, 5],
    "unprocessed_petition": [1, 0, 0, 0, 0, 0, 1],
    "other_no_correction": [1, 0, 0, 0, 0, 0, 1],
    "total": [17, 2, 0, 1, 0, 0, 20],
    "carried_forward": [2, 1, 0, 0, 0, 0, 3],
}
PROCEEDINGS = {
    "reconsideration": [3, 1, 0, 1, 5],
    "litigation_direct": [1, 0, 0, 0, 1],
    "litigation_after_reconsideration": [0, 1, 0, 0, 1],
}


def build(spec: Mapping[str, Any] | None = None) -> Report:
    """The sound report with the differences that ``spec`` names.

    ``year``, ``title``, ``preamble``, ``headings`` and ``bodies`` by section kind, ``without`` (section kinds),
    ``order`` (section kinds), ``without_tables``, ``tables`` ({kind: {row: {column: text}}}), ``without_rows``,
    ``labels`` ({kind: {row: label}}), ``extra_rows`` ({kind: [[label, cells…]]}), ``format``, ``media``, ``marks``,
    ``pictures`` (section kinds), ``before`` and ``after`` ({kind: text}), ``end`` (text).
    """
    spec = spec or {}
    document = Document(titles=list(spec.get("titles", ())))
    _front(document, spec)
    wanted = get_format(str(spec.get("format", "2021")))
    for kind in spec.get("order", SECTION_KINDS):
        if kind not in spec.get("without", ()):
            _section(document, kind, wanted, spec)
        elif kind in spec.get("keep_tables", ()):
            document.drafts.append(_table(wanted.table(kind), spec))
    _paragraphs(document, spec.get("end", ""))
    for mark in spec.get("marks", ()):
        _mark(document, mark)
    media = MEDIA[spec.get("media", "docx")]
    return build_report(document, Source("case", media, "0" * 64, 0))


def _front(document: Document, spec: Mapping[str, Any]) -> None:
    year = spec.get("year", 2023)
    title = spec.get("title", f"临河区榆树湾街道办事处{year}年政府信息公开工作年度报告")
    preamble = spec.get(
        "preamble",
        f"本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为{year}年1月1日至12月31日。"
        "如有疑问，请与榆树湾街道党政办联系。",
    )
    _paragraphs(document, title or "")
    _paragraphs(document, preamble or "")


def _section(document: Document, kind: str, wanted: Format, spec: Mapping[str, Any]) -> None:
    number = "一二三四五六"[SECTION_KINDS.index(kind)]
    heading = f"{number}、{wanted.section(kind).heading}"
    _paragraphs(document, spec.get("headings", {}).get(kind, heading))
    _paragraphs(document, spec.get("before", {}).get(kind, ""))
    if kind in spec.get("pictures", ()):
        document.gaps.append(DraftGap("picture", len(document.drafts), "图片"))
    if kind in BODIES:
        _paragraphs(document, spec.get("bodies", {}).get(kind, BODIES[kind]))
    elif kind not in spec.get("without_tables", ()):
        form = get_format(str(spec.get("table_format", {}).get(kind, wanted.key))).table(kind)
        document.drafts.append(_table(form, spec))
    _paragraphs(document, spec.get("after", {}).get(kind, ""))


def _paragraphs(document: Document, text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            document.drafts.append(ParagraphDraft([Piece(line, TextLocator(len(document.drafts) + 1))]))


def _mark(document: Document, mark: Mapping[str, Any]) -> None:
    for index, draft in enumerate(document.drafts):
        if isinstance(draft, ParagraphDraft):
            text = "".join(piece.text for piece in draft.pieces)
            if mark["at"] in text:
                start = text.index(mark["at"])
                end = start if mark["kind"] in ("deletion", "comment") else start + len(mark["at"])
                document.marks.append(DraftMark(mark["kind"], index, None, start, end, mark.get("text", mark["at"])))
                return
    raise ValueError(f"no paragraph holds {mark['at']!r}")


def _cells(rows: Sequence[Sequence[Any]], first: int = 0) -> list[CellDraft]:
    return [
        CellDraft(first + number, column, [Piece(str(text), TextLocator(1))] if str(text) else [])
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]


def _table(form: TableFormat, spec: Mapping[str, Any]) -> TableDraft:
    return {"disclosure": _disclosure, "applications": _applications, "proceedings": _proceedings}[form.kind](
        form, spec
    )


def _changed(kind: str, key: str, columns: Sequence[str], values: Sequence[Any], spec: Mapping[str, Any]) -> list[Any]:
    changes = spec.get("tables", {}).get(kind, {}).get(key, {})
    return [changes.get(column, value) for column, value in zip(columns, values, strict=True)]


def _label(form: TableFormat, key: str, spec: Mapping[str, Any]) -> str:
    return spec.get("labels", {}).get(form.kind, {}).get(key, form.row(key).label)


def _left_out(form: TableFormat, key: str, spec: Mapping[str, Any]) -> bool:
    return key in spec.get("without_rows", {}).get(form.kind, ())


def _disclosure(form: TableFormat, spec: Mapping[str, Any]) -> TableDraft:
    figures = DISCLOSURE if any(column.key == "issued" for column in form.columns) else DISCLOSURE_2019
    rows: list[list[Any]] = []
    group = None
    for row in form.rows:
        if _left_out(form, row.key, spec):
            continue
        if row.group != group:
            group = row.group
            rows.append([group])
            rows.append(["信息内容", *(form.column(column).label for column in row.columns)])
        values = _changed(form.kind, row.key, row.columns, figures[row.key], spec)
        rows.append([_label(form, row.key, spec), *values])
    rows.extend(spec.get("extra_rows", {}).get(form.kind, ()))
    return TableDraft(_cells(rows))


def _applications(form: TableFormat, spec: Mapping[str, Any]) -> TableDraft:
    columns = [column.key for column in form.columns]
    lost = spec.get("without_columns", {}).get(form.kind, ())
    kept = [column for column in columns if column not in lost]
    header = ["", "", *(form.column(column).label for column in kept)]
    rows: list[list[Any]] = [header]
    group = None
    for row in form.rows:
        if _left_out(form, row.key, spec) or (row.undivided and row.key not in spec.get("with_rows", ())):
            continue
        if any(row.key in other.undivided for other in form.rows if other.key in spec.get("with_rows", ())):
            continue
        values = dict(
            zip(
                columns,
                _changed(form.kind, row.key, columns, APPLICATIONS.get(row.key, [0] * len(columns)), spec),
                strict=True,
            )
        )
        shown = row.group if row.group != group else ""
        group = row.group
        rows.append([shown, _label(form, row.key, spec), *(values[column] for column in kept)])
    rows.extend(spec.get("extra_rows", {}).get(form.kind, ()))
    return TableDraft(_cells(rows))


def _proceedings(form: TableFormat, spec: Mapping[str, Any]) -> TableDraft:
    columns = [column.key for column in form.columns]
    values = [value for row in form.rows for value in _changed(form.kind, row.key, columns, PROCEEDINGS[row.key], spec)]
    labels = [column.label for column in form.columns] * len(form.rows)
    cells = [
        CellDraft(0, 0, [Piece("行政复议", TextLocator(1))], row_span=2, column_span=5),
        CellDraft(0, 5, [Piece("行政诉讼", TextLocator(1))], column_span=10),
        CellDraft(1, 5, [Piece("未经复议直接起诉", TextLocator(1))], column_span=5),
        CellDraft(1, 10, [Piece("复议后起诉", TextLocator(1))], column_span=5),
    ]
    cells += _cells([labels, values], first=2)
    return TableDraft(cells)
