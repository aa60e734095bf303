"""Files in every state, by their bytes and not by their names."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

import checker
from checker.reading import ReadingError, read, read_bytes
from checker.reading.conversion import office_program
from checker.reading.document import Limits
from checker.reading.sniff import sniff

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the folder of real documents is not beside the project")


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (zipped({"word/document.xml": b"<w/>"}), "docx"),
        (zipped({"xl/workbook.xml": b""}), "xlsx"),
        (zipped({"ppt/presentation.xml": b""}), "pptx"),
        (zipped({"OFD.xml": b""}), "ofd"),
        (zipped({"a.txt": b"1"}), "zip"),
        (b"PK\x03\x04 cut off", "docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "legacy_office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_office"),
        (b"\xff\xd8\xff\xe0 JFIF", "image"),
        (b"{\\rtf1\\ansi", "rtf"),
        ("<!DOCTYPE html><html><body><p>年报</p></body></html>".encode(), "html"),
        ("<div><p>一、总体情况</p><p>二</p></div>".encode("gb18030"), "html"),
        ("一、总体情况\n全年公开信息12条，<见附件>。".encode(), "text"),
        ("\ufeff一、总体情况".encode("utf-16"), "text"),
        (bytes(range(256)) * 8, "unknown"),
    ],
)
def test_the_kind_is_told_by_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def refuse(path: Path, data: bytes | None, *words: str) -> None:
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ReadingError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    for word in words:
        assert word in caught.value.reason


def test_bad_input_is_named_with_its_reason(tmp_path: Path) -> None:
    refuse(tmp_path / "没有.docx", None, "找不到")
    refuse(tmp_path, None, "文件夹")
    refuse(tmp_path / "空.docx", b"", "空的")
    refuse(tmp_path / "空白.txt", b" \n\t ", "没有内容")
    refuse(tmp_path / "照片.docx", b"\xff\xd8\xff\xe0" + b"\0" * 500, "图片")
    refuse(tmp_path / "加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码")
    refuse(tmp_path / "台账.docx", zipped({"xl/workbook.xml": b""}), "电子表格")
    refuse(tmp_path / "版式.ofd", zipped({"OFD.xml": b""}), "OFD", "PDF")
    refuse(tmp_path / "截断.docx", zipped({"word/document.xml": b"<w/>" * 900})[:300])
    refuse(tmp_path / "截断.pdf", b"%PDF-1.7\n1 0 obj\n<<")
    refuse(tmp_path / "数据.bin", bytes(range(256)) * 9, "看不出")


def test_a_file_above_the_limit_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as stream:
        stream.truncate(300_000_000)
    refuse(path, None, "300MB", "上限50MB")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道")
    with pytest.raises(ReadingError):
        read(tmp_path / "管道")


@pytest.mark.parametrize(
    "text",
    [
        "岭南县2023年财政预算报告\n一、总体情况\n全县收入12亿元。\n二、支出安排\n教育支出3亿元。\n六、其他需要说明的事项\n无。",
        "我县召开政务公开工作推进会\n会议强调，要抓好政府信息公开，按时发布政府信息公开工作年度报告。\n会议要求各部门对照要点落实。",
        "临河区政府信息公开指南\n一、公开范围\n政府信息公开的内容。\n二、申请\n依申请公开的方式。",
    ],
)
def test_other_documents_are_no_reports(text: str) -> None:
    with pytest.raises(ReadingError, match="看不出这是政府信息公开工作年度报告"):
        read_bytes(text.encode(), "其他.txt")


def test_a_complete_title_suffices() -> None:
    """A draft whose headings are all its own is read, so that what it lacks can be told."""
    text = (
        "青石镇2024年政府信息公开工作年度报告\n根据《中华人民共和国政府信息公开条例》编制本报告。\n"
        "一、今年做了什么\n全年公开信息186条。\n二、明年打算\n办好政务公开栏。"
    )
    report = read_bytes(text.encode(), "草稿.txt")
    assert report.year == 2024
    assert report.sections == ()


@pytest.mark.parametrize(
    "title", ["政府信息公开工作年度报告", "关于做好青石镇2024年政府信息公开工作年度报告编制的通知"]
)
def test_a_title_without_agency_and_year_or_of_something_else_does_not(title: str) -> None:
    text = f"{title}\n为做好政府信息公开工作，现就有关事项通知如下。\n各科室要按时报送政务公开材料。"
    with pytest.raises(ReadingError, match="看不出这是政府信息公开工作年度报告"):
        read_bytes(text.encode(), "其他.txt")


def test_errors_survive_another_process() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(ReadingError("文件是空的（0字节）", "a.docx")))
    assert (error.reason, error.path, str(error)) == ("文件是空的（0字节）", "a.docx", "a.docx：文件是空的（0字节）")


def test_the_public_face() -> None:
    assert set(checker.__all__) <= set(dir(checker))
    for name in checker.__all__:
        assert getattr(checker, name) is not None
    with pytest.raises(AttributeError):
        _ = checker.nothing


@needs_real
@pytest.mark.parametrize("name", ["chengguan-2021.txt", "hongze-2023.pdf", "hongze-2024.pdf"])
def test_every_cell_of_the_real_reports(name: str) -> None:
    import json

    truth = json.loads((REAL / f"{name.split('.')[0]}.tables.json").read_text("utf-8"))
    report = read(REAL / name)
    assert {kind: table.figures() for kind, table in report.tables.items()} == truth["tables"]
    assert (report.organization, report.year, report.format) == (truth["organization"], truth["year"], truth["format"])


@needs_real
def test_the_official_form_is_read_as_blank() -> None:
    report = read(REAL / "template-2021.docx")
    for table in report.tables.values():
        assert not table.faults
        assert {value.state for row in table.values.values() for value in row.values()} == {"blank"}
    assert len(report.sections) == 6


@pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
def test_an_old_word_document_is_converted(tmp_path: Path) -> None:
    import subprocess

    text = (
        "岭南县财政局2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息41条。\n二、主动公开政府信息情况\n表略。"
    )
    source = tmp_path / "draft.txt"
    source.write_text(text, "utf-8")
    subprocess.run(
        [
            office_program(),
            f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
            "--headless",
            "--convert-to",
            "doc:MS Word 97",
            "--infilter=Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(source),
        ],  # type: ignore[list-item]
        check=True,
        capture_output=True,
        timeout=120,
    )
    report = read(tmp_path / "draft.doc")
    assert report.organization == "岭南县财政局"
    assert report.source.converted_from == "legacy_office"


def test_without_libreoffice_an_old_document_is_refused_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refuse(tmp_path / "旧稿.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "LibreOffice", "另存为docx")


def test_limits_are_settings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、总体情况" * 100, "utf-8")
    with pytest.raises(ReadingError, match="超过上限"):
        read(path, Limits(max_bytes=100))
