"""Reviews as a web page: one self-contained file that needs no network, with the notes beside the words.

The page is a template, a style sheet and a script in ``assets/``, the latter two written into it. All text comes in as text
(the template engine escapes it), the page forbids itself every request, and without its script it is still whole:
numbers in the text lead to the notes and back, the notes to the pages of their rules.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from checker.notes.characters import xml_safe
from checker.notes.html.view import ReviewView, rule_pages
from checker.reviewing import Review


def write(reviews: Sequence[Review], context: object = None) -> str:
    """The reviews as one page, several with an index at its top. Nothing of ``context`` is needed."""
    views = [ReviewView(review, number) for number, review in enumerate(reviews, 1)]
    style, script = _asset("style.css"), _asset("script.js")
    return _template().render(
        style=Markup(style),
        script=Markup(script),
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
        title=views[0].title if len(views) == 1 else f"{len(views)}份报告的审核意见",
        views=views,
        rules=rule_pages(views),
    )


@cache
def _asset(name: str) -> str:
    return (files("checker.notes.html") / "assets" / name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode()}'"


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_writable,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(_asset),
    )
    return environment.get_template("page.html")


def _writable(value: object) -> object:
    """What a page cannot hold (lone surrogates, control characters) is shown as U+FFFD."""
    return xml_safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value
