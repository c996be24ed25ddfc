"""What became of a campaign. The description says little of these; all that comes is kept."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.newsletter.models.base import Moment, NewsletterModel, Text


class TrackingEvent(NewsletterModel):
    """Something that happened to a mail.

    Attributes:
        email: to whom it was sent.
        action: what happened: ``send``, ``open``, ``click``, and others.
        created_at: when.
    """

    email: Text = None
    action: Text = None
    created_at: Moment = None


class LinkActivity(NewsletterModel):
    """How often a link was followed.

    Attributes:
        url: where it leads.
        click_count: how often.
    """

    url: Text = None
    click_count: int | None = None


class SubscriberActivity(NewsletterModel):
    """What a subscriber did with a campaign.

    Attributes:
        email: the subscriber's address.
        open_count: how often it was opened.
        click_count: how often links were followed.
    """

    email: Text = None
    open_count: int | None = None
    click_count: int | None = None
