"""A review as JSON, by the published schema."""

from __future__ import annotations

from collections.abc import Sequence

from checker.review import Review


def render(review: Review) -> str:
    """One review as a JSON object."""
    return review.model_dump_json(indent=2)


def render_many(reviews: Sequence[Review]) -> str:
    """Several reviews as a JSON array of such objects."""
    return "[\n" + ",\n".join(render(review) for review in reviews) + "\n]"
