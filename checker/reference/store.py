"""The reference store: one SQLite file of the reports that drafts are compared with.

``postings`` says which reports hold a fingerprint. A fingerprint that more than :data:`COMMON` reports hold no longer
tells where a text comes from: it moves to ``common``, where only its number is kept, so that a query stays fast however
worn its phrases. Every change is one transaction: a program killed half-way leaves the store as it was. Another
process waits for it, then is told so.

SQLite and not DuckDB: a store is built once and asked all January, and SQLite answers many times faster
(``tests/benchmarks/reference.py`` measures both over the same postings).
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker.language.agency_names import bare_name, names_of
from checker.reference.comparable import comparable_of
from checker.reference.model import ReferenceReport, ReferenceStatement
from checker.reference.winnowing import WINDOW, K, fingerprints

# "chkr", so that another program's database is not taken for ours.
_APPLICATION = 0x63686B72
# Raised whenever tables, fingerprints or the comparable text change: an older store is refused, not misread.
VERSION = 1
# A fingerprint that more reports hold is common wording, not a trace.
COMMON = 100
# How long another process is waited for, in seconds.
_PATIENCE = 20.0
# Postings kept in memory before they are written, in order, in one go.
_BATCH = 4_000_000

_SCHEMA = """
CREATE TABLE agencies (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT, place TEXT, bare TEXT NOT NULL);
CREATE TABLE aliases (name TEXT NOT NULL, agency INTEGER NOT NULL, PRIMARY KEY (name, agency)) WITHOUT ROWID;
CREATE INDEX agencies_bare ON agencies (bare);
CREATE TABLE reports (
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, agency INTEGER NOT NULL REFERENCES agencies, year INTEGER,
    name TEXT NOT NULL, title TEXT, format TEXT NOT NULL
);
CREATE INDEX reports_agency ON reports (agency, year);
CREATE TABLE narratives (report INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE postings (
    fingerprint INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (fingerprint, report)
) WITHOUT ROWID;
CREATE TABLE common (fingerprint INTEGER PRIMARY KEY, reports INTEGER NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class StoreError(Exception):
    """A store that cannot be used; the message (Chinese) names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the store."""

    id: int
    sha256: str
    name: str
    title: str | None
    agency: str
    agency_type: str | None
    place: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of reports handed in: newly ``added``, already ``known`` by their content."""

    added: int
    known: int


@dataclass(frozen=True, slots=True)
class Info:
    """What a store holds. ``size`` in bytes; ``postings`` and ``common`` are numbers of fingerprints."""

    path: str
    version: int
    reports: int
    agencies: int
    years: tuple[int, ...]
    postings: int
    common: int
    size: int


@dataclass(frozen=True)
class Hits:
    """Which reports of other agencies share which fingerprints: ``hashes[i]`` stands in ``reports[i]`` of
    ``agencies[i]``; ``common`` maps the fingerprints that are common wording to the number of reports."""

    hashes: NDArray[np.int64]
    reports: NDArray[np.int64]
    agencies: NDArray[np.int64]
    common: dict[int, int]


class ReferenceStore:
    """An open store. Use as a context manager, or :meth:`close` it."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool = False) -> None:
        """Open the store at ``path``; ``create`` makes a new one where there is no file.

        Raises :class:`StoreError` where the file is missing, none of ours, of another version or damaged.
        """
        self.path = os.fspath(path)
        if not create and not Path(path).is_file():
            raise StoreError(f"{self.path}：找不到这个对照库，先用 checker reference add 建立")
        if Path(path).is_dir():
            raise StoreError(f"{self.path}：这是文件夹，不是对照库文件")
        fresh = not Path(path).exists() or Path(path).stat().st_size == 0
        with self._complaints():
            self._known_agencies: tuple[tuple[int, int], NDArray[np.int64]] | None = None
            self._connection = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            if fresh and create:
                self._lay_out()
            self._check()
            self._connection.execute("PRAGMA cache_size = -65536")

    def __enter__(self) -> ReferenceStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # ── opening ───────────────────────────────────────────────────────────────────────────────────

    def _lay_out(self) -> None:
        with self._transaction():
            for statement in _SCHEMA.split(";"):
                if statement.strip():
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
            facts = {"k": K, "window": WINDOW, "common": COMMON}
            self._connection.executemany("INSERT INTO facts VALUES (?, ?)", [(k, str(v)) for k, v in facts.items()])

    def _check(self) -> None:
        application = self._value("PRAGMA application_id")
        version = self._value("PRAGMA user_version")
        if application != _APPLICATION:
            self._connection.close()
            raise StoreError(f"{self.path}：不是对照库文件")
        if version != VERSION:
            self._connection.close()
            raise StoreError(
                f"{self.path}：对照库是第{version}版，本程序用第{VERSION}版；请用 checker reference add 重建"
            )

    @contextlib.contextmanager
    def _complaints(self) -> Iterator[None]:
        """SQLite's errors as one clear line."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreError(f"{self.path}：对照库正被另一个程序使用，请等它结束后再试") from None
            raise StoreError(f"{self.path}：对照库无法打开或写入（{error}）") from None
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self.path}：不是对照库文件，或者文件已损坏（{error}）") from None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._complaints():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _value(self, query: str, parameters: Sequence[Any] = ()) -> Any:
        row = self._connection.execute(query, parameters).fetchone()
        return None if row is None else row[0]

    # ── changing ──────────────────────────────────────────────────────────────────────────────────

    def add(self, reports: Iterable[ReferenceReport]) -> Counts:
        """Add reports in one transaction; those whose content is in the store already change nothing.

        A report whose agency cannot be told is kept under its file name.
        """
        added = known = 0
        with self._transaction():
            batch = _Batch()
            for report in reports:
                if self._value("SELECT 1 FROM reports WHERE sha256 = ?", (report.sha256,)):
                    known += 1
                    continue
                batch.add(self._insert(report), fingerprints(comparable_of(report).key).distinct())
                added += 1
                if batch.size >= _BATCH:
                    self._write(batch)
                    batch = _Batch()
            self._write(batch)
        return Counts(added, known)

    def _insert(self, report: ReferenceReport) -> int:
        name = report.agency or report.name
        agency = self._value("SELECT id FROM agencies WHERE name = ?", (name,))
        if agency is None:
            agency = self._connection.execute(
                "INSERT INTO agencies (name, kind, place, bare) VALUES (?, ?, ?, ?)",
                (name, report.agency_type, report.place, bare_name(name)),
            ).lastrowid
            self._connection.executemany(
                "INSERT OR IGNORE INTO aliases VALUES (?, ?)", [(alias, agency) for alias in names_of(name)]
            )
        number = self._connection.execute(
            "INSERT INTO reports (sha256, agency, year, name, title, format) VALUES (?, ?, ?, ?, ?, ?)",
            (report.sha256, agency, report.year, report.name, report.title, report.format),
        ).lastrowid
        self._connection.execute("INSERT INTO narratives VALUES (?, ?)", (number, _packed(report)))
        if number is None:
            raise RuntimeError("no row number")
        return number

    def _write(self, batch: _Batch) -> None:
        """Write postings in order, and move to ``common`` what has become common."""
        hashes, reports = batch.ordered()
        if not len(hashes):
            return
        known = np.array([row[0] for row in self._connection.execute("SELECT fingerprint FROM common")], dtype=np.int64)
        is_common = np.isin(hashes, known)
        values, counts = np.unique(hashes[is_common], return_counts=True)
        self._connection.executemany(
            "UPDATE common SET reports = reports + ? WHERE fingerprint = ?",
            zip(counts.tolist(), values.tolist(), strict=True),
        )
        hashes, reports = hashes[~is_common], reports[~is_common]
        # within the batch itself: what is common there need not be written one by one
        values, counts = np.unique(hashes, return_counts=True)
        frequent = counts > COMMON
        stored = self._stored_counts(values[frequent].tolist())
        self._connection.executemany(
            "INSERT INTO common VALUES (?, ?)",
            [
                (value, count + stored.get(value, 0))
                for value, count in zip(values[frequent].tolist(), counts[frequent].tolist(), strict=True)
            ],
        )
        self._connection.executemany(
            "DELETE FROM postings WHERE fingerprint = ?",
            [(value,) for value in values[frequent].tolist() if value in stored],
        )
        rare = ~np.repeat(frequent, counts)
        hashes, reports = hashes[rare], reports[rare]
        for start in range(0, len(hashes), 200_000):
            part = slice(start, start + 200_000)
            self._connection.executemany(
                "INSERT INTO postings VALUES (?, ?)", zip(hashes[part].tolist(), reports[part].tolist(), strict=True)
            )
        self._settle(values[~frequent])

    def _stored_counts(self, values: Sequence[int]) -> dict[int, int]:
        return dict(
            self._connection.execute(
                "SELECT p.fingerprint, count(*) FROM json_each(?) q CROSS JOIN postings p ON p.fingerprint = q.value GROUP BY 1",
                (json.dumps(values),),
            )
        )

    def _settle(self, touched: NDArray[np.int64]) -> None:
        """Move those of the touched fingerprints to ``common`` that more than :data:`COMMON` reports now hold."""
        if len(touched) > 200_000:
            query, parameters = "SELECT fingerprint, count(*) AS n FROM postings GROUP BY 1 HAVING n > ?", [COMMON]
        else:
            query = (
                "SELECT p.fingerprint, count(*) AS n FROM json_each(?) q CROSS JOIN postings p ON p.fingerprint = q.value "
                "GROUP BY 1 HAVING n > ?"
            )
            parameters = [json.dumps(touched.tolist()), COMMON]  # type: ignore[list-item]
        crowded = self._connection.execute(query, parameters).fetchall()
        self._connection.executemany("INSERT INTO common VALUES (?, ?)", crowded)
        self._connection.executemany("DELETE FROM postings WHERE fingerprint = ?", [(row[0],) for row in crowded])

    def remove(self, reports: Iterable[int]) -> int:
        """Remove reports by number, in one transaction; how many there were."""
        removed = 0
        with self._transaction():
            for number in reports:
                report = self.get(number)
                if report is None:
                    continue
                hashes = [(value,) for value in fingerprints(comparable_of(report).key).distinct().tolist()]
                self._connection.executemany(
                    f"DELETE FROM postings WHERE fingerprint = ? AND report = {int(number)}", hashes
                )
                self._connection.executemany("UPDATE common SET reports = reports - 1 WHERE fingerprint = ?", hashes)
                self._connection.execute("DELETE FROM narratives WHERE report = ?", (number,))
                self._connection.execute("DELETE FROM reports WHERE id = ?", (number,))
                removed += 1
            self._connection.execute("DELETE FROM common WHERE reports <= 0")
            self._connection.execute("DELETE FROM agencies WHERE id NOT IN (SELECT agency FROM reports)")
            self._connection.execute("DELETE FROM aliases WHERE agency NOT IN (SELECT id FROM agencies)")
        return removed

    # ── asking ────────────────────────────────────────────────────────────────────────────────────

    def knows(self, sha256: str) -> bool:
        """Whether a file of that content is in the store."""
        with self._complaints():
            return bool(self._value("SELECT 1 FROM reports WHERE sha256 = ?", (sha256,)))

    def entries(self) -> list[Entry]:
        """The reports by agency and year."""
        with self._complaints():
            rows = self._connection.execute(
                "SELECT r.id, r.sha256, r.name, r.title, a.name, a.kind, a.place, r.year FROM reports r "
                "JOIN agencies a ON a.id = r.agency ORDER BY a.name, r.year, r.id"
            )
            return [Entry(*row) for row in rows]

    def info(self) -> Info:
        """What the store holds."""
        with self._complaints():
            years = [
                row[0]
                for row in self._connection.execute("SELECT DISTINCT year FROM reports WHERE year NOT NULL ORDER BY 1")
            ]
            return Info(
                path=self.path,
                version=VERSION,
                reports=self._value("SELECT count(*) FROM reports"),
                agencies=self._value("SELECT count(*) FROM agencies"),
                years=tuple(years),
                postings=self._value("SELECT count(*) FROM postings"),
                common=self._value("SELECT count(*) FROM common"),
                size=Path(self.path).stat().st_size,
            )

    def get(self, number: int) -> ReferenceReport | None:
        """The report of that number."""
        with self._complaints():
            row = self._connection.execute(
                "SELECT r.sha256, r.name, r.title, a.name, a.kind, a.place, r.year, r.format, n.content FROM reports r "
                "JOIN agencies a ON a.id = r.agency JOIN narratives n ON n.report = r.id WHERE r.id = ?",
                (number,),
            ).fetchone()
            return None if row is None else _unpacked(row)

    def agencies_named(self, agency: str) -> set[int]:
        """The numbers of the agencies that ``agency`` may name: the same name, or the same but for the places before it
        and for 人民政府、办公室 behind. Where the short name fits several, only those that have just that name."""
        with self._complaints():
            own, aliases = bare_name(agency), names_of(agency)
            longer = {row[0] for row in self._connection.execute("SELECT agency FROM aliases WHERE name = ?", (own,))}
            shorter = {
                row[0]
                for row in self._connection.execute(
                    "SELECT a.id FROM json_each(?) q JOIN agencies a ON a.bare = q.value", (json.dumps(aliases),)
                )
            }
            same = {row[0] for row in self._connection.execute("SELECT id FROM agencies WHERE bare = ?", (own,))}
        found = longer | shorter
        return found if len(found) == 1 else same or (set() if len(longer) > 1 else found)

    def earlier(self, agency: str | None, year: int | None, sha256: str = "") -> ReferenceReport | None:
        """The agency's latest report of a year before ``year``, or ``None``."""
        if not agency or year is None:
            return None
        agencies = self.agencies_named(agency)
        with self._complaints():
            number = self._value(
                "SELECT r.id FROM json_each(?) q JOIN reports r ON r.agency = q.value WHERE r.year < ? AND r.sha256 != ? "
                "ORDER BY r.year DESC, r.id DESC LIMIT 1",
                (json.dumps(sorted(agencies)), year, sha256),
            )
        return None if number is None else self.get(number)

    def other_agencies(self, agency: str | None) -> int:
        """How many agencies other than ``agency`` the store has reports of."""
        own = self.agencies_named(agency) if agency else set()
        with self._complaints():
            total: int = self._value("SELECT count(*) FROM agencies")
        return total - len(own)

    def hits(self, hashes: NDArray[np.int64], agency: str | None, sha256: str = "") -> Hits:
        """Which reports of agencies other than ``agency`` hold which of the fingerprints."""
        own = sorted(self.agencies_named(agency)) if agency else []
        asked = json.dumps(hashes.tolist())
        with self._complaints():
            itself = self._value("SELECT id FROM reports WHERE sha256 = ?", (sha256,))
            rows = self._connection.execute(
                "SELECT p.fingerprint, p.report FROM json_each(?) q CROSS JOIN postings p ON p.fingerprint = q.value",
                (asked,),
            ).fetchall()
            common = dict(
                self._connection.execute(
                    "SELECT c.fingerprint, c.reports FROM json_each(?) q CROSS JOIN common c ON c.fingerprint = q.value",
                    (asked,),
                )
            )
        flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=2 * len(rows))
        found, reports = flat[0::2], flat[1::2]
        agencies = self._agencies_of_reports()[reports]
        kept = ~np.isin(agencies, own) & (reports != (itself or 0))
        return Hits(found[kept], reports[kept], agencies[kept], common)

    def _agencies_of_reports(self) -> NDArray[np.int64]:
        """The agency's number by the report's number (0: no such report), kept until the store changes."""
        state = self._value("PRAGMA data_version"), self._connection.total_changes
        if self._known_agencies is None or self._known_agencies[0] != state:
            with self._complaints():
                rows = self._connection.execute("SELECT id, agency FROM reports").fetchall()
            agencies = np.zeros(max((row[0] for row in rows), default=0) + 1, dtype=np.int64)
            for number, agency in rows:
                agencies[number] = agency
            self._known_agencies = state, agencies
        return self._known_agencies[1]


class _Batch:
    """Postings on their way into the store."""

    def __init__(self) -> None:
        self._hashes: list[NDArray[np.int64]] = []
        self._reports: list[NDArray[np.int64]] = []
        self.size = 0

    def add(self, report: int, hashes: NDArray[np.int64]) -> None:
        self._hashes.append(hashes)
        self._reports.append(np.full(len(hashes), report, dtype=np.int64))
        self.size += len(hashes)

    def ordered(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Hashes and reports by hash, then report."""
        if not self._hashes:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        hashes, reports = np.concatenate(self._hashes), np.concatenate(self._reports)
        order = np.lexsort((reports, hashes))
        return hashes[order], reports[order]


def _packed(report: ReferenceReport) -> bytes:
    content = {
        "text": report.text,
        "statements": [list(asdict(item).values()) for item in report.statements],
        "tables": report.tables,
    }
    return zlib.compress(
        json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 6
    )


def _unpacked(row: Sequence[Any]) -> ReferenceReport:
    sha256, name, title, agency, kind, place, year, form, packed = row
    content = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return ReferenceReport(
        sha256=sha256,
        name=name,
        title=title,
        agency=agency,
        agency_type=kind,
        place=place,
        year=year,
        format=form,
        text=content["text"],
        statements=tuple(
            ReferenceStatement(start, end, section, role, specificity, stock, tuple(aspects))
            for start, end, section, role, specificity, stock, aspects in content["statements"]
        ),
        tables=content["tables"],
    )
