"""Old office formats (.doc, .wps, .rtf, .odt) → docx, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from checker.reading.errors import ReadingError

_ADVICE = "请在WPS或Word中打开后另存为docx再审核"


def office_program() -> str | None:
    """The path of LibreOffice's program, or ``None`` where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert_to_docx(data: bytes, suffix: str, seconds: float) -> bytes:
    """Convert a document to docx.

    ``suffix`` is the file name ending that tells LibreOffice the format (".doc"); ``seconds`` the time
    limit. Works in a folder of its own that is removed afterwards. Raises ``ReadingError`` where
    LibreOffice is absent, fails or takes too long.
    """
    program = office_program()
    if program is None:
        raise ReadingError(f"这是旧版文字处理文件（doc、wps一类），本机没有安装LibreOffice，无法转换；{_ADVICE}")
    with tempfile.TemporaryDirectory(prefix="checker-") as folder:
        source = Path(folder, f"draft{suffix}")
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(Path(folder, "out")),
            str(source),
        ]
        try:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            raise ReadingError(f"转换旧版文字处理文件超过{seconds:.0f}秒，已放弃；{_ADVICE}") from None
        except OSError as error:
            raise ReadingError(f"转换程序LibreOffice无法启动（{error.strerror}）；{_ADVICE}") from None
        result = Path(folder, "out", "draft.docx")
        if not result.is_file() or result.stat().st_size == 0:
            raise ReadingError(f"LibreOffice不能识别这个文件；{_ADVICE}")
        return result.read_bytes()
