from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from checker.language.quantities import chinese_number
from checker.report.normal import Normal, compact
from checker.resources import data_path
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

# Codes that begin with 国办; which of them is right is told by the number.
_CODE = re.compile(r"(?P<code>国办[\u4e00-\u9fff]{0,8})[\[(](?P<year>20\d\d)[\])]第?(?P<number>\d{1,3})号")
# Codes of the General Office's other documents: right for what is not named as the notice on annual reports.
_OTHER_CODES = frozenset(("国办函", "国办发", "国办秘函", "国办电", "国办发明电", "国办秘", "国办字", "国办"))
_ISSUING_BODY = re.compile(r"^国务院办公厅(?:政府信息|政务公开)[\u4e00-\u9fff]{0,10}办公室")
# A title that is that of the report itself, and perhaps of its format.
_REPORT_ITSELF = re.compile(r"^(?P<country>中华人民共和国)?政府信息公开(?:工作)?年度报告$")
_FORMAT_MEANT = re.compile(r"^的?(?:编制|编写|撰写)?(?:的?(?:要求|规定|通知)|格式)")
_TITLE = re.compile(r"《(?P<title>[^《》]{2,60}(?:《[^《》]{2,50}》[^《》]{0,14})*)》")
# A number with its brackets whole; 「[202130号」, as a site's software leaves it, is no number that could be judged.
_NUMBER = re.compile(
    r"(?P<issuer>国办公开办函|国办秘函|国办函|国办发|国发)[\[(](?P<year>20\d\d)[\])]第?(?P<number>\d{1,3})号"
    r"|(?P<order>(?:中华人民共和国)?国务院令|国令|国务院第)第?(?P<number2>\d{3})号(?:令)?"
)
_NUMERAL = r"[一二三四五六七八九十百零〇\d]+"
_ARTICLES = re.compile(
    rf"(?:《(?:中华人民共和国)?(?:政府)?信息公开条例》(?:\([^()]{{0,50}}(?:\([^()]*\))?[^()]*\))?|《条例》|(?<![\u4e00-\u9fff])条例)"
    rf"(?:中的?)?(?P<articles>第{_NUMERAL}条(?:第{_NUMERAL}款)?(?:第?\({_NUMERAL}\)项?|第{_NUMERAL}项)?(?:[、,和及与至]+第?{_NUMERAL}条)*)"
)
_ARTICLE = re.compile(rf"第?(?P<number>{_NUMERAL})条(?:第?\(?(?P<item>{_NUMERAL})\)?项)?")
# The document is told of as what is past: it is not relied on.
_PAST = re.compile(r"修订前|废止|代替|替代|取代|失效|原《|旧《|修改前|2008年|2007年|不再")
_COMPILED = re.compile(
    r"(?:编制|编写|撰写|制作|形成|拟定|起草)[^。;]{0,40}(?:报告|年报)|(?:公布|发布|公开)[^。;]{0,30}(?:年度报告|年报)"
)
# 「本报告依据……编制」
_SUBJECT = re.compile(r"报告|年报")
_MADE = re.compile(r"[^,。;]{0,40}(?:,[^,。;]{0,20})?(?:编制|编写|撰写|制作|形成|拟定|起草)")
_BASED_ON = re.compile(r"根据|按照|依据|依照|遵照")
# An institution, a place or a year of its own makes a title another document's.
_OWN_TITLE = re.compile(
    r"[省市县区州盟旗镇乡]|20\d\d|学校|高校|教育|企业|医院|机关|草案|征求意见|解读|释义|读本|指南|知识|宣传|问答|汇编|实施|细则|规定|若干|起草"
)
_FEWEST = 6
# A local notice of the same name: its issuer stands before the title.
_LOCAL_ISSUER = re.compile(
    r"(?:[省市县区州盟旗镇乡]|自治区)(?:人民)?(?:政府|政务公开|政府信息|大数据|政管|行政审批|营商)[\u4e00-\u9fff]{0,12}"
    r"(?<=[办厅室局委会心府])(?:印发|下发|制发|发布|转发)?的?$"
)
_STATE_COUNCIL = "国务院办公厅"
# Of shorter names others are near by chance.
_LONG_ENOUGH = 8


@dataclass(frozen=True, slots=True)
class Document:
    """A document as ``corpora/lexicon/cited_documents.toml`` describes it; titles and number in normal form."""

    key: str
    title: str
    names: tuple[str, ...]
    misnamed: tuple[str, ...]
    number: str
    since: int
    until: int
    replaced_by: str | None
    articles: int
    report_articles: tuple[int, ...]
    listed: Mapping[str, int]
    shown_title: str
    shown_number: str


@cache
def documents() -> Mapping[str, Document]:
    """The documents by key."""
    raw = tomllib.loads(data_path("corpora", "lexicon", "cited_documents.toml").read_text("utf-8"))
    return {entry["key"]: _document(entry) for entry in raw["documents"]}


def _document(entry: Mapping[str, object]) -> Document:
    def listed(key: str) -> tuple[str, ...]:
        value = entry.get(key, ())
        return tuple(_plain(str(item)) for item in value) if isinstance(value, list) else ()

    def number(key: str, default: int) -> int:
        value = entry.get(key, default)
        return value if isinstance(value, int) else default

    articles = entry.get("report_articles", ())
    items = entry.get("listed", {})
    return Document(
        key=str(entry["key"]),
        title=_plain(str(entry["title"])),
        names=(_plain(str(entry["title"])), *listed("aliases")),
        misnamed=listed("misnamed"),
        number=_number_key(str(entry["number"])) or "",
        since=number("from", 0),
        until=number("until", 9999),
        replaced_by=str(entry["replaced_by"]) if "replaced_by" in entry else None,
        articles=number("articles", 0),
        report_articles=tuple(articles) if isinstance(articles, list) else (),
        listed=items if isinstance(items, dict) else {},
        shown_title=str(entry["title"]),
        shown_number=str(entry["number"]),
    )


def _plain(title: str) -> str:
    """A title without the marks that people set differently."""
    return re.sub(r"[《》〈〉<>\"'()\[\],、]", "", compact(title))


def _number_key(text: str) -> str | None:
    """A document number in one form: 「国令711」, 「国办公开办函2021/30」."""
    match = _NUMBER.search(compact(text))
    if match is None:
        return None
    if match["order"]:
        return f"国令{int(match['number2'])}"
    return f"{match['issuer']}{match['year']}/{int(match['number'])}"


@rule(
    code="L02",
    name="citation",
    title="法规、文件引用有误",
    severity="warning",
    basis="《政府信息公开条例》；国办公开办函〔2021〕30号；国办函〔2020〕109号",
)
def citation(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    年度报告常引的法规、文件（清单见 corpora/lexicon/cited_documents.toml）：名称有没有写错，名称和文号是否相配，
    条款是否存在、作为编制依据的是不是规定年度报告的条，有没有引用已被代替的文件（只写名称、只写文号的都算，为错误；报告同时正确引用了
    现行文件的，建议删去；名称之前没有写明国务院办公厅、后面没有文号的，可能是地方印发的，为警示）。30号、60号两份通知的发文字号写错的
    （国办公开函〔2021〕30号）也提示。

    依据
    各文件原文：《政府信息公开条例》（国令第711号，共五十六条，第四十九条、第五十条规定年度报告）；国办公开办函〔2021〕30号
    （2021年度起的格式，代替国办公开办函〔2019〕60号）；国办函〔2020〕109号。

    反例
    《政府信息公开条列》；《政府信息公开条例》（国令第492号）；国办公办函〔2021〕30号；根据《条例》第三十一条编制；2023年的报告按国办公开办函〔2019〕60号编制。

    正例
    《中华人民共和国政府信息公开条例》（国令第711号）第五十条；以下简称《条例》；地方的规定、细则。

    已知局限
    清单以外的法规、文件不检查。地方印发的同名通知，名称之前写明机关或者后面写明文号的，不算引用国办的通知；没有写明发文机关和文号、
    名称只是近似的通知，看作地方印发的。括号被网站程序吃掉的文号（如“〔202130号”）不判断。
    """
    report = draft.report
    if report.year is None:
        yield Unassessed("报告年度不明，引用的文件是否已被代替没有检查")
    normal = report.normal
    found: list[Finding] = [
        *_titles(draft, normal),
        *_codes(draft, normal),
        *_mismatched(draft, normal),
        *_articles(draft, normal),
        *(_replaced(draft, normal, report.year) if report.year is not None else ()),
    ]
    told: set[tuple[str, str]] = set()
    for finding in sorted(found, key=lambda finding: finding.start):
        # one wrong name or number is one fault, however often it stands
        key = finding.place, str(finding.evidence["found"])
        if key not in told:
            told.add(key)
            yield finding


def _written(draft: Draft, span: tuple[int, int]) -> str:
    """The words as the author wrote them, on one line."""
    start, end = draft.report.normal.span(*span)
    return "".join(draft.report.text[start:end].split())


def _finding(
    draft: Draft, span: tuple[int, int], kind: str, message: str, suggestion: str, severity: Severity | None = None
) -> Finding:
    start, end = draft.report.normal.span(*span)
    return Finding(
        start,
        end,
        message,
        suggestion,
        place=f"citation/{kind}",
        evidence={"found": draft.report.normal.text[span[0] : span[1]]},
        severity=severity,
    )


def _titles(draft: Draft, normal: Normal) -> Iterator[Finding]:
    """Titles that are nearly, and not quite, those of a known document."""
    for match in _TITLE.finditer(normal.text):
        title = _plain(match["title"])
        if len(title) < _FEWEST or any(title in document.names for document in documents().values()):
            continue
        if itself := _REPORT_ITSELF.match(title):
            if itself["country"] or _FORMAT_MEANT.match(normal.text[match.end() :]):
                message = f"“{_written(draft, match.span())}”是报告本身的名称，疑漏“格式”二字"
                advice = "指格式规定的，补上“格式”二字"
                yield _finding(draft, match.span(), "name", message, advice, "info")
            continue
        meant = _nearly(title, normal.text, match)
        if meant is None:
            continue
        told = f"“{_written(draft, match.span())}”名称有误，应为《{meant.shown_title}》"
        successor = _successor(meant, draft.report.year)
        if successor is None:
            yield _finding(draft, match.span(), "name", told, "按正式名称改正")
        else:
            yield _finding(
                draft,
                match.span(),
                "name",
                f"{told}；这份文件{_since(successor)}",
                _instead(successor, normal.text),
                "error",
            )


def _nearly(title: str, text: str, match: re.Match[str]) -> Document | None:
    """The document that is meant by a title that is not quite its own."""
    from rapidfuzz.distance import OSA

    meant = next((document for document in documents().values() if title in document.misnamed), None)
    if meant is None and _OWN_TITLE.search(title) is None:
        near = [
            (distance, document)
            for document in documents().values()
            for name in document.names
            if len(name) >= _LONG_ENOUGH and (title[-1] == name[-1] or title[:4] == name[:4])
            if (distance := OSA.distance(title, name, score_cutoff=2)) <= 2
        ]
        meant = min(near, key=lambda item: item[0])[1] if near else _of_the_body(title)
    after = _number_after(text, match)
    key = _number_key(after[0]) if after else None
    if meant is not None and title.endswith("通知") and key is None and _ISSUING_BODY.match(title) is None:
        # a local notice may have any name that is like the national one's
        exactly = title in meant.misnamed
        if not exactly and _STATE_COUNCIL not in text[max(0, match.start() - 24) : match.start()]:
            return None
    successor = documents()[meant.replaced_by] if meant is not None and meant.replaced_by else None
    return successor if successor is not None and successor.number == key else meant


def _of_the_body(title: str) -> Document | None:
    """The notice on annual reports that a title names with its issuer, however it goes on."""
    body = _ISSUING_BODY.match(title)
    if body is None or "年度报告" not in title or "试行" in title or not title.endswith("通知"):
        return None
    return (
        documents()["format-2021" if "格式" in title else "format-2019"] if re.search("格式|有关事项", title) else None
    )


def _codes(draft: Draft, normal: Normal) -> Iterator[Finding]:
    """Numbers of the notices on annual reports under another code than theirs: 国办公办函〔2021〕30号."""
    notices = {document.number: document for document in documents().values() if document.key.startswith("format-")}
    titles = {match.end(): match for match in _TITLE.finditer(normal.text)}
    for match in _CODE.finditer(normal.text):
        right = next(code.shown_number.split("〔")[0] for code in notices.values())
        document = notices.get(f"{right}{match['year']}/{int(match['number'])}")
        # 涵 in the place of 函 is told as a wrong character
        if document is None or match["code"].replace("涵", "函") == right:
            continue
        if match["code"] in _OTHER_CODES:
            title = titles.get(match.start() - 1) if normal.text[match.start() - 1 : match.start()] == "(" else None
            if title is None or not any(own.key.startswith("format-") for own in _documents_named(title)):
                continue
        successor = _successor(document, draft.report.year)
        yield _finding(
            draft,
            match.span(),
            "code",
            f"“{_written(draft, match.span())}”的发文字号有误，应为{document.shown_number}"
            + (f"；这份文件{_since(successor)}" if successor else ""),
            _instead(successor, normal.text) if successor else f"改为{document.shown_number}",
            "error" if successor else None,
        )


def _since(successor: Document) -> str:
    return f"自{successor.since}年度起已由{successor.shown_number}代替"


def _instead(successor: Document, text: str) -> str:
    """What to do with a replaced document: nothing but leave it out where its successor is cited too."""
    if _is_cited(successor, text):
        return f"报告已经引用{successor.shown_number}，删去这一处"
    return f"改引{successor.shown_number}《{successor.shown_title}》"


def _is_cited(document: Document, text: str) -> bool:
    """Whether a document is cited as it should be: by its own number, or by a title that no other document has."""
    others = {name for other in documents().values() if other is not document for name in other.names}
    titles = list(_TITLE.finditer(text))
    for match in titles:
        title, number = _plain(match["title"]), _number_after(text, match)
        if title in set(document.names) - others and (number is None or _number_key(number[0]) == document.number):
            return True
    for match in _NUMBER.finditer(text):
        if _number_key(match[0]) == document.number:
            before = [title for title in titles if title.end() <= match.start() <= title.end() + 24]
            if not any(_plain(title["title"]) not in document.names for title in before):
                return True
    return False


def _mismatched(draft: Draft, normal: Normal) -> Iterator[Finding]:
    """A known title with another document's number after it."""
    for match in _TITLE.finditer(normal.text):
        own, number = _documents_named(match), _number_after(normal.text, match)
        if not own or number is None:
            continue
        key = _number_key(number[0])
        if any(document.number == key for document in own) or number["issuer"] not in (None, *_issuers(own)):
            continue
        start = match.end() + number.start()
        span = start, start + len(number[0])
        name = _written(draft, match.span())
        current = max(own, key=lambda document: document.since)
        successor = _successor(current, draft.report.year)
        if successor is None:
            message = f"{name}的文号写为“{_written(draft, span)}”，应为{current.shown_number}"
            yield _finding(draft, span, "number", message, f"改为{current.shown_number}")
        elif successor.number == key:
            yield _finding(
                draft,
                span,
                "number",
                f"{name}的名称与文号不是同一份文件：{successor.shown_number}是《{successor.shown_title}》",
                f"名称改为《{successor.shown_title}》",
            )
        # a wrong number of a document that is no longer to be cited at all: _replaced speaks


def _documents_named(match: re.Match[str]) -> list[Document]:
    """The known documents of a title."""
    title = _plain(match["title"])
    return [document for document in documents().values() if title in document.names and len(title) >= _FEWEST]


def _number_after(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """The document number in the brackets right after a title; its place counts from the title's end."""
    following = re.match(r"\([^()]{0,24}?(?:[\[(]\d{4}[\])])?第?\d{1,3}号", text[match.end() :])
    return _NUMBER.search(following[0]) if following else None


def _successor(document: Document, year: int | None) -> Document | None:
    """What is in force instead of the document in the report's year; ``None`` where it is in force itself."""
    if year is None or document.until >= year or document.replaced_by is None:
        return None
    return documents()[document.replaced_by]


def _issuers(own: list[Document]) -> set[str]:
    """Who issued the documents. A province's notice of the same name has a number of its own."""
    return {document.shown_number.split("〔")[0] for document in own}


def _replaced(draft: Draft, normal: Normal, year: int) -> Iterator[Finding]:
    """Numbers and titles of documents that were replaced before the report's year."""
    for document in documents().values():
        successor = _successor(document, year)
        if successor is None:
            continue
        since, advice = _since(successor), _instead(successor, normal.text)
        numbers = [match for match in _NUMBER.finditer(normal.text) if _number_key(match[0]) == document.number]
        for match in numbers:
            if not _told_as_past(normal.text, match):
                message = f"引用的{document.shown_number}{since}"
                yield _finding(draft, match.span(), "replaced", message, advice, "error")
        names = set(document.names) - set(successor.names)
        for match in _TITLE.finditer(normal.text):
            if (
                _plain(match["title"]) not in names
                or _told_as_past(normal.text, match)
                or _is_local(normal.text, match)
            ):
                continue
            after = _number_after(normal.text, match)
            # where its number stands too, or its successor's, or one under a wrong code, that was told
            if any(match.end() <= number.start() <= match.end() + 30 for number in numbers) or (
                after is not None and _number_key(after[0]) == successor.number
            ):
                continue
            written = _written(draft, match.span())
            wrong = f"（{document.shown_number}）"
            if after is not None:
                span = match.end() + after.start(), match.end() + after.end()
                wrong = f"（文号写为“{_written(draft, span)}”，应为{document.shown_number}）"
            if after is None and _STATE_COUNCIL not in normal.text[max(0, match.start() - 24) : match.end()]:
                # the name alone may be that of a local notice
                message = f"{written}是{document.shown_number}的名称，{since}"
                own = "；是本地印发的通知，写明机关和文号"
                yield _finding(draft, match.span(), "replaced", message, advice + own, "warning")
                continue
            message = f"引用的{written}{wrong}{since}"
            yield _finding(draft, match.span(), "replaced", message, advice, "error")


def _is_local(text: str, match: re.Match[str]) -> bool:
    """Whether a notice of that title is a province's or a county's own: by the issuer before it or the number after."""
    if re.match(r"\((?!国办|国发|国令|国务院)[\u4e00-\u9fff]{2,10}[\[(]\d{4}[\])]", text[match.end() :]):
        return True
    before = text[max(0, match.start() - 24) : match.start()]
    return (
        _STATE_COUNCIL not in match["title"]
        and _STATE_COUNCIL not in before
        and _LOCAL_ISSUER.search(before) is not None
    )


def _told_as_past(text: str, match: re.Match[str]) -> bool:
    before = re.split(r"[。;]", text[max(0, match.start() - 60) : match.start()])[-1]
    after = re.split(r"[。;]", text[match.end() : match.end() + 30])[0]
    return bool(_PAST.search(before + after))


def _articles(draft: Draft, normal: Normal) -> Iterator[Finding]:
    """Articles that do not exist, and articles that are not the ones on annual reports."""
    regulation = documents()["regulation"]
    for match in _ARTICLES.finditer(normal.text):
        cited = [(article, _value(article["number"])) for article in _ARTICLE.finditer(match["articles"])]
        for article, number in cited:
            if number is None:
                continue
            start = match.start("articles") + article.start()
            span = start, start + len(article[0])
            if number > regulation.articles:
                message = f"《条例》共{regulation.articles}条，没有第{number}条"
                yield _finding(draft, span, "article", message, "核对条文后改正", "error")
            most = regulation.listed.get(str(number))
            item = _value(article["item"]) if article["item"] else None
            if most is not None and item is not None and item > most:
                message = f"《条例》第{number}条列举{most}项，没有第{item}项"
                yield _finding(draft, span, "article", message, "核对条文后改正", "error")
        numbers = [number for _, number in cited if number is not None and number <= regulation.articles]
        if numbers and _is_basis(normal.text, match) and not set(numbers) & set(regulation.report_articles):
            yield _finding(
                draft,
                match.span("articles"),
                "basis",
                f"以《条例》{match['articles']}作为编制年度报告的依据；规定年度报告的是第四十九条、第五十条",
                "核对条文后改正（2007年公布的条例条序不同，已不适用）",
            )


def _is_basis(text: str, match: re.Match[str]) -> bool:
    """Whether the articles are those that the report says it was compiled by."""
    before = re.split(r"[。;]", text[max(0, match.start() - 60) : match.start()])[-1]
    after = re.split(r"[。;]", text[match.end() : match.end() + 70])[0]
    return bool(_BASED_ON.search(before)) and bool(
        _COMPILED.search(after) or (_SUBJECT.search(before) and _MADE.match(after))
    )


def _value(numeral: str) -> int | None:
    if numeral.isdigit():
        return int(numeral)
    value = chinese_number(numeral)
    return None if value is None else int(value)
