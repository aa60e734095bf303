"""A rule's case made ready for the rule: the draft with the earlier report and the peers that the case has."""

from __future__ import annotations

import contextlib
import dataclasses
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from building import build

from checker.language.pipeline import annotate
from checker.reference.comparable import comparable, own_statements
from checker.reference.comparison import compare
from checker.reference.model import ReferenceReport, reference_report
from checker.reference.store import ReferenceStore
from checker.rules.rule import Draft, Rule
from checker.settings import load_settings


@contextlib.contextmanager
def drafted(rule: Rule, case: Mapping[str, Any], spec: Mapping[str, Any] | None = None) -> Iterator[Draft]:
    """The draft of a case, or of the case with ``spec`` for its ``report``."""
    report = build(case.get("report") if spec is None else spec)
    thresholds = {**load_settings().thresholds(rule.code), **case.get("thresholds", {})}
    annotation, prior = annotate(report), _prior(case)
    with _store(case) as store:
        own = comparable(report.text, own_statements(annotation), report.organization)
        yield Draft(report, annotation, thresholds, prior, compare(own, report, prior, store))


def _prior(case: Mapping[str, Any]) -> ReferenceReport | None:
    """The earlier report that a case compares with: ``prior`` is what differs in it from the sound report."""
    if "prior" not in case:
        return None
    earlier = build({"year": 2022, **(case["prior"] or {})})
    return reference_report(earlier, annotate(earlier))


@contextlib.contextmanager
def _store(case: Mapping[str, Any]) -> Iterator[ReferenceStore | None]:
    """A reference store of the other agencies' reports that a case compares with: each of ``peers`` is what differs in
    it from the sound report, ``times`` how many agencies have it."""
    if "peers" not in case:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, ReferenceStore(Path(folder) / "case.db", create=True) as store:
        number = 0
        for spec in case["peers"]:
            for _ in range(spec.get("times", 1)):
                number += 1
                title = f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'东西南北中'[number // 10]}县人民政府2022年政府信息公开工作年度报告"
                peer = build(
                    {"year": 2022, "title": title, **{key: value for key, value in spec.items() if key != "times"}}
                )
                kept = dataclasses.replace(reference_report(peer, annotate(peer)), sha256=f"{number:064d}")
                store.add([kept])
        yield store
