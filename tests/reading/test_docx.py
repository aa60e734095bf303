"""Reading docx files: each test builds the XML that Word or WPS writes for the phenomenon it is about."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.reading.document import Document, DraftGap, DraftMark, Limits
from checker.reading.docx import read_docx
from checker.reading.docx.numerals import numeral
from checker.reading.errors import ReadingError
from checker.report.blocks import DocxLocator, ParagraphDraft, TableDraft, assemble

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)


def container(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def wrap(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMESPACES}>{content}</w:{root}>'


def build(body: str, **parts: str) -> bytes:
    """A docx with that body; ``styles``, ``numbering``, ``comments`` give the content of those parts."""
    files: dict[str, str | bytes] = {"word/document.xml": wrap("document", f"<w:body>{body}</w:body>")}
    for name, content in parts.items():
        files[f"word/{name}.xml"] = wrap(name, content)
    return container(files)


def read(body: str, **parts: str) -> Document:
    return read_docx(build(body, **parts), Limits())


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    runs = "".join(item if item.startswith("<") else r(item) for item in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def tc(*content: str, properties: str = "") -> str:
    blocks = "".join(item if item.startswith("<") else p(item) for item in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks or p()}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def text_of(draft: ParagraphDraft | TableDraft) -> str:
    assert isinstance(draft, ParagraphDraft)
    return "".join(piece.text for piece in draft.pieces)


def texts(document: Document) -> list[str]:
    return [text_of(draft) for draft in document.drafts if isinstance(draft, ParagraphDraft)]


def table(document: Document, number: int = 0) -> dict[tuple[int, int, int, int], str]:
    """(row, column, row span, column span) → text."""
    drafts = [draft for draft in document.drafts if isinstance(draft, TableDraft)]
    return {
        (cell.row, cell.column, cell.row_span, cell.column_span): "".join(piece.text for piece in cell.pieces)
        for cell in drafts[number].cells
    }


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadingError) as caught:
        read_docx(data, limits or Limits())
    return caught.value.reason


SPAN2 = '<w:gridSpan w:val="2"/>'
RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


# text


def test_order_of_paragraphs_and_tables() -> None:
    document = read(p("一、总体情况") + tbl(tr(tc("规章"), tc("0"))) + p("二、主动公开"))
    assert [type(draft).__name__ for draft in document.drafts] == ["ParagraphDraft", "TableDraft", "ParagraphDraft"]


def test_characters_that_are_elements() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve"> 电话 </w:t><w:tab/><w:t>0000</w:t><w:noBreakHyphen/><w:t>1</w:t>'
        '<w:br/><w:t>传真</w:t><w:cr/><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/>'
        "<w:t>已审\n核</w:t></w:r></w:p>"
    )
    assert texts(read(body)) == [" 电话 \t0000-1\n传真\n☑已审 核"]


def test_wrappers_at_every_level() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>"
        f"<w:customXml>{p('<w:smartTag>' + r('乙') + '</w:smartTag>')}</w:customXml>"
        + p(
            "<w:hyperlink>" + r("丙") + "</w:hyperlink>",
            "<w:sdt><w:sdtPr/><w:sdtContent>" + r("丁") + "</w:sdtContent></w:sdt>",
        )
        + tbl(
            "<w:sdt><w:sdtContent>"
            + tr("<w:sdt><w:sdtContent>" + tc("戊") + "</w:sdtContent></w:sdt>", tc("己"))
            + "</w:sdtContent></w:sdt>"
        )
    )
    document = read(body)
    assert texts(document) == ["甲", "乙", "丙丁"]
    assert table(document) == {(0, 0, 1, 1): "戊", (0, 1, 1, 1): "己"}


def test_fields_show_their_result_alone() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = "<w:r><w:instrText> REF 年份 </w:instrText></w:r><w:r><w:t>藏</w:t></w:r>"
    complex_field = char("begin") + instruction + char("separate") + r("2024") + char("end")
    one_run = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DATE</w:instrText><w:fldChar w:fldCharType="separate"/>'
        '<w:t>1月</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = '<w:fldSimple w:instr=" PAGE ">' + r("3") + "</w:fldSimple>"
    assert texts(read(p(complex_field, "年", one_run, simple, "页"))) == ["2024年1月3页"]
    assert texts(read(p(char("begin"), "未结束的域后的正文") + p("第二段"))) == ["未结束的域后的正文", "第二段"]


def test_table_of_contents_is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{gallery}<w:sdtContent>{p('一、总体情况…1')}</w:sdtContent></w:sdt>"
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    field = p(begin, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "二、主动公开…2") + p(
        "三、申请…3", '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(read(control + field + p("正文"))) == ["正文"]


def test_hidden_text_is_left_out() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p(
        "可见",
        r("隐藏", "<w:vanish/>"),
        r("样式隐藏", '<w:rStyle w:val="H"/>'),
        r("又见", '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'),
    )
    assert texts(read(body, styles=styles)) == ["可见又见"]


def test_text_box_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框中文字')}{tbl(tr(tc('框中表')))}</w:txbxContent>"
    body = p(
        "锚段",
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "之后",
    ) + p("下一段")
    document = read(body)
    assert texts(document) == ["锚段之后", "框中文字", "下一段"]
    assert table(document) == {(0, 0, 1, 1): "框中表"}
    assert document.gaps == []


def test_vml_text_box_in_a_cell_stays_in_the_cell() -> None:
    content = f"<w:txbxContent>{p('格中框')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>"
    assert table(read(tbl(tr(tc(p("格", box)), tc("乙"))))) == {(0, 0, 1, 1): "格\n格中框", (0, 1, 1, 1): "乙"}


def test_alternatives_between_runs() -> None:
    alternatives = f"<mc:AlternateContent><mc:Choice>{r('选')}</mc:Choice><mc:Fallback>{r('备')}</mc:Fallback>"
    empty = f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{r('备')}</mc:Fallback></mc:AlternateContent>"
    assert texts(read(p("甲", alternatives + "</mc:AlternateContent>", empty))) == ["甲选备"]


def test_ruby_and_formula() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('pin')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"
    formula = "<m:oMath><m:r><m:t>1+2=3</m:t></m:r></m:oMath>"
    assert texts(read(p("甲", ruby, "乙", formula))) == ["甲拼乙1+2=3"]


def test_locators_count_all_paragraphs_and_runs() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    document = read(p() + p("甲", box, "丙") + p("<w:ins w:author='a'>" + r("丁") + "</w:ins>"))
    pieces = [piece for draft in document.drafts for piece in draft.pieces]  # type: ignore[union-attr]
    assert [(piece.text, piece.locator) for piece in pieces] == [
        ("甲", DocxLocator(1, 0)),
        ("丙", DocxLocator(1, 3)),
        ("框", DocxLocator(2, 0)),
        ("丁", DocxLocator(3, 0)),
    ]


def test_locator_offset_within_a_run() -> None:
    run = '<w:r><w:t>甲乙</w:t><w:commentReference w:id="9"/><w:t>丙</w:t></w:r>'
    draft = read(p(run)).drafts[0]
    assert isinstance(draft, ParagraphDraft)
    assert [piece.locator for piece in draft.pieces] == [DocxLocator(0, 0, 0), DocxLocator(0, 0, 2)]


def test_strict_namespaces() -> None:
    data = wrap("document", f"<w:body>{p('严格格式')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(read_docx(container({"word/document.xml": data}), Limits())) == ["严格格式"]


def test_document_part_by_relationship() -> None:
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    body = wrap("document", f"<w:body>{p('改了名的正文')}</w:body>")
    data = container({"_rels/.rels": relationships, "word\\document2.xml": body})
    assert texts(read_docx(data, Limits())) == ["改了名的正文"]


def test_headers_and_notes_stay_out() -> None:
    maker = docx.Document()
    maker.sections[0].header.paragraphs[0].text = "页眉"
    maker.add_heading("一、总体情况", level=1)
    maker.add_paragraph("本机关主动公开信息12条。")
    stream = io.BytesIO()
    maker.save(stream)
    document = read_docx(stream.getvalue(), Limits())
    assert texts(document) == ["一、总体情况", "本机关主动公开信息12条。"]
    assert [draft.heading_level for draft in document.drafts] == [1, None]  # type: ignore[union-attr]


# headings


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="公文二级"/><w:basedOn w:val="c"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="基"/><w:basedOn w:val="b"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "level"),
    [
        ("", None),
        ('<w:pStyle w:val="1"/>', 1),
        ('<w:pStyle w:val="b"/>', 2),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', None),
        ('<w:outlineLvl w:val="2"/>', 3),
        ('<w:outlineLvl w:val="x"/>', None),
    ],
)
def test_heading_level(properties: str, level: int | None) -> None:
    draft = read(p("标题", properties=properties), styles=STYLES).drafts[0]
    assert isinstance(draft, ParagraphDraft)
    assert draft.heading_level == level


# tables


def test_merged_cells_stand_once() -> None:
    body = tbl(
        tr(tc("申请人情况", properties=SPAN2 + RESTART), tc("总计", properties=RESTART)),
        tr(tc(properties=SPAN2 + CONTINUE), tc(properties='<w:vMerge w:val="continue"/>')),
        tr(tc("自然人"), tc("企业"), tc("3")),
    )
    assert table(read(body)) == {
        (0, 0, 1, 2): "申请人情况",
        (0, 2, 1, 1): "总计",
        (1, 0, 1, 1): "自然人",
        (1, 1, 1, 1): "企业",
        (1, 2, 1, 1): "3",
    }


def test_vertical_merge_spans_rows() -> None:
    body = tbl(
        tr(tc("不予公开", properties=RESTART), tc("1.国家秘密"), tc("0")),
        tr(tc(properties=CONTINUE), tc("2.其他"), tc("1")),
        tr(tc("新起", properties=RESTART), tc("3"), tc("2")),
    )
    cells = table(read(body))
    assert cells[0, 0, 2, 1] == "不予公开"
    assert cells[2, 0, 1, 1] == "新起"


def test_continuation_under_nothing_is_a_cell_and_hidden_text_is_not_lost() -> None:
    body = tbl(
        tr(tc("无上格", properties=CONTINUE), tc("甲", properties=RESTART)),
        tr(tc("丙"), tc("被盖住", properties=CONTINUE)),
    )
    assert table(read(body)) == {(0, 0, 1, 1): "无上格", (0, 1, 2, 1): "甲\n被盖住", (1, 0, 1, 1): "丙"}


def test_short_rows_and_skipped_columns() -> None:
    body = tbl(
        tr(tc("甲"), tc("乙"), tc("丙")),
        tr(tc("仅一格")),
        tr(tc("后两列"), tc("末"), properties='<w:gridBefore w:val="1"/>'),
        tr(tc("前"), properties='<w:gridAfter w:val="2"/>'),
    )
    assert table(read(body)) == {
        (0, 0, 1, 1): "甲",
        (0, 1, 1, 1): "乙",
        (0, 2, 1, 1): "丙",
        (1, 0, 1, 1): "仅一格",
        (2, 1, 1, 1): "后两列",
        (2, 2, 1, 1): "末",
        (3, 0, 1, 1): "前",
    }


def test_old_horizontal_merge() -> None:
    restart, go_on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    body = tbl(tr(tc("合", properties=restart), tc(properties=go_on), tc("尾")), tr(tc("1"), tc("2"), tc("3")))
    assert set(table(read(body))) == {(0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)}


def test_borders_off_by_a_sliver_are_one_column() -> None:
    body = tbl(
        tr(tc("自然人"), tc("企业", properties=SPAN2), tc("总计")),
        tr(tc("1", properties=SPAN2), tc("2"), tc("3")),
        grid=(2000, 40, 1960, 2000),
    )
    assert set(table(read(body))) == {
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (0, 2, 1, 1),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    }


def test_a_thin_column_with_cells_of_its_own_stays() -> None:
    body = tbl(tr(tc("甲"), tc("细"), tc("乙")), grid=(2000, 60, 2000))
    assert set(table(read(body))) == {(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)}


def test_nested_table_follows_and_is_read_once() -> None:
    inner = tbl(tr(tc("内", tbl(tr(tc("最内")))), tc("二")))
    document = read(tbl(tr(tc("外", inner, "外尾"), tc("乙"))) + p("后"))
    assert table(document, 0) == {(0, 0, 1, 1): "外\n外尾", (0, 1, 1, 1): "乙"}
    assert table(document, 1) == {(0, 0, 1, 1): "内", (0, 1, 1, 1): "二"}
    assert table(document, 2) == {(0, 0, 1, 1): "最内"}
    assert texts(document) == ["后"]


def test_paragraphs_of_a_cell_are_lines_and_empty_ones_nothing() -> None:
    document = read(tbl(tr(tc("商业", "", "企业", ""), tc("", "5"))))
    assert table(document) == {(0, 0, 1, 1): "商业\n企业", (0, 1, 1, 1): "5"}


def test_hidden_rows_are_left_out() -> None:
    assert table(read(tbl(tr(tc("见")), tr(tc("隐"), properties="<w:hidden/>")))) == {(0, 0, 1, 1): "见"}


# numbering


def level(index: int, number_format: str, pattern: str, extra: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels: str, overrides: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def item(text: str, index: int = 0, list_id: int = 1) -> str:
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_generated_number_is_a_piece_without_run() -> None:
    draft = read(p() + item("总体情况"), numbering=numbering(level(0, "chineseCounting", "%1、"))).drafts[0]
    assert isinstance(draft, ParagraphDraft)
    assert [(piece.text, piece.locator) for piece in draft.pieces] == [
        ("一、", DocxLocator(1, -1)),
        ("总体情况", DocxLocator(1, 0)),
    ]


def test_levels_restart_under_their_parents() -> None:
    levels = numbering(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        level(3, "decimalEnclosedCircle", "%4", '<w:lvlRestart w:val="0"/>'),
    )
    body = "".join(item("", index) for index in (0, 1, 2, 2, 3, 1, 2, 3, 0, 1))
    expected = ["一、", "（一）", "1.1.1 ", "1.1.2 ", "① ", "（二）", "1.2.1 ", "② ", "二、", "（一）"]
    assert texts(read(body, numbering=levels)) == expected


def test_lists_share_counters_until_one_starts_anew() -> None:
    shared = numbering(level(0, "decimal", "%1."))
    body = item("", 0, 1) + item("", 0, 2) + item("", 0, 1)
    assert texts(read(body, numbering=shared)) == ["1.", "2.", "3."]
    anew = numbering(
        level(0, "decimal", "%1."), overrides='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    )
    assert texts(read(body, numbering=anew)) == ["1.", "5.", "6."]


def test_level_override_and_fallback_format() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)", start=4)}</w:lvlOverride>'
    assert texts(read(item("", 0, 2), numbering=numbering(level(0, "decimal", "%1."), overrides=override))) == ["IV)"]
    wrapped = (
        '<w:lvl w:ilvl="0"><w:start w:val="3"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001"/></mc:Choice><mc:Fallback><w:numFmt w:val="lowerLetter"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1)"/></w:lvl>'
    )
    assert texts(read(item(""), numbering=numbering(wrapped))) == ["c)"]


def test_bullets_and_switched_off_numbers_give_nothing() -> None:
    bullets = numbering(level(0, "bullet", "●"), level(1, "none", ""))
    body = item("甲") + item("乙", 1) + item("丙", 0, 0)
    assert texts(read(body, numbering=bullets)) == ["甲", "乙", "丙"]


def test_numbering_from_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="S1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="S2"><w:basedOn w:val="S1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="5"/></w:numPr></w:pPr></w:style>'
    )
    tied = numbering(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="S1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="S2"/>'),
    )
    body = (
        p("总体情况", properties='<w:pStyle w:val="S1"/>')
        + p("主动公开", properties='<w:pStyle w:val="S2"/>')
        + p("不编号", properties='<w:pStyle w:val="S1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("其他", properties='<w:pStyle w:val="S1"/>')
    )
    assert texts(read(body, styles=styles, numbering=tied)) == ["一、总体情况", "（一）主动公开", "不编号", "二、其他"]


def test_numbering_style_link() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    )
    linked = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="N"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="N"/>'
        f"{level(0, 'ideographDigital', '%1．')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert texts(read(item("甲"), styles=styles, numbering=linked)) == ["一．甲"]


def test_a_list_starts_anew_once() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("", 0, 1) + item("", 0, 2) + item("", 0, 2)
    assert texts(read(body, numbering=numbering(level(0, "decimal", "%1."), overrides=anew))) == ["1.", "1.", "2."]


def test_level_that_restarts_only_under_the_first() -> None:
    levels = numbering(
        level(0, "decimal", "%1)"), level(1, "decimal", "%2)"), level(2, "decimal", "%3)", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(item("", index) for index in (0, 1, 2, 1, 2, 0, 2))
    assert texts(read(body, numbering=levels)) == ["1)", "1)", "1)", "2)", "2)", "2)", "1)"]


def test_number_without_a_gap_after_it() -> None:
    joined = numbering(level(0, "decimal", "%1", '<w:suff w:val="nothing"/>'))
    assert texts(read(item("件"), numbering=joined)) == ["1件"]


def test_number_does_not_run_into_a_figure() -> None:
    assert texts(read(item("3件"), numbering=numbering(level(0, "decimal", "1.%1")))) == ["1.1 3件"]


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一〇〇", 105: "一〇五"}),
        (
            "chineseCountingThousand",
            {
                10: "十",
                15: "十五",
                100: "一百",
                105: "一百零五",
                110: "一百一十",
                1005: "一千零五",
                12_005: "一万二千零五",
            },
        ),
        ("taiwaneseCountingThousand", {21: "二十一", 200: "二百"}),
        ("ideographDigital", {9: "九", 10: "一〇", 25: "二五"}),
        ("japaneseCounting", {10: "十", 11: "十一", 100: "百", 105: "百五", 120: "百二十"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 12: "壹拾贰", 105: "壹佰零伍"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("decimalFullWidth", {12: "１２"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 2_000_000_000: "2000000000"}),
        ("upperLetter", {2: "B", 28: "BB"}),
        ("lowerRoman", {4: "iv", 9: "ix", 2024: "mmxxiv"}),
        ("upperRoman", {40: "XL", 5000: "5000"}),
        ("none", {3: ""}),
        ("thaiCounting", {3: "3"}),
    ],
)
def test_number_formats(number_format: str, expected: dict[int, str]) -> None:
    assert {count: numeral(count, number_format) for count in expected} == expected


@given(st.integers(min_value=1, max_value=99_999))
def test_chinese_counting_is_one_to_one(count: int) -> None:
    values = {character: value for value, character in enumerate("零一二三四五六七八九")}
    units = {"十": 10, "百": 100, "千": 1000}

    def back(text: str) -> int:
        total = digit = 0
        for character in text:
            if character in units:
                total += (digit or 1) * units[character]
                digit = 0
            else:
                digit = values[character]
        return total + digit

    high, _, low = numeral(count, "chineseCountingThousand").rpartition("万")
    assert back(high) * 10_000 + back(low) == count


# drafting marks


def ins(content: str, author: str = "张三", tag: str = "ins") -> str:
    return f'<w:{tag} w:id="1" w:author="{author}" w:date="2025-01-01T00:00:00Z">{content}</w:{tag}>'


def gone(text: str, author: str = "李四", tag: str = "del") -> str:
    return f'<w:{tag} w:id="1" w:author="{author}"><w:r><w:delText>{text}</w:delText></w:r></w:{tag}>'


def test_tracked_changes_read_as_accepted() -> None:
    body = p("收到申请", gone("3"), ins(r("4")), ins(r("5")), "件")
    document = read(body)
    assert texts(document) == ["收到申请45件"]
    assert document.marks == [
        DraftMark("deletion", 0, None, 4, 4, "3", "李四"),
        DraftMark("insertion", 0, None, 4, 6, "45", "张三"),
    ]


def test_document_of_deletions_alone_keeps_its_marks() -> None:
    document = read(p(gone("全部删去")) + p())
    assert document.marks == [DraftMark("deletion", 0, None, 0, 0, "全部删去", "李四")]
    assert texts(document) == [""]


def test_deleted_text_counts_against_the_limit() -> None:
    assert "字" in refusal(build(p(gone("删" * 500))), Limits(max_characters=400))


def test_moved_text() -> None:
    body = p(f'<w:moveFrom w:author="王">{r("原处")}</w:moveFrom>', "中") + p(ins(r("新处"), "王", "moveTo"))
    document = read(body)
    assert texts(document) == ["中", "新处"]
    assert [(mark.kind, mark.draft, mark.text) for mark in document.marks] == [
        ("deletion", 0, "原处"),
        ("insertion", 1, "新处"),
    ]


def test_text_for_deletions_alone_is_never_shown() -> None:
    assert texts(read(p("<w:r><w:delText>不该显示</w:delText></w:r>", "显示"))) == ["显示"]


def test_deleted_paragraph_end_joins_paragraphs() -> None:
    end = '<w:rPr><w:del w:author="李四"/></w:rPr>'
    heading = '<w:outlineLvl w:val="0"/>'
    document = read(p("前半", properties=end) + p("后半", properties=heading))
    assert texts(document) == ["前半后半"]
    assert document.drafts[0].heading_level == 1  # type: ignore[union-attr]
    assert document.marks == [DraftMark("deletion", 0, None, 2, 2, "\n", "李四")]


def test_wholly_deleted_paragraph_leaves_its_mark_on_the_next() -> None:
    end = '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:author="李四"/></w:rPr>'
    levels = numbering(level(0, "decimal", "%1."))
    body = p("甲") + p(gone("删去的一段"), properties=end) + tbl(tr(tc("格"))) + item("乙")
    document = read(body, numbering=levels)
    assert texts(document) == ["甲", "1.乙"]
    assert document.marks == [DraftMark("deletion", 1, 0, 0, 0, "删去的一段\n", "李四")]


def test_deleted_last_paragraph_leaves_its_mark_at_the_end() -> None:
    document = read(p("甲乙") + p(gone("删")))
    assert document.marks == [DraftMark("deletion", 0, None, 2, 2, "删", "李四")]


def test_inserted_paragraph_end_alone_is_reported() -> None:
    end = '<w:rPr><w:ins w:author="张三"/></w:rPr>'
    assert read(p("甲", properties=end) + p("乙")).marks == [DraftMark("insertion", 0, None, 1, 1, "\n", "张三")]
    whole = read(p(ins(r("整段")), properties=end))
    assert whole.marks == [DraftMark("insertion", 0, None, 0, 2, "整段", "张三")]


def test_deleted_and_inserted_rows() -> None:
    body = tbl(
        tr(tc("规章"), tc("1")),
        tr(tc("旧行"), tc("2"), properties='<w:del w:author="李四"/>'),
        tr(tc("新行"), tc(), properties='<w:ins w:author="张三"/>'),
        tr(tc(), tc(), properties='<w:ins w:author="赵"/>'),
    )
    document = read(body)
    assert table(document) == {
        (0, 0, 1, 1): "规章",
        (0, 1, 1, 1): "1",
        (1, 0, 1, 1): "新行",
        (1, 1, 1, 1): "",
        (2, 0, 1, 1): "",
        (2, 1, 1, 1): "",
    }
    assert document.marks == [
        DraftMark("deletion", 0, 0, 0, 0, "旧行\t2\n", "李四"),
        DraftMark("insertion", 0, 2, 0, 2, "新行", "张三"),
        DraftMark("insertion", 0, 4, 0, 0, "", "赵"),
    ]


COMMENTS = (
    f'<w:comment w:id="0" w:author="审核人">{p("请核对")}{p("数字")}</w:comment>'
    f'<w:comment w:id="1" w:author="科长">{p("跨段")}</w:comment>'
    f'<w:comment w:id="2" w:author="科长">{p("只有标记")}</w:comment>'
    f'<w:comment w:id="3" w:author="科长">{p("正文里没有")}</w:comment>'
)


def test_comments() -> None:
    body = (
        p("收到", '<w:commentRangeStart w:id="0"/>', "申请", '<w:commentRangeEnd w:id="0"/>', "4件")
        + '<w:commentRangeStart w:id="1"/>'
        + p("跨")
        + p("段", '<w:commentRangeEnd w:id="1"/>', "后", '<w:r><w:commentReference w:id="2"/></w:r>')
    )
    document = read(body, comments=COMMENTS)
    assert texts(document) == ["收到申请4件", "跨", "段后"]
    assert document.marks == [
        DraftMark("comment", 0, None, 2, 4, "请核对\n数字", "审核人"),
        DraftMark("comment", 1, None, 0, 0, "跨段", "科长"),
        DraftMark("comment", 2, None, 2, 2, "只有标记", "科长"),
    ]


def test_comment_whose_range_never_ends() -> None:
    document = read(p("甲乙", '<w:commentRangeStart w:id="2"/>', "丙"), comments=COMMENTS)
    assert document.marks == [DraftMark("comment", 0, None, 2, 2, "只有标记", "科长")]


def test_comment_in_a_cell_and_ended_between_paragraphs() -> None:
    second = p('<w:commentRangeStart w:id="0"/>', "12")
    document = read(tbl(tr(tc("甲"), tc("首", second, '<w:commentRangeEnd w:id="0"/>'))), comments=COMMENTS)
    assert document.marks == [DraftMark("comment", 0, 1, 2, 4, "请核对\n数字", "审核人")]


def test_highlights_are_joined_and_red_text_is_none() -> None:
    yellow, shade = '<w:highlight w:val="yellow"/>', '<w:shd w:val="clear" w:fill="FFFF00"/>'
    body = p(
        r("待", yellow),
        r("定", shade),
        r("红字", '<w:color w:val="FF0000"/>'),
        r("白", '<w:highlight w:val="white"/>'),
        r("底", '<w:shd w:val="clear" w:fill="FFFFFF"/>'),
        r("浅", '<w:shd w:val="clear" w:fill="C6D9F1"/>'),
        r("  ", yellow),
    )
    assert read(body).marks == [DraftMark("highlight", 0, None, 0, 2, "待定")]


def test_highlight_of_a_character_style_and_its_undoing() -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:highlight w:val="cyan"/></w:rPr></w:style>'
    style = '<w:rStyle w:val="H"/>'
    body = p(r("标", style), r("不标", style + '<w:highlight w:val="none"/>'))
    assert read(body, styles=styles).marks == [DraftMark("highlight", 0, None, 0, 1, "标")]


def test_highlight_within_an_insertion() -> None:
    body = p(ins(r("甲", '<w:highlight w:val="green"/>') + r("乙", '<w:highlight w:val="green"/>')))
    kinds = [(mark.kind, mark.start, mark.end) for mark in read(body).marks]
    assert sorted(kinds) == [("highlight", 0, 2), ("insertion", 0, 2)]


# gaps


def drawing(width: int, height: int, content: str = "<a:blip/>", kind: str = "picture") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/>'
        '<wp:docPr id="1" name="图1" descr="流程图"/>'
        f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{kind}">{content}'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def test_pictures_are_gaps_and_icons_are_not() -> None:
    body = (
        p("前")
        + p(drawing(3_000_000, 2_000_000))
        + p("后", drawing(100_000, 3_000_000))
        + p("尾", drawing(9_999_999, 9_999_999))
    )
    assert read(body).gaps == [DraftGap("picture", 1, "图片（流程图）"), DraftGap("picture", 3, "图片（流程图）")]


def test_old_pictures_charts_and_objects() -> None:
    def picture(size: str, title: str) -> str:
        image = f'<v:imagedata r:id="x" o:title="{title}"/>'
        return f'<w:r><w:pict><v:shape style="{size}">{image}</v:shape></w:pict></w:r>'

    old = picture("width:200pt;height:90pt", "扫描件")
    line = picture("width:400pt;height:2pt", "横线")
    sheet = '<w:r><w:object><v:shape/><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    gaps = read(p(old) + p(line) + p(sheet) + p(drawing(1, 1, "", "chart"))).gaps
    assert [(gap.kind, gap.description) for gap in gaps] == [
        ("picture", "图片（扫描件）"),
        ("unreadable", "嵌入的对象（Excel.Sheet.12）"),
        ("unreadable", "图表"),
    ]


def test_picture_in_a_cell_stands_before_the_table() -> None:
    assert read(p("前") + tbl(tr(tc("甲", p(drawing(3_000_000, 3_000_000)))))).gaps[0].draft == 1


def test_imported_document_is_a_gap() -> None:
    assert read(p("前") + '<w:altChunk r:id="x"/>' + p("后")).gaps == [DraftGap("unreadable", 1, "并入的外部文档")]


# bad input


def test_what_is_no_docx() -> None:
    assert "空" in refusal(b"")
    assert ".docx" in refusal(b"plain text")
    assert "Excel" in refusal(container({"xl/workbook.xml": "<a/>"}))
    assert "PowerPoint" in refusal(container({"ppt/presentation.xml": "<a/>"}))
    assert "word/document.xml" in refusal(container({"a.txt": "甲"}))
    assert "加密" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert ".doc）" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"))


def test_truncated_and_damaged() -> None:
    data = build(p("正文" * 2000))
    assert "损坏" in refusal(data[: len(data) // 2])
    middle = bytearray(data)
    middle[60:120] = b"\xff" * 60
    assert "损坏" in refusal(bytes(middle))


def test_bombs() -> None:
    bomb = container({"word/document.xml": wrap("document", " " * 5_000_000)})
    assert "巨大" in refusal(bomb)
    big_media = container(
        {"word/document.xml": wrap("document", ""), "word/media/a.bin": random.Random(1).randbytes(90_000)}
    )
    assert "巨大" in refusal(big_media, Limits(max_unpacked_bytes=80_000))
    assert "上限" in refusal(big_media, Limits(max_bytes=1000))


def test_document_part_far_beyond_the_limit_of_text() -> None:
    data = container({"word/document.xml": wrap("document", "<w:body>" + "<w:p/>" * 2_000_000 + "</w:body>")})
    assert "巨大" in refusal(data, Limits(max_expansion=10_000, max_characters=1_000))


def test_foreign_compression_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", wrap("document", f"<w:body>{p('甲')}</w:body>"))
    assert "压缩" in refusal(stream.getvalue())


def test_declared_size_is_not_believed() -> None:
    content = wrap("document", f"<w:body>{p('甲')}</w:body>" + " " * 3_000_000)
    data = container({"word/document.xml": content})
    size = len(content.encode()).to_bytes(4, "little")
    assert data.count(size) == 2
    assert refusal(data.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w:document [<!ENTITY a "甲"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE w:document SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_dtd_is_refused(declaration: str) -> None:
    document = wrap("document", f"<w:body>{p('甲')}</w:body>").replace("?>", "?>" + declaration, 1)
    assert "DTD" in refusal(container({"word/document.xml": document}))


def test_malformed_xml() -> None:
    assert "XML" in refusal(container({"word/document.xml": "<w:document"}))
    assert "XML" in refusal(container({"word/document.xml": b""}))
    assert "XML" in refusal(build(p("甲"), styles="<w:style>"))
    assert "XML" in refusal(build("<w:sdt><w:sdtContent>" * 400))


def test_limits_of_text_and_cells() -> None:
    assert "字" in refusal(build(p("甲" * 500)), Limits(max_characters=400))
    assert "单元格" in refusal(build(tbl(*[tr(tc("1"), tc("2"))] * 60)), Limits(max_cells=100))
    # a staircase of few cells that would make an enormous grid
    stairs = tbl(*[tr(tc("1"), properties=f'<w:gridBefore w:val="{step}"/>') for step in range(200)])
    assert "单元格" in refusal(build(stairs), Limits(max_cells=10_000))


def test_absurd_spans_and_starts() -> None:
    wide = '<w:gridSpan w:val="99999999999999999999"/>'
    cells = table(read(tbl(tr(tc("甲", properties=wide)), tr(tc("丙"), tc("丁")))))
    assert set(cells) == {(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)}
    levels = numbering(level(0, "lowerLetter", "%1" * 500, start=2_000_000_000))
    assert len(texts(read(item("甲"), numbering=levels))[0]) < 2_000


# properties


@st.composite
def spans(draw: st.DrawFn) -> str:
    """A table of any spans and merges, each cell with a text of its own."""
    count = 0
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        cells = []
        for _ in range(draw(st.integers(1, 5))):
            properties = f'<w:gridSpan w:val="{draw(st.integers(0, 4))}"/>' if draw(st.booleans()) else ""
            properties += draw(
                st.sampled_from(["", "", RESTART, CONTINUE, '<w:hMerge w:val="restart"/>', "<w:hMerge/>"])
            )
            inner = tbl(tr(tc(f"［内{count}］"))) if draw(st.integers(0, 9)) == 0 else ""
            cells.append(tc(p(f"［{count}］") + inner, properties=properties))
            count += 1
        before = draw(st.integers(0, 2))
        rows.append(tr(*cells, properties=f'<w:gridBefore w:val="{before}"/>'))
    grid = tuple(draw(st.lists(st.sampled_from([0, 30, 100, 900]), max_size=10)))
    return tbl(*rows, grid=grid)


@settings(max_examples=200, deadline=None)
@given(spans())
def test_no_two_cells_overlap_and_no_text_is_lost(body: str) -> None:
    document = read(body)
    for draft in document.drafts:
        assert isinstance(draft, TableDraft)
        places = [
            (row, column)
            for cell in draft.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        ]
        assert len(places) == len(set(places))
        assert all(cell.row_span > 0 and cell.column_span > 0 for cell in draft.cells)
    text, _, _ = assemble(document.drafts)
    written = [part.split("］")[0] for part in body.split("［")[1:]]
    assert sorted(part.split("］")[0] for part in text.split("［")[1:]) == sorted(written)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"]))
def test_random_bytes_raise_nothing_else(data: bytes, start: bytes) -> None:
    with pytest.raises(ReadingError):
        read_docx(start + data, Limits())


WHOLE = build(
    item("总体情况")
    + p(ins(r("甲")), gone("乙"), '<w:r><w:commentReference w:id="0"/></w:r>')
    + tbl(tr(tc("1"), tc("2"))),
    styles=STYLES,
    numbering=numbering(level(0, "decimal", "%1.")),
    comments=COMMENTS,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_files_raise_nothing_else(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, byte in changes:
        data[place] = byte
    with contextlib.suppress(ReadingError):
        read_docx(bytes(data), Limits())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_xml_raises_nothing_else(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    content = str(parts[name])
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    parts[name] = content[:start] + data.draw(st.text(alphabet='w:val="0-9x/>< ', max_size=8)) + content[end:]
    with contextlib.suppress(ReadingError):
        read_docx(container(parts), Limits())


# the official form, where it is at hand


FORM = Path(__file__).parents[3] / "shared" / "real" / "template-2021.docx"


@pytest.mark.skipif(not FORM.exists(), reason="the official form is not part of the repository")
def test_the_official_form() -> None:
    document = read_docx(FORM.read_bytes(), Limits())
    assert [len(draft.cells) for draft in document.drafts if isinstance(draft, TableDraft)][:1] == [30]
    cells = table(document, 1)
    assert cells[5, 0, 22, 1] == "三、本年度办理结果"
    assert cells[0, 3, 1, 7] == "申请人情况"
    assert len({column for _, column, _, _ in table(document, 2)}) == 15
