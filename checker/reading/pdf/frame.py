"""Coordinates of a PDF page: the frame in which its text reads upright, and the one in which it is displayed."""

from __future__ import annotations

from dataclasses import dataclass

from checker.report.blocks import PdfLocator

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def turn_box(box: Box, turns: int, width: float, height: float) -> Box:
    """``box`` after the ``width`` × ``height`` sheet that it lies on was turned clockwise by ``turns`` quarters."""
    left, bottom, right, top = box
    turns %= 4
    if turns == 1:
        return bottom, width - right, top, width - left
    if turns == 2:
        return width - right, height - top, width - left, height - bottom
    if turns == 3:
        return height - top, left, height - bottom, right
    return box


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's raw coordinates become reading coordinates and those become displayed ones.

    ``raw`` is the visible box in raw coordinates; ``turns`` quarters clockwise set most of its text upright;
    ``rotation`` quarters clockwise are how the page is displayed. Both frames have their origin at the
    lower left corner of what is visible.
    """

    page: int
    raw: Box
    turns: int
    rotation: int

    @property
    def raw_width(self) -> float:
        return self.raw[2] - self.raw[0]

    @property
    def raw_height(self) -> float:
        return self.raw[3] - self.raw[1]

    @property
    def width(self) -> float:
        """The width of the page in the reading frame."""
        return self.raw_height if self.turns % 2 else self.raw_width

    @property
    def height(self) -> float:
        """The height of the page in the reading frame."""
        return self.raw_width if self.turns % 2 else self.raw_height

    def read(self, box: Box) -> Box:
        """A raw box in the reading frame."""
        left, bottom = self.raw[0], self.raw[1]
        moved = (box[0] - left, box[1] - bottom, box[2] - left, box[3] - bottom)
        return turn_box(moved, self.turns, self.raw_width, self.raw_height) if self.turns else moved

    def locate(self, box: Box) -> PdfLocator:
        """The locator, in displayed coordinates, of a box of the reading frame."""
        shown = turn_box(box, self.rotation - self.turns, self.width, self.height)
        left, bottom, right, top = (round(edge, 2) for edge in shown)
        return PdfLocator(self.page, (left, bottom, right, top))


def union(boxes: list[Box]) -> Box:
    """The smallest box around ``boxes`` (at least one)."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
