"""What stands in a docx as a picture or an embedded object, and is therefore not read."""

from __future__ import annotations

import re

from checker.reading.collect import GapKind
from checker.reading.docx.package import Element, number, w

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
# Smaller than this (1 cm, in EMU and in points) is an icon, a bullet or a ruled line.
_ICON_EMU = 360_000
_ICON_POINTS = 28.0
_LENGTH = re.compile(r"(width|height)\s*:\s*([0-9.]+)(pt|px|in|cm|mm)", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 72 / 2.54, "mm": 7.2 / 2.54}
_LONGEST_NAME = 60


def describe_gap(element: Element) -> tuple[GapKind, str] | None:
    """What a ``w:drawing``, ``w:pict`` or ``w:object`` hides from a reader of its text; ``None`` if nothing.

    Small pictures hide nothing, nor do drawings whose text is in text boxes.
    """
    if next(element.iter(w("txbxContent")), None) is not None:
        return None
    if element.tag == w("object"):
        program = next((child.get("ProgID", "") for child in element.iter(f"{_OFFICE}OLEObject")), "")
        return "unreadable", _named("嵌入的对象", program)
    if element.tag == w("pict"):
        return _describe_vml(element)
    return _describe_drawing(element)


def _describe_drawing(drawing: Element) -> tuple[GapKind, str] | None:
    for data in drawing.iter(f"{_DRAWING}graphicData"):
        kind = data.get("uri", "").rpartition("/")[2]
        if kind in ("chart", "chartex"):
            return "unreadable", "图表"
        if kind == "diagram":
            return "unreadable", "SmartArt 图形"
    extent = next(drawing.iter(f"{_PLACED}extent"), None)
    if extent is not None:
        width, height = (number(extent.get(name), _ICON_EMU, most=1 << 40) for name in ("cx", "cy"))
        if min(width, height) < _ICON_EMU:
            return None
    if next(drawing.iter(f"{_DRAWING}blip"), None) is None:
        return None
    properties = next(drawing.iter(f"{_PLACED}docPr"), None)
    if properties is None:
        return "picture", "图片"
    return "picture", _named("图片", properties.get("descr") or properties.get("title") or properties.get("name", ""))


def _describe_vml(picture: Element) -> tuple[GapKind, str] | None:
    image = next(picture.iter(f"{_VML}imagedata"), None)
    if image is None:
        return None
    shape = image.getparent()
    style = "" if shape is None else shape.get("style", "")
    lengths = [float(size) * _POINTS[unit.lower()] for _, size, unit in _LENGTH.findall(style) if _is_decimal(size)]
    if lengths and min(lengths) < _ICON_POINTS:
        return None
    return "picture", _named("图片", image.get(f"{_OFFICE}title", ""))


def _is_decimal(text: str) -> bool:
    return text.count(".") <= 1 and text != "."


def _named(kind: str, name: str) -> str:
    name = " ".join(name.split())[:_LONGEST_NAME]
    return f"{kind}（{name}）" if name else kind
