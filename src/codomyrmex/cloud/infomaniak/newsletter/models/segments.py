"""Segments."""

from __future__ import annotations

from pydantic import Field

from codomyrmex.cloud.infomaniak.newsletter.models.base import Moment, NewsletterModel, PhpObject, Undescribed


class Segment(NewsletterModel):
    """Subscribers that rules fit.

    Attributes:
        id: its id.
        name: its name.
        data: the rules, in Infomaniak's own form.
        subscribed_count: how many subscribers it has.
        updated_at: when it was last changed.
        statistics: how campaigns were received, where that was asked for.
    """

    id: int
    name: str
    data: Undescribed = None
    subscribed_count: int | None = None
    updated_at: Moment = None
    statistics: PhpObject = Field(default_factory=dict)
