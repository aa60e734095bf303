from __future__ import annotations

import pytest
from building import build

from checker.language.agency import agency_kind


@pytest.mark.parametrize(
    ("organization", "key", "government"),
    [
        ("岭南县马家镇人民政府", "town", True),
        ("利辛县望疃镇", "town", True),
        ("五常市拉林河乡", "town", True),
        ("淮安市洪泽区人民政府", "government", True),
        ("洛川县", "government", True),
        ("岭南县人民政府办公室", "government_office", False),
        ("温州市鹿城区人民政府七都街道办事处", "street", False),
        ("榆树湾街道", "street", False),
        ("滨港经济技术开发区管理委员会", "committee_zone", False),
        ("桐陵市卫生健康委员会", "bureau", False),
        ("国家税务总局岭南县税务局", "bureau", False),
        ("云岭省水利厅", "bureau", False),
    ],
)
def test_the_kind_of_agency_by_its_name(organization: str, key: str, government: bool) -> None:
    kind = agency_kind(build({"title": f"{organization}2023年政府信息公开工作年度报告"}).organization)
    assert kind is not None
    assert kind.key == key
    assert kind.is_peoples_government is government


def test_a_report_without_a_name_is_of_no_kind() -> None:
    assert agency_kind(build({"title": "2023年政府信息公开工作年度报告", "preamble": ""}).organization) is None
