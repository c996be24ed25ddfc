"""What became of a campaign."""

from __future__ import annotations

from typing import Literal, TypeAlias, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.base import PhpList
from codomyrmex.cloud.infomaniak.newsletter.models.reports import (
    LinkActivity,
    SubscriberActivity,
    TrackingEvent,
)
from codomyrmex.cloud.infomaniak.newsletter.parameters import filtered
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, NewsletterService, Paging

Activity: TypeAlias = Literal["bounce", "click", "complaint", "not_open", "open", "sbounce", "unsub"]
Event: TypeAlias = (
    Activity
    | Literal[
        "delivery", "not_delivery", "send", "unsub-reason", "v3", "webform_conversion", "webform_display"
    ]
)


class Reports(NewsletterService):
    """What became of a campaign, mail by mail, link by link, subscriber by subscriber."""

    @operation("get_tracking")
    def get_tracking(
        self,
        campaign_id: int,
        *,
        action: Event | None = None,
        search: str | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[TrackingEvent]:
        """What happened to the mails of a campaign.

        Args:
            campaign_id: its id.
            action: only what is of this kind.
            search: only that in which this text is found.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterNotFoundError: the campaign is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/campaigns/{campaign}/tracking
        """
        segments = ("campaigns", campaign_id, "tracking")
        return self._list(
            TrackingEvent, *segments, query=filtered(action=action, search=search), paging=paging
        )

    @operation("links_activity")
    def links_activity(self, campaign_id: int) -> list[LinkActivity]:
        """How often each link of a campaign was followed.

        Args:
            campaign_id: its id.

        Raises:
            NewsletterNotFoundError: the campaign is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/campaigns/{campaign}/report/links
        """
        segments = ("campaigns", campaign_id, "report", "links")
        links: list[LinkActivity] = self._ask(PhpList[LinkActivity], "GET", *segments)
        return links

    @operation("subscribers_activity")
    def subscribers_activity(
        self,
        campaign_id: int,
        *,
        action: Activity | None = None,
        search: str | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[SubscriberActivity]:
        """What each subscriber did with a campaign.

        Args:
            campaign_id: its id.
            action: only those that did this, or to whom this happened.
            search: only those in which this text is found.
            paging: which pages, and in which order: by ``email``, ``open_count``, ``click_count``; see
                `Paging`. There are no slices.

        Raises:
            NewsletterNotFoundError: the campaign is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/campaigns/{campaign}/report/activity
        """
        segments = ("campaigns", campaign_id, "report", "activity")
        return self._list(
            SubscriberActivity, *segments, query=filtered(action=action, search=search), paging=paging
        )
