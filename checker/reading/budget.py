"""Counting what one document has been read to, against the limits that the caller set."""

from __future__ import annotations

from checker.reading import deadline
from checker.reading.document import Limits
from checker.reading.errors import ReadingError


def check_size(data: bytes, limits: Limits) -> None:
    """Refuse a file that is empty or longer than ``limits.max_bytes``."""
    if not data:
        raise ReadingError("文件是空的")
    if len(data) > limits.max_bytes:
        raise ReadingError(f"文件有{len(data) / 1_000_000:.0f}MB，超过上限{limits.max_bytes / 1_000_000:.0f}MB")


class Budget:
    """The characters and cells that a reader may still take; each method takes some or raises."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._characters = 0
        self._cells = 0

    def take_characters(self, count: int) -> None:
        """Count ``count`` characters of text; raise when the document holds too many."""
        deadline.check()
        self._characters += count
        if self._characters > self._limits.max_characters:
            raise ReadingError(f"文字超过{self._limits.max_characters}字，不像一份年度报告")

    def take_cells(self, count: int) -> None:
        """Count ``count`` cells (or places of a grid, whichever are more); raise when there are too many."""
        deadline.check()
        self._cells += count
        if self._cells > self._limits.max_cells:
            raise ReadingError(f"表格单元格超过{self._limits.max_cells}个，不像一份年度报告")
