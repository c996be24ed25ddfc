"""Sending campaigns: to a test address, at a time, now."""

from __future__ import annotations

import time
from collections.abc import Iterable

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.parameters import When, seconds
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterService


class Sending(NewsletterService):
    """Sending campaigns."""

    @operation("test_campaign")
    def test_campaign(self, campaign_id: int, email: str) -> bool:
        """Send a campaign to one address, to see what it looks like there.

        Args:
            campaign_id: its id.
            email: the address; of a subscriber's, the fields are filled in.

        Returns:
            Whether it was sent.

        Raises:
            NewsletterNotFoundError: the campaign is not there.
            NewsletterValidationError: the address is none.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/campaigns/{campaign}/test
        """
        return self._done("POST", "campaigns", campaign_id, "test", body={"email": email})

    @operation("test_campaign_template")
    def test_campaign_template(self, template_uuid: str, emails: Iterable[str]) -> bool:
        """Send the template of a campaign to a few addresses, to see what it looks like there.

        Args:
            template_uuid: the template's UUID.
            emails: at most five addresses; of a subscriber's, the fields are filled in.

        Returns:
            Whether it was sent.

        Raises:
            NewsletterNotFoundError: the template is not there.
            NewsletterValidationError: an address is none, or they are too many.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/campaigns/template/{template_uuid}/test
        """
        segments = ("campaigns", "template", template_uuid, "test")
        return self._done("POST", *segments, body={"emails": list(emails)})

    @operation("schedule_campaign")
    def schedule_campaign(self, campaign_id: int, started_at: When | None = None) -> bool:
        """Have a campaign sent at a time.

        Args:
            campaign_id: its id.
            started_at: when; Infomaniak decides if not given.

        Returns:
            Whether it is scheduled.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: it cannot be sent as it is, or not then.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/campaigns/{campaign}/schedule
        """
        body = {} if started_at is None else {"started_at": seconds(started_at)}
        return self._done("PUT", "campaigns", campaign_id, "schedule", body=body)

    @operation("send_campaign")
    def send_campaign(self, campaign_id: int) -> bool:
        """Have a campaign sent now: it is scheduled for this moment.

        Args:
            campaign_id: its id.

        Returns:
            Whether it is being sent.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: it cannot be sent as it is.
        """
        return self.schedule_campaign(campaign_id, int(time.time()))

    @operation("cancel_campaign")
    def cancel_campaign(self, campaign_id: int) -> bool:
        """Take back a campaign that is scheduled.

        Args:
            campaign_id: its id.

        Returns:
            Whether it was taken back.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: it is not scheduled.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/campaigns/{campaign}/cancel
        """
        return self._done("PUT", "campaigns", campaign_id, "cancel", body={})
