"""Where the data that belongs to the product lies: models and lexicons.

In an installed package it lies inside the package; in a source tree beside it (``models/``, ``corpora/``).
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data_path(*parts: str) -> Path:
    """The path of a data file or folder, for example ``data_path("models", "statements")``.

    Raises ``FileNotFoundError`` where neither the package nor the source tree has it.
    """
    for root in (_PACKAGE / "data", _PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"{Path(*parts)} is neither in the package nor beside it")
