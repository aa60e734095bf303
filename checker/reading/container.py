"""Opening a zip container of unknown origin without trusting what it says of itself."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from checker.reading.budget import check_size
from checker.reading.document import Limits
from checker.reading.errors import ReadingError

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_ZIP_MAGIC = b"PK"
_ENTRY_MAGIC = b"PK\x01\x02"
# An office file has some dozens of parts, one with very many pictures some hundreds.
_MAX_PARTS = 20_000
_CHUNK = 1 << 16
_DAMAGED = "文件已损坏或不完整（可能没有下载、上传完），请重新获取后再试"
_BOMB = "文件解压后异常巨大，已拒绝读取"
# What zipfile raises on damaged archives differs with where the damage is.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class Container:
    """The parts of a zip container, unpacked one by one under the limits.

    Part names are compared without regard to case and with either slash, as office programs do.
    """

    def __init__(self, archive: zipfile.ZipFile, allowance: int) -> None:
        self._archive = archive
        self._allowance = allowance
        self._parts = {_normal_name(info.filename): info for info in archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return _normal_name(name) in self._parts

    def has_folder(self, folder: str) -> bool:
        """Whether any part lies in ``folder``."""
        prefix = _normal_name(folder) + "/"
        return any(name.startswith(prefix) for name in self._parts)

    def read(self, name: str) -> bytes:
        """The unpacked bytes of the part ``name``, which must be there.

        The size is counted while unpacking, because the declared one may be a lie.
        """
        chunks = []
        try:
            with self._archive.open(self._parts[_normal_name(name)]) as stream:
                while chunk := stream.read(_CHUNK):
                    self._allowance -= len(chunk)
                    if self._allowance < 0:
                        raise ReadingError(_BOMB)
                    chunks.append(chunk)
        except _ZIP_ERRORS as error:
            raise ReadingError(_DAMAGED) from error
        return b"".join(chunks)


def open_container(data: bytes, limits: Limits) -> Container:
    """Open the zip container in ``data``, or raise :class:`ReadingError` saying what the bytes are instead."""
    check_size(data, limits)
    if data.startswith(_OLE_MAGIC):
        raise ReadingError(_describe_ole(data))
    if not data.startswith(_ZIP_MAGIC):
        raise ReadingError("文件内容不是 .docx 文档（可能只是改了扩展名），请用 Word 或 WPS 另存为 .docx 后再试")
    if data.count(_ENTRY_MAGIC) > _MAX_PARTS:
        raise ReadingError(_BOMB)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_ERRORS as error:
        raise ReadingError(_DAMAGED) from error
    allowance = min(limits.max_unpacked_bytes, limits.max_expansion * len(data))
    _check_declared(archive.infolist(), allowance)
    return Container(archive, allowance)


def _check_declared(parts: list[zipfile.ZipInfo], allowance: int) -> None:
    if sum(part.file_size for part in parts) > allowance:
        raise ReadingError(_BOMB)
    for part in parts:
        if part.flag_bits & 1:
            raise ReadingError("文件已加密，请解除密码后再试")
        # the office formats allow these two alone; others can ask for gigabytes before the first byte
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ReadingError("文件的压缩方式不是 Office 文档所用的，无法读取")


def _describe_ole(data: bytes) -> str:
    """What a compound file is, by the names of its streams (UTF-16 in its directory)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "文件已加密，请在 Word 或 WPS 中解除打开密码后再试"
    if "WordDocument".encode("utf-16-le") in data:
        return "这是旧版 Word 文档（.doc），请用 Word 或 WPS 另存为 .docx 后再试"
    return "这是旧版 Office 文件，不是 .docx 文档，请用 Word 或 WPS 另存为 .docx 后再试"


def _normal_name(name: str) -> str:
    return name.replace("\\", "/").strip("/").lower()
