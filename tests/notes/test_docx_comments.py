"""Comments in a copy of the draft: at the exact words, and nothing else of the draft changed."""

from __future__ import annotations

import copy
import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from checker.notes.docx import write
from checker.notes.docx.annotate import AUTHOR, annotate
from checker.notes.docx.comments import Comment
from checker.notes.formats import Context
from checker.reading import Limits, read_bytes
from checker.reading.docx.package import w
from checker.report.model import Report
from checker.reviewing import Reviewer

SAMPLES = sorted((Path(__file__).parents[2] / "corpora" / "reports").glob("*.docx"))
LIMITS = Limits()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
OLD_COMMENT = f'<w:comments {NAMESPACES}><w:comment w:id="7" w:author="科长"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def r(text: str, properties: str = "") -> str:
    return f'<w:r w:rsidR="00A1">{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t>{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{own}{''.join(part if part.startswith('<') else r(part) for part in content)}</w:p>"


def tbl(*rows: tuple[str, ...]) -> str:
    body = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{body}</w:tbl>"


def ins(content: str) -> str:
    return f'<w:ins w:id="1" w:author="张三">{content}</w:ins>'


def gone(text: str) -> str:
    return f'<w:del w:id="2" w:author="李四"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def text_box(content: str) -> str:
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def package(body: str, comments: str = "", strict: bool = False) -> bytes:
    """An annual report as a docx, with ``body`` in its first section."""
    before = p("江湾镇人民政府2023年政府信息公开工作年度报告") + p(HEADINGS[0])
    document = f"<w:document {NAMESPACES}><w:body>{before}{body}{''.join(map(p, HEADINGS[1:]))}<w:sectPr/></w:body></w:document>"
    if strict:
        document = document.replace(W, STRICT)
    parts = {"[Content_Types].xml": TYPES, "word/document.xml": document, "word/media/image1.png": "\x89PNG"}
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    if comments:
        parts["word/comments.xml"] = comments
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/comments" Target="comments.xml"/></Relationships>'
        )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def on(start: int, end: int, title: str = "批注") -> Comment:
    return Comment(start, end, title, ("应当改正",), quote="原来的话")


def on_words(report: Report, words: str) -> Comment:
    start = report.text.index(words)
    return on(start, start + len(words), words)


def annotated(data: bytes, *words: str) -> tuple[Report, Report, bytes]:
    report = read_bytes(data, "初稿.docx", LIMITS)
    result = annotate(data, report, [on_words(report, item) for item in words], LIMITS)
    return report, read_bytes(result, "初稿.docx", LIMITS), result


def commented(report: Report) -> list[tuple[str, str]]:
    """The words that our comments stand on, and the comments' first lines."""
    return [
        (report.text[mark.start : mark.end], mark.text.split("\n")[0])
        for mark in report.marks
        if mark.kind == "comment" and mark.author == AUTHOR
    ]


def part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def stripped(data: bytes) -> bytes:
    """The document part without our comments, runs of the same look joined, in canonical form."""
    root = etree.fromstring(part(data, "word/document.xml"))
    namespace = root.tag[1:].partition("}")[0]

    def q(name: str) -> str:
        return f"{{{namespace}}}{name}"

    ours = _numbers_of_ours(data)
    for mark in list(root.iter(q("commentRangeStart"), q("commentRangeEnd"), q("commentReference"))):
        if mark.get(q("id")) in ours:
            target = mark.getparent() if mark.tag == q("commentReference") else mark
            target.getparent().remove(target)
    for run in list(root.iter(q("r"))):
        earlier = run.getprevious()
        if earlier is not None and earlier.tag == run.tag and _look(earlier, q) == _look(run, q):
            earlier.extend([child for child in run if child.tag != q("rPr")])
            run.getparent().remove(run)
    for text in list(root.iter(q("t"))):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        earlier = text.getprevious()
        if earlier is not None and earlier.tag == text.tag:
            earlier.text = (earlier.text or "") + (text.text or "")
            text.getparent().remove(text)
    return etree.tostring(root, method="c14n")


def _numbers_of_ours(data: bytes) -> set[str]:
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    if "word/comments.xml" not in names:
        return set()
    root = etree.fromstring(part(data, "word/comments.xml"))
    namespace = root.tag[1:].partition("}")[0]
    return {item.get(f"{{{namespace}}}id") for item in root if item.get(f"{{{namespace}}}author") == AUTHOR}


def _look(run: etree._Element, q: Callable[[str], str]) -> tuple[object, ...]:
    properties = run.find(q("rPr"))
    return (sorted(run.attrib.items()), b"" if properties is None else etree.tostring(properties, method="c14n"))


def unchanged(before: bytes, after: bytes) -> bool:
    """Whether nothing but our comments was added."""
    old, new = zipfile.ZipFile(io.BytesIO(before)), zipfile.ZipFile(io.BytesIO(after))
    touched = {"word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    same = all(old.read(name) == new.read(name) for name in old.namelist() if name not in touched)
    return same and stripped(before) == stripped(after)


BOLD = '<w:b/><w:color w:val="FF0000"/>'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (p("全年公开信息", r("186条", BOLD), "，较上年增加"), "息186条，较"),
        (p("全年公开", ins(r("各类信息186条")), "，", gone("旧话"), "受理申请"), "信息186条，受"),
        (p("详见", f"<w:hyperlink w:anchor='a'>{r('政府网站公告栏')}</w:hyperlink>"), "网站公告"),
        (p("收到", f"<w:sdt><w:sdtPr/><w:sdtContent>{r('申请二十一件')}</w:sdtContent></w:sdt>", "。"), "二十一"),
        (f"<w:sdt><w:sdtContent>{p('控件里的一整段话')}</w:sdtContent></w:sdt>", "一整段"),
        (p(f"<w:fldSimple w:instr='DOCPROPERTY x'>{r('域的结果文字')}</w:fldSimple>"), "结果"),
        (p("见", field(r("第三部分表格")), "所列"), "三部分表格所"),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t><w:br/><w:t>丁</w:t></w:r>"), "\t乙丙"),
        (p("第一段的末尾") + p("第二段的开头"), "末尾\n第二"),
        (p("合并的", "段", properties='<w:rPr><w:del w:author="李四"/></w:rPr>') + p("落另一半"), "段落另"),
        (tbl((p("行政许可"), p("64")), (p("行政处罚"), p("17"))), "64"),
        (tbl((p("行政许可"), p("64")), (p("行政处罚"), p("17"))), "许可\t64\n行政"),
        (p("首行") + tbl((tbl((p("内层表格"),)) + p("外层"), p("乙"))), "内层表"),
        (p("<w:smartTag>" + r("智能标记文字") + "</w:smartTag>"), "标记"),
        (
            p(
                '<w:r><w:rPr><w:rPrChange w:id="3" w:author="张三"><w:rPr/></w:rPrChange></w:rPr><w:t>格式修订过的文字</w:t></w:r>'
            ),
            "修订过",
        ),
        (p("<w:r><w:t>前面</w:t><w:drawing/><w:t>后面</w:t></w:r>"), "面后"),
        (p('<w:r><w:t xml:space="preserve"> 两头 有空格 </w:t></w:r>'), "头 有"),
        (p('<w:moveTo w:id="4" w:author="张三">' + r("移来的一句话") + "</w:moveTo>"), "一句"),
        (p("<w:r><w:t>带符号</w:t><w:sym w:font='Wingdings' w:char='F0FC'/><w:t>之后</w:t></w:r>"), "✓之"),
        ("<!-- 注 -->" + p("<!-- 注 -->" + r("有注释的XML")), "注释"),
    ],
)
@pytest.mark.parametrize("old", ["", OLD_COMMENT])
def test_a_comment_stands_on_the_exact_words_and_nothing_else_changes(body: str, words: str, old: str) -> None:
    data = package(body, comments=old)
    before, after, result = annotated(data, words)
    assert after.text == before.text
    assert commented(after) in ([(words, words.split("\n")[0])], [("", words.split("\n")[0])]), commented(after)
    # a range over several paragraphs or cells is read back as its beginning
    assert commented(after)[0][0] or "\n" in words or "\t" in words
    assert unchanged(data, result)
    assert [mark for mark in after.marks if mark.author != AUTHOR] == list(before.marks)


@pytest.mark.parametrize(
    ("body", "words", "stands_on"),
    [
        (p("框前文字", text_box(p("文本框里的话")), "框后"), "文本框里的话", ""),
        (
            p(
                "甲",
                "<w:r><w:ruby><w:rt>" + r("pin") + "</w:rt><w:rubyBase>" + r("拼音字") + "</w:rubyBase></w:ruby></w:r>",
                "乙",
            ),
            "音字",
            "拼音字",
        ),
        (
            p("甲", f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('纯文本控件')}</w:sdtContent></w:sdt>", "乙"),
            "文本",
            "纯文本控件",
        ),
        (
            p(
                "甲",
                f"<mc:AlternateContent><mc:Choice>{r('选出的文字')}</mc:Choice><mc:Fallback>{r('备')}</mc:Fallback></mc:AlternateContent>",
            ),
            "的文",
            "选出的文字",
        ),
        (p("算式", "<m:oMath><m:r><m:t>1+2=3</m:t></m:r></m:oMath>", "止"), "1+2=3", "算式1+2=3止"),
    ],
)
def test_where_words_cannot_be_commented_the_comment_stands_around_them_and_quotes(
    body: str, words: str, stands_on: str
) -> None:
    data = package(body)
    before, after, result = annotated(data, words)
    assert after.text == before.text
    ((shown, title),) = commented(after)
    assert shown == stands_on
    assert title == words
    assert unchanged(data, result)
    comments = etree.fromstring(part(result, "word/comments.xml"))
    assert "原文：「原来的话」" in "".join(comments.itertext())


def test_comments_that_overlap_share_their_cuts() -> None:
    body = p("全年共公开各类信息", r("一百八十六条", BOLD), "，其中救助公示四十一条。")
    data = package(body)
    words = [
        "公开各类",
        "各类信息一百",
        "百八十六条",
        "公开各类信息一百八十六条，其中",
        "救助",
        "救助公示四十一条。",
        "十",
    ]
    before, after, result = annotated(data, *words)
    assert after.text == before.text
    assert sorted(commented(after)) == sorted((item, item) for item in words)
    assert unchanged(data, result)


def test_comments_on_nothing_stand_on_the_nearest_heading_or_cell() -> None:
    data = package(p("正文" * 50) + tbl((p("行政许可"), p())))
    report = read_bytes(data, "初稿.docx", LIMITS)
    title = report.text.split("\n")[0]
    heading = report.text.index(HEADINGS[3])
    blank = report.text.index("行政许可\t") + len("行政许可\t")
    inside = report.text.index("正文正文") + 10
    comments = [on(0, 0, "全文"), on(heading, heading, "缺章节"), on(blank, blank, "空白"), on(inside, inside, "句中")]
    result = annotate(data, report, comments, LIMITS)
    after = read_bytes(result, "初稿.docx", LIMITS)
    assert commented(after) == [(title, "全文"), ("", "句中"), ("行政许可", "空白"), (HEADINGS[3], "缺章节")]
    assert unchanged(data, result)


def test_numbers_do_not_collide_with_those_of_the_draft() -> None:
    body = p(
        '<w:commentRangeStart w:id="7"/>',
        "旧批注的字",
        '<w:commentRangeEnd w:id="7"/>',
        '<w:r><w:commentReference w:id="7"/></w:r>',
        '<w:commentRangeStart w:id="12"/>',
    )
    _, after, result = annotated(package(body, comments=OLD_COMMENT), "批注")
    root = etree.fromstring(part(result, "word/comments.xml"))
    assert [item.get(w("id")) for item in root] == ["7", "13"]
    assert ("科长", "旧批注的字", "请核对") in [
        (mark.author, after.text[mark.start : mark.end], mark.text) for mark in after.marks
    ]
    assert part(result, "word/_rels/document.xml.rels") == part(
        package(body, comments=OLD_COMMENT), "word/_rels/document.xml.rels"
    )


def test_a_strict_document_stays_strict() -> None:
    data = package(p("严格格式的文档"), strict=True)
    _, after, result = annotated(data, "格式")
    assert commented(after) == [("格式", "格式")]
    for name in ("word/document.xml", "word/comments.xml"):
        assert STRICT.encode() in part(result, name)
        assert W.encode() not in part(result, name)
    assert unchanged(data, result)


def test_the_new_part_is_related_and_declared() -> None:
    _, _, result = annotated(package(p("一段话")), "一段")
    assert b'PartName="/word/comments.xml"' in part(result, "[Content_Types].xml")
    assert b'Target="comments.xml"' in part(result, "word/_rels/document.xml.rels")


def test_the_sign_of_a_comment_stands_outside_of_an_insertion() -> None:
    _, _, result = annotated(package(p(ins(r("插入的字")), "原有")), "入的")
    root = etree.fromstring(part(result, "word/document.xml"))
    (sign,) = root.iter(w("commentReference"))
    assert not list(sign.iterancestors(w("ins")))
    (start,) = root.iter(w("commentRangeStart"))
    assert list(start.iterancestors(w("ins")))


WORDS = st.text("公开信息申请办结一二三", min_size=1, max_size=6)


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(
        st.sampled_from(["run", "run", "bold", "many", "ins", "del", "link", "sdt", "field", "box", "ruby", "closed"])
    )
    if depth == 0 or kind in ("run", "bold"):
        return r(draw(WORDS), BOLD if kind == "bold" else "")
    if kind == "many":
        parts = [f"<w:t>{draw(WORDS)}</w:t>", "<w:tab/>", f"<w:t>{draw(WORDS)}</w:t>", "<w:br/>", "<w:drawing/>"]
        return f"<w:r>{''.join(draw(st.permutations(parts)))}</w:r>"
    if kind == "del":
        return gone(draw(WORDS))
    if kind == "ruby":
        return f"<w:r><w:ruby><w:rt>{r('x')}</w:rt><w:rubyBase>{r(draw(WORDS))}</w:rubyBase></w:ruby></w:r>"
    if kind == "box":
        return text_box(p(draw(inline(depth - 1))))
    inner = "".join(draw(st.lists(inline(depth - 1), min_size=1, max_size=2)))
    return {
        "ins": ins(inner),
        "link": f"<w:hyperlink w:anchor='a'>{inner}</w:hyperlink>",
        "sdt": f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
        "closed": f"<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>",
        "field": field(inner),
    }[kind]


@st.composite
def bodies(draw: st.DrawFn) -> str:
    paragraphs = draw(st.lists(st.lists(inline(), min_size=1, max_size=4), min_size=1, max_size=3))
    made = [p(*content) for content in paragraphs]
    if draw(st.booleans()):
        made.append(tbl((p(draw(inline())), p()), (p(draw(inline())), p(draw(inline())) + p(draw(WORDS)))))
    return "".join(made)


@settings(max_examples=80, deadline=None)
@given(
    body=bodies(),
    spans=st.lists(st.tuples(st.integers(0, 150), st.integers(0, 40)), max_size=5),
    old=st.sampled_from(["", OLD_COMMENT]),
)
def test_any_comments_on_any_draft_leave_it_as_it_was(body: str, spans: list[tuple[int, int]], old: str) -> None:
    data = package(body, comments=old)
    report = read_bytes(data, "初稿.docx", LIMITS)
    comments = [
        on(min(start, len(report.text)), min(start + length, len(report.text)), str(place))
        for place, (start, length) in enumerate(spans)
    ]
    result = annotate(data, report, comments, LIMITS)
    after = read_bytes(result, "初稿.docx", LIMITS)
    assert after.text == report.text
    assert after.tables == report.tables
    assert unchanged(data, result)
    assert [mark for mark in after.marks if mark.author != AUTHOR] == list(report.marks)
    assert len(commented(after)) == len(spans)
    root = etree.fromstring(part(result, "word/document.xml"))
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert len({element.get(w("id")) for element in root.iter(w(name))}) == len(spans)
        opened: set[str] = set()
    for element in root.iter(w("commentRangeStart"), w("commentRangeEnd")):
        if element.tag == w("commentRangeStart"):
            opened.add(element.get(w("id")))
        else:
            assert element.get(w("id")) in opened, "a comment ends before it begins"


# the whole way


def test_the_samples_get_their_comments() -> None:
    quotes = 0
    for path in SAMPLES:
        review = Reviewer().review(path)
        result = write([review], Context())
        after = read_bytes(result, str(path))
        assert after.text == review.report.text
        assert unchanged(path.read_bytes(), result)
        found = commented(after)
        assert len(found) == len(review.findings) + 1
        for finding in review.findings:
            if finding.quote.strip() and "\n" not in finding.quote and "\t" not in finding.quote:
                quotes += 1
                assert any(words == finding.quote and f"】{finding.rule} " in title for words, title in found), (
                    finding.quote
                )
        docx.Document(io.BytesIO(result))
    assert quotes >= 5


def test_a_draft_that_changed_or_went_gets_an_opinion_that_says_so(tmp_path: Path) -> None:
    path = tmp_path / "初稿.docx"
    path.write_bytes(SAMPLES[0].read_bytes())
    review = Reviewer().review(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == review.report.source.sha256

    def said() -> str:
        document = docx.Document(io.BytesIO(write([review], Context())))
        return "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    with path.open("ab") as stream:
        stream.write(b"\x00")
    assert "在审核之后改动过" in said()
    path.unlink()
    assert "已不在审核时的位置" in said()


def test_a_published_rules_page_is_linked() -> None:
    review = Reviewer().review(SAMPLES[0])
    comments = part(write([review], Context(rules_page="https://intranet.example/规则")), "word/comments.xml").decode()
    for finding in review.findings:
        assert f"HYPERLINK &quot;https://intranet.example/规则#{finding.rule}&quot;" in comments
        assert f"checker rules {finding.rule}" in comments


def test_dismissed_findings_are_not_put_into_the_draft() -> None:
    review = Reviewer().review(SAMPLES[0])
    decided = [
        copy.copy(item).model_copy(
            update={"decision": {"status": "dismissed", "reason": "已核", "name": "王", "date": "2024-01-12"}}
        )
        for item in review.findings[:1]
    ]
    changed = review.model_copy(update={"findings": decided + review.findings[1:]})
    found = commented(read_bytes(write([changed], Context()), "初稿.docx"))
    assert len(found) == len(review.findings)
