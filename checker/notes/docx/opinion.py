"""The 审核意见 document: what a reviewer signs where the draft itself takes no comments."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from checker import __version__
from checker.notes.characters import shown, xml_safe
from checker.notes.docx.parts import Parts
from checker.notes.findings import (
    NO_TITLE,
    UNKNOWN,
    by_section,
    decision_of,
    dismissed_findings,
    file_name,
    heading,
    open_findings,
    quote_of,
    quotes_itself,
    section_name,
    summary,
    unchecked,
)
from checker.notes.formats import Context
from checker.notes.scores import named_scores
from checker.notes.sums import FailedSum, failed_sums
from checker.reviewing import FindingInfo, Review
from checker.rules.naming import CHINESE_ORDINALS
from checker.rules.pages import page_address, page_parts
from checker.rules.registry import get_rule
from checker.rules.rule import SEVERITY_NAMES

_BODY, _HEAD = "仿宋", "黑体"
# What to use where these are not installed.
_OTHER_NAMES = {_BODY: "FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC", _HEAD: "SimHei,STHeiti,Noto Sans CJK SC"}
_LATIN = "Times New Roman"
_SIZE, _SMALL = Pt(12), Pt(10.5)
_COLOURS = {
    "error": RGBColor(0xC0, 0x00, 0x00),
    "warning": RGBColor(0x9C, 0x57, 0x00),
    "info": RGBColor(0x1F, 0x4E, 0x79),
}
_GREY = RGBColor(0x59, 0x59, 0x59)
_LONG_QUOTE = 200


def opinion(review: Review, reason: str, context: Context) -> bytes:
    """The document as a docx. ``reason`` says why it is not the draft with comments."""
    writer = _Writer(context)
    writer.write(review, reason)
    return writer.save()


class _Writer:
    """Writes one document from its top to its end."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._document = docx.Document()
        self._chapters = 0
        self._bookmarks = 0
        self._set_up()

    def _set_up(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)
        section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.4)
        style: Any = self._document.styles["Normal"]
        style.font.size = _SIZE
        style.font.name = _LATIN
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.35
        for level, size in ((1, Pt(14)), (2, Pt(12)), (3, Pt(12))):
            own: Any = self._document.styles[f"Heading {level}"]
            own.font.size, own.font.bold, own.font.name = size, level > 1, _LATIN
            own.font.color.rgb = RGBColor(0, 0, 0)
            fonts = own.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:eastAsia"), _HEAD if level < 3 else _BODY)
            own.paragraph_format.space_before = Pt(14 if level == 1 else 8)
            own.paragraph_format.space_after = Pt(4 if level == 1 else 2)
        _number_pages(section.footer.paragraphs[0])

    def write(self, review: Review, reason: str) -> None:
        self._title("政府信息公开工作年度报告审核意见")
        self._facts(review, reason)
        self._scores(review)
        self._findings(review)
        self._sums(failed_sums(review))
        self._unchecked(review)
        self._dismissed(review)
        self._signature()
        self._pages(review)

    def save(self) -> bytes:
        stream = io.BytesIO()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = "政府信息公开工作年度报告审核意见", "", ""
        self._document.save(stream)
        return _without_times(stream.getvalue())

    # parts of the document

    def _title(self, text: str) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(12)
        _add(paragraph, text, font=_HEAD, size=Pt(20))

    def _chapter(self, text: str) -> None:
        self._document.add_heading(f"{CHINESE_ORDINALS[self._chapters]}、{text}", 1)
        self._chapters += 1

    def _facts(self, review: Review, reason: str) -> None:
        report = review.report
        rows = [
            ("报告名称", report.title or NO_TITLE),
            ("机关", report.organization or UNKNOWN),
            ("年度", f"{report.year or UNKNOWN}（表格格式：{report.format}年）"),
            ("初稿文件", file_name(review)),
            ("文件校验值", f"SHA-256 {report.source.sha256}"),
            ("审核结果", summary(review)),
            ("说明", f"{reason}本意见由 checker {__version__} 生成，逐条引用原文，供审核人员核定。"),
        ]
        table = self._table(len(rows), (2.8, 13.0))
        for row, (name, text) in zip(table.rows, rows, strict=True):
            _fill(row.cells[0], name, font=_HEAD)
            _fill(row.cells[1], text)

    def _scores(self, review: Review) -> None:
        self._chapter("评分（0—100，只用来排先后，不代替意见）")
        scores = list(named_scores(review))
        table = self._table(len(scores) + 1, (1.8, 1.8, 4.4, 7.8), ("评分", "分数", "含义", "组成（得分/满分）"))
        for row, score in zip(table.rows[1:], scores, strict=True):
            _fill(row.cells[0], score.name, centred=True)
            _fill(row.cells[1], score.shown, centred=True)
            _fill(row.cells[2], score.meaning)
            _fill(row.cells[3], "；".join(score.parts))

    def _findings(self, review: Review) -> None:
        found = open_findings(review)
        self._chapter(f"审核意见（{len(found)}条）")
        if not found:
            self._line("没有发现问题。未能检查的内容见后。" if unchecked(review) else "没有发现问题。")
        number = 0
        for section, findings in by_section(found):
            self._document.add_heading(shown(section_name(review, section)), 2)
            for finding in findings:
                number += 1
                self._finding(number, finding)

    def _finding(self, number: int, finding: FindingInfo) -> None:
        head = self._document.add_paragraph()
        head.paragraph_format.space_before = Pt(6)
        head.paragraph_format.keep_with_next = True
        _add(head, f"{number}. {shown(heading(finding))}", bold=True, colour=_COLOURS[finding.severity])
        if not quotes_itself(finding):
            self._line(f"「{quote_of(finding, _LONG_QUOTE)}」", "原文：")
        self._line(finding.message, "问题：")
        self._line(finding.suggestion, "建议：")
        source = self._line(finding.basis, "依据：")
        _add(source, "　")
        _link(source, f"规则说明：{finding.rule}", anchor=_bookmark(finding.rule))
        decision = decision_of(finding)
        if decision is not None:
            self._line(str(decision), "处理：")

    def _sums(self, sums: Sequence[FailedSum]) -> None:
        if not sums:
            return
        self._chapter("合计不符的数字")
        self._line("按表格里的数字重新核算；各项较多的，为0的不列。")
        heads = ("位置", "一边", "得", "另一边", "得", "相差")
        table = self._table(len(sums) + 1, (2.4, 5.7, 1.4, 3.5, 1.4, 1.4), heads)
        for row, item in zip(table.rows[1:], sums, strict=True):
            _fill(row.cells[0], item.where)
            _fill(row.cells[1], item.left_words)
            _fill(row.cells[2], str(item.left), centred=True)
            _fill(row.cells[3], item.right_words)
            _fill(row.cells[4], str(item.right), centred=True)
            _fill(row.cells[5], str(item.difference), centred=True, colour=_COLOURS["error"])

    def _unchecked(self, review: Review) -> None:
        self._chapter("未能检查的内容")
        missing = unchecked(review)
        if not missing:
            self._line("启用的规则全部检查完毕。")
        for item in missing:
            self._line(item.reason, f"{item.rules}：")

    def _dismissed(self, review: Review) -> None:
        dismissed = dismissed_findings(review)
        if not dismissed:
            return
        self._chapter("审核人员不采纳的意见")
        for finding in dismissed:
            self._line(f"{finding.message}　{decision_of(finding)}", f"{heading(finding)}：")

    def _signature(self) -> None:
        self._chapter("审核人意见")
        table = self._table(2, (3.4, 5.0, 2.2, 5.2))
        remarks = table.rows[0]
        _fill(remarks.cells[0], "意见", font=_HEAD)
        remarks.height = Cm(3)
        remarks.cells[1].merge(remarks.cells[3])
        for cell in remarks.cells:
            # the table stays on one page
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        signature = table.rows[1]
        _fill(signature.cells[0], "审核人（签名）", font=_HEAD)
        _fill(signature.cells[2], "日期", font=_HEAD)
        _add(signature.cells[3].paragraphs[0], "　　　　年　　月　　日", size=_SMALL)
        signature.height = Cm(1.2)

    def _pages(self, review: Review) -> None:
        codes = sorted({finding.rule for finding in open_findings(review)})
        rules = [rule for rule in map(get_rule, codes) if rule is not None]
        if not rules:
            return
        title = self._document.add_heading("附：所用规则的说明", 1)
        title.paragraph_format.page_break_before = True
        for rule in rules:
            head = self._document.add_heading(f"{rule.code} {rule.title}（{SEVERITY_NAMES[rule.severity]}）", 3)
            self._mark(head, _bookmark(rule.code))
            for name, text in page_parts(rule).items():
                self._line(text, f"{name}：" if name else "", small=True)
            address = page_address(rule.code, self._context.rules_page)
            if address:
                _link(self._line("", small=True), "网上的说明", address=xml_safe(address))

    # what they are made of

    def _line(self, text: str, name: str = "", *, small: bool = False) -> Paragraph:
        paragraph = self._document.add_paragraph()
        size = _SMALL if small else None
        if name:
            _add(paragraph, shown(name), font=_HEAD, size=size, colour=_GREY if small else None)
        if text:
            _add(paragraph, shown(text), size=size)
        return paragraph

    def _table(self, rows: int, widths: Sequence[float], heads: Sequence[str] = ()) -> Table:
        table: Table = self._document.add_table(rows, len(widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        if heads:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, text in zip(table.rows[0].cells, heads, strict=True):
                _fill(cell, text, font=_HEAD, centred=True)
        return table

    def _mark(self, paragraph: Paragraph, name: str) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), name)
        paragraph._p.insert(1, start)
        paragraph._p.append(end)
        self._bookmarks += 1


def _bookmark(code: str) -> str:
    return f"rule_{code}"


def _add(
    paragraph: Paragraph,
    text: str,
    *,
    font: str | None = None,
    size: Pt | None = None,
    bold: bool = False,
    colour: RGBColor | None = None,
) -> None:
    run = paragraph.add_run(xml_safe(text))
    if font is not None:
        run.font.name = _LATIN
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size is not None:
        run.font.size = size
    if bold:
        run.font.bold = True
    if colour is not None:
        run.font.color.rgb = colour


def _fill(
    cell: _Cell, text: str, *, font: str | None = None, centred: bool = False, colour: RGBColor | None = None
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add(paragraph, shown(text), font=font, size=_SMALL, colour=colour)


def _link(paragraph: Paragraph, words: str, *, anchor: str = "", address: str = "") -> None:
    """A link to a bookmark of the document, or to an address."""
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    before = len(paragraph._p)
    _add(paragraph, words, size=_SMALL, colour=RGBColor(0x05, 0x63, 0xC1))
    for run in list(paragraph._p)[before:]:
        link.append(run)
    paragraph._p.append(link)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    _add(paragraph, "— ", size=_SMALL)
    paragraph._p.append(field)
    _add(paragraph, " —", size=_SMALL)


def _without_times(data: bytes) -> bytes:
    """The same document with no time in it, so that a review always gives the same file; and with the names of
    fonts to use in the place of those that are not installed."""
    parts = Parts(data)
    core = parts.parse("docProps/core.xml")
    for element in list(core):
        if etree.QName(element).localname in ("created", "modified", "lastModifiedBy", "revision"):
            core.remove(element)
    parts.write("docProps/core.xml", core)
    fonts = parts.parse("word/fontTable.xml")
    for name, others in _OTHER_NAMES.items():
        font = etree.SubElement(fonts, qn("w:font"))
        font.set(qn("w:name"), name)
        etree.SubElement(font, qn("w:altName")).set(qn("w:val"), others)
        etree.SubElement(font, qn("w:charset")).set(qn("w:val"), "86")
    parts.write("word/fontTable.xml", fonts)
    return parts.save(timeless=True)
