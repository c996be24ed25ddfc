"""Credits."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.newsletter.models.base import Moment, NewsletterModel, Text


class Credit(NewsletterModel):
    """Credits that were bought or spent.

    Attributes:
        id: its id.
        domain_name: the newsletter's domain.
        campaign_id: the campaign that they were spent for.
        campaign_subject: its subject.
        quantity: how many.
        type: whether they were bought or spent.
        genre: which kind they are.
        created_at: when.
    """

    id: int | None = None
    domain_name: Text = None
    campaign_id: int | None = None
    campaign_subject: Text = None
    quantity: int | None = None
    type: Text = None
    genre: Text = None
    created_at: Moment = None
