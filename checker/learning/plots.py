"""The pictures of a model card, as SVG that is the same on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

_SETTINGS: Any = {"svg.hashsalt": "checker", "svg.fonttype": "none", "font.family": "sans-serif"}


def _save(figure: Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)
    # matplotlib ends lines with spaces, which version control would show as faults
    path.write_text("\n".join(line.rstrip() for line in path.read_text("utf-8").split("\n")), "utf-8")


def reliability_plot(curves: Mapping[str, Sequence[tuple[float, float, int]]], path: Path) -> None:
    """Mean probability against the share that was true, one curve a test set."""
    with plt.rc_context(_SETTINGS):
        figure, axes = plt.subplots(figsize=(4.2, 4.0))
        axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
        for name, bins in curves.items():
            axes.plot(
                [mean for mean, _, _ in bins], [share for _, share, _ in bins], marker="o", markersize=4, label=name
            )
        axes.set_xlabel("probability given")
        axes.set_ylabel("share that was true")
        axes.legend(frameon=False)
        _save(figure, path)


def confusion_plot(matrix: NDArray[np.int64], labels: Sequence[str], path: Path) -> None:
    """A confusion matrix, rows the truth."""
    with plt.rc_context(_SETTINGS):
        figure, axes = plt.subplots(figsize=(4.6, 4.2))
        shares = matrix / np.maximum(1, matrix.sum(axis=1, keepdims=True))
        axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
        for row in range(len(labels)):
            for column in range(len(labels)):
                colour = "white" if shares[row, column] > 0.5 else "black"
                axes.text(column, row, str(matrix[row, column]), ha="center", va="center", color=colour, fontsize=8)
        axes.set_xticks(range(len(labels)), labels, rotation=45, ha="right")
        axes.set_yticks(range(len(labels)), labels)
        axes.set_xlabel("model")
        axes.set_ylabel("corpus")
        _save(figure, path)
