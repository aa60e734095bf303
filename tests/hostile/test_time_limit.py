"""No document holds up a batch."""

from __future__ import annotations

import dataclasses
import gc
import signal
import sys
import threading
import time
import weakref
from contextlib import suppress
from pathlib import Path

import pytest

import checker.reading.plain
import checker.reviewing
from checker import Reviewer
from checker.reading import Limits, ReadingError, deadline, read
from checker.reading.deadline import time_limit, whole
from checker.settings import load_settings

REPORTS = Path(__file__).parents[2] / "corpora" / "reports"
SAMPLES = [path for path in sorted(REPORTS.iterdir()) if path.suffix != ".json"]
needs_timer = pytest.mark.skipif(sys.platform == "win32", reason="no timer interrupts there")


def refusal(path: Path, limits: Limits) -> str:
    with pytest.raises(ReadingError) as caught:
        read(path, limits)
    return str(caught.value)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_reader_stops(path: Path) -> None:
    message = refusal(path, Limits(seconds=0.0001))
    assert message == f"{path}：超过0.0001秒还没有处理完（时间上限 limits.seconds），已放弃"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_reader_stops_outside_the_main_thread(path: Path) -> None:
    messages = []
    thread = threading.Thread(target=lambda: messages.append(refusal(path, Limits(seconds=0.0001))), daemon=True)
    thread.start()
    thread.join(20)
    assert len(messages) == 1


@needs_timer
def test_what_never_checks_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(line: str) -> None:
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                continue

    monkeypatch.setattr(checker.reading.plain, "_cells_of", forever)
    start = time.monotonic()
    assert "超过0.2秒" in refusal(REPORTS / "pingzhang-education-bureau-2021.txt", Limits(seconds=0.2))
    assert time.monotonic() - start < 5
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


@needs_timer
def test_an_outer_limit_holds_alone() -> None:
    with pytest.raises(ReadingError, match=r"outer.*超过0.1秒"), time_limit(0.1, "outer"), time_limit(50, "inner"):
        time.sleep(5)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_goes_on(jobs: int) -> None:
    settings = load_settings()
    settings = dataclasses.replace(settings, limits=dataclasses.replace(settings.limits, seconds=0.0001))
    results = list(Reviewer(settings).pipe(SAMPLES[:2], jobs=jobs))
    assert [type(result) for result in results] == [ReadingError, ReadingError]
    assert [result.path for result in results if isinstance(result, ReadingError)] == [
        str(path) for path in SAMPLES[:2]
    ]


@needs_timer
def test_a_file_that_is_being_read_is_closed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    # the timer may strike between a file's opening and the ``with`` that closes it
    monkeypatch.setattr(deadline, "GRACE", 0)
    for step in range(1, 60):
        with pytest.raises(ReadingError), time_limit(step * 2e-6, "x"):
            read(SAMPLES[0])
    gc.collect()


@needs_timer
def test_what_is_declared_whole_ends_first() -> None:
    done = []

    @whole
    def slow() -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass
        done.append(True)

    def slow_and_long() -> None:
        slow()
        time.sleep(5)

    with pytest.raises(ReadingError), time_limit(0.05, "x"):
        slow_and_long()
    assert done == [True]


class _Held:
    """Something whose finalizer takes longer than the limit."""

    def __init__(self, closed: list[bool]) -> None:
        self.closed = closed

    def __del__(self) -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass
        self.closed.append(True)


@needs_timer
def test_a_finalizer_is_never_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    # what is raised in a finalizer is lost with a complaint on the terminal, which fails this test as a warning
    monkeypatch.setattr(deadline, "GRACE", 0)
    closed: list[bool] = []
    weak: list[bool] = []

    def slow() -> None:
        end = time.monotonic() + 0.2
        while time.monotonic() < end:
            pass
        weak.append(True)

    def drop_and_wait() -> None:
        _Held(closed)
        time.sleep(5)

    def drop_the_watched_and_wait() -> None:
        held = type("Held", (), {})()
        weakref.finalize(held, slow)
        del held
        time.sleep(5)

    for drop in (drop_and_wait, drop_the_watched_and_wait):
        with pytest.raises(ReadingError), time_limit(0.05, "x"):
            drop()
    gc.collect()
    assert (closed, weak) == ([True], [True])


@needs_timer
def test_an_interruption_that_is_lost_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "GRACE", 0)
    monkeypatch.setattr(deadline, "_AGAIN", 0.05)

    def lose_one_and_wait() -> None:
        with suppress(BaseException):
            time.sleep(5)
        time.sleep(5)

    start = time.monotonic()
    with pytest.raises(ReadingError), time_limit(0.05, "x"):
        lose_one_and_wait()
    assert time.monotonic() - start < 4


@needs_timer
def test_a_report_to_compare_with_stops_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker.reviewing, "annotate", lambda *_: time.sleep(5))
    settings = load_settings()
    settings = dataclasses.replace(settings, limits=dataclasses.replace(settings.limits, seconds=0.1))
    with pytest.raises(ReadingError, match=r"pingzhang-education-bureau-2021\.txt：超过0\.1秒"):
        Reviewer(settings).reference_report(REPORTS / "pingzhang-education-bureau-2021.txt")
