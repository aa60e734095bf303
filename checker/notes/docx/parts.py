"""A docx rewritten: the parts that change, every other byte for byte as it was."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile

from lxml import etree

from checker.reading.docx.package import STRICT, Element

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
# New parts have no time of their own, so that the same draft always gives the same file.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Parts:
    """The parts of a docx by name (without regard to case and slashes), and those written anew.

    A part in "Strict Open XML" is parsed with the usual namespaces and written back with those that it had.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        # of two entries with one name the later counts
        self._entries = {_normal(info.filename): info for info in self._archive.infolist()}
        self._new: dict[str, tuple[str, bytes]] = {}
        self._strict: dict[str, set[tuple[bytes, bytes]]] = {}

    def __contains__(self, name: str) -> bool:
        return _normal(name) in self._entries or _normal(name) in self._new

    def parse(self, name: str) -> Element:
        """The part as a tree with everything in it, its own comments and white space too."""
        key = _normal(name)
        data = self._new[key][1] if key in self._new else self._archive.read(self._entries[key])
        for strict, usual in STRICT:
            if strict in data:
                self._strict.setdefault(key, set()).add((strict, usual))
                data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
        )
        return etree.fromstring(data, parser)

    def write(self, name: str, root: Element) -> None:
        """Put the tree in the place of the part ``name``, or make it a new part."""
        data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for strict, usual in STRICT:
            if (strict, usual) in self._strict.get(_normal(name), ()):
                data = data.replace(usual, strict)
        self._new[_normal(name)] = name, data

    def like(self, name: str, other: str) -> None:
        """Write the new part ``name`` in the namespaces of ``other``."""
        self._strict.setdefault(_normal(name), set()).update(self._strict.get(_normal(other), ()))

    def relate(self, source: str, kind: str, target: str) -> None:
        """Add a relationship of that kind from the part ``source`` to ``target``."""
        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        root = (
            self.parse(name)
            if name in self
            else etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap={None: _RELATIONSHIPS})
        )
        self.like(name, source)
        taken = {element.get("Id") for element in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        etree.SubElement(
            root,
            f"{{{_RELATIONSHIPS}}}Relationship",
            Id=f"rId{number}",
            Type=f"{_OFFICE}/{kind}",
            Target=posixpath.relpath(target, folder or "."),
        )
        self.write(name, root)

    def declare(self, name: str, media_type: str) -> None:
        """Say of what type the new part is."""
        if _CONTENT_TYPES not in self:
            return
        root = self.parse(_CONTENT_TYPES)
        etree.SubElement(root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=media_type)
        self.write(_CONTENT_TYPES, root)

    def save(self, *, timeless: bool = False) -> bytes:
        """The docx: its parts in their old order, new ones after them; ``timeless``: without the times of the old."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for key, info in self._entries.items():
                entry = copy.copy(info)
                if timeless:
                    entry.date_time = _NO_TIME
                _, data = self._new.get(key, ("", b""))
                target.writestr(entry, data if key in self._new else self._archive.read(info), info.compress_type)
            for key, (name, data) in self._new.items():
                if key not in self._entries:
                    target.writestr(zipfile.ZipInfo(name, _NO_TIME), data, zipfile.ZIP_DEFLATED)
        return stream.getvalue()


def _normal(name: str) -> str:
    return name.replace("\\", "/").strip("/").lower()
