"""Reading saved pages: each test builds markup as government sites and office programs write it."""

from __future__ import annotations

import base64
import contextlib
import quopri
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.reading.document import Document, DraftGap, Limits
from checker.reading.errors import ReadingError
from checker.reading.html import read_html
from checker.report.blocks import HtmlLocator, ParagraphDraft, TableDraft, assemble

TITLE = "青石镇人民政府2024年政府信息公开工作年度报告"
PREAMBLE = "本报告由青石镇人民政府按照条例的要求编制，所列数据的统计期限为2024年1月1日至12月31日。"
OVERVIEW = "2024年，镇政府公开各类政府信息57条，修订公开指南1份，组织业务培训2次，参加人员31人次。"
OTHER = "本机关2024年没有收取信息处理费。"
FEES = (
    '<table><tr><td colspan="4">第二十条第（一）项</td></tr>'
    "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>行政规范性文件</td><td>1</td><td>0</td><td>3</td></tr></table>"
)
ARTICLE = (
    f"<p>{PREAMBLE}</p><p><strong>一、总体情况</strong></p><p>{OVERVIEW}</p>"
    f"<p>二、主动公开政府信息情况</p>{FEES}<p>六、其他需要报告的事项</p><p>{OTHER}</p>"
)
BODY_TEXTS = [PREAMBLE, "一、总体情况", OVERVIEW, "二、主动公开政府信息情况", "六、其他需要报告的事项", OTHER]


def page(body: str, head: str = "") -> bytes:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def read(body: str, head: str = "") -> Document:
    return read_html(page(body, head), Limits())


def texts(document: Document) -> list[str]:
    return [
        "".join(piece.text for piece in draft.pieces) for draft in document.drafts if isinstance(draft, ParagraphDraft)
    ]


def table(document: Document, number: int = 0) -> dict[tuple[int, int, int, int], str]:
    """(row, column, row span, column span) → text."""
    drafts = [draft for draft in document.drafts if isinstance(draft, TableDraft)]
    return {
        (cell.row, cell.column, cell.row_span, cell.column_span): "".join(piece.text for piece in cell.pieces)
        for cell in drafts[number].cells
    }


def tables(document: Document) -> int:
    return sum(isinstance(draft, TableDraft) for draft in document.drafts)


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadingError) as caught:
        read_html(data, limits or Limits())
    return caught.value.reason


# text


def test_breaks_and_inline_elements() -> None:
    document = read("<p>收到<b>申请</b>\n  <span>4</span>件<br>均已&nbsp;答复　。<br/></p>尾<div>块</div>后")
    assert texts(document) == ["收到申请 4件", "均已\u00a0答复　。", "尾", "块", "后"]


def test_white_space_collapses_across_elements() -> None:
    assert texts(read("<p>  甲 <i> 乙</i>\t\n<i> </i> 丙  </p><p> \n </p>")) == ["甲 乙 丙"]
    assert texts(read("<pre>甲  乙\n丙\n</pre><p style='white-space: pre-wrap'>丁\n戊</p>")) == [
        "甲 乙",
        "丙",
        "丁",
        "戊",
    ]


def test_headings() -> None:
    document = read("<h2>一、总体情况</h2><p>正文</p><h6>小<br>标题</h6>")
    assert [draft.heading_level for draft in document.drafts] == [2, None, 6, 6]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>document.write('<p>脚本</p>')</script>",
        "<style>p{}</style>",
        "<noscript>请启用</noscript>",
        '<div style="color:red;display: none">藏</div>',
        '<div style="VISIBILITY:hidden"><p>藏</p></div>',
        "<p hidden>藏</p>",
        "<template><p>藏</p></template>",
        "<form><select><option>区划</option></select><button>检索</button><textarea>输入</textarea></form>",
        "<!-- 注释 -->",
        "<svg><title>图标</title></svg>",
    ],
)
def test_what_is_not_seen_is_not_read(hidden: str) -> None:
    assert texts(read(f"<p>前</p>{hidden}<p>后</p>")) == ["前", "后"]


def test_text_around_dropped_elements_stays() -> None:
    assert texts(read("<p>甲<script>x()</script>乙<span hidden>丙</span>丁<input value='戊'>己</p>")) == ["甲乙丁己"]


def test_paths() -> None:
    document = read(
        "<div>甲</div><div><p>乙</p><table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table></div>"
    )
    first, second, grid = document.drafts
    assert isinstance(first, ParagraphDraft)
    assert isinstance(second, ParagraphDraft)
    assert isinstance(grid, TableDraft)
    assert first.pieces[0].locator == HtmlLocator("/html/body/div[1]")
    assert second.pieces[0].locator == HtmlLocator("/html/body/div[2]/p[1]")
    assert grid.cells[3].pieces[0].locator == HtmlLocator("/html/body/div[2]/table[1]/tr[2]/td[2]")


def test_odd_element_names_have_paths() -> None:
    draft = read("<p><o:p>甲</o:p></p>").drafts[0]
    assert isinstance(draft, ParagraphDraft)
    assert draft.pieces[0].locator == HtmlLocator("/html/body/p[1]/*[1]")


# tables


def test_spans() -> None:
    document = read(
        '<table><tr><td rowspan="2" colspan="2">申请人情况</td><td>自然人</td></tr><tr><td>总计</td></tr>'
        "<tr><td>甲</td><td>乙</td><td>丙</td></tr></table>"
    )
    assert table(document) == {
        (0, 0, 2, 2): "申请人情况",
        (0, 2, 1, 1): "自然人",
        (1, 2, 1, 1): "总计",
        (2, 0, 1, 1): "甲",
        (2, 1, 1, 1): "乙",
        (2, 2, 1, 1): "丙",
    }


@pytest.mark.parametrize(
    ("attributes", "extent"),
    [
        ('rowspan="2个"', (0, 0, 2, 1)),
        ('rowspan="0"', (0, 0, 3, 1)),
        ('rowspan="99999999999"', (0, 0, 3, 1)),
        ('rowspan="-1"', (0, 0, 1, 1)),
        ('rowspan="二"', (0, 0, 1, 1)),
        ('colspan="0"', (0, 0, 1, 1)),
        ('colspan="100"', (0, 0, 1, 3)),
        ('colspan=""', (0, 0, 1, 1)),
    ],
)
def test_damaged_spans(attributes: str, extent: tuple[int, int, int, int]) -> None:
    rows = "<tr><td>1</td><td>2</td><td>3</td></tr>" * 2
    assert table(read(f"<table><tr><td {attributes}>甲</td></tr>{rows}</table>"))[extent] == "甲"


def test_row_groups() -> None:
    document = read(
        "<table><tfoot><tr><td>合计</td><td>3</td></tr></tfoot><tbody><tr><td rowspan='9'>许可</td><td>1</td></tr>"
        "<tr><td>2</td></tr></tbody><thead><tr><th>项目</th><th>数</th></tr></thead></table>"
    )
    assert table(document) == {
        (0, 0, 1, 1): "项目",
        (0, 1, 1, 1): "数",
        (1, 0, 2, 1): "许可",
        (1, 1, 1, 1): "1",
        (2, 1, 1, 1): "2",
        (3, 0, 1, 1): "合计",
        (3, 1, 1, 1): "3",
    }


def test_cells_without_rows_and_empty_rows() -> None:
    document = read("<table><td>甲</td><td rowspan=2>乙</td><tr></tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert table(document) == {(0, 0, 1, 1): "甲", (0, 1, 1, 1): "乙", (1, 0, 1, 1): "丙", (1, 1, 1, 1): "丁"}


def test_lines_of_a_cell() -> None:
    document = read(
        "<table><tr><td><p>商业</p><p></p><p>企业</p></td><td>其他<br>结果</td><td>&nbsp;</td></tr></table>"
    )
    assert table(document) == {(0, 0, 1, 1): "商业\n企业", (0, 1, 1, 1): "其他\n结果", (0, 2, 1, 1): ""}


def test_layout_tables_are_no_tables() -> None:
    document = read(
        "<table><tr><td><a href='/'>首页</a></td></tr>"
        f"<tr><td><table><tr><td>{ARTICLE}</td></tr></table></td></tr></table>"
    )
    assert texts(document) == BODY_TEXTS
    assert tables(document) == 1
    assert len(table(document)) == 9


def test_one_column_of_lines_is_text() -> None:
    assert texts(read("<table><tr><td>第一行</td></tr><tr><td>第二行</td></tr></table>")) == ["第一行", "第二行"]


def test_table_within_a_cell() -> None:
    inner = "<table><tr><td>内甲</td><td>内乙</td></tr></table>"
    document = read(
        f"<table><tr><td>名</td><td>前{inner}后</td></tr><tr><td>数</td><td>1</td></tr><tr><td>量</td><td>2</td></tr></table>"
    )
    assert table(document, 0)[0, 1, 1, 1] == "前\n后"
    assert table(document, 1) == {(0, 0, 1, 1): "内甲", (0, 1, 1, 1): "内乙"}


def test_layout_table_within_a_cell_is_its_text() -> None:
    inner = "<table><tr><td>上</td></tr><tr><td>下</td></tr></table>"
    assert table(read(f"<table><tr><td>{inner}</td><td>乙</td></tr></table>")) == {
        (0, 0, 1, 1): "上\n下",
        (0, 1, 1, 1): "乙",
    }


def test_caption_stands_before_its_table() -> None:
    document = read("<table><caption>表一</caption><tr><td>1</td><td>2</td></tr></table>")
    assert texts(document) == ["表一"]
    assert isinstance(document.drafts[1], TableDraft)


# the article


def site(article: str) -> str:
    """What a county's site puts around an article."""
    links = "".join(f"<li><a href='/{number}'>政府信息公开年报{number}</a></li>" for number in range(12))
    return (
        f"<div class='header'><a href='/'>青石县人民政府</a><ul class='nav'>{links}</ul></div>"
        "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/nb'>政府信息公开年报</a></div>"
        "<table class='xxgk'><tr><td>索引号：</td><td>0123/2025-00001</td><td>发布机构：</td><td>青石镇</td></tr>"
        "<tr><td>成文日期：</td><td>2025-01-10</td><td>主题分类：</td><td>综合</td></tr></table>"
        "<div><span>政务公开</span> <span>申请服务</span></div>"
        "<p><a href='/2'>行政复议、行政诉讼情况公开，全年统计。</a></p>"
        f"<div class='main'><div class='left'><ul>{links}</ul></div><div class='right'><h1>{TITLE}</h1>"
        "<div class='info'>发布时间：2025-01-15 09:30　来源：青石镇　浏览次数：<span id='n'>28</span>"
        "　字体：【大 中 小】</div>"
        f"<div class='bdshare'>分享到：<a href='#'>微博</a></div><div class='content'>{article}</div>"
        "<div>【<a href='#'>打印</a>】【<a href='#'>关闭</a>】</div>"
        "<div>上一篇：<a href='/1'>某公告，内容较长的标题。</a></div>"
        f"<div class='related'><h3>相关文章</h3><ul>{links}</ul></div></div></div>"
        "<div class='footer'><p>版权所有：青石县人民政府办公室　主办单位：青石县人民政府</p>"
        "<p>某ICP备00000000号，网站标识码0000000000</p></div>"
        "<div>您访问的链接即将离开本网站，是否继续？</div>"
    )


def test_article_among_what_surrounds_it() -> None:
    document = read(site(ARTICLE))
    assert texts(document) == BODY_TEXTS
    assert tables(document) == 1


def test_article_split_over_containers_is_read_whole() -> None:
    halves = ARTICLE.split("<p>二、")
    document = read(site(f"<div>{halves[0]}</div><div><p>二、{halves[1]}</div><p>无。</p>"))
    assert texts(document) == [*BODY_TEXTS, "无。"]


def test_article_in_one_paragraph_of_breaks() -> None:
    lines = "<br>".join(BODY_TEXTS)
    assert texts(read(site(f"<p>{lines}</p>"))) == BODY_TEXTS


def test_article_without_a_container_of_its_own() -> None:
    document = read(
        f"<div class='nav'><a href='/'>首页</a></div><h1>{TITLE}</h1>{ARTICLE}<p>上一篇：没有了</p><div>版权所有</div>"
    )
    assert texts(document) == [TITLE, *BODY_TEXTS]


def test_index_card_as_list_is_left_out() -> None:
    card = "<ul><li><b>索 引 号：</b>0123</li><li><b>发布机构：</b>青石镇</li><li><b>名　　称：</b>年度报告</li></ul>"
    assert texts(read(f"<div>{card}<p>{TITLE}</p>{ARTICLE}</div>")) == [TITLE, *BODY_TEXTS]


def test_card_that_quotes_the_report_is_left_out() -> None:
    labels = ("索引号", "发布机构", "成文日期", "主题分类", "有效性", "公开方式")
    card = "".join(f"<tr><td>{label}</td><td>某</td></tr>" for label in labels)
    quote = "<tr><td>内容概述</td><td>镇政府公开政府信息，办理申请。</td></tr>"
    assert texts(read(f"<div><table>{card}{quote}</table></div><div>{ARTICLE}</div>")) == BODY_TEXTS


def test_list_of_documents_in_the_article_is_no_card() -> None:
    listed = (
        "<table><tr><td>名称</td><td>文号</td><td>发布日期</td></tr><tr><td>甲</td><td>1</td><td>3月</td></tr></table>"
    )
    document = read(site(ARTICLE.replace("<p>六、", f"{listed}<p>六、")))
    assert table(document, 1)[1, 0, 1, 1] == "甲"


def test_signature_and_date_stay() -> None:
    link = "<p><a href='/zn'>公开指南</a></p>"
    document = read(site(f"{link}{ARTICLE}<p>青石镇人民政府</p><p>2025年1月10日</p>"))
    assert texts(document) == [*BODY_TEXTS, "青石镇人民政府", "2025年1月10日"]


def test_links_within_the_article_stay() -> None:
    article = ARTICLE.replace("<p>二、", "<p><a href='http://example.gov.cn'>公开指南全文</a></p><p>二、")
    document = read(site(article + "<p><a href='a.pdf'>附件：报告</a></p>"))
    assert texts(document) == [*BODY_TEXTS[:3], "公开指南全文", *BODY_TEXTS[3:], "附件：报告"]


def test_site_names_never_cost_article_text() -> None:
    document = read(
        f"<div class='content related nav'><div class='footer'>{ARTICLE}</div></div><div class='nav'>其他</div>"
    )
    assert texts(document) == BODY_TEXTS


def test_page_without_any_report_is_read_whole() -> None:
    assert texts(read("<div><p>通知一则</p></div><div><p>联系电话 000</p></div>")) == ["通知一则", "联系电话 000"]


def test_pictures_and_embedded_files_are_gaps() -> None:
    article = ARTICLE.replace(
        "<p>六、",
        "<p><img src='/up/%E8%A1%A8%E4%B8%89.png?v=1'></p><img src='x.gif' width='16'><img src='/img/print.png'>"
        "<iframe src='/f/report.pdf'></iframe><iframe src='/ad.js'></iframe><p>六、",
    )
    document = read(site(article))
    place = len(document.drafts) - 2
    assert document.gaps == [
        DraftGap("picture", place, "图片（表三.png）"),
        DraftGap("unreadable", place, "嵌入的文件（report.pdf）"),
    ]


def test_picture_with_a_description_and_without_a_name() -> None:
    gaps = read(
        "<p>甲</p><img alt='申请情况图' src='data:image/png;base64,AA'><img src='data:image/png;base64,AA'>"
    ).gaps
    assert [gap.description for gap in gaps] == ["图片（申请情况图）", "图片"]


# titles


def test_titles_in_order_of_worth() -> None:
    head = (
        f"<title>{TITLE}_青石县人民政府门户网站</title><meta name='ArticleTitle' content='青石镇2024年年度报告'>"
        "<meta property='og:title' content='青石镇年报'>"
    )
    document = read(
        f"<h1>青石县人民政府</h1><div class='art-title'>青石镇2024年度政府信息公开工作年度报告</div>{ARTICLE}", head
    )
    assert document.titles == [
        "青石镇2024年度政府信息公开工作年度报告",
        "青石镇2024年年度报告",
        "青石镇年报",
        TITLE,
        "青石县人民政府",
    ]


def test_page_title_alone_keeps_hyphens_of_its_own() -> None:
    assert read("<p>甲</p>", "<title>2023-2024年度工作报告 - 青石网</title>").titles == ["2023-2024年度工作报告"]
    assert read("<p>甲</p>", "<title>通知-青石网</title>").titles == ["通知-青石网"]
    assert read("<h1 style='display:none'>藏着的年度报告</h1><p>甲</p>").titles == []


# encodings


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "GB18030", "big5", "iso-8859-1", "", "no-such-code"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16", "utf-16-le"])
def test_declared_encoding_never_garbles(declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    text = f"<html><head>{meta}<title>{TITLE}</title></head><body>{ARTICLE}<p>镕㙍</p></body></html>"
    document = read_html(text.encode(encoding), Limits())
    assert texts(document)[:6] == BODY_TEXTS
    assert document.titles == [TITLE]


def test_traditional_page_in_big5() -> None:
    text = '<meta charset="big5"><p>政府資訊公開年度報告，本機關受理申請四件，均已答覆。</p>'
    assert texts(read_html(text.encode("big5"), Limits())) == ["政府資訊公開年度報告，本機關受理申請四件，均已答覆。"]


def test_byte_order_mark_is_no_text() -> None:
    assert texts(read_html("<p>甲</p>".encode("utf-8-sig"), Limits())) == ["甲"]
    assert texts(read_html("甲".encode("utf-8-sig"), Limits())) == ["甲"]


def test_xml_declaration() -> None:
    text = f'<?xml version="1.0" encoding="gb2312"?><html><body><p>{OVERVIEW}</p></body></html>'
    assert texts(read_html(text.encode("gbk"), Limits())) == [OVERVIEW]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_damaged_bytes_cost_only_themselves(encoding: str) -> None:
    data = page(ARTICLE).decode().encode(encoding).replace("培训".encode(encoding), b"\xff")
    text = "".join(texts(read_html(data, Limits())))
    assert "\ufffd" in text
    assert "本机关2024年没有收取信息处理费" in text


def test_character_references() -> None:
    assert texts(read("<p>甲&#xD800;&#150;&amp;&hellip;&#12288;乙</p>")) == ["甲\ufffd–&…　乙"]


def archive(part: bytes, encoding: str, charset: str = "") -> bytes:
    return (
        b"From: <Saved by a browser>\r\nSubject: page\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----B"\r\n\r\n------B\r\n'
        b"Content-Type: text/html" + (f"; charset={charset}" if charset else "").encode() + b"\r\n"
        b"Content-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n" + part + b"\r\n------B\r\n"
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n------B--\r\n"
    )


def test_single_file_archives() -> None:
    gbk = f"<html><body>{ARTICLE}</body></html>".encode("gbk")
    assert (
        texts(read_html(archive(quopri.encodestring(page(ARTICLE)), "quoted-printable", "utf-8"), Limits()))
        == BODY_TEXTS
    )
    assert texts(read_html(archive(base64.encodebytes(gbk), "base64", "gb2312"), Limits())) == BODY_TEXTS
    assert "MHTML" in refusal(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n\r\n--x--"
    )


# bad input


def test_nothing_to_read() -> None:
    assert "空" in refusal(b"")
    assert "内容" in refusal(b" \r\n\x00")
    assert "内容" in refusal(b"<!-- -->")


def test_limits() -> None:
    assert "字" in refusal(page(ARTICLE), Limits(max_characters=50))
    assert "上限" in refusal(page(ARTICLE), Limits(max_bytes=100))
    rows = "<tr><td>1</td><td>2</td></tr>" * 60
    assert "单元格" in refusal(page(f"<table>{rows}</table>"), Limits(max_cells=100))
    stairs = "".join(f"<tr><td colspan='{width}'>1</td><td>2</td></tr>" for width in range(1, 150))
    assert "单元格" in refusal(page(f"<table>{stairs}</table>"), Limits(max_cells=10_000))


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "深",
        "<table><tr><td>" * 50_000 + "深",
        "<b>" * 100_000 + "深",
        "<ul><li>" * 50_000 + "深",
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">深</p>",
        "<table><tr>" + "<td rowspan=65000 colspan=900>1</td>" * 2_000 + "</tr>" + "<tr><td>2</td></tr>" * 20_000,
    ],
)
def test_hostile_pages_end_quickly(body: str) -> None:
    started = time.process_time()
    assert refusal(page(body))
    assert time.process_time() - started < 40


def test_many_paragraphs_deep_down_are_read_quickly() -> None:
    started = time.process_time()
    document = read("<div>" * 1_500 + "<p>甲</p>" * 20_000)
    assert len(document.drafts) == 20_000
    assert time.process_time() - started < 40


def test_attributes_and_tags_in_scripts_are_no_markup() -> None:
    script = "<script>if (a<b " + "x " * 1_000 + ") {}</script>"
    assert texts(read(f"{script}<p>甲</p>")) == ["甲"]


@pytest.mark.parametrize("depth", [300, 600])
def test_deep_but_possible_pages_are_read(depth: int) -> None:
    assert texts(read("<div><font>" * depth + "深" + "</font></div>" * depth + "尾")) == ["深", "尾"]


# properties


@st.composite
def any_table(draw: st.DrawFn, depth: int = 2) -> str:
    """A table of any spans, nested, each cell with a text of its own."""
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        cells = []
        for _ in range(draw(st.integers(0, 4))):
            span = draw(st.sampled_from(["", "0", "1", "2", "3", "7", "2个", "x", "99999"]))
            other = draw(st.sampled_from(["", "2", "3", "0"]))
            mark = draw(st.uuids()).hex[:12]
            inner = draw(any_table(depth - 1)) if depth and draw(st.integers(0, 4)) == 0 else ""
            cells.append(f"<td rowspan='{span}' colspan='{other}'>［{mark}］{inner}</td>")
        row = f"<tr>{''.join(cells)}</tr>"
        group = draw(st.sampled_from(["", "", "tbody", "thead", "tfoot"]))
        parts.append(f"<{group}>{row}</{group}>" if group else row)
    return f"<table>{''.join(parts)}</table>"


def marks_of(text: str) -> list[str]:
    return sorted(part.split("］")[0] for part in text.split("［")[1:])


@settings(max_examples=200, deadline=None)
@given(any_table())
def test_no_two_cells_overlap_and_no_text_is_lost(markup: str) -> None:
    document = read(markup)
    for draft in document.drafts:
        if isinstance(draft, TableDraft):
            places = [
                (row, column)
                for cell in draft.cells
                for row in range(cell.row, cell.row + cell.row_span)
                for column in range(cell.column, cell.column + cell.column_span)
            ]
            assert len(places) == len(set(places))
            assert all(cell.row_span > 0 and cell.column_span > 0 for cell in draft.cells)
    assert marks_of(assemble(document.drafts)[0]) == marks_of(markup)


WRAPPERS = st.sampled_from(["div", "section", "td", "center", "font", "span", "article", "div class='content'", "form"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WRAPPERS, max_size=4), min_size=6, max_size=6), st.lists(WRAPPERS, max_size=4))
def test_article_is_whole_in_any_containers(inner: list[list[str]], outer: list[str]) -> None:
    def wrap(content: str, wrappers: list[str]) -> str:
        for wrapper in wrappers:
            name = wrapper.split()[0]
            around = (
                (f"<table><tr><{name}>", f"</{name}></tr></table>") if name == "td" else (f"<{wrapper}>", f"</{name}>")
            )
            content = f"{around[0]}{content}{around[1]}"
        return content

    article = "".join(wrap(f"<p>{text}</p>", wrappers) for text, wrappers in zip(BODY_TEXTS, inner, strict=True))
    assert texts(read(site(wrap(article, outer)))) == BODY_TEXTS


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"<p>", b"\xff\xfe", b"<meta charset=utf-7>", b"MIME-Version: 1.0\r\nContent-Type: multipart/"]
    ),
)
def test_random_bytes_raise_nothing_else(data: bytes, start: bytes) -> None:
    with contextlib.suppress(ReadingError):
        read_html(start + data, Limits())


TAGS = [
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "</td>",
    "</table>",
    "<p>",
    "</p>",
    "<a href=x>",
    "</a>",
    "<h2>",
    "</h2>",
    "<br>",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*TAGS, "<div hidden>", "</div>", "<pre>", "</pre>", "甲", " ", "总体情况", "<img src=a>"])
    )
)
def test_tag_soup_raises_nothing(parts: list[str]) -> None:
    document = read("".join(parts))
    assemble(document.drafts)
