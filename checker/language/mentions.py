"""Mentions: documents and their numbers, platforms and accounts, agencies, places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from checker.report.normal import Normal

MentionKind = Literal["document", "document_number", "platform", "agency", "place"]

_DOCUMENT = re.compile(r"《[^《》\n]{2,80}(?:《[^《》\n]{2,60}》[^《》\n]{0,20})?》")
# 〔2021〕30号 and what a site's software leaves of it: [202130号, (2021)30号
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}[\[(](?:19|20)\d{2}[\])]?\d{1,4}号|国令第\d{1,4}号|(?:国务院|主席)令第?\d{1,4}号"
)
_CHANNEL = r"(?:微信)?公众号|微信|微博|抖音号?|视频号|头条号|客户端|APP|app|小程序|网站|门户网|门户|平台|专栏|栏目|频道|热线|系统|信箱|政务号|发布号|账号"
_PLATFORM = re.compile(
    rf'"(?P<name>[^"\n]{{2,20}})"(?:政务)?(?P<kind>{_CHANNEL})|(?:{_CHANNEL})"(?P<name2>[^"\n]{{2,20}})"'
)
_AGENCY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}?(?:省|市|县|区|旗|镇|乡|街道))?(?:[省市县区镇乡局委办厅][\u4e00-\u9fff]{2,8}?|[\u4e00-\u9fff]{2,8}?)"
    r"(?:局|委员会|办公室|办事处|人民政府|厅|中心|科|股|所|站|法院|检察院|纪委|监委|纪检监察组|工作专班|领导小组|村委会|居委会)"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:省|自治区|自治州|市|县|区|旗|镇|乡|街道|社区|村|嘎查|苏木)")
_NO_PLACE = re.compile(
    r"^(?:全|各|本|我|该|每|上|有|个|在|对|为|由|向|和|与|及|县|区|市|镇|乡)|(?:城市|小区|地区|园区|专区|辖区|乡镇|村镇|城镇)$|^.{0,2}(?:街道)?社区$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at [start, end) of the Doc's text. ``name`` is the name itself, without quotes or 《》."""

    start: int
    end: int
    kind: MentionKind
    name: str


def find_mentions(normal: Normal) -> list[Mention]:
    """The mentions in a normalised text (white space left out)."""
    text = normal.text
    found: list[Mention] = []

    def add(kind: MentionKind, start: int, end: int, name: str) -> None:
        first, last = normal.span(start, end)
        found.append(Mention(first, last, kind, name))

    for match in _DOCUMENT.finditer(text):
        add("document", match.start(), match.end(), match[0][1:-1])
    for match in _NUMBER.finditer(text):
        add("document_number", match.start(), match.end(), match[0])
    for match in _PLATFORM.finditer(text):
        add("platform", match.start(), match.end(), match["name"] or match["name2"])
    for match in _AGENCY.finditer(text):
        add("agency", match.start(), match.end(), match[0])
    for match in _PLACE.finditer(text):
        if not _NO_PLACE.search(match[0]):
            add("place", match.start(), match.end(), match[0])
    return sorted(found, key=lambda mention: (mention.start, mention.end))
