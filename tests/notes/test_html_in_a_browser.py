"""The page at work: widths, keyboard, filter, print. Needs Playwright and a Chromium; skipped where these are absent."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import build

from checker.notes import html
from checker.reviewing import review

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

BROKEN: dict[str, Any] = {
    "tables": {
        "applications": {"total": {"natural_person": 16, "total": 19}},
        "disclosure": {"licences": {"decisions": ""}},
    },
    "bodies": {"problems": "一是思想认识有待提高。\n一是进一步加强学习，不断提高业务水平。", "other_matters": "无"},
    "before": {"overview": "全年公开XX条信息。"},
}
FOCUSED = "document.activeElement.id"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "意见.html"
    path.write_text(html.write([review(build(BROKEN))]), "utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=[1280, 400])
def page(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda sent: said.append(sent.url) if not sent.url.startswith("file:") else None)
    page.goto(address)
    yield page
    page.close()
    assert said == [], "errors, refusals of the policy, or requests"


def _boxes(page: Any, selector: str) -> list[dict[str, float]]:
    return [box for element in page.query_selector_all(selector) if (box := element.bounding_box()) is not None]


def test_nothing_overlaps_and_nothing_sticks_out(page: Any) -> None:
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    notes = sorted(_boxes(page, ".note"), key=lambda box: box["y"])
    assert len(notes) > 4
    for upper, lower in zip(notes, notes[1:], strict=False):
        assert upper["y"] + upper["height"] <= lower["y"]
    texts = _boxes(page, ".report .text")
    if width > 1000:
        assert min(box["x"] for box in notes) >= max(box["x"] + box["width"] for box in texts)
    else:
        for note in notes:
            assert not any(
                text["y"] < note["y"] + note["height"] and note["y"] < text["y"] + text["height"] for text in texts
            )


def test_from_note_to_note_and_between_note_and_words_by_keyboard(page: Any) -> None:
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == "r1n1"
    page.keyboard.press("n")
    assert page.evaluate(FOCUSED) == "r1n2"
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == "r1n1"
    page.keyboard.press("p")
    last = page.evaluate(FOCUSED)
    assert last == f"r1n{len(page.query_selector_all('.note'))}"
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == last.replace("n", "m")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == last
    focused = page.query_selector(":focus").bounding_box()
    assert 0 <= focused["y"] < page.viewport_size["height"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#rule-")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id.startsWith('rule-')")
    assert page.evaluate("document.activeElement.closest('details').open")


def test_what_has_the_focus_is_seen(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_letters_typed_into_the_search_are_letters(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("jk")
    assert page.evaluate("document.activeElement.value") == "jk"
    assert "显示0条" in page.inner_text("output")


def test_the_filter_hides_notes_numbers_and_marks(page: Any) -> None:
    everything = len(page.query_selector_all(".note"))
    page.uncheck("input[value=error]")
    shown = [note for note in page.query_selector_all(".note") if note.is_visible()]
    assert 0 < len(shown) < everything
    assert not any(chip.is_visible() for chip in page.query_selector_all(".chip[data-kind=error]"))
    assert page.query_selector("mark[data-kind=error]") is None
    page.select_option("select", "表格")
    assert {note.get_attribute("data-family") for note in page.query_selector_all(".note") if note.is_visible()} == {
        "表格"
    }
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.query_selector(":focus").get_attribute("data-family") == "表格"


def test_a_click_on_the_words_leads_to_the_note(page: Any) -> None:
    mark = page.query_selector("mark")
    number = mark.get_attribute("data-notes").split(" ")[0]
    mark.click()
    assert page.evaluate(FOCUSED) == f"r1n{number}"
    assert "active" in mark.get_attribute("class")


def test_on_paper_the_notes_follow_their_words(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.is_visible("#filter")
    texts = _boxes(page, ".report .text")
    for note in _boxes(page, ".note"):
        assert not any(
            text["y"] < note["y"] + note["height"] - 1 and note["y"] < text["y"] + text["height"] - 1 for text in texts
        )
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).textDecorationLine") == "underline"


def test_without_its_script_the_page_is_whole(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page.goto(address)
    assert not page.is_visible("#filter")
    number = page.query_selector(".chip")
    number.click()
    assert page.url.endswith(number.get_attribute("href"))
    assert all(note.is_visible() for note in page.query_selector_all(".note"))
    page.close()


def test_browser_says_the_text_as_it_stands(browser: Any, tmp_path: Path) -> None:
    spec = {"before": {"overview": "<script>document.title='改了'</script>&lt;b&gt; \u202e倒写\u202c XX条"}}
    path = tmp_path / "意见.html"
    path.write_text(html.write([review(build(spec))]), "utf-8")
    page = browser.new_page()
    page.goto(f"file://{os.fspath(path)}")
    assert page.title().startswith("审核意见：")
    assert "<script>document.title='改了'</script>&lt;b&gt;" in page.inner_text(".report")
    page.close()
