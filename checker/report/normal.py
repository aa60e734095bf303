"""A view of a text for matching, with the way back to what the author wrote.

Reports come with full-width digits, half-width brackets, compatibility characters that a browser's
print-to-PDF leaves behind (⼀ ⼯ ⺠), traditional characters, zero-width marks and spaces between
characters. Everything that is compared with a known wording is compared in this view; everything
that is shown or located uses :meth:`Normal.span` to return to the original characters.
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

# CJK Radicals Supplement characters that Unicode's NFKC leaves alone, with the ideograph that each
# stands for (Unicode Character Database, EquivalentUnifiedIdeograph.txt; simplified forms).
_RADICALS = dict(
    zip(
        "⺁⺄⺅⺇⺈⺉⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺤⺥⺦⺨⺩⺪⺫⺬⺭⺮⺰⺱⺲⺳⺵⺶⺷⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙亻几勹刂㔾小小兀尣尢巳幺彑忄心扌攵旡月母民氵水灬爫爫丬犭王疋目示礻竹糹罒罒罒罒羊羊耂肀月臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝钅长镸长门阜阝雨青韦页风飞食飠飠饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟",
        strict=True,
    )
)

_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_QUOTES = {"“": '"', "”": '"', "„": '"', "＂": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "＇": "'"}
_FIXED = {**_RADICALS, **_DASHES, **_QUOTES, "〔": "[", "〕": "]", "【": "[", "】": "]", "﹝": "[", "﹞": "]"}


@functools.cache
def _traditional_converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


@functools.lru_cache(maxsize=65536)
def normal_character(character: str) -> str:
    """The normal form of one character: zero or more characters, none of them white space kept apart.

    Full-width forms become half-width, compatibility ideographs and radicals become the ideograph,
    traditional becomes simplified (character by character, so that offsets stay true), invisible
    format characters become nothing, any white space becomes one space.
    """
    fixed = _FIXED.get(character)
    if fixed is not None:
        return fixed
    if character < "\x80":
        return " " if character.isspace() else ("" if character < " " else character)
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Cs", "Co"):
        return ""
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", character)
    if folded != character:
        # a compatibility form may unfold to white space (U+00A8) or to another character of the tables above
        folded = "".join(_FIXED.get(part, part) for part in folded if not part.isspace())
    if len(folded) == 1 and "\u3400" <= folded <= "\U0003ffff":
        folded = _traditional_converter().convert(folded)  # type: ignore[attr-defined]
    return folded


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text and, for each of its characters, the place in the original that it came from.

    ``text[i]`` came from the original character at ``origin[i]``; ``origin`` never decreases.
    """

    text: str
    origin: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original [start, end) that holds the normalised [start, end)."""
        if start >= end:
            place = self.origin[start] if start < len(self.origin) else self.length
            return place, place
        return self.origin[start], self.origin[end - 1] + 1

    def position(self, original: int) -> int:
        """The first normalised index that came from ``original`` or from a later character."""
        return bisect_left(self.origin, original)


def normalise(text: str, *, spaces: bool = False) -> Normal:
    """Normalise ``text`` for matching.

    ``spaces`` keeps each run of white space as one space; otherwise white space is left out, because
    authors put it between any two characters (「总 计」, 「2023 年」).
    """
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        folded = normal_character(character)
        if folded == " " and (not spaces or (characters and characters[-1] == " ")):
            continue
        for part in folded:
            characters.append(part)
            origin.append(index)
    return Normal("".join(characters), tuple(origin), len(text))


def shifted(normal: Normal, offset: int) -> Normal:
    """The same view, its way back leading to a text in which the part starts at ``offset``."""
    return Normal(normal.text, tuple(place + offset for place in normal.origin), normal.length + offset)


@functools.lru_cache(maxsize=4096)
def compact(text: str) -> str:
    """The normalised text without white space, where the way back is not needed (labels, headings)."""
    return "".join(folded for folded in map(normal_character, text) if folded != " ")
