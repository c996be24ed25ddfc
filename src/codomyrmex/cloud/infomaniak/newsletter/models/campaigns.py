"""Campaigns, and who receives them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from codomyrmex.cloud.infomaniak.newsletter.models.base import (
    Moment,
    NewsletterModel,
    PhpObject,
    Text,
    Truth,
    Undescribed,
    nothing_of_empty,
)
from codomyrmex.cloud.infomaniak.newsletter.models.rules import Rules


class CampaignStatistics(NewsletterModel):
    """How a campaign was received: how often, and of those that were sent, in percent."""

    sent_count: int | None = None
    open_count: int | None = None
    click_count: int | None = None
    delivery_count: int | None = None
    complaint_count: int | None = None
    bounce_count: int | None = None
    soft_bounce_count: int | None = None
    unsubscribe_count: int | None = None
    open_rate: float | None = None
    click_rate: float | None = None
    delivery_rate: float | None = None
    complaint_rate: float | None = None
    bounce_rate: float | None = None
    soft_bounce_rate: float | None = None
    unsubscribe_rate: float | None = None


class AdvancedStatistics(NewsletterModel):
    """With what a campaign was read.

    Attributes:
        mobile: on which devices.
        browser: in which browsers.
    """

    mobile: PhpObject = Field(default_factory=dict)
    browser: PhpObject = Field(default_factory=dict)


class Tracking(NewsletterModel):
    """What is added to links, for the statistics of a web site.

    Attributes:
        utm_source: where a visitor came from.
        utm_medium: by what means.
        utm_campaign: by which campaign.
    """

    utm_source: str | None = None
    utm_medium: str | None = None
    utm_campaign: str | None = None


class Chosen(NewsletterModel):
    """Some of the groups or segments, by id.

    Attributes:
        include: those whose subscribers receive the campaign.
        exclude: those whose subscribers do not.
    """

    include: list[int] = Field(default_factory=list)
    exclude: list[int] = Field(default_factory=list)


class Expert(NewsletterModel):
    """Subscribers by rules that are the campaign's own.

    Attributes:
        id: of a segment that has the rules.
        conditions: the rules.
    """

    id: int | None = None
    conditions: Rules | None = None


class Recipients(NewsletterModel):
    """Who receives a campaign, for the request that says so.

    Attributes:
        all_subscribers: whether all do.
        emails: single subscribers.
        groups: those in groups.
        segments: those in segments.
        expert: those that rules fit.
    """

    all_subscribers: bool | None = None
    emails: list[str] | None = None
    groups: Chosen | None = None
    segments: Chosen | None = None
    expert: Expert | None = None


class Campaign(NewsletterModel):
    """A campaign.

    Attributes:
        id: its id.
        domain: the newsletter that it is in.
        status: ``draft``, ``scheduled``, ``sending``, ``sent``, and others.
        sending_batch: how it is sent in parts.
        lang: its language: ``fr_FR``.
        subject: its subject.
        preheader: what programs show beside the subject.
        email_from_name: the sender's name.
        email_from_addr: the sender's address.
        tracking_link: whether links that are followed are counted.
        tracking_opening: whether opening it is counted.
        tracking_utm: what is added to links.
        thumbnail_url: a small picture of it.
        designer_url: where it is edited.
        preview_url: where it can be looked at.
        content: its HTML, where that was asked for.
        recipients: who receives it, in Infomaniak's own form.
        subscribers_count: how many receive it.
        limit_by_hour: what may be sent in an hour.
        limit_by_hour_reached: whether that much was sent.
        limit_by_day: what may be sent in a day.
        limit_by_day_reached: whether that much was sent.
        next_step: what is to be done next.
        unsub_link: whether it has a link to unsubscribe.
        force_sended: whether it is sent in spite of warnings.
        started_at: when sending began, or is to begin.
        created_at: when it was made.
        statistics: how it was received, where that was asked for.
        advanced_statistics: with what it was read, where that was asked for.
    """

    id: int
    domain: Text = None
    status: Text = None
    sending_batch: Text = None
    lang: Text = None
    subject: Text = None
    preheader: Text = None
    email_from_name: Text = None
    email_from_addr: Text = None
    tracking_link: Truth = None
    tracking_opening: Truth = None
    tracking_utm: Annotated[Tracking | None, BeforeValidator(nothing_of_empty)] = None
    thumbnail_url: Text = None
    designer_url: Text = None
    preview_url: Text = None
    content: Text = None
    recipients: Undescribed = None
    subscribers_count: int | None = None
    limit_by_hour: int | None = None
    limit_by_hour_reached: Text = None
    limit_by_day: int | None = None
    limit_by_day_reached: Text = None
    next_step: Text = None
    unsub_link: Text = None
    force_sended: Text = None
    started_at: Moment = None
    created_at: Moment = None
    statistics: Annotated[CampaignStatistics | None, BeforeValidator(nothing_of_empty)] = None
    advanced_statistics: Annotated[AdvancedStatistics | None, BeforeValidator(nothing_of_empty)] = None
