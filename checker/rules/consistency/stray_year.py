from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.language.claims.figures import account_of
from checker.language.markers import find_marker
from checker.report.model import TABLE_KINDS
from checker.report.normal import Normal, normalise
from checker.rules.naming import shortened
from checker.rules.rule import Draft, Finding, Outcome, Severity, Unassessed, rule

_YEAR = r"(?<![\d\[第])(?P<year>20[0-3]\d)年"
# Words in quotation marks of a title are somebody else's, but a report's own title may stand in them.
_TITLES = re.compile(
    r"[《〈][^《》〈〉]*(?:[《〈][^《》〈〉]*[》〉][^《》〈〉]*)*[》〉](?:\([^()]{0,40}\))?|\[20\d\d\]?"
)
_OWN_NAME = re.compile(
    rf"{_YEAR}度?(?:本?[^,。;:《》\d]{{0,12}})?(?:政府信息公开|政务信息公开|政务公开|信息公开)(?:工作)?(?:年度报告|年度工作报告|工作报告|年报|(?:的?(?:有关|主要|总体|工作|开展|具体)?情况)?(?:报告|汇报|公布|公开|总结)如下)"
)
_NAMING = re.compile(
    r"现将|现就|现予|公布|发布|编制|制作|撰写|形成|起草|本报告|特向社会|向社会公[布开]|予以公布|报告如下|汇报如下"
)
_NOTICE = re.compile(r"(?:关于|做好|开展)[^,。;]{0,14}$")

# ── an account of another year's work ──
_SELF = r"(?:我|本|全|各|我们)?[^,。;:\d]{0,16}?"
_DONE = r"(?:全年)?(?:共计?|累计|总计|主动公开|新?收到|受理|办结|未收到|没有收到|未发生|未收取|没有收取|未产生|收取|无收取|新收)"
_ACCOUNT = re.compile(
    rf"(?:^|(?<=[,。;:)])){_YEAR}(?:度|全年|以来|期间)?(?:,|(?=我|本|全[年县区镇市局省乡街州旗]|{_SELF}{_DONE}))"
)
_COUNT_OF_YEAR = re.compile(rf"{_YEAR}度?,?{_SELF}{_DONE}")
# A line that is a label and its figure: 「2020年本机关公开信息总数：0」.
_COUNT_LABEL = re.compile(
    rf"{_YEAR}度?(?![^:]*(?:结转|较|比))[^:,;。\d]{{2,40}}(?:总?数量?|总量|件数|条数|次数)(?:\([^()]*\))*:\d+[条件次篇个]?[。;]?"
)
_FEE_ACCOUNT = re.compile(rf"(?:^|(?<=[,。;:)])){_YEAR}")
_FEE_OF_YEAR = re.compile(rf"{_YEAR}[^。;]*?(?:信息处理费|收取|收费)")
# What makes another year right in a statement: comparison, look-back, origin, plan.
_COMPARED = re.compile(
    r"[比较](?=20|上|去|同|往|前|之前)|相[比较]|对比|同[比期]|增长|下降|增加|减少|持平|上年|去年|上一年|前年|往年|近年|历年|逐年|翻番|分别为|以来|至今|延续|基础上"
)
_LOOKED_BACK = re.compile(
    r"(?:问题|意见|反馈)[^,。;]{0,8}整改|整改(?:完成|到位)|回头看|已解决|得到解决|指出|提出|结转|跨年|被?评为|[荣喜]?获得?|表彰|位列|排名"
)
_ORIGIN = re.compile(
    r"成立|组建|建成|建立|启用|开通|(?<!线)上线(?!线)|出台|印发|修订|起?施行|挂牌|颁布|机构改革|开始|首次|搬迁|撤并|更名|划转|年底|月底"
)
_PLANNED = re.compile(r"将|拟|计划|打算|下一步|力争|争取|确保|继续|进一步")

# ── a plan for a year that is past ──
_PLAN = re.compile(
    rf"{_YEAR}(?:度|里|中)?(?:的?(?:政府信息公开|政务公开)?工作中)?,?(?P<who>[^,。;:\d]{{0,12}}?)"
    r"(?:(?:拟|打算)(?!的|已)|(?:将|计划|准备|要)(?:会|在|从|以|着|继续|进一步|重点|加[强大快]|不断|持续|围绕|坚持|认真|严格|按照|努力|切实|全面|深入|积极|大力|主要|做好|抓好|针对|结合|采取|组织|开展|完善|提[高升]|推[进动]|健全|强化|优化|扎实|把|由|通过|对|用|充实|改|紧|下)"
    r"|(?:我们?[^,。;:\d]{0,4})?(?:重点|主要|着重)(?:做好|抓好|从|开展)(?:以下|如下|这|下列|[一二三四五六几]))"
)
_PLAN_TITLE = re.compile(
    rf"(?:^|(?<=[,。;:)、及和是])){_YEAR}度?(?:下一步)?(?:工作)?(?:重点|主要)?(?:打算|计划|安排|思路|规划)(?=[:。,]|$)"
)
_OBJECT = re.compile(r"(?:作为|纳入|列入|列为|融入|摆在|放在|贯穿|摆上|提上|列为|视为)")
_DEADLINE = re.compile(
    rf"{_YEAR}(?:\d{{1,2}}月(?:底|末|\d{{1,2}}日)?|[一二三四上下](?:个)?(?:季度|半年)末?|年?底|年?末|内)?之?(?:前|内)"
)
_FUTURE = re.compile(r"将|拟|计划|争取|力争|打算|下一步|今后|着手")
_DONE_ALREADY = re.compile(r"已|完成了|了[,。;]|业已|均于|如期|按期完成|得到")

# ── figures as of another year ──
_AS_OF = re.compile(
    rf"截[至止](?:到|至|于)?{_YEAR}(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|底|末)?|年?底|年?末)?"
)
# 「由截至2022年底的412条增加到520条」
_GREW = re.compile(r"(?:增加|增长|上升|下降|减少|扩大)(?:到|至|为)|增至|升至|降至|基础上")
_PERIOD_WORDS = re.compile(r"统计|数据|期限")

# ── problems of another year ──
_PROBLEMS = re.compile(
    rf"{_YEAR}度?,?{_SELF}(?:工作|公开|信息|信息化)?[^。;]{{0,30}}?(?:存在|仍有|还有|还存在|不足|差距|薄弱)"
)

# ── last year's programme ──
_PROGRAMME = re.compile(
    r"(?P<year>20[0-3]\d)年度?[^《》。;]{0,14}?(?:政务公开|政府信息公开|信息公开|政务公开和政务服务)(?:重点)?(?:工作)?(?:要点|实施方案|工作方案|任务分工|重点任务|工作安排|工作计划|分工方案|任务清单|重点工作)"
)
_FOLLOWED = re.compile(r"根据|按照|依据|对照|落实|贯彻|制定|印发|围绕|依照|结合|要求")

# A report on a year with the day on which it was made public.
_REPORT_PUBLISHED = re.compile(
    rf"(?<!\d)(?P<of>20[0-3]\d)年度?(?:的?(?:政府信息公开|政务公开|信息公开)(?:工作)?)(?:年度(?:工作)?报告|工作年度报告|年报)》?(?P<between>[^。;《》\d]{{0,24}}?)"
    rf"{_YEAR}(?P<month>1[01]|[1-9])月(?:\d{{1,2}}日|底|末|初|[上中下]旬)?之?(?:以?前|内)?[^。;,\d]{{0,40}}?(?:公布|公开|发布|上报|报送|挂网|公示)(?!工作|条例|栏)"
)

_SIGNATURE = re.compile(r"(?P<year>20\d\d)[年./-](?P<month>\d{1,2})[月./-](?P<day>\d{1,2})日?")

_CHECK = "请核对年份；若是上年文稿留下的，同时核对这一句里的数据和事项"

_LONGEST_QUOTE = 30


@dataclass(frozen=True, slots=True)
class Stray:
    """A year that does not belong: where it stands in a normalised statement, the words to quote from there, what is
    wrong with them, what to do."""

    start: int
    end: int
    year: int
    kind: str
    quoted: tuple[int, int]
    wrong: str
    suggestion: str = _CHECK
    severity: Severity | None = None


@rule(
    code="C07",
    name="stray-year",
    title="年份与报告年度不符",
    severity="warning",
    basis="《政府信息公开条例》第四十九条、第五十条（报告上一年度工作）；国办公开办函〔2021〕30号（发布内容应当准确）",
)
def stray_year(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    正文里有没有不该出现的年份：报告自称是另一年的；用另一年的工作、件数、收费当作本年的；改进措施针对的是已经过去的年份；
    数据截至另一年；问题是另一年的；引用上年的工作要点、方案作为本年的依据；本年度的报告写成在本年内公布；落款日期在报告年度之内（报告应在次年编制）。

    依据
    《政府信息公开条例》第四十九条、第五十条。

    反例
    2021年的报告写“2021年将从以下方面改进”；2023年的报告写“2022年，我镇主动公开信息130条”“截至2022年底，累计公开……”。

    正例
    次年的打算；与上年的比较；上年报告所提问题的整改；上年结转；文件名和文号里的年份；某项制度、机构始于哪年；2021—2025年规划。

    已知局限
    统计期限由S06检查。句中同时出现报告年度的，不判断。只认得出上面几种写法，其余的年份不作评论；“今年”“去年”指哪一年也不判断。
    """
    report = draft.report
    if report.year is None:
        yield Unassessed("报告年度不明，无法判断年份是否相符")
        return
    opening = next(iter(draft.annotation.of("overview")), None)
    for item in draft.annotation.statements:
        own = item.statement
        normal = normalise(own.text)
        if re.search(r"20[0-3]\d", normal.text) is None:
            continue
        stray = _judge(normal, own.section or "preamble", item.labels.role, report.year, item is opening)
        if stray is not None:
            yield _note(stray, normal, own.text, own.start, own.section or "front", report.year)
    for passage in account_of(report, draft.annotation).passages:
        # beside the tables stand labels with figures, and hardly anything else
        stray = _label(passage.normal.text, report.year) if passage.section in TABLE_KINDS else None
        if stray is not None:
            normal = normalise(passage.written)
            yield _note(stray, normal, passage.written, passage.at, passage.section, report.year)
    yield from _signature(draft, report.year)


def _note(stray: Stray, normal: Normal, written: str, at: int, section: str, year: int) -> Finding:
    start, end = normal.span(stray.start, stray.end)
    first, last = normal.span(*stray.quoted)
    return Finding(
        at + start,
        at + end,
        f"“{shortened(written[first:last], _LONGEST_QUOTE)}”{stray.wrong}",
        stray.suggestion,
        place=f"{section}/{stray.kind}",
        evidence={"year": stray.year, "report": year, "statement": shortened(normal.text, 60)},
        severity=stray.severity,
    )


def _label(text: str, year: int) -> Stray | None:
    """「2020年本机关公开信息总数：0」 in the report on 2021."""
    label = _COUNT_LABEL.fullmatch(text)
    if label is None or not year - 3 <= int(label["year"]) < year:
        return None
    return _stray(label, "account", f"：说的是{label['year']}年，报告年度为{year}年")


def _judge(normal: Normal, section: str, role: str, year: int, opens: bool) -> Stray | None:
    """The first thing wrong with a statement's years, the surest kind first."""
    text = normal.text
    # of titles the length is kept, so that places stay true
    bare = _TITLES.sub(lambda match: "《" + "〇" * (len(match[0]) - 2) + "》", text)
    checks = (
        _own_name(text, bare, section, year),
        _published_early(text, year),
        _as_of(bare, year),
        _plan(bare, section, role, year),
        _problem(bare, section, year),
        _programme(text, bare, section, year),
        _account(bare, section, role, year, opens),
    )
    return next((stray for stray in checks if stray is not None), None)


def _stray(
    match: re.Match[str], kind: str, wrong: str, suggestion: str = _CHECK, severity: Severity | None = None
) -> Stray:
    start = match.start("year")
    return Stray(start, start + 5, int(match["year"]), kind, match.span(), wrong, suggestion, severity)


def _own_name(text: str, bare: str, section: str, year: int) -> Stray | None:
    """「现将2022年政府信息公开工作情况报告如下」 in the report on 2023."""
    if section not in ("preamble", "overview") or not _NAMING.search(bare):
        return None
    for match in _OWN_NAME.finditer(text):
        before = text[: match.start()]
        if int(match["year"]) == year or _NOTICE.search(before) or (section == "overview" and "现" not in before):
            continue
        # the report's own title stands directly between its marks; a notice about reports has other words before the year
        if before.count("《") > before.count("》") and text.find("》", match.end()) != match.end():
            continue
        return _stray(match, "name", f"：本报告是{year}年度的")
    return None


def _published_early(text: str, year: int) -> Stray | None:
    """「完成2024年年度报告，于2024年1月15日前公布」 in the report on 2024: published before its year was over."""
    for match in _REPORT_PUBLISHED.finditer(text):
        if int(match["of"]) == int(match["year"]) == year and not _FUTURE.search(match["between"]):
            return _stray(
                match,
                "published-early",
                f"：{year}年度的报告不可能在{year}年{match['month']}月公布",
                suggestion=f"请核对说的是哪一年度的报告，公布日期是否应为{year + 1}年",
            )
    return None


def _as_of(bare: str, year: int) -> Stray | None:
    for match in _AS_OF.finditer(bare):
        found = int(match["year"])
        near = bare[max(0, match.start() - 14) : match.end() + 10]
        if found == year and (match["month"], match["day"]) == ("12", "13") and not _PERIOD_WORDS.search(near):
            return _stray(
                match, "as-of", "：是否为12月31日之误",
                suggestion="请核对数据统计到哪一天", severity="info",
            )  # fmt: skip
        before = re.split(r"[,。;]", bare[: match.start()])[-1]
        after = re.split(r"[。;]", bare[match.end() :])[0]
        if found >= year or _PERIOD_WORDS.search(near) or re.search(rf"{year}年", bare):
            continue
        if _COMPARED.search(before) or _GREW.search(after):
            continue
        return _stray(
            match,
            "as-of",
            f"：数据截至{found}年，报告年度为{year}年",
            suggestion=f"请核对是否应为{year}年底的数据",
        )
    return None


def _plan(bare: str, section: str, role: str, year: int) -> Stray | None:
    """「2021年将从以下方面改进」 in the report on 2021."""
    if section == "preamble":
        return None
    titles = _PLAN_TITLE.finditer(bare) if section == "problems" else ()
    for match in (*_PLAN.finditer(bare), *titles):
        clause = re.split(r"[。;]", bare[match.start() :])[0]
        # 「将政务公开列入议程」 tells of what was done with an object
        taken = clause[match.end() - match.start() :].split(",")[0]
        if int(match["year"]) > year or _OBJECT.search(taken) or _DONE_ALREADY.search(clause):
            continue
        advice = f"报告在{year + 1}年编制，请核对是否应为{year + 1}年"
        return _stray(match, "plan", f"：{match['year']}年已经过去，不能再作打算", suggestion=advice)
    if section == "problems" and role == "measure":
        for match in _DEADLINE.finditer(bare):
            if int(match["year"]) <= year and _FUTURE.search(bare) and not _DONE_ALREADY.search(bare):
                advice = f"请核对是否应为{year + 1}年；已经完成的，写明完成情况"
                return _stray(match, "plan", "：改进措施的期限已经过去", suggestion=advice)
    return None


def _problem(bare: str, section: str, year: int) -> Stray | None:
    """「2022年，我镇政府信息公开工作存在以下不足」 in the report on 2023."""
    if section != "problems":
        return None
    shift = len(find_marker(bare)[0])
    match = _PROBLEMS.match(bare[shift:])
    if match is None or int(match["year"]) >= year or re.search(rf"{year}年|{year + 1}年|今年|本年", bare):
        return None
    if _LOOKED_BACK.search(bare) or _COMPARED.search(match[0]) or re.search(r"已|报告(?:中|所|里)", bare):
        return None
    found = re.search(_YEAR, bare)
    if found is None:
        return None
    wrong = f"：说的是{found['year']}年的问题，报告年度为{year}年"
    quoted = (match.start() + shift, match.end() + shift)
    return Stray(found.start("year"), found.start("year") + 5, int(found["year"]), "problem", quoted, wrong)


def _programme(text: str, bare: str, section: str, year: int) -> Stray | None:
    """Last year's programme of work cited as this year's."""
    for match in _PROGRAMME.finditer(text):
        found = int(match["year"])
        # 「2022年以来，我局按照……」 says when it was followed, not of which year it is
        rest = re.sub(rf"(?:^|(?<=[,。;:])){year}年(?:度|以来|全年|期间)?(?=,|我|本|全)", "", bare)
        if found >= year or not _FOLLOWED.search(bare) or re.search(rf"{year}年", rest):
            continue
        if any(int(other["year"]) == year for other in _PROGRAMME.finditer(text)):
            continue
        if _COMPARED.search(rest) or (section == "problems" and re.search("整改|已", bare)):
            continue
        return _stray(
            match, "programme", f"是{found}年的，报告年度为{year}年",
            suggestion="请核对是否应引用本年的要点、方案；确系沿用的，写明沿用",
        )  # fmt: skip
    return None


def _account(bare: str, section: str, role: str, year: int, opens: bool) -> Stray | None:
    """Another year's work or count told as this year's. The words that open the overview tell of the year reported on,
    whatever they tell of; elsewhere an earlier year may be that in which something began."""
    if section == "preamble" or role in ("measure", "problem") or re.search(rf"{year}年|{year}-|本年|今年", bare):
        return None
    label = _label(bare, year)
    if label is not None:
        return label
    shift = len(find_marker(bare)[0])
    opening = bare[shift:]
    places, counts = (_FEE_ACCOUNT, _FEE_OF_YEAR) if section == "other_matters" else (_ACCOUNT, _COUNT_OF_YEAR)
    for match in places.finditer(opening):
        found = int(match["year"])
        if not year - 3 <= found <= year + 1 or found == year:
            continue
        clause = re.split(r"[。;]", opening[match.start() :])[0]
        counted = counts.match(opening, match.start())
        if counted:
            told, planned = counted[0], clause if found > year else counted[0]
        elif section == "overview" and found < year:
            told, planned = "" if opens else opening, ""
        else:
            continue
        if (
            _COMPARED.search(opening[: match.start()] + told)
            or _LOOKED_BACK.search(told)
            or _ORIGIN.search(told)
            or _PLANNED.search(planned)
        ):
            continue
        start = match.start("year") + shift
        quoted = (match.start() + shift, match.start() + shift + len(clause))
        return Stray(start, start + 5, found, "account", quoted, f"：说的是{found}年，报告年度为{year}年")
    return None


def _signature(draft: Draft, year: int) -> Iterator[Finding]:
    """A date under the report that lies before the year's end: nobody can have reported on the whole year then."""
    text = draft.report.text
    lines = [match for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    for line in lines[-3:]:
        normal = normalise(line[0])
        match = _SIGNATURE.fullmatch(normal.text)
        if match is None or int(match["year"]) > year:
            continue
        month, day = int(match["month"]), int(match["day"])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            continue
        late = int(match["year"]) == year and month == 12
        start, end = normal.span(match.start(), match.end())
        yield Finding(
            line.start() + start,
            line.start() + end,
            f"落款日期{line[0][start:end]}在报告年度（{year}年）结束之前",
            "请核对全年数据是否已经统计完毕，落款日期是否写对" if late else f"请核对落款日期，是否应为{year + 1}年",
            place="signature/date",
            evidence={"date": match[0], "report": year},
            severity="info" if late else "warning",
        )
