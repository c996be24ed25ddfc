"""Groups: the mailing lists."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.newsletter.models.base import Count, Moment, NewsletterModel, Text


class Rates(NewsletterModel):
    """How campaigns were received.

    Attributes:
        open_rate: how many opened them, in percent.
        click_rate: how many followed a link, in percent.
    """

    open_rate: float | None = None
    click_rate: float | None = None


class Group(NewsletterModel):
    """A group of subscribers.

    Attributes:
        id: its id.
        name: its name.
        updated_at: when it was last changed.
        subscribed_count: how many subscribers it has, where that was asked for; text where it is no number.
        statistics: how campaigns were received, where that was asked for.
        domain: the newsletter that it is in.
    """

    id: int
    name: str
    updated_at: Moment = None
    subscribed_count: Count = None
    statistics: Rates | None = None
    domain: Text = None
