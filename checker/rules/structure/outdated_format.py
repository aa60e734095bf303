from __future__ import annotations

import re
from collections.abc import Iterator

from checker.report.formats import Format, get_format
from checker.report.model import Report
from checker.report.normal import compact, normalise, shifted
from checker.rules.naming import listed, shortened, statutory_format, table_title
from checker.rules.rule import Draft, Finding, Outcome, Unassessed, rule

# Sections of the reports before 2019 (《条例》 of 2007, article 32), none of which the present formats have.
_BEFORE_2019 = re.compile(
    r"收费及减免|收费情况及减免|咨询处理情况|政府信息公开的收费|公开的收费和减免|申诉情况|主动公开政府信息的数量"
)
# The same as parts that a road map (「全文包括……」) counts up.
_OLD_PART = re.compile(
    r"(?<=[、,:和及与由括])(?P<name>(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?的?"
    r"(?:收费(?:情况)?[及和、与]减免|支出[及和与]收费|收费|诉讼[及和与]申诉|行政复议、诉讼[及和与]申诉|咨询处理|回应解读|"
    r"(?:依申请公开(?:政府)?信息和)?不予公开(?:政府)?信息)的?情况)(?=[、,。;(和及与以等]|$)"
)
# A list of at least so many parts.
_ROAD_MAP = re.compile(
    r"(?:报告|年报|全文|内容)[^,。;:]{0,14}(?:包括|包含|由|分为|分|涵盖|共)(?P<parts>[^。;]*?[、,][^。;]*?[、,][^。;]*)"
)
# What tells that a list is of a report's parts, and not of what was published.
_OTHER_PARTS = re.compile(r"主动公开|依申请公开(?!政府信息和|信息和)|复议|问题|不足|总体|概述|概况|基本情况|其他需要")
# 「六、政府信息公开收费及减免情况。我局……」
_RUN_IN = re.compile(r"^\s*[一二三四五六七八九十]{1,2}、(?P<heading>[^，,。：:；;\n]{4,24})(?=[。：:])")
# The old table's columns on procurement are plain words in which many reports tell of procurement.
_PLAIN_ROWS = frozenset({"procurement"})
_COLUMNS_OF = "2019"
# The old columns are told of as what is past.
_PAST = re.compile(
    r"20(?:19|20)年(?:及)?(?:以前|之前|度)?|试行|以往|过去|不再|取消|删去|旧|原(?:来|有|格式|表)|改为|改按|调整"
)


@rule(
    code="S07",
    name="outdated-format",
    title="沿用已停用的格式",
    severity="error",
    basis="国办公开办函〔2021〕30号（2021年度起适用，代替国办公开办函〔2019〕60号的试行格式）",
)
def outdated_format(draft: Draft) -> Iterator[Outcome]:
    """检查内容
    2021 年及以后的报告，表格是不是还用 2019 年试行格式（例如表二还有“本年新制作数量”“政府集中采购”），或者还有 2019 年以前的章节
    （例如“政府信息公开的收费及减免情况”）；表格已经换了，而文字里还留着试行格式的栏目名称的，为警示。
    说明报告由哪些部分组成的话（“全文包括……”）里列着 2019 年以前的部分，或者段首“六、……收费及减免情况。”后面直接接正文的，也是警示。

    依据
    国办公开办函〔2021〕30号。

    反例
    2022 年报告表二的栏目是“上一年项目数量、本年增/减、处理决定数量”；2022 年报告写“除规章对外公开总数量外，统计时限均为……”；
    2023 年报告写“本报告由概述、主动公开情况、收费及减免情况、诉讼和申诉情况……组成”。

    正例
    2020 年报告使用 2019 年试行格式；2022 年报告使用 2021 年格式；“其他需要报告的事项”里的小标题“（一）收费及减免情况”。

    已知局限
    表三“（六）其他处理”没有分成三行也是 2019 年的写法，由 S09 提示。表格读不出来时只看章节标题。
    """
    report = draft.report
    if report.year is None:
        yield Unassessed("报告年度不明，无法判断应当适用哪一种格式")
        return
    wanted = statutory_format(report)
    told = False
    for kind, table in report.tables.items():
        if get_format(table.format_key).first_year >= wanted.first_year or kind != "disclosure":
            continue
        old = get_format(table.format_key)
        own = {column.label for column in old.table(kind).columns} - {
            column.label for column in wanted.table(kind).columns
        }
        words = [
            label
            for label in sorted(own)
            if compact(label) in compact(report.text[table.start - 200 if table.start > 200 else 0 : table.end])
        ]
        told = True
        yield Finding(
            table.start,
            min(table.end, table.start + 60),
            f"{table_title(report, kind)}用的是{old.name}（{old.document}）"
            + (f"，栏目有{listed([f'“{word}”' for word in words], 3)}" if words else ""),
            f"改用{wanted.name}（{wanted.document}）的表格，按新的栏目重新填报",
            place=kind,
            evidence={"table": kind, "format": old.key, "expected": wanted.key},
            identity=[old.key],
        )
    if not told:
        yield from _columns_in_prose(report, wanted)
    if report.year >= get_format(_COLUMNS_OF).first_year:
        yield from _parts_in_prose(report, wanted)
    for heading in report.other_headings:
        if _BEFORE_2019.search(compact(heading.text)):
            yield Finding(
                heading.start,
                heading.end,
                f"“{shortened(heading.text)}”是2019年以前年度报告的章节，现行格式没有这一部分",
                "删去或并入现行格式的相应部分",
                place="heading",
                evidence={"heading": heading.text},
            )


def _columns_in_prose(report: Report, wanted: Format) -> Iterator[Finding]:
    """Columns that only the old form has, named in the author's own words; all in one finding, at the first."""
    old = get_format(_COLUMNS_OF)
    if old.first_year >= wanted.first_year:
        return
    columns = re.compile("|".join(re.escape(compact(label)) for label in _old_labels(old, wanted)))
    found: list[tuple[int, int, str]] = []
    for start, end in _prose(report):
        normal = shifted(normalise(report.text[start:end]), start)
        for sentence in re.finditer(r"[^。;]+", normal.text):
            if _PAST.search(sentence[0]) is None:
                found += [
                    (*normal.span(match.start(), match.end()), match[0])
                    for match in columns.finditer(normal.text, *sentence.span())
                ]
    if not found:
        return
    names = list(dict.fromkeys(name for _, _, name in found))
    start, end, _ = found[0]
    yield Finding(
        start,
        end,
        f"{listed([f'“{name}”' for name in names])}是{old.name}（{old.document}）{old.table('disclosure').name}的栏目，"
        f"{wanted.name}没有，可能是往年文稿留下的",
        f"按{wanted.name}（{wanted.document}）的栏目改写或删去",
        place="prose/columns",
        evidence={"columns": names, "format": old.key, "expected": wanted.key},
        severity="warning",
    )


def _parts_in_prose(report: Report, wanted: Format) -> Iterator[Finding]:
    """Parts of the reports before 2019 that a road map counts up or a paragraph opens with."""
    mapped: list[tuple[int, int]] = []
    run_in: list[tuple[int, int]] = []
    headings = {heading.start for heading in report.other_headings}
    for block in report.paragraphs():
        opening = _RUN_IN.match(block.text)
        if opening is not None and block.start not in headings and _BEFORE_2019.search(compact(opening["heading"])):
            run_in.append((block.start + opening.start("heading"), block.start + opening.end("heading")))
        normal = shifted(normalise(block.text), block.start)
        for road in _ROAD_MAP.finditer(normal.text):
            if len(set(_OTHER_PARTS.findall(road["parts"]))) < 2:
                continue
            mapped += [normal.span(*part.span("name")) for part in _OLD_PART.finditer(normal.text, *road.span("parts"))]
    for kind, spans in (("road-map", mapped), ("run-in", run_in)):
        if not spans:
            continue
        names = list(dict.fromkeys(report.text[start:end] for start, end in spans))
        quoted = listed([f"“{name}”" for name in names])
        told = f"介绍的组成部分里，{quoted}" if kind == "road-map" else quoted
        yield Finding(
            *spans[0],
            f"{told}是2019年以前年度报告的{'部分' if kind == 'road-map' else '章节'}，现行格式没有，可能是往年文稿留下的",
            f"按{wanted.name}（{wanted.document}）的六个部分改写"
            if kind == "road-map"
            else "删去或并入现行格式的相应部分",
            place=f"prose/{kind}",
            evidence={"parts": names},
            severity="warning",
        )


def _old_labels(old: Format, wanted: Format) -> list[str]:
    form, now = old.table("disclosure"), wanted.table("disclosure")
    used = {key for row in form.rows if row.key not in _PLAIN_ROWS for key in row.columns}
    present = " ".join(label for column in now.columns for label in (column.label, *column.aliases))
    labels = {label for column in form.columns if column.key in used for label in (column.label, *column.aliases)}
    return sorted((label for label in labels if label not in present), key=lambda label: (-len(label), label))


def _prose(report: Report) -> Iterator[tuple[int, int]]:
    """Paragraphs that are sentences: a table may have come as lines of labels and figures."""
    for block in report.paragraphs():
        if re.search(r"[。；;，,]", block.text) and "\t" not in block.text:
            yield block.start, block.end
