"""Problems and measures of the problems section, and what each leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from checker.report.normal import compact
from checker.rules.narrative.shortcomings import concrete_shortcoming, roles_of

if TYPE_CHECKING:
    from checker.language.pipeline import AnnotatedStatement, Annotation

# Units and posts that can be told to do something; a date or a rhythm by which it is done.
_WHO = re.compile(
    r"由.{1,14}(?:负责|牵头|承担|组织|会同|每|在|于)|牵头|专人|党政办|办公室|综合科|综合股|信息中心|网信|融媒体|司法所|法规|宣传部|各?(?:科室|股室|站所|处室|部门|社区|村居|单位)(?:负责|每|应|须|要|报|确定)"
)
_WHEN = re.compile(
    r"\d{1,2}月|年底|年内|上半年|下半年|季度|每(?:月|季|周|年|半年)|月底|季末|月末|\d+个?工作日|\d+日内|第[一二三四]季度|长期|即日"
)
_WHERE = re.compile(
    r"《|“|\"|公开栏|专栏|栏目|公众号|网站|村|社区|站所|科室|股室|乡镇|街道|部门|单位|答复|指南|目录|解读|窗口|大厅|平台|新媒体"
)
_HOW_MUCH = re.compile(r"\d|[一二三四五六七八九十两几多]+(?:个|条|件|次|项|家|篇|成|月|天|季度)|半数|过半|大多|多数")
# A manifestation in plain words, of which the model may make less than a reader does.
_HOW = re.compile(
    r"只(?:到|有|是|写|更新|公开|能|靠)|就是.{2,12}一(?:项|个|种)|仅(?:有|靠|限)|仍(?:在|是|用|按)|拖到|超过|打不开|查不到|找不到|看不懂|搜不到|"
    r"未(?:能)?(?:及时)?(?:更新|公示|上墙|张贴|标注|设|配|建)|没有(?:更新|公示|设|配|建|专)|重复|空白|错(?:链|字|误)|断链|迟了|晚了|退回"
)
_PUBLIC = re.compile(
    r"(?:群众|公众(?!号)|申请人|社会|市民|村民|居民|农民|企业|老百姓|当事人|老年人).{0,30}(?:意识|了解|理解|认识|知晓|参与|配合|关注|积极性|"
    r"滥用|不清|不懂|不习惯|不愿|不看|不关心|文化(?:程度|水平)|法律意识|当作|当成|反映信访|反复)"
)
_SUBJECT_WITHIN = 10
# A shortcoming of the agency itself beside that of the public: then the public is not all that is blamed.
_OWN = re.compile(
    r"(?:宣传|引导|解读|指引|告知).{0,10}(?:不够|不足|不到位|不强|有待|还需|仍需|需要|偏少|较少|单一)|渠道.{0,6}(?:不畅|单一|不多|较少|有限)|"
    r"更新|人员.{0,6}(?:不|少|兼)|培训|我(?:局|镇|乡|委|街道|区|县|市|处|院|单位).{0,20}(?:不|需|未|有待)|机制|制度|力度|便民|不便|检索|难找|"
    r"哪里|各说各话|栏目.{0,8}(?:不|少|乱)|公开(?:内容|形式|方式).{0,4}(?:不够|不全|单一|不丰富)"
)

# Expected specificity below which a problem or measure is vague in any words, and below which it is where its
# words are not quite its own; rounding (1.5) would judge the doubtful too.
_VAGUE, _VAGUE_IN_WORN_WORDS, _WORN = 0.9, 1.25, 0.3
# ... and below which a manifestation or a unit named in passing does not save it.
_HOPELESS = 0.6
# 「（三）」「3.」, not 「三是」: what a heading opens with; and the longest that one is.
_HEADING_MARKER = re.compile(r"[(（]|\d|[一二三四五六七八九十]+、")
_LONGEST_HEADING = 22
_LEAD_IN = re.compile(r"^.{4,}?[:：,，。;；]\s*(?=一是|1[.、]|[（(]一[）)])")

# A problem statement that goes on to its own measure.
_OWN_MEASURE = re.compile(
    r"(?:下一步|今后|下一年|明年|\d{4}年)[,，]?.{0,8}(?:将|要|拟|计划)|(?:为此|对此)[,，].{2,}|(?:需|将)(?:进一步|继续)"
)
# Below this the nearest measure is said not to answer; between this and the link's own threshold nothing is said.
_SURELY_NOT = 0.42
_LACKING = re.compile(
    r"(?:不能|未能|难以|无法|没能)(?:够|完全|很好地?|充分|及时|全面|有效)?(?P<verb>[\u4e00-\u9fff]{2})[^,。;]{0,12}?(?P<object>[\u4e00-\u9fff]{2})(?=[,。;]|$)"
)
# A product that a measure names is what it will do, however worn the words around it.
_PRODUCT = re.compile(
    r"(?:制定|制订|编制|编印|编写|出台|修订|印发)[^,。;]{2,14}(?:计划|办法|制度|方案|清单|台账|手册|模板|目录|规程|指引)"
)

_LEAD_CLAUSE = re.compile(r"^(?=[^:：]*(?:虽|但|仍|还存在|不足|问题|下一步|将))[^:：“”《》]{8,}[:：]\s*(?=.{8,})")


def core_of(text: str) -> str:
    """A problem or measure without the lead-in that it shares its statement with (「…仍有不足：一是…」)."""
    return _LEAD_CLAUSE.sub("", _LEAD_IN.sub("", text))


@dataclass(frozen=True, slots=True)
class Point:
    """A problem or a measure: the statement that names it, and those that go on about it without a list marker
    of their own. ``places`` are indices into ``annotation.statements``."""

    places: tuple[int, ...]
    items: tuple[AnnotatedStatement, ...]

    @property
    def head(self) -> AnnotatedStatement:
        return self.items[0]

    @property
    def text(self) -> str:
        """The naming statement without its lead-in."""
        return core_of(self.head.statement.text)

    @property
    def specificity(self) -> float:
        """The expected specificity of its most specific statement; the naming one is judged without its
        lead-in too, whose worn words would weigh against it."""
        found = [item.labels.expected_specificity for item in self.items]
        if self.text != self.head.statement.text:
            labels = self.head.labels
            found.append(labels.model.label(self.text, labels.section).expected_specificity)
        return max(found)

    @property
    def is_vague(self) -> bool:
        """Whether it surely lacks any identifying detail."""
        worn = min(item.labels.stock for item in self.items) >= _WORN
        return self.specificity < (_VAGUE_IN_WORN_WORDS if worn else _VAGUE)

    @property
    def whole_text(self) -> str:
        """All its statements in matching form."""
        return "".join(compact(item.statement.text) for item in self.items)


@dataclass(frozen=True)
class ProblemSection:
    """The problems and measures of a report, and how likely each measure answers each problem."""

    problems: tuple[Point, ...]
    measures: tuple[Point, ...]
    linked: frozenset[tuple[int, int]]
    likelihood: dict[tuple[int, int], float]

    def is_answered(self, problem: Point) -> bool:
        """Whether any measure is linked to any statement of the problem."""
        return any(own in problem.places for own, _ in self.linked)

    @cached_property
    def answered_at_once(self) -> frozenset[tuple[int, int]]:
        """(problem, measure) by the places of their naming statements, where a concrete problem that stands alone is
        followed at once by a concrete measure without a list marker of its own: the author answers it there and
        then, in whatever words."""
        return frozenset(
            (problem.places[0], measure.places[0])
            for problem in self.problems
            for measure in self.measures
            if measure.places[0] == problem.places[-1] + 1
            and not any(other.places[-1] == problem.places[0] - 1 for other in self.problems)
            and (len(self.problems) == 1 or problem.head.statement.line == measure.head.statement.line)
            and not measure.head.statement.marker
            and not is_vague_problem(problem)
            and not is_vague_measure(measure)
        )

    def is_answered_at_once(self, problem: Point) -> bool:
        """Whether a concrete measure follows the concrete problem at once."""
        return any(own == problem.places[0] for own, _ in self.answered_at_once)

    def answers_at_once(self, measure: Point) -> bool:
        """Whether the measure follows a concrete problem at once, or goes on from a measure that does."""
        starts = {other for _, other in self.answered_at_once}
        own = measure
        while own.places[0] not in starts:
            before = next((other for other in self.measures if other.places[-1] == own.places[0] - 1), None)
            if before is None or own.head.statement.marker or before.head.statement.line != own.head.statement.line:
                return False
            own = before
        return True

    @property
    def unanswered(self) -> list[Point]:
        """The problems that no measure answers, as far as can be told."""
        return [
            problem
            for problem in self.problems
            if self.measures
            and not self.is_answered(problem)
            and not _OWN_MEASURE.search(problem.whole_text)
            and not self.is_answered_at_once(problem)
            and not any(provides_what_lacks(measure, problem) for measure in self.measures)
            and self.likelihood_of(problem, self.nearest_to(problem)) < _SURELY_NOT
        ]

    def nearest_to(self, problem: Point) -> Point:
        """The measure that most likely answers the problem."""
        return max(self.measures, key=lambda measure: self.likelihood_of(problem, measure))

    def likelihood_of(self, problem: Point, measure: Point) -> float:
        """The highest likelihood over their statements that the measure answers the problem."""
        return max(self.likelihood.get((own, other), 0.0) for own in problem.places for other in measure.places)


def problem_section(annotation: Annotation) -> ProblemSection:
    """The problems section as the labels and links have it, the roles of concrete shortcomings set right."""
    statements = annotation.statements
    places = [place for place, item in enumerate(statements) if item.statement.section == "problems"]
    roles = dict(zip(places, roles_of([statements[place] for place in places]), strict=True))
    if all(statements[place].labels.role == role for place, role in roles.items()):
        links, likelihood = annotation.links, annotation.link_probabilities
    else:
        links, likelihood = annotation.linked_as(roles)
    return ProblemSection(
        _points(statements, roles, "problem", ("problem", "cause", "result", "practice")),
        _points(statements, roles, "measure", ("measure", "practice")),
        frozenset((link.problem, link.measure) for link in links),
        likelihood,
    )


def _points(
    statements: Sequence[AnnotatedStatement], roles: Mapping[int, str], role: str, going_on: Sequence[str]
) -> tuple[Point, ...]:
    """The points of one role. A statement without a list marker goes on with the point before it where that
    one has a marker and follows directly."""
    groups: list[list[int]] = []
    for place, own in roles.items():
        item = statements[place]
        last = groups[-1] if groups else None
        if (
            last is not None
            and last[-1] == place - 1
            and not item.statement.marker
            and statements[last[0]].statement.marker
            and own in going_on
        ):
            last.append(place)
        elif own == role and not _is_heading(statements, place):
            groups.append([place])
    return tuple(Point(tuple(group), tuple(statements[place] for place in group)) for group in groups)


def _is_heading(statements: Sequence[AnnotatedStatement], place: int) -> bool:
    """Whether a statement only names its topic (「（三）切实增强服务意识。」), the text that it heads following on a
    line of its own or at once."""
    statement = statements[place].statement
    if not _HEADING_MARKER.match(compact(statement.marker)) or len(compact(statement.text)) > _LONGEST_HEADING:
        return False
    if re.search(r"[,;:]", compact(statement.text)) or place + 1 == len(statements):
        return False
    after = statements[place + 1].statement
    return after.section == statement.section and not after.marker and len(after.text) > len(statement.text)


def has_own_measure(problem: Point) -> bool:
    """Whether a problem goes on to its own measure in the same statements."""
    return _OWN_MEASURE.search(problem.whole_text) is not None


def provides_what_lacks(measure: Point, problem: Point) -> bool:
    """Whether the problem says what cannot be done for whom (「不能满足群众需求」) and the measure that it will be
    (「满足群众查阅需求」)."""
    lacking = _LACKING.search(problem.whole_text)
    return (
        lacking is not None
        and re.search(f"(?<![不未能]){lacking['verb']}[^,。;]{{0,12}}{lacking['object']}", measure.whole_text)
        is not None
    )


def blames_the_public(text: str) -> bool:
    """Whether a problem lies with the public alone, and nothing in it is the agency's own to mend."""
    key = compact(core_of(text))
    match = _PUBLIC.search(key)
    # the public has to be what the sentence is about, not those who suffer from it
    return match is not None and match.start() <= _SUBJECT_WITHIN and not _OWN.search(_PUBLIC.sub("", key))


def missing_of_problem(problem: Point) -> list[str]:
    """Which of where, how it shows, and how much a problem leaves out."""
    text = problem.whole_text
    missing = []
    if not _WHERE.search(text):
        missing.append("出在哪里")
    if not _HOW.search(text) and not any(concrete_shortcoming(item.statement.text) for item in problem.items):
        missing.append("怎么表现")
    if not _HOW_MUCH.search(text) and not any(item.quantities for item in problem.items):
        missing.append("到什么程度")
    return missing


def is_vague_problem(problem: Point) -> bool:
    """Whether a problem surely says neither where nor how it shows."""
    return problem.is_vague and (problem.specificity < _HOPELESS or "怎么表现" in missing_of_problem(problem))


def is_vague_measure(measure: Point) -> bool:
    """Whether a measure surely says neither what exactly, nor who, nor when."""
    missing = missing_of_measure(measure)
    return measure.is_vague and (measure.specificity < _HOPELESS or {"责任单位", "时限"} <= set(missing))


def names_who_or_when(text: str) -> bool:
    """Whether the text of a measure says who does it, or by when."""
    return _WHO.search(text) is not None or _WHEN.search(text) is not None


def missing_of_measure(measure: Point) -> list[str]:
    """Which of what exactly, who and when a measure leaves out."""
    text = measure.whole_text
    missing = []
    if measure.is_vague and not _PRODUCT.search(text):
        missing.append("具体做什么")
    if not _WHO.search(text):
        missing.append("责任单位")
    if not _WHEN.search(text) and not any(item.dates for item in measure.items):
        missing.append("时限")
    return missing
