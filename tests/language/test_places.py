from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.language.places import (
    Place,
    divisions,
    divisions_named,
    find_places,
    is_elsewhere,
    place_of,
)


@pytest.mark.parametrize(
    ("organization", "names"),
    [
        ("获嘉县城关镇人民政府", ("河南省", "新乡市", "获嘉县", "城关镇")),
        ("江苏省淮安市洪泽区人民政府", ("江苏省", "淮安市", "洪泽区")),
        ("内蒙古自治区教育厅", ("内蒙古自治区",)),
        ("平乡县西田村镇人民政府", ("河北省", "邢台市", "平乡县", "西田村镇")),
        ("互助县塘川沟镇", ("青海省", "海东市", "互助县", "塘川沟镇")),
        ("杭州市拱墅区人民政府半桥街道办事处", ("浙江省", "杭州市", "拱墅区", "半桥街道")),
        ("国家税务总局于都县税务局", ("江西省", "赣州市", "于都县")),
        ("海南州生态环境局共塘县分局", ("青海省", "海南藏族自治州", "共塘县")),
        ("公安县市场监督管理局", ("湖北省", "荆州市", "公安县")),
        ("榆河乡人民政府", ("榆河乡",)),
        ("苍平县人民政府", ("苍平县",)),
        ("瓯江市滨海新城区人力资源和社会保障局", ("瓯江市", "滨海新城区")),
        ("滨港经济技术开发区管理委员会", ("滨港经济技术开发区",)),
        ("重庆市綦江区市场监督管理局", ("重庆市", "綦江区")),
        ("扎鲁特旗巴彦花苏木人民政府", ("内蒙古自治区", "通辽市", "扎鲁特旗", "巴彦花苏木")),
    ],
)
def test_the_place_of_an_agency(organization: str, names: tuple[str, ...]) -> None:
    place = place_of(organization)
    assert place is not None
    assert place.names == names


@pytest.mark.parametrize("organization", [None, "", "档案馆", "财政局"])
def test_a_name_without_a_place(organization: str | None) -> None:
    assert place_of(organization) is None


def test_the_level_and_what_it_leaves_open() -> None:
    levels = {name: (place_of(name) or Place()).level for name in ("获嘉县", "淮安市", "云南省", "马家镇")}
    assert levels == {"获嘉县": "county", "淮安市": "city", "云南省": "province", "马家镇": "town"}
    vague = place_of("莒阳市人民政府")
    assert vague is not None
    assert vague.vague_city
    assert vague.province is None


def test_an_autonomous_region_is_told() -> None:
    assert [(place_of(name) or Place()).autonomous_region for name in ("容县", "获嘉县", "苍平县")] == [
        True,
        False,
        None,
    ]


def test_names_given_up_since_2019_are_known() -> None:
    assert divisions_named("沙县")
    assert divisions_named("沙县区")


def found(text: str) -> list[str]:
    return [item.name for item in find_places(text)]


def test_full_names_are_found() -> None:
    assert found("江苏省淮安市洪泽区与大理州、互助县") == ["江苏省", "淮安市", "洪泽区", "大理州", "互助县"]


@pytest.mark.parametrize(
    "text",
    [
        "响应县委号召",
        "会同县人社局核对",
        "农贸市场价格",
        "金水区域内",
        "朝阳社区",
        "和平里",
        "在新城区设查阅点",
        "全县区分批",
        "人民群众",
    ],
)
def test_words_that_only_look_like_places(text: str) -> None:
    assert found(text) == []


def test_a_word_is_a_place_right_after_the_place_it_lies_in() -> None:
    assert found("西安市新城区") == ["西安市", "新城区"]
    assert found("宣城市泾县") == ["宣城市", "泾县"]


def test_short_names_are_marked_and_only_clear_ones_known() -> None:
    assert [(item.name, item.short) for item in find_places("法治盱眙与朝阳")] == [("盱眙", True)]


@pytest.mark.parametrize(
    ("own", "name", "elsewhere"),
    [
        ("获嘉县城关镇", "洪泽区", True),
        ("获嘉县城关镇", "新乡市", False),
        ("获嘉县城关镇", "河南省", False),
        ("获嘉县城关镇", "郑州市", True),
        ("淮安市", "洪泽区", False),
        ("淮安市", "江苏省", False),
        ("淮安市", "获嘉县", True),
        ("苍平县", "大理州", False),
        ("苍平县", "获嘉县", True),
        ("互助县", "互助土族自治县", False),
        ("榆河乡", "获嘉县", False),
    ],
)
def test_what_is_elsewhere(own: str, name: str, elsewhere: bool) -> None:
    place = place_of(own)
    assert place is not None
    assert [is_elsewhere(division, place) for division in divisions_named(name)] == [elsewhere]


@given(st.sampled_from(divisions()))
def test_no_place_is_elsewhere_than_in_itself_or_above(division: object) -> None:
    from checker.language.places import Division

    assert isinstance(division, Division)
    own = Place(division.province, division.city, division.county)
    above = Division(division.province, division.city, None, "", False)
    assert not is_elsewhere(division, own)
    assert not is_elsewhere(above, own)
    assert not is_elsewhere(Division(division.province, None, None, "", False), own)


@given(st.text(alphabet="省市县区旗州盟获嘉淮安洪泽朝阳,。 在", max_size=60))
def test_what_is_found_stands_there(text: str) -> None:
    last = 0
    for item in find_places(text):
        assert text[item.start : item.end] == item.name
        assert item.start >= last
        last = item.end
        assert item.divisions
