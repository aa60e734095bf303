"""The command as it is installed: exit states, streams, and nothing heavy at the start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from reporttext import plain_text
from typer.testing import CliRunner

from checker.cli import app

COMMAND = [sys.executable, "-c", "from checker.cli import main; main()"]


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "稳妥.txt"
    path.write_text(plain_text(), "utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "有误.txt"
    path.write_text(plain_text({"tables": {"applications": {"total": {"natural_person": 16}}}}), "utf-8")
    return path


def test_a_sound_draft_exits_0(sound: Path) -> None:
    result = run("review", sound)
    assert (result.returncode, result.stderr) == (0, "")
    assert "错误0条" in result.stdout
    assert "\x1b" not in result.stdout


def test_errors_exit_1_and_fail_on_decides(broken: Path) -> None:
    assert run("review", broken).returncode == 1
    assert run("review", broken, "--fail-on", "never").returncode == 0
    assert run("review", broken, "--ignore", "T").returncode == 0
    assert run("review", broken, "--select", "S").returncode == 0


def test_several_files_are_reviewed_though_one_cannot_be_read(sound: Path, broken: Path, tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")
    result = run("review", sound, tmp_path / "空.docx", broken)
    assert result.returncode == 2
    assert result.stdout.count("合计：") == 2
    assert result.stderr.strip().count("\n") == 0
    assert "空.docx" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "pdf"], "没有“pdf”这种输出格式"),
        (["--select", "Z9"], "没有“Z9”这条规则"),
        (["--fail-on", "sometimes"], "--fail-on"),
        (["--settings", "nowhere.toml"], "找不到这个设置文件"),
    ],
)
def test_bad_arguments_exit_2_in_one_line(sound: Path, arguments: list[str], said: str) -> None:
    result = run("review", sound, *arguments)
    assert result.returncode == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert result.stderr.strip().count("\n") == 0


def test_json_for_one_and_for_many(sound: Path, broken: Path, tmp_path: Path) -> None:
    one = json.loads(run("review", sound, "--format", "json").stdout)
    assert one["schema_version"] == "1"
    many = json.loads(run("review", sound, broken, "--format", "json").stdout)
    assert [item["report"]["source"]["path"] for item in many] == [str(sound), str(broken)]
    output = tmp_path / "意见.json"
    result = run("review", sound, "--format", "json", "-o", output)
    assert result.stdout == ""
    assert json.loads(output.read_text("utf-8")) == one


def test_binary_forms_need_an_output_and_drafts_are_safe(sound: Path, tmp_path: Path) -> None:
    before = sound.read_bytes()
    for arguments, said in (
        (["--format", "docx"], "请用 -o"),
        (["--format", "xlsx", "-o", sound], "不能写在它上面"),
        (["-o", sound], "不能写在它上面"),
        (["--prior", sound, "-o", sound], "不能写在它上面"),
    ):
        result = run("review", sound, *arguments)
        assert result.returncode == 2
        assert said in result.stderr
        assert result.stderr.strip().count("\n") == 0
    assert sound.read_bytes() == before


def test_many_drafts_get_a_document_each(sound: Path, broken: Path, tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")
    folder = tmp_path / "意见" / "一月"
    result = run("review", sound, broken, tmp_path / "空.docx", "--format", "docx", "-o", folder)
    assert result.returncode == 2
    assert "空.docx" in result.stderr
    assert {path.name for path in folder.iterdir()} == {"稳妥-审核意见.docx", "有误-审核意见.docx"}
    again = run("review", sound, broken, "--format", "docx", "-o", folder)
    assert again.returncode == 2
    assert "没有覆盖" in again.stderr


def test_other_forms_go_to_the_screen_and_to_files(broken: Path, tmp_path: Path) -> None:
    assert run("review", broken, "--format", "markdown").stdout.startswith("# ")
    assert json.loads(run("review", broken, "--format", "sarif").stdout)["version"] == "2.1.0"
    assert "<failure" in run("review", broken, "--format", "junit").stdout
    output = tmp_path / "意见.xlsx"
    assert run("review", broken, "--format", "xlsx", "-o", output).returncode == 1
    assert output.read_bytes().startswith(b"PK")


def test_an_output_that_cannot_be_written(sound: Path, tmp_path: Path) -> None:
    result = run("review", sound, "-o", tmp_path / "没有的目录" / "a.txt")
    assert result.returncode == 2
    assert "无法写入" in result.stderr


def test_rules_are_listed_and_explained() -> None:
    listing = run("rules").stdout
    assert "S01  错误  缺少法定章节（missing-section）" in listing
    assert run("rules", "T02").stdout.startswith("T02 表三收办不平")
    assert run("rules", "column-balance").stdout.startswith("T02")
    assert run("rules", "Z9").returncode == 2
    assert run("rules", "T02", "--markdown").stdout.startswith("# T02 表三收办不平\n")
    assert '<a id="T02"></a>' in run("rules", "--markdown").stdout


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    script = (
        "import sys, checker.cli\n"
        "heavy = [name for name in ('pydantic', 'lxml', 'pypdfium2', 'rich.console', 'rapidfuzz', 'opencc', 'jinja2') if name in sys.modules]\n"
        "print(heavy)"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"


def test_a_reader_of_the_output_may_leave_early(broken: Path) -> None:
    process = subprocess.Popen([*COMMAND, "review", str(broken)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)


def call(*arguments: str | Path) -> Result:
    """The command in this process, where what is asked is not how it starts."""
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_a_baseline_silences_what_was_there_and_nothing_else(broken: Path, tmp_path: Path) -> None:
    file = tmp_path / "决定.json"
    missing = call("review", broken, "--decisions", file)
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "找不到这个决定文件" in missing.stderr
    written = call("review", broken, "--decisions", file, "--write-baseline", "--by", "王某某")
    assert written.exit_code == 0
    assert f"{file}：已写入基线" in written.stderr
    entries = json.loads(file.read_text("utf-8"))["decisions"]
    assert {entry["name"] for entry in entries} == {"王某某"}
    again = call("review", broken, "--decisions", file)
    assert (again.exit_code, again.stderr) == (0, "")
    assert "不采纳的意见（不计入合计）" in again.stdout
    before = file.read_bytes()
    refused = call("review", broken, "--decisions", file, "--write-baseline")
    assert refused.exit_code == 2
    assert "不会覆盖" in refused.stderr
    assert file.read_bytes() == before
    file.write_text(json.dumps({"schema_version": "1", "decisions": entries[1:]}), "utf-8")
    assert call("review", broken, "--decisions", file).exit_code == 1


def test_decisions_on_several_drafts_stand_in_a_folder(sound: Path, broken: Path, tmp_path: Path) -> None:
    folder = tmp_path / "决定"
    assert call("review", sound, broken, "--decisions", folder, "--write-baseline").exit_code == 0
    assert {path.name for path in folder.iterdir()} == {"稳妥.txt.decisions.json", "有误.txt.decisions.json"}
    assert call("review", sound, broken, "--decisions", folder).exit_code == 0
    assert call("review", broken, "--decisions", folder).exit_code == 0
    (folder / "有误.txt.decisions.json").write_text('{"schema_version": "1", "decisions": [{}]}', "utf-8")
    refused = call("review", sound, broken, "--decisions", folder)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "有误.txt.decisions.json：第1条决定缺“fingerprint”" in refused.stderr
    assert refused.stderr.strip().count("\n") == 0


def test_a_baseline_needs_a_file(broken: Path) -> None:
    refused = call("review", broken, "--write-baseline")
    assert refused.exit_code == 2
    assert "--decisions" in refused.stderr


def test_html_for_one_and_for_many(sound: Path, broken: Path, tmp_path: Path) -> None:
    output = tmp_path / "意见.html"
    assert call("review", broken, "--format", "html", "-o", output).exit_code == 1
    assert output.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert 'id="index"' in call("review", sound, broken, "--format", "html").stdout


def test_listing_the_rules_loads_no_pipeline() -> None:
    script = (
        "import sys\nfrom checker.rules.registry import all_rules\nall_rules()\n"
        "print([name for name in ('spacy', 'jieba', 'pydantic', 'lxml', 'pypdfium2') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"
