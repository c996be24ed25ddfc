"""The newsletter itself."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from codomyrmex.cloud.infomaniak.newsletter.models.base import (
    NewsletterModel,
    PhpList,
    PhpObject,
    Text,
    Truth,
)


class Domain(NewsletterModel):
    """A newsletter, by the domain that it sends for.

    Attributes:
        id: its id.
        name: the domain.
        credit_month: what it may send in a month.
        limit_by_hour: what it may send in an hour.
        sender_type: how it sends.
        status: ``enabled``, ``waiting``, ``blocked``, and others.
        dns: the records that the domain needs.
        aws_identity: its identity at the sender.
        can_use_other_domains: whether it may send for other domains.
        sub_domains: domains below it.
        statistics: how campaigns were received, where that was asked for.
        can_use_new_mail_builder: whether it may use the new editor.
    """

    id: int
    name: str
    credit_month: int | None = None
    limit_by_hour: int | None = None
    sender_type: Text = None
    status: Text = None
    dns: PhpList[Any] = Field(default_factory=list)
    aws_identity: Text = None
    can_use_other_domains: Truth = None
    sub_domains: PhpList[Any] = Field(default_factory=list)
    statistics: PhpObject = Field(default_factory=dict)
    can_use_new_mail_builder: Truth = None
