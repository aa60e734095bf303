"""A review as JSON, by the published schema."""

from __future__ import annotations

import json
from collections.abc import Sequence

from checker.notes.formats import Context
from checker.reviewing import Review


def write(reviews: Sequence[Review], context: Context) -> str:
    """One review as an object, several as an array."""
    return (render(reviews[0]) if len(reviews) == 1 else render_many(reviews)) + "\n"


def render(review: Review) -> str:
    """One review as a JSON object."""
    try:
        return review.model_dump_json(indent=2)
    except ValueError:
        # half a surrogate pair, which pydantic refuses, is an escape sequence to JSON; a decision's date is no JSON
        # value, and its string is the ISO form that pydantic writes
        return json.dumps(review.model_dump(), ensure_ascii=True, indent=2, default=str)


def render_many(reviews: Sequence[Review]) -> str:
    """Several reviews as a JSON array of such objects."""
    return "[\n" + ",\n".join(render(review) for review in reviews) + "\n]"
