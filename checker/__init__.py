"""checker reviews 政府信息公开工作年度报告: what the format lacks, which figures contradict each other.

Nothing heavy is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.language.labels import Labels
    from checker.language.pipeline import label
    from checker.reading import ReadingError, read
    from checker.reviewing import Review, Reviewer, review

__version__ = "0.1.0"
__all__ = ["Labels", "ReadingError", "Review", "Reviewer", "__version__", "label", "read", "review"]

_HOMES = {
    "Labels": "checker.language.labels",
    "label": "checker.language.pipeline",
    "ReadingError": "checker.reading",
    "read": "checker.reading",
    "Review": "checker.reviewing",
    "Reviewer": "checker.reviewing",
    "review": "checker.reviewing",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'checker' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
