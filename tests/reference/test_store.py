from __future__ import annotations

import dataclasses
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from building import build

from checker.language.pipeline import annotate
from checker.reference import store as stores
from checker.reference.comparable import comparable_of
from checker.reference.model import ReferenceReport, reference_report
from checker.reference.store import ReferenceStore, StoreError
from checker.reference.winnowing import fingerprints


def report(number: int, agency: str = "榆树湾街道办事处", year: int = 2022, words: str = "") -> ReferenceReport:
    """A reference report of its own content."""
    overview = (
        words
        or f"第{'甲乙丙丁戊己庚辛壬癸'[number % 10]}网格员把惠民资金明白卡印成三色，由包片干部挨户送到门口，看不懂的当场念一遍。"
    )
    built = build(
        {"year": year, "title": f"{agency}{year}年政府信息公开工作年度报告", "bodies": {"overview": overview}}
    )
    return dataclasses.replace(reference_report(built, annotate(built)), sha256=f"{number:064x}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "对照库.db"


def content(path: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return [
            row
            for table in ("reports", "agencies", "aliases", "narratives", "postings", "common")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
        ]
    finally:
        connection.close()


def test_what_goes_in_comes_out(path: Path) -> None:
    kept = report(1)
    with ReferenceStore(path, create=True) as store:
        assert store.add([kept]).added == 1
        assert store.get(1) == kept
        assert store.get(2) is None
        assert [entry.agency for entry in store.entries()] == [kept.agency]


def test_adding_again_changes_nothing(path: Path) -> None:
    with ReferenceStore(path, create=True) as store:
        store.add([report(1), report(2)])
        before = content(path)
        counts = store.add([report(1), report(2)])
    assert (counts.added, counts.known) == (0, 2)
    assert content(path) == before


def test_in_one_go_or_one_by_one_is_the_same(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "COMMON", 3)
    same = [
        report(
            number,
            f"{'甲乙丙丁戊己庚辛'[number]}镇人民政府",
            words="政务公开栏每周五更新一次，张贴当日由站所负责人签字，村里再拍照报镇里备查。",
        )
        for number in range(8)
    ]
    other = tmp_path / "另一个.db"
    with ReferenceStore(path, create=True) as one, ReferenceStore(other, create=True) as two:
        one.add(same)
        for item in same:
            two.add([item])
        assert one.info().common == two.info().common > 0
    assert content(path) == content(other)


def test_removing_leaves_no_trace(path: Path) -> None:
    with ReferenceStore(path, create=True) as store:
        store.add([report(1)])
        before = content(path)
        store.add([report(2, "石桥镇人民政府")])
        assert store.remove([2, 77]) == 1
    assert content(path) == before


def test_a_failure_half_way_leaves_the_store_as_it_was(path: Path) -> None:
    def failing() -> Iterator[ReferenceReport]:
        yield report(2)
        raise KeyboardInterrupt

    with ReferenceStore(path, create=True) as store:
        store.add([report(1)])
        before = content(path)
        with pytest.raises(KeyboardInterrupt):
            store.add(failing())
        assert content(path) == before
        assert store.add([report(2)]).added == 1


KILLED = """
import os, sys
from checker.reference.store import ReferenceStore
import pickle
kept = pickle.load(open(sys.argv[2], "rb"))
def reports():
    yield kept
    yield kept.__class__(**{**kept.__dict__, "sha256": "f" * 64})
    store._connection.execute("INSERT INTO postings VALUES (1, 1)")
    os._exit(9)
store = ReferenceStore(sys.argv[1])
store.add(reports())
"""


def test_a_program_killed_half_way_leaves_the_store_as_it_was(path: Path, tmp_path: Path) -> None:
    import pickle

    with ReferenceStore(path, create=True) as store:
        store.add([report(1)])
    before = content(path)
    (tmp_path / "kept.pickle").write_bytes(pickle.dumps(report(5)))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(tmp_path / "kept.pickle")], capture_output=True, text=True
    )
    assert done.returncode == 9, done.stderr
    with ReferenceStore(path) as store:
        assert [entry.id for entry in store.entries()] == [1]
    assert content(path) == before


def test_a_second_program_is_told_in_one_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_PATIENCE", 0.1)
    with ReferenceStore(path, create=True) as one, ReferenceStore(path) as two:
        one._connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="正被另一个程序使用"):
            two.add([report(1)])
        one._connection.execute("ROLLBACK")
        assert two.add([report(1)]).added == 1


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda path: None, "找不到这个对照库"),
        (lambda path: path.write_text("不是数据库" * 100, "utf-8"), "不是对照库文件"),
        (lambda path: sqlite3.connect(path).executescript("CREATE TABLE x (y);").connection.close(), "不是对照库文件"),
        (lambda path: path.mkdir(), "找不到这个对照库"),
    ],
)
def test_what_is_no_store_is_refused(path: Path, prepare: object, said: str) -> None:
    prepare(path)  # type: ignore[operator]
    with pytest.raises(StoreError, match=said) as caught:
        ReferenceStore(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_store_of_another_version_is_refused(path: Path) -> None:
    ReferenceStore(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="第99版"):
        ReferenceStore(path)


def test_the_latest_earlier_report_of_the_same_agency(path: Path) -> None:
    with ReferenceStore(path, create=True) as store:
        store.add(
            [
                report(1, "临河区榆树湾街道办事处", 2020),
                report(2, "临河区榆树湾街道办事处", 2022),
                report(3, "临河区榆树湾街道办事处", 2023),
                report(4, "城关镇人民政府", 2022),
                report(5, "南县城关镇人民政府", 2022),
            ]
        )
        found = store.earlier("江州市临河区榆树湾街道", 2023)
        assert found is not None
        assert found.year == 2022
        assert store.earlier("临河区桃园街道办事处", 2023) is None
        # 城关镇 alone names itself, not one of many
        own = store.earlier("城关镇人民政府", 2023)
        assert own is not None
        assert own.agency == "城关镇人民政府"


def test_hits_leave_out_the_own_agency_and_the_draft_itself(path: Path) -> None:
    with ReferenceStore(path, create=True) as store:
        store.add([report(1, "石桥镇人民政府"), report(2, "柳河镇人民政府")])
        asked = fingerprints(
            comparable_of(report(3, "石桥镇人民政府", words=report(1).text.split("\n")[1])).key
        ).distinct()
        hashes = fingerprints(comparable_of(report(1)).key).distinct()
        assert set(store.hits(hashes, "榆树湾街道").reports.tolist()) == {1, 2}
        assert set(store.hits(hashes, "石桥镇人民政府").reports.tolist()) == {2}
        assert set(store.hits(hashes, None, sha256=f"{2:064x}").reports.tolist()) == {1}
        assert len(asked)
