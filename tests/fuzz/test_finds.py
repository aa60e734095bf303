"""What the fuzzer found is read, or refused in words, within seconds."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from checker.reading import ReadingError, read
from checker.report.model import Report

FINDS = sorted((Path(__file__).parent / "finds").iterdir())


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.name)
def test_a_find_is_read_or_refused(path: Path) -> None:
    start = time.process_time()
    with contextlib.suppress(ReadingError):
        assert isinstance(read(path), Report)
    assert time.process_time() - start < 20
