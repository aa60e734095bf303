"""What holds for every form: it stands whatever the report holds, and is the same each time."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import lxml.html
import openpyxl
import pytest
from building import build
from hypothesis import HealthCheck, given, settings
from lxml import etree
from made_reviews import reviews

from checker.notes.formats import FORMATS, Context, Unread
from checker.reviewing import Review, review

BROKEN = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
        "proceedings": {"reconsideration": {"total": 7}},
    },
    "bodies": {"other_matters": "无"},
}
# as the command line makes it
WITH_UNREAD = Context(
    unread=(Unread("坏\x00<b>.docx", "文件是空的\ud800"),), rules_page="https://intranet.example/规则.html"
)


def check(name: str, data: bytes) -> None:
    """The bytes are a sound file of that form."""
    if name == "docx":
        for part in zipfile.ZipFile(io.BytesIO(data)).namelist():
            if part.endswith((".xml", ".rels")):
                etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(part))
        docx.Document(io.BytesIO(data))
    elif name == "xlsx":
        openpyxl.load_workbook(io.BytesIO(data))
    elif name in ("json", "sarif"):
        json.loads(data)
    elif name == "junit":
        etree.fromstring(data)
    elif name == "html":
        scripts = lxml.html.fromstring(data.decode()).xpath("//script")
        assert all("alert(1)" not in (script.text or "") and not script.get("src") for script in scripts)
    else:
        text = data.decode()
        assert "<script" not in text or name == "terminal"
        assert "\x1b" not in text
        assert "\u202e" not in text or name == "terminal"


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(one=reviews())
def test_nothing_in_a_report_breaks_a_form(name: str, one: Review) -> None:
    form = FORMATS[name]
    check(name, form.write([one], Context()))
    if not form.separate:
        check(name, form.write([one, one], WITH_UNREAD))


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_review_gives_the_same_bytes(name: str) -> None:
    one = review(build(BROKEN))
    form = FORMATS[name]
    assert form.write([one], Context()) == form.write([one], Context())


def test_forms_have_distinct_names_and_modules_that_write() -> None:
    import importlib

    assert len({form.module for form in FORMATS.values()}) == len(FORMATS)
    for name, form in FORMATS.items():
        assert form.name == name
        assert callable(importlib.import_module(form.module).write)


def test_a_review_that_cannot_be_written_in_utf8_is_json_all_the_same() -> None:
    one = review(build(BROKEN))
    broken = one.model_copy(update={"report": one.report.model_copy(update={"text": "半\ud800"})})
    assert json.loads(FORMATS["json"].write([broken], Context()))["report"]["text"] == "半\ud800"


def test_the_registry_is_cheap_to_import() -> None:
    import subprocess
    import sys

    script = (
        "import sys, checker.notes.formats, checker.notes.output\n"
        "print([name for name in ('docx', 'xlsxwriter', 'lxml', 'pydantic', 'spacy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == "[]"
