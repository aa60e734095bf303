"""How long annotation takes beside what it rests on, as ratios in one run.

    python tests/benchmarks/annotation.py [FILE…]

* annotating a report (pipeline over its text) ÷ jieba alone segmenting that text: at most 3;
* ``checker review`` from the start to its notes ÷ importing spaCy and jieba and loading jieba's dictionary: at most 1.5.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

from timing import seconds

ROOT = Path(__file__).parents[2]
WARM_RUNS, COLD_RUNS = 30, 5
BARE = "import spacy, jieba, logging; jieba.setLogLevel(logging.WARNING); jieba.initialize()"


def annotation_ratio(path: Path) -> tuple[float, float, float]:
    """(ms of annotation, ms of jieba, ratio) for one report, both warm."""
    import jieba

    from checker import read
    from checker.language.features import feature_text
    from checker.language.pipeline import annotate, load_pipeline

    report = read(path)
    nlp = load_pipeline()
    list(jieba.cut(report.text))
    annotate(report, nlp)

    def once() -> None:
        feature_text.cache_clear()
        annotate(report, nlp)

    own = seconds(once, WARM_RUNS)
    bare = seconds(lambda: list(jieba.cut(report.text)), WARM_RUNS)
    return own * 1000, bare * 1000, own / bare


def cold_ratio(path: Path) -> tuple[float, float, float]:
    """(seconds of a review, seconds of the bare imports, ratio), each in a new process, taken in turns."""
    review = [sys.executable, "-c", "from checker.cli import main; main()", "review", str(path), "--fail-on", "never"]
    own, bare = [], []
    for _ in range(COLD_RUNS):
        own.append(seconds(lambda: subprocess.run(review, check=True, capture_output=True), 1))
        bare.append(seconds(lambda: subprocess.run([sys.executable, "-c", BARE], check=True, capture_output=True), 1))
    return median(own), median(bare), median(own) / median(bare)


def main(paths: list[Path]) -> None:
    print(f"{'file':<44}{'annotate ms':>12}{'jieba ms':>10}{'ratio':>7}{'review s':>10}{'imports s':>11}{'ratio':>7}")
    for path in paths:
        warm, cold = annotation_ratio(path), cold_ratio(path)
        print(
            f"{path.name:<44}{warm[0]:>12.1f}{warm[1]:>10.1f}{warm[2]:>7.2f}{cold[0]:>10.2f}{cold[1]:>11.2f}{cold[2]:>7.2f}"
        )


if __name__ == "__main__":
    samples = [
        ROOT / "corpora" / "reports" / "ningze-audit-bureau-2021.txt",
        ROOT / "corpora" / "reports" / "pingzhang-education-bureau-2021.txt",
    ]
    main([Path(argument) for argument in sys.argv[1:]] or samples)
