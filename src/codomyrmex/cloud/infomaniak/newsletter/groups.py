"""Groups, which are the mailing lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.base import PhpList
from codomyrmex.cloud.infomaniak.newsletter.models.groups import Group
from codomyrmex.cloud.infomaniak.newsletter.models.subscribers import Subscriber
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation, Operations
from codomyrmex.cloud.infomaniak.newsletter.parameters import Names, filtered, joined
from codomyrmex.cloud.infomaniak.newsletter.selection import Selected, selection_of
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, Paging


class Groups(Operations):
    """Groups: list, make, rename, fill, delete."""

    @operation("list_groups")
    def list_groups(
        self,
        *,
        search: str | None = None,
        status: str | None = None,
        include: Names | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Group]:
        """The groups.

        Args:
            search: only those in which this text is found.
            status: only those with subscribers in it.
            include: what to load besides: ``statistics``, ``subscribed_count``.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/groups
        """
        query = {**filtered(search=search, status=status), "with": joined(include)}
        return self._list(Group, "groups", query=query, paging=paging)

    @operation("count_groups")
    def count_groups(self, *, search: str | None = None) -> int:
        """How many groups there are, by one request.

        Args:
            search: only those in which this text is found.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.
        """
        return self._count("groups", query=filtered(search=search))

    @operation("create_group")
    def create_group(self, name: str) -> Group:
        """Make a group.

        Args:
            name: its name.

        Raises:
            NewsletterValidationError: the name is none.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/groups
        """
        return self._ask(Group, "POST", "groups", body={"name": name})

    @operation("get_group")
    def get_group(self, group_id: int, *, include: Names | None = None) -> Group:
        """One group.

        Args:
            group_id: its id.
            include: what to load besides: ``statistics``, ``subscribed_count``.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/groups/{group}
        """
        return self._ask(Group, "GET", "groups", group_id, query={"with": joined(include)})

    @operation("update_group")
    def update_group(self, group_id: int, *, name: str) -> Group:
        """Rename a group.

        Args:
            group_id: its id.
            name: the new name.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/groups/{group}
        """
        return self._change(Group, "PUT", "groups", group_id, body={"name": name})

    @operation("delete_group")
    def delete_group(self, group_id: int) -> bool:
        """Delete a group.

        Args:
            group_id: its id.

        Returns:
            Whether it was deleted.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/groups/{group}
        """
        return self._done("DELETE", "groups", group_id)

    @operation("delete_groups")
    def delete_groups(self, selected: Selected) -> Operation:
        """Delete many groups.

        Args:
            selected: which, by a selection or by their ids.

        Returns:
            The operation that deletes them.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/groups
        """
        return self._begin("DELETE", "groups", body=selection_of(selected).body)

    @operation("list_group_subscribers")
    def list_group_subscribers(
        self,
        group_id: int,
        *,
        search: str | None = None,
        status: str | None = None,
        include: Names | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Subscriber]:
        """The subscribers in a group.

        Args:
            group_id: its id.
            search: only those in which this text is found.
            status: only those in it: ``active``, ``unsubscribed``, ``bounced``, and others.
            include: what to load besides: ``groups``, ``fields``, ``statistics``, ``sources``.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterNotFoundError: the group is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/groups/{group}/subscribers
        """
        query = {**filtered(search=search, status=status), "with": joined(include)}
        return self._list(Subscriber, "groups", group_id, "subscribers", query=query, paging=paging)

    @operation("assign_group_subscribers")
    def assign_group_subscribers(self, group_id: int, subscriber_ids: Iterable[int]) -> list[Subscriber]:
        """Put subscribers into a group, at once; see `assign_subscribers` for any number of them.

        Args:
            group_id: the group.
            subscriber_ids: the subscribers.

        Returns:
            The subscribers.

        Raises:
            NewsletterNotFoundError: the group is not there.
            NewsletterValidationError: a subscriber is not there.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/groups/{group}/subscribers/assign
        """
        return self._move("assign", group_id, subscriber_ids)

    @operation("unassign_group_subscribers")
    def unassign_group_subscribers(self, group_id: int, subscriber_ids: Iterable[int]) -> list[Subscriber]:
        """Take subscribers out of a group, at once; see `unassign_subscribers` for any number of them.

        Args:
            group_id: the group.
            subscriber_ids: the subscribers.

        Returns:
            The subscribers.

        Raises:
            NewsletterNotFoundError: the group is not there.
            NewsletterValidationError: a subscriber is not there.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/groups/{group}/subscribers/unassign
        """
        return self._move("unassign", group_id, subscriber_ids)

    def _move(self, verb: str, group_id: int, subscriber_ids: Iterable[int]) -> list[Subscriber]:
        segments, body = ("groups", group_id, "subscribers", verb), {"subscriber_ids": list(subscriber_ids)}
        moved: list[Subscriber] = self._change(PhpList[Subscriber], "POST", *segments, body=body)
        return moved
