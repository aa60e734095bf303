"""Where notes are written to: settled before anything is reviewed, so that nothing is overwritten unawares."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.notes.formats import NoteFormat

if TYPE_CHECKING:
    from checker.reviewing import Review

_NOTES = "审核意见"


class OutputError(ValueError):
    """An output that cannot be; the message (Chinese) says which and why."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The files to write: ``whole`` for all reviews together, or one for each by the path of its draft; neither
    where the notes go to the screen. ``is_folder``: the user named a folder, which may have to be made."""

    whole: Path | None = None
    separate: tuple[tuple[str, Path], ...] = ()
    is_folder: bool = False

    @property
    def to_screen(self) -> bool:
        return self.whole is None and not self.separate

    def groups(self, reviews: Sequence[Review]) -> Iterator[tuple[Path, list[Review]]]:
        """The files with the reviews that go into each."""
        if self.whole is not None:
            yield self.whole, list(reviews)
        by_draft = dict(self.separate)
        for review in reviews:
            if review.report.source.path in by_draft:
                yield by_draft[review.report.source.path], [review]


def plan(form: NoteFormat, drafts: Sequence[Path], output: Path | None, others: Sequence[Path] = ()) -> Targets:
    """The files that reviews of ``drafts`` are to be written to in this form.

    ``output`` names a file or a folder. Neither a draft nor one of ``others`` is ever written over, and in a folder
    no file at all: a file that is to be replaced has to be named. Raises :class:`OutputError`.
    """
    if output is None:
        if form.binary:
            raise OutputError(f"{form.name} 不能显示在终端，请用 -o 写明写到哪里")
        return Targets()
    several = form.separate and len(drafts) > 1
    if several and output.exists() and not output.is_dir():
        raise OutputError(f"{output}：审核多份报告时，{form.name} 每份一个文件，-o 要写一个文件夹")
    if several:
        separate = tuple(_named(drafts, output, form.suffix))
        targets = Targets(separate=separate, is_folder=True)
        paths = [path for _, path in separate]
    else:
        name = f"{drafts[0].stem}-{_NOTES}{form.suffix}" if len(drafts) == 1 else f"{_NOTES}{form.suffix}"
        in_folder = output.is_dir()
        path = output / name if in_folder else output
        targets, paths = Targets(whole=path, is_folder=in_folder), [path]
    for path in paths:
        if any(_is_same(path, draft) for draft in (*drafts, *others)):
            raise OutputError(f"{path}：这是要审核或对照的文件，不能写在它上面，请换一个名字")
        if targets.is_folder and path.exists():
            raise OutputError(f"{path}：已有这个文件，没有覆盖；请移走它或换一个文件夹")
    return targets


def _named(drafts: Sequence[Path], folder: Path, suffix: str) -> Iterator[tuple[str, Path]]:
    """A file in the folder for each draft; drafts of one name get an ordinal."""
    taken: set[str] = set()
    for draft in dict.fromkeys(drafts):
        name, ordinal = f"{draft.stem}-{_NOTES}", 1
        while (unique := name if ordinal == 1 else f"{name}-{ordinal}").casefold() in taken:
            ordinal += 1
        taken.add(unique.casefold())
        yield os.fspath(draft), folder / f"{unique}{suffix}"


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
