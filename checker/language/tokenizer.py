"""jieba inside spaCy, with terms of this field and without touching jieba's global state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from checker.language.segmentation import segmenter

_APART = re.compile(r"\s|\S+")


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
