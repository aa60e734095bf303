"""The sample reports against what is expected of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker import Review, Reviewer

FOLDER = Path(__file__).parents[1] / "corpora" / "reports"
SAMPLES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".json") if FOLDER.is_dir() else []
KNOWN = ("S", "T01", "T02", "T03", "T04", "T05", "C01", "C02", "C03", "C04", "C05", "C06", "C08")


def expected_of(path: Path) -> dict[str, object]:
    return json.loads(path.with_name(f"{path.stem}.expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def reviews() -> dict[str, Review]:
    reviewer = Reviewer()
    return {path.name: reviewer.review(path) for path in SAMPLES}


def test_there_are_enough_samples_of_every_format() -> None:
    assert len(SAMPLES) >= 8
    assert {path.suffix for path in SAMPLES} == {".docx", ".pdf", ".html", ".txt"}
    assert sum(bool(expected_of(path)["sound"]) for path in SAMPLES) >= 3


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_sample_is_read_to_the_last_cell(path: Path, reviews: dict[str, Review]) -> None:
    expected = expected_of(path)
    report = reviews[path.name].report
    assert (report.organization, report.year, report.format) == (
        expected["organization"],
        expected["year"],
        expected["format"],
    )
    assert report.tables == expected["tables"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_sample_gets_the_notes_that_it_should_and_no_others(path: Path, reviews: dict[str, Review]) -> None:
    found = [finding for finding in reviews[path.name].findings if finding.rule.startswith(KNOWN)]
    wanted = list(expected_of(path)["findings"])  # type: ignore[call-overload]
    for finding in found:
        match = next(
            (
                item
                for item in wanted
                if item["rule"] == finding.rule
                and item["says"] in finding.message
                and (not item["quote"] or item["quote"] in finding.quote)
            ),
            None,
        )
        assert match is not None, f"not expected: {finding.rule} {finding.message} {finding.quote!r}"
        wanted.remove(match)
    assert not wanted, f"not found: {wanted}"
