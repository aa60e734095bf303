from __future__ import annotations

import pytest

from checker.language.mentions import find_mentions
from checker.report.normal import normalise


def found(text: str, kind: str) -> list[str]:
    return [item.name for item in find_mentions(normalise(text)) if item.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("根据《中华人民共和国政府信息公开条例》（国令第711号）", "document", ["中华人民共和国政府信息公开条例"]),
        ("《关于印发<年度报告格式>的通知》", "document", ["关于印发<年度报告格式>的通知"]),
        ("国办公开办函〔2021〕30号", "document_number", ["国办公开办函[2021]30号"]),
        ("国办公开办函〔202130号", "document_number", ["国办公开办函[202130号"]),
        ("通过“临河发布”公众号推送", "platform", ["临河发布"]),
        ("微信公众号“岭南政务”", "platform", ["岭南政务"]),
        ("坚持“先审后发”原则", "platform", []),
        ("岭南县司法局牵头", "agency", ["岭南县司法局"]),
        ("马家河社区公开栏", "place", ["马家河社区"]),
        ("全县各乡镇", "place", []),
    ],
)
def test_mentions(text: str, kind: str, names: list[str]) -> None:
    assert found(text, kind) == names


def test_offsets_point_at_what_the_author_wrote() -> None:
    text = "印发 《 公开 指南 》。"
    (item,) = find_mentions(normalise(text))
    assert text[item.start : item.end] == "《 公开 指南 》"
    assert item.name == "公开指南"
