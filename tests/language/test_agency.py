from __future__ import annotations

import tomllib

import pytest
from building import build

from checker.language.agency import agency_kind, trades, trades_of
from checker.resources import data_path


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
        ("国家新闻出版署", "national", False),
        ("审计署", "national", False),
        ("中国人民银行", "national", False),
        ("生态环境部办公厅", "national", False),
        ("中国证券监督管理委员会", "national", False),
        ("国家金融监督管理总局", "national", False),
        ("国家税务总局", "national", False),
        ("国家金融监督管理总局淮安监管分局", "bureau", False),
        ("桐陵市人民政府国有资产监督管理委员会", "bureau", False),
        ("桐陵市城市管理委员会", "bureau", False),
        ("桐陵市城市新区管理委员会", "committee_zone", False),
        ("桐陵城市新区管委会办公室", "committee_zone", False),
        ("桐陵市国有资产监督管理委员会办公室", "bureau", False),
        ("桐陵经开区", "committee_zone", False),
        ("桐陵高新技术产业园区", "committee_zone", False),
        ("云岭湖风景名胜区", "committee_zone", False),
        ("云岭湖旅游管理区", "committee_zone", False),
        ("海川特别合作区", "committee_zone", False),
        ("海川农业高新技术产业示范区", "committee_zone", False),
        ("桐陵新区", "committee_zone", False),
        ("桐陵临空产业园", "committee_zone", False),
        ("上海市浦东新区", "government", True),
        ("沈北新区", "government", True),
        ("六枝特区", "government", True),
        ("阳泉市矿区", "government", True),
        ("海港区", "government", True),
        ("南州市新区人民政府", "government", True),
    ],
)
def test_the_kind_of_agency_by_its_name(organization: str, key: str, government: bool) -> None:
    kind = agency_kind(build({"title": f"{organization}2023年政府信息公开工作年度报告"}).organization)
    assert kind is not None
    assert kind.key == key
    assert kind.is_peoples_government is government


def test_a_report_without_a_name_is_of_no_kind() -> None:
    assert agency_kind(build({"title": "2023年政府信息公开工作年度报告", "preamble": ""}).organization) is None


@pytest.mark.parametrize(
    ("organization", "unit", "level", "keys"),
    [
        ("岭南县马家镇人民政府", "镇", "town", []),
        ("扎鲁特旗巴彦花苏木", "苏木", "town", []),
        ("淮安市洪泽区人民政府", "区", "county", []),
        ("广西壮族自治区人民政府", "区", "province", []),
        ("榆树湾街道办事处", "街道", "town", []),
        ("桐陵市卫生健康委员会", "委", "city", ["health"]),
        ("云岭省水利厅", "厅", "province", ["water"]),
        ("公安县市场监督管理局", "局", "county", ["market_supervision"]),
        ("岭南县教育和体育局", "局", "county", ["education", "sport"]),
        ("岭南县农业农村和水利局", "局", "county", ["agriculture", "water"]),
        ("平南县档案馆", "馆", "county", ["archives"]),
        ("岭南县人民政府办公室", "办", "county", ["party_government_office"]),
    ],
)
def test_what_it_calls_itself_its_level_and_trades(organization: str, unit: str, level: str, keys: list[str]) -> None:
    kind = agency_kind(organization)
    assert kind is not None
    assert (kind.unit, kind.level, [trade.key for trade in kind.trades]) == (unit, level, keys)


def test_a_places_name_tells_no_trade() -> None:
    assert [trade.key for trade in trades_of("公安县民政局")] == ["civil_affairs"]


def test_the_lexicon_of_duties_names_trades_that_there_are() -> None:
    known = {trade.key for trade in trades()}
    duties = tomllib.loads(data_path("corpora", "lexicon", "duties.toml").read_text("utf-8"))["duties"]
    assert {item["trade"] for item in duties} | {key for item in duties for key in item["also"]} <= known
    assert {key for trade in trades() for key in trade.shares} <= known
