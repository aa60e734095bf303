"""How long a review takes, from the start of the program and inside one process, and how much memory.

    python tests/benchmarks/reviewing.py [FILE…]

Without files: one sample of each format. The PDF figure is also given as a ratio to bare text
extraction of the same file by pdfium, measured in the same run (other figures of one machine say
little about another). Medians of several runs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from timing import seconds

ROOT = Path(__file__).parents[2]
COLD_RUNS, WARM_RUNS = 5, 20
PEAK = (
    "import resource, sys; from checker.cli import main; sys.argv = ['checker', 'review', sys.argv[1], '--fail-on', 'never'];\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)"
)


def cold(path: Path) -> float:
    """Seconds from starting the program to its notes."""
    command = [sys.executable, "-c", "from checker.cli import main; main()", "review", str(path), "--fail-on", "never"]
    return seconds(lambda: subprocess.run(command, check=True, capture_output=True), COLD_RUNS)


def peak_megabytes(path: Path) -> float:
    """The largest resident size of one review, in MiB."""
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], check=True, capture_output=True, text=True)
    return float(done.stderr.strip().split("\n")[-1])


def bare_pdf_text(path: Path) -> None:
    """All of a PDF's text by pdfium and nothing more."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for page in document:
        text_page = page.get_textpage()
        text_page.get_text_bounded()
        text_page.close()
        page.close()
    document.close()


def main(paths: list[Path]) -> None:
    from checker import Reviewer, read

    reviewer = Reviewer()
    print(f"{'file':<44}{'cold s':>8}{'warm ms':>9}{'read ms':>9}{'peak MiB':>10}{'× pdfium':>10}")
    for path in paths:
        reviewer.review(path)
        warm = seconds(lambda path=path: reviewer.review(path), WARM_RUNS)  # type: ignore[misc]
        reading = seconds(lambda path=path: read(path), WARM_RUNS)  # type: ignore[misc]
        ratio = ""
        if path.suffix == ".pdf":
            bare = seconds(lambda path=path: bare_pdf_text(path), WARM_RUNS)  # type: ignore[misc]
            from checker.reading import Limits
            from checker.reading.pdf import read_pdf

            data = path.read_bytes()
            own = seconds(lambda data=data: read_pdf(data, Limits()), WARM_RUNS)  # type: ignore[misc]
            ratio = f"{own / bare:.1f}"
        print(
            f"{path.name:<44}{cold(path):>8.2f}{warm * 1000:>9.1f}{reading * 1000:>9.1f}{peak_megabytes(path):>10.0f}{ratio:>10}"
        )


if __name__ == "__main__":
    chosen = [Path(argument) for argument in sys.argv[1:]]
    samples = sorted((ROOT / "corpora" / "reports").glob("*.*"))
    main(
        chosen
        or [next(path for path in samples if path.suffix == suffix) for suffix in (".docx", ".pdf", ".html", ".txt")]
    )
