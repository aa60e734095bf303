"""What the README prints runs as it is printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def _after(mark: str) -> str:
    match = re.search(rf"<!-- {mark} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert match is not None
    return match[1]


def test_the_audit_script_runs_as_printed(tmp_path: Path) -> None:
    script = _after("audit script")
    assert len(script.splitlines()) <= 22
    path = tmp_path / "audit.py"
    path.write_text(script, "utf-8")
    done = subprocess.run([sys.executable, path], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "错误最多的规则： [('" in done.stdout
    assert "读不了的文件： []" in done.stdout


def test_the_other_python_examples_run() -> None:
    examples = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    for example in examples:
        if "pipe(" not in example:
            done = subprocess.run(
                [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, done.stderr


def test_every_file_that_the_readme_links_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
