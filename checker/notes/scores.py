"""The four scores in words: what each is called and means, and what its parts are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker.reviewing import PartInfo, Review
from checker.rules.narrative.aspects import ASPECTS, aspect_name

SCORE_NAMES = {"completeness": "完整", "specificity": "具体", "originality": "原创", "compliance": "合规"}
MEANINGS = {
    "completeness": "法定格式要求的内容写了多少",
    "specificity": "写得有多具体、能不能核对",
    "originality": "既不是套话又不是重复的文字占多少",
    "compliance": "结构和表格规则通过了多少",
}
UNRATED = "无法评定"
_PART_NAMES = {
    "problems": "存在的问题",
    "measures": "改进措施",
    "sections": "六个章节",
    "tables": "三张表",
    "own": "自己的文字",
    "stock": "套话",
    "repeated": "重复的文字",
    "structure": "结构规则",
}
_OF_COMPLIANCE = {"tables": "表格规则"}


@dataclass(frozen=True, slots=True)
class NamedScore:
    """A score with its names for readers. ``parts`` says how the value came about, a line a part."""

    key: str
    name: str
    meaning: str
    value: float | None
    parts: tuple[str, ...]

    @property
    def shown(self) -> str:
        return UNRATED if self.value is None else f"{self.value:.0f}"


def named_scores(review: Review) -> Iterator[NamedScore]:
    """The review's scores in their fixed order."""
    for key, name in SCORE_NAMES.items():
        score = review.scores.get(key)
        if score is not None:
            parts = tuple(_part(key, part, info) for part, info in score.parts.items())
            yield NamedScore(key, name, MEANINGS[key], score.value, parts)


def _part(score: str, key: str, part: PartInfo) -> str:
    name = part_name(score, key)
    if part.points is None:
        return f"{name}：{UNRATED}{f'（{part.note}）' if part.note else ''}"
    points = f"{part.points:g}/{part.of:g}" if part.of else f"{part.points:g}"
    return f"{name} {points}{f'（{part.note}）' if part.note else ''}"


def part_name(score: str, part: str) -> str:
    """What a part of a score is called."""
    if score == "compliance" and part in _OF_COMPLIANCE:
        return _OF_COMPLIANCE[part]
    return aspect_name(part) if part in ASPECTS else _PART_NAMES.get(part, part)
