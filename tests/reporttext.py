"""A sound report as plain text, for tests that need a file."""

from __future__ import annotations

from building import build

from checker.report.blocks import Table


def plain_text(spec: dict[str, object] | None = None) -> str:
    """The built report written as a text file: a paragraph a line, table rows with tabs."""
    lines = []
    for block in build(spec).blocks:
        if isinstance(block, Table):
            rows: dict[int, list[str]] = {}
            for cell in block.cells:
                rows.setdefault(cell.row, []).append(cell.text)
            lines.extend("\t".join(row) for row in rows.values())
        else:
            lines.append(block.text)
    return "\n".join(lines) + "\n"
