"""Reading, reviewing and writing out: no network, and no file outside the output."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

from checker import Reviewer
from checker.notes.formats import FORMATS, Context

ROOT = Path(__file__).parents[2]
SAMPLES = [path for path in sorted((ROOT / "corpora" / "reports").iterdir()) if path.suffix != ".json"]


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def refuse(*arguments: Any, **options: Any) -> NoReturn:
        calls.append(arguments)
        raise AssertionError("the network was asked for")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    with pytest.raises(AssertionError):
        socket.socket()
    calls.clear()
    reviewer = Reviewer()
    reviews = [reviewer.review(path) for path in SAMPLES]
    for form in FORMATS.values():
        for group in [[review] for review in reviews] if form.separate else [reviews]:
            assert form.write(group, Context())
    assert not calls


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_nothing_is_written_outside_the_output(form: str, tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("home", "work", "temp", "drafts", "out")}
    for place in places.values():
        place.mkdir()
    draft = places["drafts"] / SAMPLES[0].name
    draft.write_bytes(SAMPLES[0].read_bytes())
    temp = str(places["temp"])
    home = str(places["home"])
    environment = {**os.environ, "HOME": home, "USERPROFILE": home, "TMPDIR": temp, "TEMP": temp, "TMP": temp}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    environment = {name: value for name, value in environment.items() if not name.startswith("XDG_")}
    output = places["out"] / f"notes{FORMATS[form].suffix}"
    command = [sys.executable, "-c", "from checker.cli import main; main()", "review", str(draft)]
    command += ["--format", form, "-o", str(output)]
    done = subprocess.run(command, cwd=places["work"], env=environment, capture_output=True, timeout=120)
    assert done.returncode in (0, 1), done.stderr.decode("utf-8", "replace")
    assert tree(tmp_path) == {*places, f"drafts/{draft.name}", f"out/{output.name}"}
    assert draft.read_bytes() == SAMPLES[0].read_bytes()
