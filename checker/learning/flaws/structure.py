"""Flaws of structure (S01–S11): sections, headings, title, period, format, leftovers, fee statement."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from functools import partial

from checker.learning.corpus import LabelledStatement
from checker.learning.flaws.borrowing import chance
from checker.learning.flaws.grids import FilledTable, old_disclosure
from checker.learning.flaws.operators import Flaw, Operator
from checker.learning.flaws.sound import FEE, PERIOD, STATUTORY_TITLE
from checker.learning.flaws.written import Line, MarkKind, Written, statutory_heading, words
from checker.report.formats import SECTION_KINDS, SectionKind, get_format
from checker.report.model import NARRATIVE_KINDS, TABLE_KINDS
from checker.rules.naming import CHINESE_ORDINALS

# Wordings met in real reports that the format does not have.
_OTHER_HEADINGS: dict[SectionKind, tuple[str, ...]] = {
    "overview": ("基本情况", "工作概述", "政府信息公开工作开展情况"),
    "disclosure": ("主动公开情况", "政府信息主动公开情况", "主动公开政务信息情况"),
    "applications": ("依申请公开情况", "依申请公开政府信息办理情况", "政府信息公开申请办理情况"),
    "proceedings": ("行政复议、行政诉讼情况", "复议诉讼情况", "政府信息公开行政复议、诉讼情况"),
    "problems": ("存在的问题及改进措施", "主要问题及下一步打算", "存在的不足和改进措施"),
    "other_matters": ("其他事项", "其他需要说明的情况", "需要说明的其他事项"),
}
_TITLE_WORDINGS = ("政务公开工作报告", "信息公开工作总结报告", "政务公开年报")
_OLD_SECTIONS = ("政府信息公开的收费及减免情况", "主动公开政府信息的数量", "政府信息公开咨询处理情况")
_PLACEHOLDERS = ("（文字描述）", "（此处填写本单位情况）", "（待补充）", "请填写完整")
_COUNTED = re.compile(r"\d[\d,]*(?=[条件次期份])")
_MARK_WORDS: dict[MarkKind, str] = {
    "insertion": "修订",
    "deletion": "修订",
    "comment": "批注",
    "highlight": "突出显示",
}


# ── S01–S04: sections ─────────────────────────────────────────────────────────────────────────────


def _without_section(kind: SectionKind, written: Written) -> Flaw:
    order = tuple(item for item in written.order if item != kind)
    tables = {item: table for item, table in written.tables.items() if item != kind}
    return Flaw(dataclasses.replace(written, order=order, tables=tables), get_format("2021").section(kind).heading)


def _without_heading(written: Written) -> Flaw:
    """A table whose heading is lost: the section runs on from the one before."""
    kind = chance(written, "lost heading").choice(TABLE_KINDS)
    headings = {item: heading for item, heading in written.headings.items() if item != kind}
    return Flaw(dataclasses.replace(written, headings=headings), get_format("2021").section(kind).heading)


def _swapped(written: Written) -> Flaw:
    """Two neighbouring sections in each other's place, each with its own number."""
    order = list(written.order)
    place = chance(written, "swapped").randrange(len(order) - 1)
    order[place], order[place + 1] = order[place + 1], order[place]
    return Flaw(dataclasses.replace(written, order=tuple(order)))


def _swapped_and_numbered(written: Written) -> Flaw:
    """Two neighbouring sections in each other's place, numbered as they stand."""
    swapped = _swapped(written).written
    headings = {
        kind: f"{CHINESE_ORDINALS[place]}、{swapped.headings[kind][2:]}" for place, kind in enumerate(swapped.order)
    }
    return Flaw(dataclasses.replace(swapped, headings=headings))


def _numbers_skipped(written: Written) -> Flaw:
    return _numbered_on(written, chance(written, "skipped").randint(1, 4), 1)


def _numbers_doubled(written: Written) -> Flaw:
    return _numbered_on(written, chance(written, "doubled").randint(1, 5), -1)


def _numbered_on(written: Written, first: int, shift: int) -> Flaw:
    """From the section in that place on, all numbers are off by ``shift``."""
    headings = dict(written.headings)
    for place, kind in enumerate(SECTION_KINDS):
        if place >= first:
            headings[kind] = f"{CHINESE_ORDINALS[place + shift]}、{headings[kind][2:]}"
    return Flaw(dataclasses.replace(written, headings=headings), headings[SECTION_KINDS[first]][2:])


def _section_of_its_own(written: Written) -> Flaw | None:
    """Plans under a heading 六、 of their own, so that the last section becomes 七、."""
    measures = written.of_role("problems", "measure")
    heading = chance(written, "own section").choice(("下一步工作安排", "下一步工作打算", "2024年工作思路"))
    heading = heading.replace("2024", str(written.year + 1))
    lines = []
    for line in written.narrative["problems"]:
        if measures[0] in line:
            cut = line.index(measures[0])
            lines += [line[:cut], (words(f"六、{heading}", "problems"),), line[cut:]]
        else:
            lines.append(line)
    spoiled = written.with_lines("problems", lines)
    headings = {**written.headings, "other_matters": f"七、{written.headings['other_matters'][2:]}"}
    return Flaw(dataclasses.replace(spoiled, headings=headings), heading)


def _second_numbering(written: Written) -> Flaw | None:
    """Sub-headings （一）（二） of the overview numbered 一、二、 like the sections."""
    marked = [line for line in written.narrative["overview"] if _sub_heading(line)]
    if len(marked) < 2:
        return None
    spoiled = written.replacing("overview", lambda item: (_renumbered(item, "、") if (item,) in marked else item,))
    return Flaw(spoiled, "编号")


def _sub_heading(line: Line) -> bool:
    return len(line) == 1 and re.match(r"（[一二三四五六七八九]）.{2,20}$", line[0].text) is not None


def _renumbered(item: LabelledStatement, mark: str) -> LabelledStatement:
    return dataclasses.replace(item, text=re.sub(r"^（(.)）", rf"\1{mark}", item.text).rstrip("。"))


def _renamed(kind: SectionKind, written: Written) -> Flaw:
    wording = chance(written, f"renamed {kind}").choice(_OTHER_HEADINGS[kind])
    headings = {**written.headings, kind: f"{written.headings[kind][:2]}{wording}"}
    return Flaw(dataclasses.replace(written, headings=headings), wording)


def _emptied(kind: SectionKind, written: Written) -> Flaw:
    return Flaw(written.with_lines(kind, ()), get_format("2021").section(kind).heading)


def _none_said(kind: SectionKind, written: Written) -> Flaw:
    text = chance(written, f"none {kind}").choice(("无", "无。", "暂无。", "没有。"))
    return Flaw(written.with_lines(kind, [(words(text, kind),)]), text)


def _one_short_sentence(kind: SectionKind, most: int, written: Written) -> Flaw | None:
    """One of the section's own sentences and nothing else."""
    short = [item for item in written.statements(kind) if item.role != "frame" and 6 <= len(item.text) <= most]
    if not short:
        return None
    item = chance(written, f"short {kind}").choice(short)
    return Flaw(written.with_lines(kind, [(item,)]), get_format("2021").section(kind).heading)


# ── S05, S06: title and period ────────────────────────────────────────────────────────────────────


def _title(written: Written, title: str, word: str) -> Flaw:
    return Flaw(dataclasses.replace(written, title=title), word)


def _title_without_agency(written: Written) -> Flaw:
    return _title(written, f"{written.year}年{STATUTORY_TITLE}", "机关名称")


def _title_without_year(written: Written) -> Flaw:
    return _title(written, f"{written.agency}{STATUTORY_TITLE}", "年份")


def _title_in_other_words(written: Written) -> Flaw:
    wording = chance(written, "title").choice(_TITLE_WORDINGS)
    return _title(written, f"{written.agency}{written.year}年{wording}", "政府信息公开")


def _without_title(written: Written) -> Flaw:
    return _title(written, "", "")


def _without_period(written: Written) -> Flaw:
    return Flaw(written.without("preamble", lambda item: PERIOD.search(item.text) is not None), "统计期限")


def _period(written: Written, old: str, new: str) -> Flaw | None:
    """Other words in the statement of the period, which the note has to name."""
    periods = [item for item in written.statements("preamble") if PERIOD.search(item.text)]
    changed = {item: re.sub(old, new, item.text) for item in periods}
    if all(item.text == text for item, text in changed.items()):
        return None
    return Flaw(
        written.replacing("preamble", lambda item: (dataclasses.replace(item, text=changed.get(item, item.text)),)),
        new,
    )


def _last_years_period(written: Written) -> Flaw | None:
    return _period(written, rf"{written.year}(?=年(?:1|12)月)", str(written.year - 1))


def _period_miswritten(written: Written) -> Flaw | None:
    return _period(written, "12月31日", "12月13日")


def _period_cut_short(written: Written) -> Flaw | None:
    return _period(written, "12月31日", "11月30日")


# ── S07–S09: formats and tables ───────────────────────────────────────────────────────────────────


def _old_table(written: Written) -> Flaw:
    return Flaw(written.with_table(old_disclosure(written.tables["disclosure"])), "2019年")


def _old_section(written: Written) -> Flaw:
    heading = chance(written, "old section").choice(_OLD_SECTIONS)
    lines = [
        *written.narrative["other_matters"],
        (words(f"七、{heading}", "other_matters"),),
        (words("无。", "other_matters"),),
    ]
    return Flaw(written.with_lines("other_matters", lines), heading)


def _without_table(kind: SectionKind, written: Written) -> Flaw:
    tables = {item: table for item, table in written.tables.items() if item != kind}
    return Flaw(dataclasses.replace(written, tables=tables), get_format("2021").table(kind).title)


def _without_row(kind: SectionKind, written: Written) -> Flaw:
    table = written.tables[kind]
    row = chance(written, f"row {kind}").choice(table.rows)
    spoiled = dataclasses.replace(table, rows=tuple(item for item in table.rows if item != row))
    return Flaw(written.with_table(spoiled), _core(table.label(row)))


def _core(label: str) -> str:
    """The beginning of a row's label, numbering left out, short enough to survive a note's shortening."""
    return re.sub(r"^(?:（.）|[\d一二三四]+[.、])", "", label)[:6]


def _damaged_label(written: Written) -> Flaw:
    """A character lost from a row's label, as conversion loses them."""
    table = written.tables["applications"]
    luck = chance(written, "damaged")
    row = luck.choice([key for key in table.rows if len(table.label(key)) >= 9])
    label = table.label(row)
    # a lost quotation mark is no damage to a label
    place = luck.choice([index for index in range(4, min(len(label), 14) - 1) if label[index].isalpha()])
    damaged = label[:place] + label[place + 1 :]
    return Flaw(written.with_table(dataclasses.replace(table, labels={row: damaged})), damaged[:10])


def _undivided(written: Written) -> Flaw:
    """（六）其他处理 in one row, as the trial format of 2019 had it."""
    table = written.tables["applications"]
    row = next(row for row in table.form.rows if row.undivided)
    parts = row.undivided
    sums = {(row.key, column): sum(table.number(part, column) for part in parts) for column in table.columns}
    rows: list[str] = []
    for key in table.rows:
        if key == parts[0]:
            rows.append(row.key)
        elif key not in parts:
            rows.append(key)
    return Flaw(written.with_table(dataclasses.replace(table.changed(sums), rows=tuple(rows))), "其他处理")


def _without_column(written: Written) -> Flaw:
    table = written.tables["applications"]
    column = chance(written, "column").choice(table.columns)
    spoiled = dataclasses.replace(table, columns=tuple(item for item in table.columns if item != column))
    return Flaw(written.with_table(spoiled), table.form.column(column).label)


def _row_in_other_words(written: Written) -> Flaw:
    table: FilledTable = written.tables["disclosure"]
    row, label = chance(written, "row words").choice(
        (("normative_documents", "行政规范文件"), ("fees", "行政事业收费"))
    )
    return Flaw(written.with_table(dataclasses.replace(table, labels={row: label})), label)


# ── S10, S11: leftovers and fees ──────────────────────────────────────────────────────────────────


def _placeholder(written: Written) -> Flaw:
    """A template's prompt left in under a heading."""
    luck = chance(written, "placeholder")
    kind, text = luck.choice(NARRATIVE_KINDS), luck.choice(_PLACEHOLDERS)
    return Flaw(written.with_lines(kind, [(words(text, kind),), *written.narrative[kind]]), text)


def _number_not_filled_in(written: Written) -> Flaw | None:
    counting = [item for item in written.statements("overview") if _COUNTED.search(item.text)]
    if not counting:
        return None
    luck = chance(written, "XX")
    chosen, blank = luck.choice(counting), luck.choice(("XX", "××", "**"))
    text = _COUNTED.sub(blank, chosen.text, count=1)
    return Flaw(
        written.replacing("overview", lambda item: (_with_text(item, text) if item is chosen else item,)), blank
    )


def _with_text(item: LabelledStatement, text: str) -> LabelledStatement:
    return dataclasses.replace(item, text=text)


def _marked(kind: MarkKind, written: Written) -> Flaw:
    """A trace of drafting on words of the overview."""
    item = chance(written, kind).choice(written.statements("overview"))
    return Flaw(dataclasses.replace(written, marks=((kind, item.text[:8]),)), _MARK_WORDS[kind])


def _without_fee(written: Written) -> Flaw:
    spoiled = written.without("other_matters", _speaks_of_fees)
    if not spoiled.narrative["other_matters"]:
        spoiled = spoiled.with_lines("other_matters", [(words("无其他需要报告的事项。", "other_matters"),)])
    return Flaw(spoiled, "信息处理费")


def _fee_elsewhere(written: Written) -> Flaw:
    """The fee statement at the end of the overview instead of section six."""
    fees: Sequence[LabelledStatement] = [item for item in written.statements("other_matters") if _speaks_of_fees(item)]
    spoiled = _without_fee(written).written
    return Flaw(spoiled.with_lines("overview", [*spoiled.narrative["overview"], tuple(fees)]), "信息处理费")


def _speaks_of_fees(item: LabelledStatement) -> bool:
    return FEE.search(item.text) is not None


OPERATORS: tuple[Operator, ...] = (
    *(
        Operator("S01", f"{statutory_heading(kind)[2:]}一节缺失", partial(_without_section, kind))
        for kind in SECTION_KINDS
    ),
    Operator("S01", "表格在而标题缺失", _without_heading),
    Operator("S02", "相邻两节对调", _swapped),
    Operator("S02", "相邻两节对调并顺次编号", _swapped_and_numbered),
    Operator("S02", "编号跳号", _numbers_skipped),
    Operator("S02", "编号重号", _numbers_doubled),
    Operator("S02", "另立“六、下一步工作”", _section_of_its_own),
    Operator("S02", "总体情况内部又用“一、二、”", _second_numbering),
    *(Operator("S03", f"{statutory_heading(kind)[2:]}改用别的标题", partial(_renamed, kind)) for kind in SECTION_KINDS),
    *(Operator("S04", f"{statutory_heading(kind)[2:]}之下空白", partial(_emptied, kind)) for kind in NARRATIVE_KINDS),
    *(
        Operator("S04", f"{statutory_heading(kind)[2:]}只写“无”", partial(_none_said, kind))
        for kind in ("overview", "problems")
    ),
    Operator("S04", "总体情况只有一句短话", partial(_one_short_sentence, "overview", 55)),
    Operator("S04", "问题部分只有一句短话", partial(_one_short_sentence, "problems", 36)),
    Operator("S05", "名称缺机关名称", _title_without_agency),
    Operator("S05", "名称缺年份", _title_without_year),
    Operator("S05", "名称不用法定用语", _title_in_other_words),
    Operator("S05", "没有名称", _without_title),
    Operator("S06", "没有统计期限", _without_period),
    Operator("S06", "统计期限是上一年的", _last_years_period),
    Operator("S06", "统计期限写成12月13日", _period_miswritten),
    Operator("S06", "统计期限只到11月30日", _period_cut_short),
    Operator("S07", "表二用2019年试行格式", _old_table),
    Operator("S07", "2019年以前的章节", _old_section),
    *(
        Operator("S08", f"缺{get_format('2021').table(kind).name}", partial(_without_table, kind))
        for kind in TABLE_KINDS
    ),
    Operator("S09", "表二缺一行", partial(_without_row, "disclosure")),
    Operator("S09", "表三缺一行", partial(_without_row, "applications")),
    Operator("S09", "表三行名缺字", _damaged_label),
    Operator("S09", "表二行名改写", _row_in_other_words),
    Operator("S09", "（六）其他处理不分列", _undivided),
    Operator("S09", "表三缺一列", _without_column),
    Operator("S10", "模板提示语", _placeholder),
    Operator("S10", "数字待填", _number_not_filled_in),
    *(Operator("S10", f"未清理的{_MARK_WORDS[kind]}（{kind}）", partial(_marked, kind)) for kind in _MARK_WORDS),
    Operator("S11", "没有信息处理费", _without_fee),
    Operator("S11", "信息处理费写在总体情况", _fee_elsewhere),
)
