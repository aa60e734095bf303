from __future__ import annotations

import pytest

from checker.report.formats import SECTION_KINDS, Format, format_for_year, formats, get_format


@pytest.mark.parametrize(
    ("year", "key"), [(2018, "2019"), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2025, "2021"), (None, "2021")]
)
def test_the_year_decides_the_format(year: int | None, key: str) -> None:
    assert format_for_year(year).key == key


@pytest.mark.parametrize("item", formats(), ids=lambda item: item.key)
def test_a_format_is_whole(item: Format) -> None:
    assert [section.kind for section in item.sections] == list(SECTION_KINDS)
    assert [table.kind for table in item.tables] == ["disclosure", "applications", "proceedings"]
    for table in item.tables:
        columns = {column.key for column in table.columns}
        rows = {row.key for row in table.rows}
        assert len(columns) == len(table.columns)
        assert len(rows) == len(table.rows)
        for row in table.rows:
            assert set(row.columns) <= columns
            assert set(row.undivided) <= rows
        for relation in table.relations:
            known = rows if relation.axis == "column" else columns
            assert set(relation.left) | set(relation.right) <= known


def test_the_result_rows_of_2021_are_the_twenty_one_of_the_form() -> None:
    relation = get_format("2021").table("applications").relation("result_total")
    assert relation is not None
    assert len(relation.left) == 21


def test_no_wording_is_claimed_by_two_sections() -> None:
    for item in formats():
        owner: dict[str, str] = {}
        for section in item.sections:
            for wording in (section.heading, *section.variants, *section.loose):
                assert owner.setdefault(wording, section.kind) == section.kind, wording


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        get_format("1999")
