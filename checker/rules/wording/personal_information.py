from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from checker.report.normal import Normal, normalise
from checker.rules.rule import Draft, Finding, Outcome, Severity, rule

_ANY = re.compile(r"(?:\d\W?){11}")
# A number in one piece or in the groups that people cut it into; not a part of a longer number, a row of figures,
# a code or an address.
_BEFORE = r"(?<![\dA-Za-z.@/_=&?#-])(?<!\d )"
_AFTER = r"(?! ?\d| ?(?:[@_元万亿件人次条份]|[A-Za-z.-][\dA-Za-z]))"
_IDENTITY = re.compile(rf"{_BEFORE}[1-8]\d{{5}}[ -]?(?:18|19|20)\d{{6}}[ -]?\d{{3}}[\dXx]{_AFTER}")
_CARD = re.compile(rf"{_BEFORE}(?:\d{{16,19}}|\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]\d{{1,3}})?){_AFTER}")
_MOBILE = re.compile(rf"{_BEFORE}(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_AFTER}")
_SEPARATORS = str.maketrans("", "", " -")

# Bank cards issued in China, by the digits that they begin with (ISO/IEC 7812): 62 (UnionPay, 16 to 19 digits), 4 (Visa),
# 51-55 and 2221-2720 (Mastercard), 35 (JCB), 34 and 37 have 15. Older debit cards begin with 9, with 60 or 68.
_CARD_BEGINNINGS = re.compile(r"(?:62\d{14,17}|(?:4|5[1-5]|35)\d{14,15}|(?:60|68|9[4-9])\d{14,17})$")
_OF_CARD = re.compile(r"卡号|账号|帐号|账户|帐户|银行|开户|打卡|存折")

_CONTACT = re.compile(r"联系(?:电话|方式|人)|请与|咨询|热线|举报|投诉|监督|值班|邮编|传真|邮箱|地址")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_CONTEXT = 40

_ADVICE = "删去或隐去中间各位；确需公开联系方式的，改用机关办公电话"


@rule(
    code="L04",
    name="personal-information",
    title="含有个人信息",
    severity="error",
    basis="《政府信息公开条例》第十五条（公开会对第三方合法权益造成损害的个人隐私不得公开）；《个人信息保护法》",
)
def personal_information(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    全文（包括表格）有没有居民身份证号码（18 位，出生日期和校验码都对）、银行卡号（已知的开头和位数，校验码对）、
    移动电话号码。身份证号码、银行卡号为错误，移动电话为警示；写在联系方式里的移动电话为提示。

    依据
    《政府信息公开条例》第十五条；《个人信息保护法》。

    反例
    “申请人（身份证号 18 位全写）”；救助对象的移动电话。

    正例
    办公电话、投诉举报热线、单位邮箱、统一社会信用代码、已经隐去中间几位的号码。

    已知局限
    姓名和住址不检查。15 位的旧身份证号码没有校验码，不检查。固定电话都当作办公电话。
    """
    text = draft.report.text
    # cell by cell and line by line: figures of a table are no groups of one number
    for piece in re.finditer(r"[^\n\t]+", text):
        if _ANY.search(piece[0]):
            yield from _in_piece(draft, normalise(piece[0], spaces=True), piece.start())


def _in_piece(draft: Draft, normal: Normal, offset: int) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    text = normal.text
    for match in _IDENTITY.finditer(text):
        if is_identity_number(match[0].translate(_SEPARATORS)):
            taken.append(match.span())
            yield _finding(draft, normal, match.span(), offset, "居民身份证号码", "identity", "error")
    for match in _CARD.finditer(text):
        digits = match[0].translate(_SEPARATORS)
        before = text[max(0, match.start() - _CONTEXT // 2) : match.start()]
        if not _overlaps(match.span(), taken) and is_card_number(digits, named=bool(_OF_CARD.search(before))):
            taken.append(match.span())
            yield _finding(draft, normal, match.span(), offset, "银行卡号", "card", "error")
    for match in _MOBILE.finditer(text):
        if _overlaps(match.span(), taken):
            continue
        clause = re.split(r"[。;!?\n]", text[max(0, match.start() - _CONTEXT) : match.start()])[-1]
        front = draft.report.section_at(normal.span(*match.span())[0] + offset) is None
        contact = front or bool(_CONTACT.search(clause))
        yield _finding(draft, normal, match.span(), offset, "移动电话号码", "mobile", "info" if contact else "warning")


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are an identity number (GB 11643): a real birthday and the right check character."""
    try:
        born = datetime.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    if not 1880 <= born.year <= datetime.MAXYEAR:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == text[17].upper()


def is_card_number(digits: str, *, named: bool) -> bool:
    """Whether digits are a bank card's: the Luhn check holds, and they begin as cards do.

    One number in ten passes the check by chance: without a word of cards or accounts before it (``named``) only
    UnionPay's beginning, which no other numbering uses, counts.
    """
    if not _CARD_BEGINNINGS.match(digits) or not (named or digits.startswith("62")):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _finding(
    draft: Draft, normal: Normal, span: tuple[int, int], offset: int, what: str, kind: str, severity: Severity
) -> Finding:
    start, end = (place + offset for place in normal.span(*span))
    section = draft.report.section_at(start)
    digits = normal.text[span[0] : span[1]].translate(_SEPARATORS)
    masked = f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"
    if severity == "info":
        message = f"联系方式写的是移动电话号码（{masked}），可能是个人号码"
        advice = "若是个人号码，改为机关办公电话"
    else:
        message, advice = f"公开的文字里有{what}（{masked}）", _ADVICE
    # the number itself goes into no evidence: reviews are stored and passed on
    return Finding(
        start,
        end,
        message,
        advice,
        place=f"{section.kind if section else 'front'}/{kind}",
        evidence={"kind": kind, "masked": masked},
        severity=severity,
    )
