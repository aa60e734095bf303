"""Flaws of wording (L01–L04)."""
from __future__ import annotations

from checker.learning.flaws.operators import Operator

OPERATORS: tuple[Operator, ...] = ()
