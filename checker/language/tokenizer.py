"""jieba inside spaCy, with terms of this field and without touching jieba's global state."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

# Compounds that jieba's own dictionary cuts apart.
TERMS = (
    "依申请公开", "主动公开", "政务公开", "政府信息公开", "行政规范性文件", "规范性文件", "三安全一稳定", "三审三校",
    "先审后发", "信息处理费", "政务新媒体", "微信公众号", "公众号", "门户网站", "政府网站", "政策解读", "回应关切",
    "保密审查", "监督保障", "平台建设", "责任追究", "社会评议", "行政复议", "行政诉讼", "公开属性", "源头认定",
    "信息公开指南", "公开目录", "公开专区", "查阅点", "便民服务中心", "政务服务中心", "领导小组", "分管领导", "信息员",
    "统计期限", "年度报告", "结转下年度", "本年新收", "上年结转", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理",
)  # fmt: skip


_APART = re.compile(r"\s|\S+")


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


class JiebaTokenizer:
    """spaCy tokenizer: jieba's precise mode, every character of the text kept.

    One space after a token becomes the token's trailing space; any other white space is a token of its own.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._segment: Callable[[str], list[str]] = segmenter().lcut

    def __call__(self, text: str) -> Doc:
        return self._doc(self._segment(text))

    def within(self, text: str, parts: Iterable[tuple[int, int]]) -> Doc:
        """A Doc of the whole text that is cut into words in ``parts`` alone ([start, end), in order); elsewhere,
        in tables and headings, a token is what stands between white space."""
        words: list[str] = []
        done = 0
        for start, end in parts:
            words += _APART.findall(text[done:start])
            words += self._segment(text[start:end])
            done = end
        words += _APART.findall(text[done:])
        return self._doc(words)

    def _doc(self, segments: Iterable[str]) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for word in segments:
            if word == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str]) -> Iterable[Doc]:
        return (self(text) for text in texts)

    # nothing to store: the terms are part of the package, the dictionary part of jieba
    def to_disk(self, path: Any, **_: Any) -> None: ...

    def from_disk(self, path: Any, **_: Any) -> JiebaTokenizer:
        return self

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> JiebaTokenizer:
        return self


@registry.tokenizers("checker.JiebaTokenizer.v1")  # type: ignore[untyped-decorator]
def create_jieba_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """spaCy's factory for :class:`JiebaTokenizer`."""
    return lambda nlp: JiebaTokenizer(nlp.vocab)
