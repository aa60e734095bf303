"""Where notes are written, and that nothing is overwritten unawares."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.notes.formats import FORMATS
from checker.notes.output import OutputError, plan


@pytest.fixture
def drafts(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "甲" / "报告.docx", tmp_path / "乙" / "报告.docx"]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"x")
    return paths


def test_forms_for_the_screen_need_no_output(drafts: list[Path]) -> None:
    assert plan(FORMATS["terminal"], drafts, None).to_screen
    for name in ("docx", "xlsx"):
        with pytest.raises(OutputError, match="请用 -o"):
            plan(FORMATS[name], drafts, None)


def test_each_draft_gets_a_file_of_its_own_in_the_folder(drafts: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "意见"
    targets = plan(FORMATS["docx"], [*drafts, drafts[0]], folder)
    assert targets.separate == (
        (os.fspath(drafts[0]), folder / "报告-审核意见.docx"),
        (os.fspath(drafts[1]), folder / "报告-审核意见-2.docx"),
    )
    assert targets.is_folder


def test_a_file_in_the_folder_is_never_overwritten(drafts: list[Path], tmp_path: Path) -> None:
    (tmp_path / "报告-审核意见.docx").write_bytes(b"x")
    with pytest.raises(OutputError, match="没有覆盖"):
        plan(FORMATS["docx"], drafts, tmp_path)
    with pytest.raises(OutputError, match="没有覆盖"):
        plan(FORMATS["docx"], drafts[:1], tmp_path)


def test_many_drafts_need_a_folder(drafts: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "意见.docx"
    path.write_bytes(b"x")
    with pytest.raises(OutputError, match="要写一个文件夹"):
        plan(FORMATS["docx"], drafts, path)
    assert plan(FORMATS["xlsx"], drafts, path).whole == path


@pytest.mark.parametrize("name", FORMATS)
def test_a_draft_is_never_written_over(drafts: list[Path], tmp_path: Path, name: str) -> None:
    link = tmp_path / "链接.docx"
    link.symlink_to(drafts[0])
    for output in (drafts[0], link, drafts[0].parent / ".." / "甲" / "报告.docx"):
        with pytest.raises(OutputError, match="不能写在它上面"):
            plan(FORMATS[name], drafts[:1], output)
    with pytest.raises(OutputError, match="不能写在它上面"):
        plan(FORMATS[name], drafts[:1], drafts[1], others=[drafts[1]])


def test_one_draft_may_name_a_folder_that_is_there(drafts: list[Path], tmp_path: Path) -> None:
    assert plan(FORMATS["markdown"], drafts[:1], tmp_path).whole == tmp_path / "报告-审核意见.md"
    assert plan(FORMATS["xlsx"], drafts, tmp_path).whole == tmp_path / "审核意见.xlsx"
