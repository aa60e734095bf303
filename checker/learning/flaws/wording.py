"""Flaws of wording (L01–L04): typing errors, citations, punctuation, personal information."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Callable
from functools import cache, partial

from checker.language.segmentation import segmenter
from checker.language.spelling import SlipKind
from checker.learning.corpus import LabelledStatement
from checker.learning.flaws.borrowing import chance
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.written import Written
from checker.resources import data_path

_SECTIONS = ("preamble", "overview", "problems", "other_matters")
_PROSE = ("overview", "problems")
# A phrase that so many of the real reports hold is common property.
_COMMON = 12
# Right and wrong words of one reading or nearly one, as they are met, and what the note has to name.
_CONFUSED = (
    ("依申请公开情况", "已申请公开情况", "已申请公开"),
    ("和依申请公开", "和已申请公开", "已申请公开"),
    ("不公开为例外", "不公开为列外", "列外"),
    ("上年结转", "上年转结", "转结"),
    ("权力清单", "权利清单", "权利"),
    ("决策部署", "决策布署", "布署"),
    ("应公开尽公开", "应公开进公开", "应公开进公开"),
    ("社会评议", "社会皮衣", "皮衣"),
    ("账号", "帐号", "帐号"),
    ("微信公众号", "微信公共号", "公共号"),
    ("三审三校", "三审三较", "三审三较"),
)
_UNTIL = re.compile(r"截至(?=20\d\d年|\d{1,2}月(?:底|\d)|目前|年底)")
_NOT_DOUBLED = re.compile(r"[一二三四五六七八九十百千两几]")

# Numbers whose check characters are right; nobody's: the day, the issuer or the network does not exist for them.
_IDENTITY = "11010519491231002X"
_CARD = "6217001234567893"
_MOBILE = "13800138000"


def _changed(
    name: str,
    sections: tuple[str, ...],
    change: Callable[[str, random.Random], tuple[str, str] | None],
    written: Written,
) -> Flaw | None:
    """One statement changed, of those that ``change`` can change: it gives the new text and the word to name."""
    luck = chance(written, name)
    places = [(section, item) for section in sections for item in written.statements(section)]
    luck.shuffle(places)
    for section, chosen in places:
        done = change(chosen.text, luck)
        if done is not None and done[0] != chosen.text:
            return Flaw(written.replacing(section, partial(_put, chosen, done[0])), done[1])
    return None


def _put(chosen: LabelledStatement, text: str, item: LabelledStatement) -> tuple[LabelledStatement, ...]:
    return (dataclasses.replace(item, text=text) if item is chosen else item,)


# ── L01 ───────────────────────────────────────────────────────────────────────────────────────────


def _until(text: str, luck: random.Random) -> tuple[str, str] | None:
    return (_UNTIL.sub("截止", text, count=1), "截止") if _UNTIL.search(text) else None


def _confused(text: str, luck: random.Random) -> tuple[str, str] | None:
    known = [entry for entry in _CONFUSED if entry[0] in text]
    if not known:
        return None
    right, wrong, named = luck.choice(known)
    return text.replace(right, wrong, 1), named


def _doubled_word(text: str, luck: random.Random) -> tuple[str, str] | None:
    from checker.learning.wording import words_of

    words = [(place, word) for place, word in words_of(text) if _NOT_DOUBLED.search(word) is None]
    if not words:
        return None
    place, word = luck.choice(words)
    return text[:place] + word + text[place:], word


def _slip(kind: SlipKind, text: str, luck: random.Random) -> tuple[str, str] | None:
    """A slip inside a phrase that is common property."""
    from checker.learning.wording import spoil

    prose = re.sub("《[^《》]*》", "", text)
    phrases = [phrase for phrase in _phrases() if phrase in prose]
    if not phrases:
        return None
    phrase = luck.choice(phrases)
    spoiled = spoil(kind, phrase[1:-1], luck)
    wrong = "" if spoiled is None else phrase[0] + spoiled[0] + phrase[-1]
    # 「政府网公开」 for 政府网站, 「进一一步」 aside: what is left are words that readers would not stumble over
    return (text.replace(phrase, wrong, 1), "") if wrong and _stumbles(phrase, wrong) else None


def _stumbles(right: str, wrong: str) -> bool:
    """Whether a phrase with a slip falls apart: more single characters are left over than in the right one."""
    return _singles(wrong) > _singles(right)


def _singles(text: str) -> int:
    return sum(len(word) == 1 for word in segmenter().cut(text, HMM=False))


@cache
def _phrases() -> tuple[str, ...]:
    lines = data_path("corpora", "lexicon", "common_phrases.tsv").read_text("utf-8").splitlines()[1:]
    fields = [line.split("\t") for line in lines]
    return tuple(phrase for phrase, reports, _ in fields if int(reports) >= _COMMON and len(phrase) >= 4)


# ── L02 ───────────────────────────────────────────────────────────────────────────────────────────


def _misnamed(text: str, luck: random.Random) -> tuple[str, str] | None:
    if "政府信息公开条例》" not in text:
        return None
    wrong = luck.choice(("政府信息公开条列》", "信息公开工作条例》", "政府信息公开工作条例》", "政务信息公开条例》"))
    return text.replace("政府信息公开条例》", wrong, 1), wrong[:-1]


def _old_number(text: str, luck: random.Random) -> tuple[str, str] | None:
    return (text.replace("第711号", "第492号"), "492") if "第711号" in text else None


def _wrong_number(text: str, luck: random.Random) -> tuple[str, str] | None:
    wrong = luck.choice(("717", "771", "710"))
    spoiled = re.sub(r"(条例》（(?:国务院令|国令)第)711号", rf"\g<1>{wrong}号", text)
    return spoiled, wrong


def _old_format(text: str, luck: random.Random) -> tuple[str, str] | None:
    return text.replace("国办公开办函〔2021〕30号", "国办公开办函〔2019〕60号"), "2019"


def _no_such_article(text: str, luck: random.Random) -> tuple[str, str] | None:
    return re.sub(r"(?<=条例》)第[一二三四五]?十[一-九]?条", "第六十三条", text, count=1), "63"


def _wrong_article(text: str, luck: random.Random) -> tuple[str, str] | None:
    if "编制" not in text:
        return None
    return re.sub(r"(?<=条例》)第(?:四十九|五十)条(?:、第?五十条)?", "第三十二条", text, count=1), "三十二"


def _cited_wrongly(text: str, luck: random.Random) -> tuple[str, str] | None:
    """The statement that the report rests on, given an article that is not on reports."""
    found = re.search(r"(?:根据|按照|依据)《中华人民共和国政府信息公开条例》(?=[^第]{0,12}编制)", text)
    if found is None:
        return None
    return f"{text[: found.end()]}第三十一条{text[found.end() :]}", "三十一"


# ── L03 ───────────────────────────────────────────────────────────────────────────────────────────


def _mark_twice(text: str, luck: random.Random) -> tuple[str, str] | None:
    places = [match.end() for match in re.finditer("[，、。]", text)]
    if not places:
        return None
    place = luck.choice(places)
    return text[:place] + text[place - 1] + text[place:], text[place - 1] * 2


def _half_a_pair(text: str, luck: random.Random) -> tuple[str, str] | None:
    places = [match.start() for match in re.finditer("[《》“”]", text)]
    if not places:
        return None
    place = luck.choice(places)
    return text[:place] + text[place + 1 :], "不成对"


def _half_width(text: str, luck: random.Random) -> tuple[str, str] | None:
    places = [match.start() for match in re.finditer(r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", text)]
    if not places:
        return None
    place = luck.choice(places)
    return f"{text[:place]},{text[place + 1 :]}", "半角1处"


# ── L04 ───────────────────────────────────────────────────────────────────────────────────────────


def _with_number(words: str, text: str, luck: random.Random) -> tuple[str, str] | None:
    match = re.search(r"(?<=[\u4e00-\u9fff])[，。；]", text)
    if match is None:
        return None
    return text[: match.start()] + words + text[match.start() :], "号码" if _CARD not in words else "卡号"


OPERATORS: tuple[Operator, ...] = tuple(
    Operator(rule, name, partial(_changed, name, sections, change))
    for rule, name, sections, change in (
        ("L01", "截至写成截止", _SECTIONS, _until),
        ("L01", "用错词", _PROSE, _confused),
        ("L01", "一个词重复", _PROSE, _doubled_word),
        ("L01", "常用语漏字", _PROSE, partial(_slip, "missing")),
        ("L01", "常用语多字", _PROSE, partial(_slip, "doubled")),
        ("L01", "常用语两字颠倒", _PROSE, partial(_slip, "swapped")),
        ("L01", "常用语同音错字", _PROSE, partial(_slip, "wrong")),
        ("L02", "条例名称有误", _SECTIONS, _misnamed),
        ("L02", "引用旧条例", _SECTIONS, _old_number),
        ("L02", "条例文号有误", _SECTIONS, _wrong_number),
        ("L02", "引用2019年的格式", _SECTIONS, _old_format),
        ("L02", "没有的条", _SECTIONS, _no_such_article),
        ("L02", "依据的条有误", _SECTIONS, _wrong_article),
        ("L02", "添上旧条例的条", _SECTIONS, _cited_wrongly),
        ("L03", "标点重复", _PROSE, _mark_twice),
        ("L03", "书名号引号缺一半", _PROSE, _half_a_pair),
        ("L03", "一处半角逗号", _PROSE, _half_width),
        ("L04", "身份证号码", _PROSE, partial(_with_number, f"（身份证号{_IDENTITY}）")),
        ("L04", "移动电话号码", _PROSE, partial(_with_number, f"（{_MOBILE}）")),
        ("L04", "银行卡号", _PROSE, partial(_with_number, f"（打入{_CARD}）")),
    )
)
