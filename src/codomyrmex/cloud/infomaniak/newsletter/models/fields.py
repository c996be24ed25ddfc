"""Fields that subscribers have besides their address."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.newsletter.models.base import NewsletterModel, Text


class NewsletterField(NewsletterModel):
    """A field; of a subscriber, with what it holds.

    Attributes:
        id: its id.
        name: its name, for people.
        key: its name, for programs.
        value: what it holds for a subscriber.
    """

    id: int
    name: Text = None
    key: Text = None
    value: Text = None
