"""What a newsletter is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Action = Literal["send", "delivery", "open", "click", "bounce", "sbounce", "complaint", "unsub"]


@dataclass
class Subscriber:
    """Somebody on the lists.

    Attributes:
        fields: the values of the custom fields, by key.
        groups: the ids of the groups.
    """

    id: int
    email: str
    created_at: int
    source: str = "api"
    status: str = "active"
    fields: dict[str, str] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)


@dataclass
class Group:
    """A mailing list."""

    id: int
    name: str
    updated_at: int


@dataclass
class Field:
    """A custom field of the subscribers."""

    id: int
    name: str
    key: str
    type: str


@dataclass
class Segment:
    """Subscribers that meet conditions.

    Attributes:
        data: the conditions.
    """

    id: int
    name: str
    data: dict[str, Any]
    updated_at: int


@dataclass
class Template:
    """The look of a campaign.

    Attributes:
        tests: whom it was sent to for a look.
    """

    id: int
    uuid: str
    name: str
    html: str
    thumbnail: str = ""
    tests: list[str] = field(default_factory=list)


@dataclass
class Webform:
    """A form for new subscribers.

    Attributes:
        said: what it was made with.
    """

    id: int
    said: dict[str, Any]
    created_at: int
    updated_at: int


@dataclass(frozen=True)
class Credit:
    """Credits bought, or used by a campaign (negative)."""

    id: int
    quantity: int
    type: str
    created_at: int
    campaign_id: int | None = None
    campaign_subject: str | None = None


@dataclass(frozen=True)
class Tracked:
    """What happened to one copy of a campaign."""

    email: str
    action: Action
    created_at: int
    link: str | None = None


@dataclass
class Campaign:
    """A message to many.

    Attributes:
        said: what it was made with.
        left: how often it is looked at until it is sent.
        tests: whom it was sent to for a look.
        tracked: what happened to its copies.
    """

    id: int
    said: dict[str, Any]
    created_at: int
    status: str = "draft"
    started_at: int | None = None
    left: int = 0
    tests: list[str] = field(default_factory=list)
    tracked: list[Tracked] = field(default_factory=list)
