"""A draft that kills the process which reviews it takes no other draft with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from checker import Review, Reviewer
from checker.reading import ReadingError

SAMPLE = Path(__file__).parents[2] / "corpora" / "reports" / "pingzhang-education-bureau-2021.txt"


class Fatal(Reviewer):
    """Dies as a fault in a C library would, on drafts of that name."""

    def review(self, draft: Any, prior: Any = None) -> Review:
        if "fatal" in Path(draft).name:
            os._exit(11)
        return super().review(draft, prior)


def test_the_rest_of_a_batch_is_reviewed(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.txt", "fatal.txt", "three.txt", "fatal-too.txt")]
    for path in paths:
        path.write_bytes(SAMPLE.read_bytes())
    results = list(Fatal().pipe(paths, jobs=2))
    assert [isinstance(result, Review) for result in results] == [True, False, True, False]
    assert [str(result) for result in results if isinstance(result, ReadingError)] == [
        f"{paths[place]}：审核这份报告时程序意外中止，已跳过" for place in (1, 3)
    ]
