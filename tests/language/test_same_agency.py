from __future__ import annotations

import pytest

from checker.language.same_agency import same_agency


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("淮安市洪泽区人民政府", "洪泽区人民政府"),
        ("洪泽区人民政府办公室", "淮安市洪泽区人民政府"),
        ("临河区榆树湾街道办事处", "榆树湾街道"),
        ("柳溪县河口镇", "河口镇人民政府"),
        ("柳溪县卫健委", "柳溪县卫生健康委员会"),
        ("市场监督管理局", "柳溪县市监局"),
        ("柳溪县人社局", "柳溪县人力资源和社会保障局"),
        ("柳溪高新区管委会", "柳溪高新区管理委员会"),
    ],
)
def test_one_agency_under_two_names(one: str, other: str) -> None:
    assert same_agency(one, other)
    assert same_agency(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("柳溪县人民政府", "柳溪县河口镇人民政府"),
        ("临河区人民政府", "临河区榆树湾街道办事处"),
        ("柳溪县教育局", "柳溪县财政局"),
        ("柳溪县教育局", "青石县教育局"),
        ("柳溪县人民政府", "柳溪县教育局"),
        ("", "柳溪县教育局"),
    ],
)
def test_two_agencies(one: str, other: str) -> None:
    assert not same_agency(one, other)
    assert not same_agency(other, one)
