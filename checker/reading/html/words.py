"""What a line of a page tells by its words: that it is the report's, the site's, or a label of its index card."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACE = re.compile(r"\s+")
_SECTIONS = (
    re.compile(r"总体情况|基本情况|工作概述|总体概况"),
    re.compile(r"主动公开(?:的)?政府信息(?:的)?情况"),
    re.compile(r"收到和处理政府信息公开申请"),
    re.compile(r"行政复议[、和及与,，]?(?:提起)?行政诉讼"),
    re.compile(r"存在的?(?:主要)?问题"),
    re.compile(r"其他需要?报告的?事项"),
)
_STATUTORY = re.compile(
    "|".join(section.pattern for section in _SECTIONS)
    + r"|信息处理费|法人或其他组织|商业企业|科研机构|社会公益组织|法律服务机构|予以公开|不予公开|不予处理"
    r"|本年新收|上年结转|结转下年度|第二十条第|处理决定数量|行政规范性文件|尚未审结|结果维持"
)
_RELATED = re.compile(r"公开|报告|申请|条例|复议|诉讼|行政|本年|年度|政务")
_SENTENCE = re.compile(r"[，。；]")
_LEAST_SENTENCE = 12
_LONGEST_HEADING = 40
_MOST_LINKS = 0.5

_SITE = re.compile(
    r"(?:您?(?:现在|当前)?(?:所在)?(?:的)?位置|首页[>»›/]|【?字[体号][：:【\[（(大中小]|[【\[]?大中小"
    r"|[【\[]?(?:打印|关闭|收藏|返回|登录|注册|简体|繁[體体]|无障碍|朗读|站内搜索|视力保护).{0,8}$"
    r"|分享(?:到|至|[：:]|$)|扫一扫|用?手机(?:扫|打开|看)|浏览(?:次数|量|[：:])|阅读(?:次数|量|[：:])|点击(?:次数|数|量|率|[：:])|访问量"
    r"|(?:信息)?来源[：:]|(?:发布|发文|更新|录入)(?:时间|日期|者)[：:]?|日期[：:]|时间[：:]|作者[：:]|责任编辑|编辑[：:]|供稿"
    r"|[上下]一[篇条页]|相关(?:链接|文章|阅读|信息|新闻|稿件)|友情链接|版权所有|主办(?:单位)?[：:]|承办(?:单位)?[：:]|网站(?:地图|标识码)"
    r"|技术支持|您访问的链接|copyright|©)",
    re.IGNORECASE,
)
_SITE_ANYWHERE = re.compile(
    r"ICP备|公网?安备|网站标识码|copyright|版权所有|浏览次数|字体[：:]?[【\[（(]?大", re.IGNORECASE
)
# a date in words alone is the report's own, below its last section
_DATE_LINE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?$"
    r"|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*(?:来源|浏览|阅读|点击|字[体号]|发布|作者)"
)
_LONGEST_SITE_LINE = 120

_CARD_LABEL = re.compile(
    r"(?:索引号|信息索引|索取号|发布机构|发文机关|发文机构|发文单位|发文字号|文号|成文日期|生成日期|发布日期|公开日期|公开时限|公开范围"
    r"|公开方式|公开形式|公开类别|主题分类|信息分类|内容分类|体裁分类|组配分类|主题词|关键词|有效性|效力状态|时效|信息名称|名称"
    r"|标题|内容概述|概述|公文种类|废止日期|生效日期|失效日期|实施日期|信息来源|责任部门|公开责任部门|载体类型)(?:$|[：:])"
)
_REPORT = re.compile(r"年度报告|年报|工作报告|信息公开.{0,8}报告")


@dataclass(frozen=True, slots=True)
class Worth:
    """What one line of text tells of where it stands.

    ``statutory``: it holds wording of the statutory format; ``sections``: a bit for each section whose
    heading it may be; ``related`` and ``unrelated``: its length where it is a sentence, about disclosure
    or not; ``site``: it belongs to the site (position, font size, share bar, footer); ``card``: it is
    a label of an index card.
    """

    statutory: bool = False
    sections: int = 0
    related: int = 0
    unrelated: int = 0
    site: bool = False
    card: bool = False


_NOTHING = Worth()


def worth_of(text: str, links: int) -> Worth:
    """Judge one line; ``links``: how many of its visible characters are links."""
    compact = _SPACE.sub("", text)
    if not compact:
        return _NOTHING
    card = _CARD_LABEL.match(compact) is not None
    if is_linked(text, links):
        return Worth(card=card)
    if _is_site(compact):
        return Worth(site=True, card=card)
    is_short = len(compact) <= _LONGEST_HEADING
    sections = sum(1 << number for number, section in enumerate(_SECTIONS) if is_short and section.search(compact))
    length = len(compact) if len(compact) >= _LEAST_SENTENCE and _SENTENCE.search(compact) else 0
    related = _RELATED.search(compact) is not None
    return Worth(
        statutory=_STATUTORY.search(compact) is not None,
        sections=sections,
        related=length if related else 0,
        unrelated=0 if related else length,
        card=card,
    )


def is_linked(text: str, links: int) -> bool:
    """Whether the line is mostly links."""
    return links > _MOST_LINKS * visible_length(text)


def visible_length(text: str) -> int:
    """The number of characters that are not white space."""
    return len(_SPACE.sub("", text))


def names_report(text: str) -> bool:
    """Whether a title may be that of an annual report."""
    return _REPORT.search(_SPACE.sub("", text)) is not None


def _is_site(compact: str) -> bool:
    if len(compact) > _LONGEST_SITE_LINE:
        return False
    return bool(_SITE.match(compact) or _SITE_ANYWHERE.search(compact) or _DATE_LINE.match(compact))
