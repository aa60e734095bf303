"""The numerals of Word's list formats (``w:numFmt``)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN = 3_999
_MOST_REPEATS = 30


def counting(count: int, digits: str = _DIGITS, units: str = "十百千", *, bare_ten: bool = True) -> str:
    """``count`` in Chinese with units: 12 → 十二, 105 → 一百零五; from 100,000 on as Arabic digits.

    ``bare_ten`` leaves out the leading 一 of 10 to 19; a zero within is always 零.
    """
    if count == 0:
        return "零"
    if count >= 100_000:
        return str(count)
    if count >= 10_000:
        rest = count % 10_000
        zero = "零" if 0 < rest < 1_000 else ""
        tail = counting(rest, digits, units, bare_ten=False) if rest else ""
        return counting(count // 10_000, digits, units) + "万" + zero + tail
    text = ""
    skipped = False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = count // power % 10
        if digit == 0:
            skipped = bool(text)
            continue
        leading_ten = bare_ten and power == 10 and digit == 1 and not text
        text += ("零" if skipped else "") + ("" if leading_ten else digits[digit]) + unit
        skipped = False
    return text


def _positional(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _counting_to_hundred(count: int) -> str:
    """Units below a hundred, digit by digit from there: 九十九, 一〇〇."""
    return counting(count) if count < 100 else _positional(count)


def _japanese_counting(count: int) -> str:
    """As counting, but a hundred and a thousand go without 一 and nothing marks a gap: 百, 百五."""
    text = counting(count)
    for unit in "百千":
        text = text.replace(f"一{unit}", unit)
    return text.replace("零", "") if count else text


def _letters(count: int) -> str:
    repeats, index = divmod(count - 1, 26)
    return chr(ord("a") + index) * (repeats + 1) if 0 < count <= 26 * _MOST_REPEATS else str(count)


def _roman(count: int) -> str:
    if not 0 < count <= _MOST_ROMAN:
        return str(count)
    text = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        text += letters * times
    return text


def _series(*runs: tuple[int, str, int]) -> Callable[[int], str]:
    """Numerals that stand in Unicode in a row: each run is (first count, its character, how many)."""

    def format_count(count: int) -> str:
        for first, character, length in runs:
            if first <= count < first + length:
                return chr(ord(character) + count - first)
        return str(count)

    return format_count


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda count: characters[count - 1] if 0 < count <= len(characters) else str(count)


def _full_width(count: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(count))


def _legal(count: int) -> str:
    return counting(count, _LEGAL_DIGITS, "拾佰仟", bare_ten=False)


_CIRCLED = _series((0, "⓪", 1), (1, "①", 20), (21, "㉑", 15), (36, "㊱", 15))
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _series((1, "⑴", 20)),
    "decimalEnclosedFullstop": _series((1, "⒈", 20)),
    "numberInDash": lambda count: f"- {count} -",
    "ordinal": str,
    "chineseCounting": _counting_to_hundred,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": _counting_to_hundred,
    "taiwaneseCountingThousand": counting,
    "taiwaneseDigital": _positional,
    "ideographDigital": _positional,
    "japaneseCounting": _japanese_counting,
    "japaneseDigitalTenThousand": _positional,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": lambda count: counting(count, "零壹貳參肆伍陸柒捌玖", "拾佰仟", bare_ten=False),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series((1, "㊀", 10)),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda count: "",
    "bullet": lambda count: "",
}


def numeral(count: int, number_format: str) -> str:
    """``count`` as ``number_format`` writes it; formats of other languages fall back to Arabic digits."""
    return _FORMATS.get(number_format, str)(count)
