"""Subscribers, and what is known of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from codomyrmex.cloud.infomaniak.newsletter.models.base import (
    Moment,
    NewsletterModel,
    PhpList,
    Text,
    nothing_of_empty,
)
from codomyrmex.cloud.infomaniak.newsletter.models.fields import NewsletterField
from codomyrmex.cloud.infomaniak.newsletter.models.groups import Group


class SubscriberStatistics(NewsletterModel):
    """What a subscriber did with campaigns.

    Attributes:
        sent_count: how many were sent.
        open_count: how many were opened.
        click_count: how often links were followed.
        open_rate: how many were opened, in percent.
        click_rate: in how many a link was followed, in percent.
    """

    sent_count: int | None = None
    open_count: int | None = None
    click_count: int | None = None
    open_rate: float | None = None
    click_rate: float | None = None


class Source(NewsletterModel):
    """Where a subscriber came from.

    Attributes:
        id: its id.
        sourceable_type: what it was: a form, an import.
        sourceable_id: the id of that.
        type: its kind, by number.
        ip: the address that the subscriber came from.
        created_at: when.
    """

    id: int
    sourceable_type: Text = None
    sourceable_id: int | None = None
    type: int | None = None
    ip: Text = None
    created_at: Moment = None


class Subscriber(NewsletterModel):
    """A subscriber.

    Attributes:
        id: its id.
        email: the address.
        status: ``active``, ``unconfirmed``, ``unsubscribed``, ``bounced``, ``junk``.
        created_at: when it was made.
        added_at: when it was added to what was asked for, such as a group.
        source: how it came: ``api``, ``import``, ``manual``, ``webform``.
        last_location: where campaigns were last opened.
        statistics: what it did with campaigns, where that was asked for.
        groups: its groups, where they were asked for.
        sources: where it came from, where that was asked for.
        fields: its fields, where they were asked for.
    """

    id: int
    email: str
    status: Text = None
    created_at: Moment = None
    added_at: Moment = None
    source: Text = None
    last_location: Text = None
    statistics: Annotated[SubscriberStatistics | None, BeforeValidator(nothing_of_empty)] = None
    groups: PhpList[Group] = Field(default_factory=list)
    sources: PhpList[Source] = Field(default_factory=list)
    fields: PhpList[NewsletterField] = Field(default_factory=list)
