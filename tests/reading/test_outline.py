from __future__ import annotations

import pytest
from building import build

from checker.reading.identity import find_year, is_report_title, organization_of_title
from checker.report.model import SECTION_KINDS


def kinds(spec: dict[str, object]) -> list[str]:
    return [section.kind for section in build(spec).sections]


def test_sections_tile_the_text_from_the_first_heading_on() -> None:
    report = build()
    assert [section.kind for section in report.sections] == list(SECTION_KINDS)
    for section, following in zip(report.sections, report.sections[1:], strict=False):
        assert section.end == following.start
    assert report.sections[-1].end == len(report.text)
    for section in report.sections:
        assert report.text[section.heading_start : section.heading_end] == section.heading


def test_an_overview_with_its_own_numbering_does_not_lead_astray() -> None:
    overview = (
        "一、主动公开情况\n全年公开信息186条。\n二、依申请公开情况\n收到申请21件。\n三、平台建设\n公众号由专人值班。"
    )
    report = build({"bodies": {"overview": overview}})
    disclosure = report.section("disclosure")
    assert disclosure is not None
    assert disclosure.heading == "二、主动公开政府信息情况"
    assert report.other_headings[0].text == "一、主动公开情况"


def test_a_heading_of_the_overview_does_not_take_the_place_of_a_lost_chapter() -> None:
    overview = "（一）主动公开政府信息情况\n全年公开信息186条。\n（二）依申请公开情况\n收到申请21件。"
    report = build({"bodies": {"overview": overview}, "without": ["disclosure"], "without_tables": ["disclosure"]})
    assert report.section("disclosure") is None
    found = report.section("overview")
    assert found is not None
    assert "收到申请21件" in report.text[found.body_start : found.end]


def test_a_chapter_numbered_as_the_overview_s_headings_are_is_still_read_where_its_table_follows() -> None:
    report = build({"headings": {"disclosure": "（二）主动公开政府信息情况"}})
    assert [section.kind for section in report.sections] == list(SECTION_KINDS)


def test_a_road_map_in_the_preamble_is_no_heading() -> None:
    preamble = (
        "本报告由一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况，"
        "四、政府信息公开行政复议、行政诉讼情况，五、存在的主要问题及改进情况，六、其他需要报告的事项等部分组成。"
    )
    report = build({"preamble": preamble})
    overview = report.section("overview")
    assert overview is not None
    assert overview.start > report.text.index("等部分组成")


def test_row_labels_of_a_table_whose_grid_was_lost_are_no_headings() -> None:
    rows = "一、本年新收政府信息公开申请数量\n21\n二、上年结转政府信息公开申请数量\n2\n三、本年度办理结果\n四、结转下年度继续办理\n3"
    report = build({"without_tables": ["applications"], "before": {"applications": rows}})
    assert [section.kind for section in report.sections] == list(SECTION_KINDS)
    proceedings = report.section("proceedings")
    assert proceedings is not None
    assert proceedings.heading.startswith("四、政府信息公开行政复议")


def test_a_heading_glued_to_the_text_before_it() -> None:
    preamble = "如有疑问，请与党政办联系（电话：82870000）。一、总体情况"
    report = build({"preamble": preamble, "headings": {"overview": ""}})
    overview = report.section("overview")
    assert overview is not None
    assert overview.heading == "一、总体情况"


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("overview", "一、总体概况"),
        ("overview", "一 、 总体情况"),
        ("disclosure", "二、主动公开政府信息的情况"),
        ("applications", "三．收到和处理政府信息公开申请的情况"),
        ("proceedings", "四、政府信息公开行政复议和行政诉讼情况"),
        ("proceedings", "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("problems", "五、存在问题和改进情况"),
        ("problems", "第五部分 存在的主要问题及改进情况"),
        ("problems", "五、主要问题及下一步打算"),
        ("problems", "五、工作中的短板和努力方向"),
        ("overview", "一、2023年政务公开工作推进情况"),
        ("other_matters", "六、其他需报告的事项"),
        ("other_matters", "六、其它需要报告事项："),
    ],
)
def test_headings_as_they_are_really_written(kind: str, heading: str) -> None:
    section = build({"headings": {kind: heading}}).section(kind)  # type: ignore[arg-type]
    assert section is not None
    assert section.heading == heading


@pytest.mark.parametrize(
    ("title", "organization", "year"),
    [
        ("临河区榆树湾街道办事处2023年政府信息公开工作年度报告", "临河区榆树湾街道办事处", 2023),
        ("2024年度岭南县财政局政府信息公开工作年度报告", "岭南县财政局", 2024),
        ("岭南县财政局关于2022年政府信息公开工作的年度报告", "岭南县财政局", 2022),
        ("岭南县财政局2025年度政府信息公开工作年度报告", "岭南县财政局", 2025),
        ("岭南县教育局二〇二二年政府信息公开年报", "岭南县教育局", 2022),
        ("岭南县人民政府2021年政务公开工作报告", "岭南县人民政府", 2021),
        ("2023年政府信息公开工作年度报告", None, 2023),
    ],
)
def test_titles(title: str, organization: str | None, year: int) -> None:
    assert is_report_title(title)
    assert organization_of_title(title) == organization
    assert find_year(title) == year


@pytest.mark.parametrize(
    "line",
    [
        "根据《政府信息公开条例》，现公布2023年政府信息公开工作年度报告。",
        "当前位置：首页 > 政府信息公开年报",
        "岭南县2023年国民经济和社会发展统计公报",
    ],
)
def test_lines_that_are_no_title(line: str) -> None:
    assert not is_report_title(line)


def test_a_title_over_two_lines_printed_after_a_page_heading() -> None:
    report = build({"title": "政府信息公开\n临河区榆树湾街道办事处\n2023年政府信息公开工作年度报告"})
    assert report.organization == "临河区榆树湾街道办事处"
    assert report.year == 2023


def test_the_year_comes_from_the_period_where_the_title_has_none() -> None:
    report = build({"title": "榆树湾街道政府信息公开工作年度报告", "year": 2022})
    assert report.year == 2022


def test_a_title_that_only_the_page_declares() -> None:
    report = build({"title": "", "titles": ["岭南县财政局2022年政府信息公开工作年度报告"], "media": "html"})
    assert report.title_span is None
    assert report.organization == "岭南县财政局"


@pytest.mark.parametrize(
    ("preamble", "organization"),
    [
        ("根据《条例》，由云岭省水利厅编制本报告。", "云岭省水利厅"),
        ("本报告由岭南市人民政府办公室综合各县区数据编制。", "岭南市人民政府办公室"),
        ("现公布岭南县财政局2023年政府信息公开工作情况。", "岭南县财政局"),
        ("如有疑问，请与岭南县马家乡人民政府党政办联系。", "岭南县马家乡人民政府党政办"),
    ],
)
def test_the_agency_that_only_the_preamble_names(preamble: str, organization: str) -> None:
    report = build({"title": "2023年政府信息公开工作年度报告", "preamble": preamble})
    assert report.organization == organization
