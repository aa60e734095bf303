from __future__ import annotations

import pytest

from checker.language.agency_names import names_of, own_names, same_agency


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("淮安市洪泽区人民政府", "洪泽区人民政府"),
        ("岭南县人民政府", "岭南县人民政府办公室"),
        ("杭州市拱墅区人民政府半桥街道办事处", "拱墅区半桥街道"),
        ("平乡县西田村镇人民政府", "西田村镇"),
        ("洪泽区人民政府办公室", "淮安市洪泽区人民政府"),
        ("柳溪县卫健委", "柳溪县卫生健康委员会"),
        ("市场监督管理局", "柳溪县市监局"),
        ("柳溪县人社局", "柳溪县人力资源和社会保障局"),
        ("互助土族自治县塘川沟镇人民政府", "互助县塘川沟镇"),
        ("峨堡县住建局", "峨堡县住房和城乡建设局"),
        ("东津高新区管委会", "东津高新技术产业开发区管理委员会"),
        ("荆州市监利市分盐口镇人民政府", "监利市分盐口镇人民政府"),
    ],
)
def test_two_names_of_one_agency(one: str, other: str) -> None:
    assert same_agency(one, other)
    assert same_agency(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("岭南县教育局", "岭南县卫生健康局"),
        ("柳溪县教育局", "青石县教育局"),
        ("柳溪县人民政府", "柳溪县教育局"),
        ("岭南县人民政府", "岭南县马家镇人民政府"),
        ("平城市公安局", "平城市平城区公安分局"),
        ("榆树湾街道办事处", "桃园街道办事处"),
        ("", "岭南县教育局"),
    ],
)
def test_names_of_two_agencies(one: str, other: str) -> None:
    assert not same_agency(one, other)


def test_the_names_that_a_report_calls_its_agency_by() -> None:
    assert names_of("淮安市洪泽区人民政府") == ("淮安市洪泽区", "洪泽区")
    assert "洪泽区人民政府" in own_names("淮安市洪泽区人民政府")
    assert own_names(None) == ()
