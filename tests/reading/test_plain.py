from __future__ import annotations

import pytest

from checker.reading import ReadingError, read_bytes
from checker.reading.document import Limits
from checker.reading.encoding import decode_text
from checker.reading.plain import read_text
from checker.report.blocks import ParagraphDraft, TableDraft, TextLocator


def grid(draft: object) -> list[list[str]]:
    assert isinstance(draft, TableDraft)
    rows: dict[int, list[str]] = {}
    for cell in draft.cells:
        rows.setdefault(cell.row, []).append("".join(piece.text for piece in cell.pieces))
    return list(rows.values())


def test_tab_separated_lines_are_one_table_with_its_blank_cells() -> None:
    document = read_text("规章\t0\t\t6\n\n行政规范性文件\t2\t1\t9\n存在问题如下。".encode(), Limits())
    table, paragraph = document.drafts
    assert grid(table) == [["规章", "0", "", "6"], ["行政规范性文件", "2", "1", "9"]]
    assert isinstance(paragraph, ParagraphDraft)
    assert paragraph.pieces[0].locator == TextLocator(4, 1)


def test_a_markdown_table_and_heading() -> None:
    document = read_text(
        "## 二、主动公开政府信息情况\n| 规章 | 0 | 6 |\n|---|---|---|\n| 行政许可 | 64 | |".encode(), Limits()
    )
    heading, table = document.drafts
    assert isinstance(heading, ParagraphDraft)
    assert heading.heading_level == 2
    assert heading.pieces[0].text == "二、主动公开政府信息情况"
    assert grid(table) == [["规章", "0", "6"], ["行政许可", "64", ""]]


def test_pipes_without_an_outer_edge() -> None:
    document = read_text("规章 | 0 | 0 | 6 |".encode(), Limits())
    assert grid(document.drafts[0]) == [["规章", "0", "0", "6"]]


def test_columns_aligned_with_spaces() -> None:
    line = "一、本年新收政府信息公开申请数量   21   0   0   3   0   0   24"
    assert grid(read_text(line.encode(), Limits()).drafts[0])[0][-1] == "24"


def test_prose_with_wide_spaces_is_no_table() -> None:
    line = "联系地址：临河区榆树湾路1号    邮编：015000    电话：0478-8200000。"
    assert isinstance(read_text(line.encode(), Limits()).drafts[0], ParagraphDraft)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode_text("临河区财政局2023年报告".encode(encoding)).lstrip("\ufeff") == "临河区财政局2023年报告"


def test_a_few_broken_bytes_do_not_garble_the_rest() -> None:
    data = ("全年公开信息" * 20).encode() + b"\xff\xfe" + ("一百条" * 20).encode()
    text = decode_text(data)
    assert text.startswith("全年公开信息")
    assert text.endswith("一百条")


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(ReadingError, match="字，不像一份年度报告"):
        read_text(("公开" * 100).encode(), Limits(max_characters=50))


TABLES = """岭南县财政局2022年政府信息公开工作年度报告
一、总体情况
全年公开政府信息41条，收到政府信息公开申请6件。
二、主动公开政府信息情况
{disclosure}
三、收到和处理政府信息公开申请情况
{applications}
四、政府信息公开行政复议、行政诉讼情况
{proceedings}
五、存在的主要问题及改进情况
公开栏更新慢。
"""

CELL_A_LINE = "第二十条第（一）项\n信息内容\n|\n本年制发件数\n|\n本年废止件数\n|\n现行有效件数\n|\n规章\n|\n0\n|\n0\n|\n0\n|\n行政规范性文件\n|\n3\n|\n1\n|\n14\n|\n第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n88\n第二十条第（六）项\n行政处罚\n5\n行政强制\n0\n行政事业性收费\n12.5"
ROWS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
    "（七）总计",
    "四、结转下年度继续办理",
]


def figures(number: int) -> list[int]:
    return [number, number + 1, number + 2, number + 3, number + 4, number + 5, 6 * number + 15]


def applications(separator: str) -> str:
    return "\n".join(separator.join([label, *map(str, figures(number))]) for number, label in enumerate(ROWS))


def proceedings(separator: str) -> str:
    return (
        separator.join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
        + "\n"
        + separator.join(map(str, range(15)))
    )


@pytest.mark.parametrize("separator", ["\t", " | ", "   ", " ", "\n"])
def test_the_three_tables_in_every_state_of_text(separator: str) -> None:
    text = TABLES.format(
        disclosure=CELL_A_LINE, applications=applications(separator), proceedings=proceedings(separator)
    )
    report = read_bytes(text.encode(), "case.txt")
    disclosure = report.tables["disclosure"]
    assert disclosure.figures() == {
        "regulations": {"issued": 0, "repealed": 0, "in_force": 0},
        "normative_documents": {"issued": 3, "repealed": 1, "in_force": 14},
        "licences": 88,
        "penalties": 5,
        "coercive_measures": 0,
        "fees": 12.5,
    }
    read = list(report.tables["applications"].figures().values())
    assert read == [dict(zip(COLUMNS, figures(number), strict=True)) for number in range(len(ROWS))]
    assert report.tables["proceedings"].number("litigation_after_reconsideration", "total") == 14


COLUMNS = ["natural_person", "business", "research", "public_interest", "legal_service", "other_organization", "total"]


def test_a_row_whose_cells_cannot_be_told_apart_stays_unread() -> None:
    lines = applications("\t").split("\n")
    lines[2] = "（一）予以公开\t2\t3\t4\t21"
    text = TABLES.format(disclosure=CELL_A_LINE, applications="\n".join(lines), proceedings=proceedings("\t"))
    table = read_bytes(text.encode(), "case.txt").tables["applications"]
    assert table.value("granted", "natural_person") is None
    assert [fault.key for fault in table.faults if fault.kind == "unreadable_row"] == ["granted"]
    assert table.number("partially_granted", "natural_person") == 3


def test_a_label_cut_in_two_by_the_line() -> None:
    lines = applications(" ").split("\n")
    lines[19] = "5.要求行政机关确认或重新出具\n已获取信息\n" + " ".join(map(str, figures(19)))
    text = TABLES.format(disclosure=CELL_A_LINE, applications="\n".join(lines), proceedings=proceedings(" "))
    assert (
        read_bytes(text.encode(), "case.txt").tables["applications"].number("unprocessed_confirmation", "business")
        == 20
    )
