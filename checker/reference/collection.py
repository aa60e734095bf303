"""The files that are meant where a folder of reports is named."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

# What the readers can take, by the usual endings; a file named outright is tried whatever its name.
_ENDINGS = frozenset({".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".txt", ".rtf", ".odt"})


def report_files(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Files as named and, of folders, the reports in them and below, by name; lock files (~$) and hidden ones left out.

    Raises ``FileNotFoundError`` for a path that does not exist.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(
                item
                for item in path.rglob("*")
                if item.suffix.lower() in _ENDINGS and item.is_file() and not item.name.startswith((".", "~$"))
            )
        elif path.exists():
            found.append(path)
        else:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))
    return list(dict.fromkeys(found))
