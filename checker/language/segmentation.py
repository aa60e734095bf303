"""jieba with terms of this field and without touching its global state."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

# Compounds that jieba's own dictionary cuts apart.
TERMS = (
    "依申请公开", "主动公开", "政务公开", "政府信息公开", "行政规范性文件", "规范性文件", "三安全一稳定", "三审三校",
    "先审后发", "信息处理费", "政务新媒体", "微信公众号", "公众号", "门户网站", "政府网站", "政策解读", "回应关切",
    "保密审查", "监督保障", "平台建设", "责任追究", "社会评议", "行政复议", "行政诉讼", "公开属性", "源头认定",
    "信息公开指南", "公开目录", "公开专区", "查阅点", "便民服务中心", "政务服务中心", "领导小组", "分管领导", "信息员",
    "统计期限", "年度报告", "结转下年度", "本年新收", "上年结转", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理",
)  # fmt: skip


@cache
def _jieba() -> Any:
    import warnings

    with warnings.catch_warnings():
        # jieba 0.42 was written before raw strings were asked for, and asks setuptools for what importlib gives
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return jieba


@cache
def segmenter(terms: tuple[str, ...] = TERMS) -> Any:
    """A jieba tokenizer of our own that knows ``terms``; the module's global one stays as it is."""
    own = _jieba().Tokenizer()
    # jieba's own initialize() keeps a cache in the system's shared temporary folder: a file that nobody asked for, and
    # one that anybody there could have written, which it would load without a question
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    for term in terms:
        own.add_word(term)
    return own
