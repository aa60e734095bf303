"""Figures in a README, between the markers that they stand between."""

from __future__ import annotations

import re
from pathlib import Path

_FIGURES = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def insert_figures(path: Path, figures: str) -> None:
    """Put ``figures`` in the place of what stands between the markers of the file."""
    content = path.read_text("utf-8")
    path.write_text(_FIGURES.sub(lambda match: f"{match[1]}{figures}\n{match[2]}", content), "utf-8")
