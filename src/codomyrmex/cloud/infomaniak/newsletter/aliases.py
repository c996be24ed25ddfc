"""Older names: mailing lists are groups, contacts are subscribers, tasks are operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.infomaniak.newsletter.campaigns import Campaigns
from codomyrmex.cloud.infomaniak.newsletter.credits import Credits
from codomyrmex.cloud.infomaniak.newsletter.domain import Domains
from codomyrmex.cloud.infomaniak.newsletter.groups import Groups
from codomyrmex.cloud.infomaniak.newsletter.imports import Imports, Row, SubscriberImport
from codomyrmex.cloud.infomaniak.newsletter.models.campaigns import CampaignStatistics
from codomyrmex.cloud.infomaniak.newsletter.operations import Operations
from codomyrmex.cloud.infomaniak.newsletter.sending import Sending
from codomyrmex.cloud.infomaniak.newsletter.subscribers import Subscribers


class Aliases(Domains, Campaigns, Sending, Groups, Subscribers, Imports, Credits):
    """Methods by their older names."""

    list_mailing_lists = Groups.list_groups
    get_mailing_list = Groups.get_group
    create_mailing_list = Groups.create_group
    update_mailing_list = Groups.update_group
    delete_mailing_list = Groups.delete_group
    get_list_contacts = Groups.list_group_subscribers

    list_contacts = Subscribers.list_subscribers
    get_contact = Subscribers.get_subscriber
    create_contact = Subscribers.create_subscriber
    update_contact = Subscribers.update_subscriber
    delete_contact = Subscribers.delete_subscriber

    send_test = Sending.test_campaign
    unschedule_campaign = Sending.cancel_campaign

    get_credits = Credits.get_credit_details
    get_task_status = Operations.get_operation

    def validate_connection(self) -> bool:
        """Ask for the newsletter, which raises where the token is not let in; see `get_domain`."""
        return self.get_domain().id == int(self._domain)

    def get_campaign_statistics(self, campaign_id: int) -> CampaignStatistics | None:
        """How a campaign was received; see `get_campaign`."""
        return self.get_campaign(campaign_id, include="statistics").statistics

    def import_contacts(self, list_id: int | str, contacts: Iterable[Row]) -> SubscriberImport:
        """Put any number of subscribers into a group; see `import_subscribers_from`."""
        return self.import_subscribers_from(contacts, groups=[int(list_id)])

    def manage_contact(
        self, list_id: int, contact_id: int, action: Literal["subscribe", "unsubscribe"]
    ) -> bool:
        """Put a subscriber into a group, or take it out; see `assign_group_subscribers`.

        Raises:
            InvalidRequestError: the action is none of the two.
        """
        if action not in ("subscribe", "unsubscribe"):
            raise InvalidRequestError(f"A contact is subscribed or unsubscribed, and not {action!r}.")
        move = self.assign_group_subscribers if action == "subscribe" else self.unassign_group_subscribers
        move(list_id, [contact_id])
        return True
