"""What problems and measures are about."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

# What problems and measures of this field are about, by the words that tell.
THEMES: Mapping[str, tuple[str, ...]] = {
    "awareness": ("意识", "认识", "重视", "主动性", "观念", "理解"),
    "skill": ("培训", "业务", "能力", "素质", "水平", "学习", "辅导", "指导"),
    "staff": ("人员", "专人", "专职", "兼职", "队伍", "力量", "人手", "轮岗", "岗位", "信息员", "配备", "配强"),
    "timeliness": ("及时", "更新", "滞后", "迟", "时效", "拖", "慢", "逾期", "时限", "超期"),
    "scope": (
        "全面",
        "内容",
        "范围",
        "不够细",
        "深度",
        "广度",
        "细化",
        "重点领域",
        "质量",
        "单一",
        "目录",
        "清单",
        "梳理",
    ),
    "interpretation": ("解读", "图解", "通俗", "看不懂", "听得懂", "视频", "图文"),
    "channel": (
        "形式",
        "渠道",
        "平台",
        "新媒体",
        "公众号",
        "网站",
        "栏目",
        "专栏",
        "载体",
        "方式",
        "公开栏",
        "微信",
        "专区",
        "检索",
    ),
    "publicity": ("宣传", "知晓", "群众参与", "互动", "引导", "参与度"),
    "applications": ("依申请", "申请", "答复", "办理", "会商", "复议", "诉讼", "文书"),
    "mechanism": ("制度", "机制", "规范", "流程", "标准", "协调", "衔接", "责任", "分工"),
    "supervision": ("考核", "督查", "检查", "通报", "监督", "督促", "督导", "抽查", "问责"),
    "review": ("审核", "审查", "保密", "三审", "把关", "错别字", "校对", "属性"),
}


@lru_cache(maxsize=4096)
def themes_of(text: str) -> frozenset[str]:
    """The themes that a statement touches."""
    return frozenset(name for name, words in THEMES.items() if any(word in text for word in words))
