"""What the fuzzer found is read, or refused in words, within seconds."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from checker.reading import ReadingError, read
from checker.report.model import Report

FINDS = sorted((Path(__file__).parent / "finds").iterdir())


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.name)
def test_a_find_is_read_or_refused(path: Path) -> None:
    start = time.process_time()
    try:
        assert isinstance(read(path), Report)
    except ReadingError as error:
        assert error.reason
    assert time.process_time() - start < 5
