"""Rules that say which subscribers are in a segment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, Self

from pydantic import Field

from codomyrmex.cloud.infomaniak.newsletter.models.base import NewsletterModel

CampaignOperator = Literal["open", "click", "sent", "noopen", "noclick", "nosent"]
FieldOperator = Literal["=", "<>", "like", "not like", "start", "finish"]
DateOperator = Literal["=", ">", "<", "between"]


class Condition(NewsletterModel):
    """One thing that is so or is not; made by one of the four ways below.

    Attributes:
        type: ``campaign``, ``created_at``, ``mailinglist`` or ``meta``.
        operator: how it is compared; which there are depends on the type.
        action_id: which campaigns are looked at: ``all``, ``any`` of the last 30 days, ``last5``, ``custom``.
        campaign_id: the campaign that is looked at (``custom``).
        date1: the day, or the first of several.
        date2: the last day.
        mailinglist_id: the group.
        meta_id: the field.
        value: what the field is compared with.
    """

    type: Literal["campaign", "created_at", "mailinglist", "meta"]
    operator: str
    action_id: Literal["all", "any", "custom", "last5"] | None = Field(
        default=None, validation_alias="actionId", serialization_alias="actionId"
    )
    campaign_id: int | None = None
    date1: date | None = None
    date2: date | None = None
    mailinglist_id: int | None = None
    meta_id: int | None = None
    value: str | None = None

    @classmethod
    def campaign(
        cls, operator: CampaignOperator, which: int | Literal["all", "any", "last5"] = "all"
    ) -> Self:
        """What a subscriber did with campaigns: with one, by its id, or with any of several."""
        if isinstance(which, int):
            return cls(type="campaign", operator=operator, action_id="custom", campaign_id=which)
        return cls(type="campaign", operator=operator, action_id=which)

    @classmethod
    def subscribed(cls, operator: DateOperator, day: date, until: date | None = None) -> Self:
        """When a subscriber came; ``between`` takes two days."""
        if until is None:
            return cls(type="created_at", operator=operator, date1=day)
        return cls(type="created_at", operator=operator, date1=day, date2=until)

    @classmethod
    def group(cls, operator: Literal["include", "exclude"], group_id: int) -> Self:
        """Whether a subscriber is in a group."""
        return cls(type="mailinglist", operator=operator, mailinglist_id=group_id)

    @classmethod
    def field(cls, operator: FieldOperator, field_id: int, value: str) -> Self:
        """What a field of a subscriber holds."""
        return cls(type="meta", operator=operator, meta_id=field_id, value=value)


class AllOf(NewsletterModel):
    """Conditions that hold together.

    Attributes:
        closure: how they are joined.
        conds: the conditions.
    """

    closure: Literal["AND"]
    conds: list[Condition]


class Rules(NewsletterModel):
    """Sets of conditions, one of which holds; made by `any_of`.

    Attributes:
        closure: how they are joined.
        conds: the sets.
    """

    closure: Literal["OR"]
    conds: list[AllOf]

    @classmethod
    def any_of(cls, *alternatives: Condition | Iterable[Condition]) -> Self:
        """Subscribers that one alternative fits: a condition, or conditions that hold together."""
        conds = [
            AllOf(closure="AND", conds=[one] if isinstance(one, Condition) else list(one))
            for one in alternatives
        ]
        return cls(closure="OR", conds=conds)
