"""What a reference store of 1,000, 10,000 and 100,000 reports costs: building, disk, memory, time for one query.

    python tests/benchmarks/reference.py [NUMBER…]

The reports are synthetic: chains of words that follow each other in the corpus (two-word memory, so that phrases recur
as they do in real reports), about a thousand characters each. A query is a report of the same making with one paragraph
copied from the store: asking for shared fingerprints and choosing candidates (query), and all of the comparison with the
alignment of the candidates (comparison). The same postings are put into DuckDB where it is installed.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

SIZES = (1_000, 10_000, 100_000)
QUERIES = 60


def chains() -> dict[tuple[str, str], list[str]]:
    """The words that follow each two words of the corpus's narrative."""
    from checker.language.segmentation import segmenter
    from checker.learning.corpus import load_statements

    following: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in load_statements():
        if item.section in ("overview", "problems") and item.role != "frame":
            words = ["", "", *segmenter().lcut(item.text), ""]
            for first, second, third in zip(words, words[1:], words[2:], strict=False):
                following[first, second].append(third)
    return following


def synthetic(number: int, following: dict[tuple[str, str], list[str]]):  # type: ignore[no-untyped-def]
    """A report made by chance from its number."""
    from checker.reference.model import ReferenceReport, ReferenceStatement

    luck = random.Random(number)
    text, statements = "", []
    while len(text) < 1_000:
        start, first, second = len(text), "", ""
        words: list[str] = []
        while True:
            choices = following[first, second]
            third = luck.choice(choices)
            # a tenth of the words come from elsewhere: real reports differ more than chains of a small corpus
            if third and luck.random() < 0.1:
                third = "".join(luck.choice(_HAN) for _ in third)
                words.append(third)
                first, second = "", ""
                third = luck.choice(following["", ""])
            if not third:
                break
            words.append(third)
            first, second = second, third
        text += "".join(words)
        section = "overview" if len(text) < 750 else "problems"
        statements.append(ReferenceStatement(start, len(text), section, "practice", 1, 0.1, ()))
    agency = f"合成{number // 3}县人民政府"
    return ReferenceReport(
        f"{number:064x}",
        f"{number}.docx",
        None,
        agency,
        "government",
        None,
        2021 + number % 3,
        "2021",
        text,
        tuple(statements),
        {},
    )


_HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 3000))


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(number: int, folder: Path) -> None:
    """Build a store of that many reports, ask it, print a line."""
    from checker.reference.comparable import comparable_of
    from checker.reference.comparison import candidates, compare
    from checker.reference.store import ReferenceStore
    from checker.reference.winnowing import fingerprints
    from checker.report.model import Report, Source

    following = chains()
    path = folder / "store.db"
    making = 0.0

    def reports() -> Iterator[object]:
        nonlocal making
        for item in range(number):
            start = time.perf_counter()
            made = synthetic(item, following)
            making += time.perf_counter() - start
            yield made

    start = time.perf_counter()
    with ReferenceStore(path, create=True) as store:
        store.add(reports())  # type: ignore[arg-type]
        building = time.perf_counter() - start - making
        peak = megabytes()
        info = store.info()
    querying, comparing, found = [], [], 0
    with ReferenceStore(path) as store:
        for item in range(QUERIES + 5):
            luck = random.Random(f"query {item}")
            made = synthetic(number + 10 * item, following)
            source = synthetic(luck.randrange(number), following)
            words = source.text[200:320]
            text = made.text[:300] + words + made.text[300:]
            statements = tuple(
                type(made.statements[0])(0, len(text), "overview", "practice", 1, 0.1, ()) for _ in range(1)
            )
            made = type(made)(
                made.sha256, made.name, None, "别处县人民政府", None, None, 2024, "2021", text, statements, {}
            )
            draft = comparable_of(made)
            report = Report(
                Source("q", "text/plain", made.sha256, 0), text, (), None, None, made.agency, 2024, "2021", (), {}
            )
            begin = time.perf_counter()
            own = fingerprints(draft.key)
            hits = store.hits(own.distinct(), made.agency)
            candidates(own, hits)
            querying.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            comparison = compare(draft, report, None, store)
            comparing.append(time.perf_counter() - begin)
            found += any(passage.source.agency == source.agency for passage in comparison.from_peers)
    # the first few only warm the cache
    querying, comparing = querying[5:], comparing[5:]
    duck = duckdb_query(path, folder) if number <= 100_000 else ""
    print(
        f"{number:>8,} reports: built in {building:.0f} s ({1000 * building / number:.2f} ms a report), {info.size / 1e6:.0f} MB, "
        f"{info.postings:,} postings, {info.common:,} common, peak {peak:.0f} MiB; query median {1000 * median(querying):.1f} ms, "
        f"p95 {1000 * quantiles(querying, n=20)[-1]:.1f} ms; comparison median {1000 * median(comparing):.1f} ms, "
        f"p95 {1000 * quantiles(comparing, n=20)[-1]:.1f} ms; copies found {found} of {QUERIES + 5}{duck}",
        flush=True,
    )


def duckdb_query(path: Path, folder: Path) -> str:
    """The same postings asked for in DuckDB: its size and the median time of one report's query."""
    try:
        import duckdb
    except ModuleNotFoundError:
        return "; DuckDB not installed"
    import sqlite3

    import numpy as np

    table = np.array(
        sqlite3.connect(path).execute("SELECT fingerprint, report FROM postings").fetchall(), dtype=np.int64
    )
    connection = duckdb.connect(str(folder / "postings.duckdb"))
    fingerprints, reports = table[:, 0], table[:, 1]
    start = time.perf_counter()
    connection.execute(
        "CREATE TABLE postings AS SELECT * FROM (SELECT unnest($1) AS fingerprint, unnest($2) AS report)",
        [fingerprints, reports],
    )
    building = time.perf_counter() - start
    times = []
    for item in range(20):
        asked = np.random.default_rng(item).choice(fingerprints, 300)
        begin = time.perf_counter()
        connection.execute(
            "SELECT p.fingerprint, p.report FROM (SELECT unnest($1) AS fingerprint) q JOIN postings p USING (fingerprint)",
            [asked],
        ).fetchall()
        times.append(time.perf_counter() - begin)
    connection.close()
    size = (folder / "postings.duckdb").stat().st_size
    return f"; DuckDB: built in {building:.0f} s, {size / 1e6:.0f} MB, query median {1000 * median(times):.1f} ms"


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        with tempfile.TemporaryDirectory() as folder:
            measure(int(arguments[1]), Path(folder))
        return
    # each in a process of its own, so that peak memory is its own
    for number in map(int, arguments or SIZES):
        subprocess.run([sys.executable, __file__, "--one", str(number)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
