from __future__ import annotations

import pytest
from building import build

from checker.language.prose import prose_beside_tables


def _prose(**spec: object) -> list[tuple[str, str]]:
    report = build(spec)
    return [(report.text[start:end], section) for start, end, section in prose_beside_tables(report)]


def test_a_report_with_nothing_but_its_tables_has_no_prose_beside_them() -> None:
    assert _prose() == []


@pytest.mark.parametrize(
    "line",
    [
        "街道公开栏全年张贴救助名单12批。",
        "2023年未收到政府信息公开申请",
        "本年没有行政复议、行政诉讼案件。",
        "予以公开4件，部分公开2件，不予公开1件，均已按期答复申请人。",
    ],
)
def test_sentences_are_prose_though_they_name_what_the_table_counts(line: str) -> None:
    assert _prose(after={"applications": line}) == [(line, "applications")]


@pytest.mark.parametrize(
    "line",
    [
        "第二十条第（六）项",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "2.其他法律行政止公开",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 0 0 0",
        "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计",
        "单位：件",
    ],
)
def test_what_the_format_prints_is_none_even_with_a_slip(line: str) -> None:
    assert _prose(after={"applications": line}) == []
