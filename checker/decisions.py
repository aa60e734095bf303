"""What a reviewer decided on findings, kept in a file beside the draft.

The file is JSON (UTF-8), to be edited by hand or by a program, one file a draft::

    {
      "schema_version": "1",
      "draft": {"organization": "临河区榆树湾街道办事处", "year": 2023},
      "decisions": [
        {
          "fingerprint": "3f0c5a7e9b1d2468",
          "rule": "S11",
          "quote": "无",
          "near": "报告的事项…",
          "status": "dismissed",
          "reason": "收费情况按区里要求另行报告",
          "name": "王某某",
          "date": "2024-01-12"
        }
      ]
    }

``fingerprint`` is the finding's (see ``--format json``). ``status`` is ``accepted`` (the finding stands and counts) or
``dismissed`` (it leaves the counts and the exit status and is listed apart); to dismiss takes a reason. ``rule``,
``quote`` and ``near`` (the words on either side) are for the eyes of who reads the file and may be left out; where
several findings are equal, ``near`` also says which of them is meant. ``draft`` may be left out; where it is there, the
file is refused for another agency's report or another year's, because equal faults of two reports have equal fingerprints.

A baseline is such a file with every finding present dismissed for the reason :data:`BASELINE`.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Any

from checker.fingerprints import base_of, neighbourhood
from checker.report.normal import compact
from checker.reviewing import DecisionInfo, FiledDecision, FindingInfo, Review
from checker.rules.registry import get_rule

SCHEMA_VERSION = "1"
BASELINE = "基线：写入时已有"
SUFFIX = ".decisions.json"
STATUSES = ("accepted", "dismissed")

_TOP = ("schema_version", "draft", "decisions")
_DRAFT = ("organization", "year")
_REQUIRED = ("fingerprint", "status", "reason", "name", "date")
_OPTIONAL = ("rule", "quote", "near")


class DecisionsError(ValueError):
    """A decisions file that cannot be used; the message (Chinese, one line) names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The content of a decisions file; ``path`` only names it in messages."""

    entries: tuple[FiledDecision, ...] = ()
    organization: str | None = None
    year: int | None = None
    path: str = ""


def load(path: str | os.PathLike[str]) -> Decisions:
    """Read a decisions file. Raises :class:`DecisionsError`."""
    try:
        return parse(Path(path).read_text("utf-8-sig"), os.fspath(path))
    except FileNotFoundError:
        raise DecisionsError(f"{path}：找不到这个决定文件；第一次使用时加 --write-baseline 写出一份") from None
    except UnicodeDecodeError:
        raise DecisionsError(f"{path}：决定文件不是UTF-8编码，请另存为UTF-8") from None
    except OSError as error:
        raise DecisionsError(f"{path}：无法读取决定文件（{error.strerror}）") from None


def parse(content: str, path: str = "") -> Decisions:
    """The decisions that the text of a file holds. Raises :class:`DecisionsError`."""
    try:
        values = json.loads(content, object_pairs_hook=_without_repeats)
        return _decisions(values, path)
    except json.JSONDecodeError as error:
        raise DecisionsError(f"{path}：决定文件不是有效的JSON（第{error.lineno}行第{error.colno}字附近）") from None
    except RecursionError:
        raise DecisionsError(f"{path}：决定文件不是有效的JSON（嵌套过深）") from None
    except _Fault as fault:
        raise DecisionsError(f"{path}：{' '.join(str(fault).split())}") from None


def apply(review: Review, decisions: Decisions) -> Review:
    """The review with the decisions on its findings, and those that match none reported as stale.

    A decision is not stale where its rule was not run or could not check the draft: nothing says that the fault is
    gone. Raises :class:`DecisionsError` where the decisions are of another draft.
    """
    _require_same_draft(review, decisions)
    decided: dict[str, FiledDecision] = {}
    present = {finding.fingerprint for finding in review.findings}
    left: list[FiledDecision] = []
    for entry in decisions.entries:
        if entry.fingerprint in present:
            decided[entry.fingerprint] = entry
        else:
            left.append(entry)
    stale: list[FiledDecision] = []
    for entry in left:
        moved = _same_place(review, entry, decided)
        if moved is not None:
            decided[moved.fingerprint] = entry
        elif _was_checked(review, entry):
            stale.append(entry)
    findings = [
        finding.model_copy(update={"decision": _decision(decided.get(finding.fingerprint))})
        for finding in review.findings
    ]
    return review.model_copy(update={"findings": findings, "stale_decisions": stale})


def baseline(review: Review, name: str, date: Date) -> Decisions:
    """Decisions that dismiss every finding present, so that from now on only new ones count."""
    entries = tuple(
        FiledDecision(
            fingerprint=finding.fingerprint,
            rule=finding.rule,
            quote=finding.quote,
            near=_near(review, finding),
            status="dismissed",
            reason=BASELINE,
            name=name,
            date=date,
        )
        for finding in review.findings
    )
    return Decisions(entries, review.report.organization, review.report.year)


def written(decisions: Decisions) -> str:
    """The decisions as the text of a file."""
    entries = [entry.model_dump(mode="json") for entry in decisions.entries]
    order = (*_REQUIRED[:1], *_OPTIONAL, *_REQUIRED[1:])
    content = {
        "schema_version": SCHEMA_VERSION,
        "draft": {"organization": decisions.organization, "year": decisions.year},
        "decisions": [{key: entry[key] for key in order} for entry in entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_new(path: str | os.PathLike[str], decisions: Decisions) -> None:
    """Write a decisions file where there is none. Raises :class:`DecisionsError`, also where there is one."""
    target = Path(path)
    try:
        # a lone surrogate of the draft has no UTF-8; the quote is only for the eyes
        with target.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(written(decisions))
    except FileExistsError:
        raise DecisionsError(f"{path}：已有决定文件，不会覆盖；要重写请先移走") from None
    except OSError as error:
        raise DecisionsError(f"{path}：无法写入决定文件（{error.strerror}）") from None


def file_for(place: str | os.PathLike[str], draft: str | os.PathLike[str], *, several: bool) -> Path:
    """The decisions file of a draft: ``place`` itself, or in the folder ``place`` the file named after the draft.

    ``several`` drafts need a folder. Raises :class:`DecisionsError` where ``place`` is a file then.
    """
    folder = Path(place)
    if several and folder.exists() and not folder.is_dir():
        raise DecisionsError(
            f"{place}：审核多份报告时，--decisions 应为目录，每份报告在其中有自己的“报告文件名{SUFFIX}”"
        )
    return folder / f"{Path(draft).name}{SUFFIX}" if several or folder.is_dir() else folder


class DecisionFiles:
    """The decisions files of a run, one a draft. Whatever can be found wrong beforehand is found at once."""

    def __init__(self, place: str | os.PathLike[str], drafts: Sequence[str | os.PathLike[str]], *, new: bool) -> None:
        """``new``: there are none yet, :meth:`start` will write them. Raises :class:`DecisionsError`."""
        several = len(drafts) > 1
        self._files: dict[str, Path] = {}
        for draft in drafts:
            file = file_for(place, draft, several=several)
            if file in self._files.values():
                raise DecisionsError(f"{draft}：有两份报告的文件名相同，决定文件{file}分不清是哪一份的")
            self._files[os.fspath(draft)] = file
        if new:
            if several:
                _make_folder(Path(place))
            taken = [file for file in self._files.values() if file.exists()]
            if taken:
                raise DecisionsError(f"{taken[0]}：已有决定文件，不会覆盖；要重写请先移走")
            self._decisions: dict[str, Decisions] = {}
        else:
            # in a folder a draft on which nothing was decided yet needs no file
            wanted = {draft: file for draft, file in self._files.items() if file.exists() or not several}
            if several and not Path(place).is_dir():
                raise DecisionsError(f"{place}：找不到这个目录；第一次使用时加 --write-baseline 写出决定文件")
            self._decisions = {draft: load(file) for draft, file in wanted.items()}

    def decided(self, review: Review) -> Review:
        """The review with its own decisions. Raises :class:`DecisionsError`."""
        own = self._decisions.get(review.report.source.path)
        return review if own is None else apply(review, own)

    def start(self, review: Review, name: str, date: Date) -> tuple[Review, Path]:
        """Write a first file for the review; the review as decided by it, and the file. Raises :class:`DecisionsError`."""
        file = self._files[review.report.source.path]
        own = baseline(review, name, date)
        write_new(file, own)
        return apply(review, own), file


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise DecisionsError(f"{folder}：无法建立目录（{error.strerror}）") from None


def _near(review: Review, finding: FindingInfo) -> str:
    return neighbourhood(review.report.text, finding.start, finding.end)


def _decision(entry: FiledDecision | None) -> DecisionInfo | None:
    if entry is None:
        return None
    return DecisionInfo(status=entry.status, reason=entry.reason, name=entry.name, date=entry.date)


def _same_place(review: Review, entry: FiledDecision, decided: Mapping[str, FiledDecision]) -> FindingInfo | None:
    """The one undecided finding that the decision was made on, though there were more, or fewer, equal ones then."""
    if not entry.near:
        return None
    near = compact(entry.near)
    found = [
        finding
        for finding in review.findings
        if base_of(finding.fingerprint) == base_of(entry.fingerprint)
        and finding.fingerprint not in decided
        and compact(_near(review, finding)) == near
    ]
    return found[0] if len(found) == 1 else None


def _was_checked(review: Review, entry: FiledDecision) -> bool:
    own = next((item for item in review.assessments if item.rule == entry.rule), None)
    if own is not None:
        return own.status != "not_assessable"
    return not entry.rule or get_rule(entry.rule) is None


def _require_same_draft(review: Review, decisions: Decisions) -> None:
    own, filed = compact(review.report.organization or ""), compact(decisions.organization or "")
    same_agency = not own or not filed or own in filed or filed in own
    same_year = None in (review.report.year, decisions.year) or review.report.year == decisions.year
    if not (same_agency and same_year):
        of = f"{decisions.organization or ''}{decisions.year or ''}年"
        draft = f"{review.report.organization or ''}{review.report.year or ''}年"
        raise DecisionsError(
            f"{decisions.path}：这是{of}报告的决定文件，而审核的是{draft}报告；如确是同一份，请改文件里的draft"
        )


class _Fault(ValueError):
    """What is wrong in a file, before the file is named."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise _Fault(f"“{key}”在同一处写了两次")
        values[key] = value
    return values


def _decisions(values: Any, path: str) -> Decisions:
    if not isinstance(values, dict):
        raise _Fault("决定文件应当是一个对象（{ … }）")
    _known(values, _TOP, "")
    if values.get("schema_version") != SCHEMA_VERSION:
        raise _Fault(f'“schema_version”应为"{SCHEMA_VERSION}"，不是{_shown(values.get("schema_version"))}')
    draft = values.get("draft", {})
    if not isinstance(draft, dict):
        raise _Fault("“draft”应当是一个对象（{ … }）")
    _known(draft, _DRAFT, "draft.")
    organization, year = draft.get("organization"), draft.get("year")
    if not (organization is None or isinstance(organization, str)):
        raise _Fault(f"“draft.organization”应为文字，不是{_shown(organization)}")
    if not (year is None or (isinstance(year, int) and not isinstance(year, bool))):
        raise _Fault(f"“draft.year”应为整数，不是{_shown(year)}")
    listed = values.get("decisions")
    if not isinstance(listed, list):
        raise _Fault("“decisions”应当是一列（[ … ]）")
    entries = [_entry(value, f"第{number}条决定") for number, value in enumerate(listed, 1)]
    _refuse_repeats(entries)
    return Decisions(tuple(entries), organization, year, path)


def _entry(value: Any, name: str) -> FiledDecision:
    if not isinstance(value, dict):
        raise _Fault(f"{name}应当是一个对象（{{ … }}）")
    _known(value, (*_REQUIRED, *_OPTIONAL), f"{name}的")
    for key in _REQUIRED:
        if key not in value:
            raise _Fault(f"{name}缺“{key}”")
    for key, item in value.items():
        if not isinstance(item, str):
            raise _Fault(f"{name}的“{key}”应为文字，不是{_shown(item)}")
    if value["status"] not in STATUSES:
        raise _Fault(f"{name}的“status”应为{'、'.join(STATUSES)}之一，不是{_shown(value['status'])}")
    for key in ("fingerprint", "name", *(("reason",) if value["status"] == "dismissed" else ())):
        if not value[key].strip():
            raise _Fault(f"{name}的“{key}”不能空着")
    try:
        date = Date.fromisoformat(value["date"])
    except ValueError:
        raise _Fault(f"{name}的“date”应写成2024-01-31的样子，不是{_shown(value['date'])}") from None
    return FiledDecision(**{**value, "fingerprint": value["fingerprint"].strip(), "date": date})


def _known(values: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for key in values:
        if key not in known:
            nearest = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
            raise _Fault(f"没有“{where}{key}”这一项，最接近的是“{where}{nearest[0]}”")


def _refuse_repeats(entries: Sequence[FiledDecision]) -> None:
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries, 1):
        first = seen.setdefault(entry.fingerprint, number)
        if first != number:
            raise _Fault(f"第{first}条和第{number}条决定是同一个fingerprint（{entry.fingerprint}）")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"
