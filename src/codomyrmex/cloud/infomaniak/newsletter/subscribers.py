"""One subscriber, and lists of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.subscribers import Subscriber
from codomyrmex.cloud.infomaniak.newsletter.parameters import GroupRef, Names, filtered, given, joined, listed
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, NewsletterService, Paging


class Subscribers(NewsletterService):
    """Subscribers: list, make, change, delete, forget."""

    @operation("list_subscribers")
    def list_subscribers(
        self,
        *,
        search: str | None = None,
        status: str | None = None,
        groups: Iterable[int] | None = None,
        validation_status: int | None = None,
        include: Names | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Subscriber]:
        """The subscribers.

        Args:
            search: only those in which this text is found.
            status: only those in it: ``active``, ``unsubscribed``, ``bounced``, and others.
            groups: only those in these groups, by id.
            validation_status: only those whose address was found so, by number.
            include: what to load besides: ``groups``, ``fields``, ``statistics``, ``sources``.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/subscribers
        """
        filters = filtered(search=search, status=status, groups=groups, validation_status=validation_status)
        query = {**filters, "with": joined(include)}
        return self._list(Subscriber, "subscribers", query=query, paging=paging)

    @operation("count_subscribers")
    def count_subscribers(
        self, *, search: str | None = None, status: str | None = None, groups: Iterable[int] | None = None
    ) -> int:
        """How many subscribers there are, by one request.

        Args:
            search: only those in which this text is found.
            status: only those in it.
            groups: only those in these groups, by id.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.
        """
        return self._count("subscribers", query=filtered(search=search, status=status, groups=groups))

    @operation("count_subscribers_status")
    def count_subscribers_status(self) -> dict[str, int] | list[Any]:
        """How many subscribers are in each status.

        Returns:
            The counts by status; a list as it is, where Infomaniak answers the one that it describes.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/subscribers/count_status
        """
        counts: dict[str, int] | list[Any] = self._ask(
            dict[str, int] | list[Any], "GET", "subscribers", "count_status"
        )
        return counts

    @operation("filter_subscribers")
    def filter_subscribers(
        self,
        *,
        segment: int | str | None = None,
        search: str | None = None,
        status: str | None = None,
        groups: Iterable[int] | None = None,
        validation_status: int | None = None,
        include: Names | None = None,
        extra: Literal["metadata"] | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Subscriber]:
        """The subscribers that filters and a segment leave.

        Args:
            segment: only those in this segment, by its id.
            search: only those in which this text is found.
            status: only those in it.
            groups: only those in these groups, by id.
            validation_status: only those whose address was found so, by number.
            include: what to load besides: ``groups``, ``fields``, ``statistics``, ``sources``.
            extra: ``metadata`` for what Infomaniak knows of the list itself.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/subscribers/filter
        """
        filters = given(
            search=search, status=status, groups=listed(groups), validation_status=validation_status
        )
        body = given(filter=filters or None, segment=None if segment is None else str(segment))
        query = {"with": joined(include), "extra": extra}
        return self._list(Subscriber, "subscribers", "filter", query=query, body=body, paging=paging)

    @operation("create_subscriber")
    def create_subscriber(
        self,
        email: str,
        *,
        fields: Mapping[str, Any] | None = None,
        groups: Iterable[GroupRef] | None = None,
        status: str | None = None,
    ) -> Subscriber:
        """Add a subscriber. One with this address is changed instead; what is not given stays as it is.

        Args:
            email: the address.
            fields: what the fields hold, by their keys.
            groups: the groups, by id, or by name for those that are to be made.
            status: ``active`` or ``unsubscribed``.

        Raises:
            NewsletterValidationError: the address is none, or a field is not there.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/subscribers
        """
        body = {"email": email, **_values(fields, groups, status)}
        return self._change(Subscriber, "POST", "subscribers", body=body)

    @operation("get_subscriber")
    def get_subscriber(self, subscriber_id: int, *, include: Names | None = None) -> Subscriber:
        """One subscriber.

        Args:
            subscriber_id: its id.
            include: what to load besides: ``groups``, ``fields``, ``statistics``, ``sources``.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/subscribers/{subscriber}
        """
        return self._ask(Subscriber, "GET", "subscribers", subscriber_id, query={"with": joined(include)})

    @operation("update_subscriber")
    def update_subscriber(
        self,
        subscriber_id: int,
        *,
        fields: Mapping[str, Any] | None = None,
        groups: Iterable[GroupRef] | None = None,
        status: Literal["active", "unsubscribed"] | None = None,
        include: Names | None = None,
    ) -> Subscriber:
        """Change a subscriber; what is not given stays as it is.

        Args:
            subscriber_id: its id.
            fields: what the fields hold, by their keys; those that are left out are emptied.
            groups: the groups, by id, or by name for those that are to be made.
            status: whether it receives campaigns.
            include: what to load besides: ``groups``, ``fields``, ``statistics``, ``sources``.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: a field is not there.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/subscribers/{subscriber}
        """
        body, query = _values(fields, groups, status), {"with": joined(include)}
        return self._change(Subscriber, "PUT", "subscribers", subscriber_id, body=body, query=query)

    @operation("delete_subscriber")
    def delete_subscriber(self, subscriber_id: int) -> bool:
        """Take a subscriber off the newsletter. What is known of it is kept; see `forget_subscriber`.

        Args:
            subscriber_id: its id.

        Returns:
            Whether it was taken off.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/subscribers/{subscriber}
        """
        return self._done("DELETE", "subscribers", subscriber_id)

    @operation("forget_subscriber")
    def forget_subscriber(self, subscriber_id: int) -> bool:
        """Take a subscriber off the newsletter and delete all that is known of it, within 30 days (GDPR).

        Args:
            subscriber_id: its id.

        Returns:
            Whether it will be forgotten.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/subscribers/{subscriber}/forget
        """
        return self._done("DELETE", "subscribers", subscriber_id, "forget")


def _values(
    fields: Mapping[str, Any] | None, groups: Iterable[GroupRef] | None, status: str | None
) -> dict[str, Any]:
    # The description has fields as a list of texts. What Infomaniak takes, and the description's own example
    # shows, is an object by keys; and groups are numbers too, where it has names alone.
    return given(fields=None if fields is None else dict(fields), groups=listed(groups), status=status)
