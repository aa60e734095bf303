"""What kind of agency a report is of, by its name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from checker.report.normal import compact
from checker.resources import data_path


@dataclass(frozen=True, slots=True)
class AgencyKind:
    """A kind of agency: ``key`` for programs, ``name`` for readers (Chinese)."""

    key: str
    name: str

    @property
    def is_peoples_government(self) -> bool:
        """Whether it is a people's government (of whatever level), which has to report more than others."""
        return self.key in ("town", "government")


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], AgencyKind], ...]:
    raw = tomllib.loads(data_path("corpora", "lexicon", "agency_kinds.toml").read_text("utf-8"))
    return tuple((re.compile(kind["pattern"]), AgencyKind(kind["key"], kind["name"])) for kind in raw["kinds"])


def agency_kind(organization: str | None) -> AgencyKind | None:
    """The kind of the agency of that name, or ``None`` where the name is missing or tells nothing."""
    name = compact(organization or "")
    return next((kind for pattern, kind in _kinds() if name and pattern.search(name)), None)
