"""Rules of another package: installed beside ours, found by entry point, and treated as ours are."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from reporttext import plain_text

PACKAGE = Path(__file__).parent / "thirdparty"
COMMAND = [sys.executable, "-c", "from checker.cli import main; main()"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example package, built and installed by pip into a folder of its own, without a network."""
    source, target = tmp_path_factory.mktemp("source") / "package", tmp_path_factory.mktemp("target")
    shutil.copytree(PACKAGE, source)
    options = [
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--no-compile",
        "--disable-pip-version-check",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(source)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return target


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": path},
    )


def test_the_rule_is_listed_last_and_explained(installed: Path) -> None:
    listing = run(installed, "rules").stdout.strip().split("\n")
    assert listing[-1] == "X01  警示  没有写联系电话（contact-telephone）"
    assert run(installed, "rules", "X01").stdout.startswith("X01 没有写联系电话（contact-telephone，警示）\n\n检查内容")


def test_the_rule_fires_and_obeys_the_settings(installed: Path, tmp_path: Path) -> None:
    draft, settings = tmp_path / "初稿.txt", tmp_path / "checker.toml"
    draft.write_text(plain_text(), "utf-8")

    def messages(*options: str | Path) -> list[tuple[str, str]]:
        result = run(installed, "review", draft, "--format", "json", *options)
        assert result.stderr == ""
        return [(finding["severity"], finding["message"]) for finding in json.loads(result.stdout)["findings"]]

    assert messages() == [("warning", "全文写了0个联系电话，要求至少1个")]
    assert messages("--select", "S,T") == []
    assert messages("--ignore", "contact-telephone") == []
    settings.write_text('[rules.X01]\nseverity = "error"\nleast = 2\n', "utf-8")
    assert messages("--settings", settings) == [("error", "全文写了0个联系电话，要求至少2个")]
    settings.write_text("[rules.X01]\nlest = 2\n", "utf-8")
    refused = run(installed, "review", draft, "--settings", settings)
    assert refused.returncode == 2
    assert "最接近的是“rules.X01.least”" in refused.stderr


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("import nowhere_at_all", "无法载入"),
        (
            "from checker_example.contact import contact_telephone as first\nimport dataclasses\nother = dataclasses.replace(first)",
            "被两条规则占用",
        ),
        (
            "from checker_example.contact import contact_telephone as first\nimport dataclasses\nother = dataclasses.replace(first, code='x1')",
            "规则代码“x1”不对",
        ),
    ],
)
def test_a_package_that_cannot_be_used_is_named_in_one_line(
    installed: Path, tmp_path: Path, module: str, said: str
) -> None:
    folder = tmp_path / "target"
    shutil.copytree(installed, folder)
    (folder / "checker_example" / "broken.py").write_text(module, "utf-8")
    if "nowhere" in module:
        (folder / "checker_example" / "__init__.py").write_text(module, "utf-8")
    result = run(folder, "rules")
    assert result.returncode == 2
    assert said in result.stderr
    assert result.stderr.strip().count("\n") == 0
