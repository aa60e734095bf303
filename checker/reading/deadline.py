"""The time that one document may take, so that none can hold up a batch.

The time is watched in two ways. The readers' loops call :func:`check`, on every system and in every thread. In the
main thread of a process on POSIX (which is where worker processes do their work too) a timer also interrupts what
runs between two checks, such as a slow pattern. It strikes only :data:`GRACE` seconds after the time is up, so that
whatever does check is left in good order by its own check. Neither stops a single call into C that does not come back
to Python: it ends first, and only the limits of size bound it. On Windows and in other threads there is :func:`check`
alone.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, FrameType, FunctionType
from typing import TypeVar, cast

from checker.reading.errors import ReadingError

Function = TypeVar("Function", bound=Callable[..., object])
_WHOLE: set[CodeType] = set()
_OWN_FILES = (__file__, contextlib.__file__)
GRACE = 0.5
"""Seconds after the time is up before the timer interrupts what has not checked by then."""
_AGAIN = 1.0
"""Seconds after an interruption before the next: the first may have struck where nothing can be raised (a callback from
C), and what it broke off needs time to close what it holds."""
_deadline: ContextVar[float | None] = ContextVar("_deadline", default=None)


class _TimeIsUp(BaseException):
    """Not an ``Exception``, so that nothing which handles errors of a document takes it for one."""


@contextmanager
def time_limit(seconds: float, path: str = "") -> Iterator[None]:
    """Raise ``ReadingError`` naming the file at ``path`` once what is done here takes more than ``seconds``.

    Within another limit the outer one holds alone.
    """
    if _deadline.get() is not None:
        yield
        return
    token = _deadline.set(time.monotonic() + seconds)
    try:
        with _timer(seconds):
            yield
    except _TimeIsUp:
        raise ReadingError(f"超过{seconds:g}秒还没有处理完（时间上限 limits.seconds），已放弃", path) from None
    finally:
        _deadline.reset(token)


def whole(function: Function) -> Function:
    """Declare a function that the timer lets end first: it holds what would be left open if it were broken off (a file
    between its opening and the ``with`` that closes it). It has to be short."""
    _WHOLE.add(cast(FunctionType, function).__code__)
    return function


def check() -> None:
    """Stop the document here if its time is up; to be called in every loop over what a document holds."""
    deadline = _deadline.get()
    if deadline is not None and time.monotonic() > deadline:
        raise _TimeIsUp


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    """A signal when the time is up, where there are signals and nobody else uses this one."""
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.getsignal(signal.SIGALRM)
    if previous not in (signal.SIG_DFL, signal.SIG_IGN) or any(signal.getitimer(signal.ITIMER_REAL)):
        yield
        return
    signal.signal(signal.SIGALRM, _interrupt)
    _clock.running = True
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        yield
    finally:
        # first, so that a signal on its way does not set the timer again
        _clock.running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


class _Clock:
    """Whether the timer of the main thread is wanted."""

    running = False


_clock = _Clock()


def _interrupt(number: int, frame: FrameType | None) -> None:
    if not _clock.running:
        return
    if _is_in_one_piece(frame):
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        return
    signal.setitimer(signal.ITIMER_REAL, _AGAIN)
    raise _TimeIsUp


def _is_in_one_piece(frame: FrameType | None) -> bool:
    """Whether what runs there has to end first: the entering and leaving of the limit itself, an import (broken off, it
    leaves its lock held, and other threads would wait for it for ever), a finalizer (what is raised there is lost, and
    Python complains of it on the terminal), a function that is :func:`whole`."""
    if frame is not None and frame.f_code.co_filename in _OWN_FILES:
        return True
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith("<frozen importlib") or code.co_filename == weakref.__file__:
            return True
        if code.co_name == "__del__" or code in _WHOLE:
            return True
        frame = frame.f_back
    return False
