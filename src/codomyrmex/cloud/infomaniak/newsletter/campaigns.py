"""Campaigns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias, TypedDict, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.campaigns import Campaign, Recipients, Tracking
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation, Operations
from codomyrmex.cloud.infomaniak.newsletter.parameters import Names, When, filtered, given, joined, seconds
from codomyrmex.cloud.infomaniak.newsletter.selection import Selected, selection_of
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, Paging

Language: TypeAlias = Literal["de_DE", "en_GB", "es_ES", "fr_FR", "it_IT"]


class CampaignFields(TypedDict, total=False):
    """What a campaign may have, when it is made or changed.

    Attributes:
        content_html: its HTML.
        preheader: what programs show beside the subject.
        recipients: who receives it.
        template_id: the template that it is made from.
        tracking_link: whether links that are followed are counted.
        tracking_opening: whether opening it is counted.
        tracking_utm: what is added to links.
        unsub_link: whether it has a link to unsubscribe.
        force_sended: send it in spite of warnings.
    """

    content_html: str
    preheader: str
    recipients: Recipients | Mapping[str, Any]
    template_id: int
    tracking_link: bool
    tracking_opening: bool
    tracking_utm: Tracking | Mapping[str, str] | None
    unsub_link: bool | None
    force_sended: bool | None


class CampaignChanges(CampaignFields, total=False):
    """What may be changed of a campaign.

    Attributes:
        subject: its subject.
        email_from_name: the sender's name.
        email_from_addr: the sender's address.
        lang: its language.
    """

    subject: str
    email_from_name: str
    email_from_addr: str
    lang: Language


class Campaigns(Operations):
    """Campaigns: list, make, change, test, send, delete."""

    @operation("list_campaigns")
    def list_campaigns(
        self,
        *,
        search: str | None = None,
        status: Iterable[str] | None = None,
        date_from: When | None = None,
        date_to: When | None = None,
        include: Names | None = None,
        newsletter_id: int | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Campaign]:
        """The campaigns.

        Args:
            search: only those in which this text is found.
            status: only those in one of these: ``draft``, ``scheduled``, ``sending``, ``sent``, and others.
            date_from: only those from then on.
            date_to: only those until then.
            include: what to load besides: ``statistics``, ``recipients``.
            newsletter_id: as Infomaniak takes it; the client's own if not given.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/campaigns
        """
        query = {
            **given(date_from=seconds(date_from), date_to=seconds(date_to), newsletter_id=newsletter_id),
            **filtered(search=search, status=_all(status)),
            "with": joined(include),
        }
        return self._list(Campaign, "campaigns", query=query, paging=paging)

    @operation("count_campaigns")
    def count_campaigns(self, *, search: str | None = None, status: Iterable[str] | None = None) -> int:
        """How many campaigns there are, by one request.

        Args:
            search: only those in which this text is found.
            status: only those in one of these.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.
        """
        return self._count("campaigns", query=filtered(search=search, status=_all(status)))

    @operation("create_campaign")
    def create_campaign(
        self,
        subject: str,
        *,
        email_from_name: str,
        email_from_addr: str,
        lang: Language,
        **fields: Unpack[CampaignFields],
    ) -> Campaign:
        """Make a campaign. It is a draft until it is scheduled or sent.

        Args:
            subject: its subject.
            email_from_name: the sender's name.
            email_from_addr: the sender's address, of the newsletter's domain.
            lang: its language.
            fields: what else it has; see `CampaignFields`.

        Raises:
            NewsletterValidationError: a field is not as Infomaniak wants it.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/campaigns
        """
        required = {
            "subject": subject,
            "email_from_name": email_from_name,
            "email_from_addr": email_from_addr,
            "lang": lang,
        }
        return self._ask(Campaign, "POST", "campaigns", body={**required, **fields})

    @operation("get_campaign")
    def get_campaign(self, campaign_id: int, *, include: Names | None = None) -> Campaign:
        """One campaign.

        Args:
            campaign_id: its id.
            include: what to load besides: ``statistics``, ``recipients``, ``content``.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/campaigns/{campaign}
        """
        return self._ask(Campaign, "GET", "campaigns", campaign_id, query={"with": joined(include)})

    @operation("update_campaign")
    def update_campaign(self, campaign_id: int, **changes: Unpack[CampaignChanges]) -> Campaign:
        """Change a campaign; what is not given stays as it is.

        Args:
            campaign_id: its id.
            changes: the new values; see `CampaignChanges`.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: a field is not as Infomaniak wants it.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/campaigns/{campaign}
        """
        return self._change(Campaign, "PUT", "campaigns", campaign_id, body=changes)

    @operation("delete_campaign")
    def delete_campaign(self, campaign_id: int) -> bool:
        """Delete a campaign.

        Args:
            campaign_id: its id.

        Returns:
            Whether it was deleted.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/campaigns/{campaign}
        """
        return self._done("DELETE", "campaigns", campaign_id)

    @operation("delete_campaigns")
    def delete_campaigns(self, selected: Selected) -> Operation:
        """Delete many campaigns.

        Args:
            selected: which, by a selection or by their ids.

        Returns:
            The operation that deletes them.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/campaigns
        """
        selection = selection_of(selected)
        # Of campaigns, and of nothing else, the filter of a selection stands in the query.
        query = filtered(search=selection.search, status=_all(selection.status))
        return self._begin("DELETE", "campaigns", query=query, body={"select": selection.select})

    @operation("duplicate_campaign")
    def duplicate_campaign(self, campaign_id: int) -> Campaign:
        """Copy a campaign.

        Args:
            campaign_id: its id.

        Returns:
            The copy.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/campaigns/{campaign}/duplicate
        """
        return self._ask(Campaign, "POST", "campaigns", campaign_id, "duplicate", body={})


def _all(status: str | Iterable[str] | None) -> list[str] | None:
    """Statuses as a list, of which campaigns take several where all else takes one."""
    return [status] if isinstance(status, str) else None if status is None else list(status)
