from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.report.blocks import CellDraft, Paragraph, ParagraphDraft, Piece, Table, TableDraft, TextLocator, assemble

WORDS = st.text(alphabet="全年公开信息12件。 \n", max_size=12)
PIECES = st.lists(WORDS.map(lambda text: Piece(text, TextLocator(1))), max_size=3)
PARAGRAPHS = PIECES.map(ParagraphDraft)
TABLES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), PIECES), unique_by=lambda item: item[:2], max_size=8
).map(lambda cells: TableDraft([CellDraft(row, column, pieces) for row, column, pieces in cells]))


@given(st.lists(st.one_of(PARAGRAPHS, TABLES), max_size=8))
def test_every_offset_points_at_its_own_text(drafts: list[ParagraphDraft | TableDraft]) -> None:
    text, blocks, kept = assemble(drafts)
    assert len(kept) == len(blocks)
    previous_end = 0
    for block in blocks:
        assert previous_end <= block.start <= block.end <= len(text)
        previous_end = block.end
        if isinstance(block, Paragraph):
            assert text[block.start : block.end] == block.text
            anchors = block.anchors
        else:
            for cell in block.cells:
                assert text[cell.start : cell.end] == cell.text
            anchors = tuple(anchor for cell in block.cells for anchor in cell.anchors)
        for anchor in anchors:
            assert block.start <= anchor.start < anchor.end <= block.end


@given(st.lists(st.one_of(PARAGRAPHS, TABLES), max_size=8))
def test_nothing_that_was_read_is_lost(drafts: list[ParagraphDraft | TableDraft]) -> None:
    text, blocks, kept = assemble(drafts)
    for index, draft in enumerate(drafts):
        groups = [draft.pieces] if isinstance(draft, ParagraphDraft) else [cell.pieces for cell in draft.cells]
        whole = "".join(piece.text for pieces in groups for piece in pieces)
        if index in kept:
            block = blocks[kept[index]]
            for pieces in groups:
                assert "".join(piece.text for piece in pieces) in text[block.start : block.end]
        else:
            assert not whole.strip()


def test_merged_cells_stand_in_every_place_that_they_cover() -> None:
    cells = [
        CellDraft(0, 0, [Piece("行政复议", TextLocator(1))], row_span=2),
        CellDraft(0, 1, [Piece("行政诉讼", TextLocator(1))], column_span=2),
        CellDraft(1, 1, [Piece("维持", TextLocator(2))]),
        CellDraft(1, 2, [Piece("纠正", TextLocator(2))]),
    ]
    text, (block,), _ = assemble([TableDraft(cells)])
    assert isinstance(block, Table)
    assert text == "行政复议\t行政诉讼\n维持\t纠正"
    assert [[cell.text if cell else None for cell in row] for row in block.grid()] == [
        ["行政复议", "行政诉讼", "行政诉讼"],
        ["行政复议", "维持", "纠正"],
    ]


def test_cells_given_in_any_order_are_found_again() -> None:
    cells = [CellDraft(1, 0, [Piece("下", TextLocator(2))]), CellDraft(0, 0, [Piece("上", TextLocator(1))])]
    _, (block,), _ = assemble([TableDraft(cells)])
    assert isinstance(block, Table)
    assert [block.cells[block.draft_order[index]].text for index in range(2)] == ["下", "上"]
