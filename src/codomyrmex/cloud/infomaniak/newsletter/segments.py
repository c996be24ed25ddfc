"""Segments: subscribers that rules fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.rules import Rules
from codomyrmex.cloud.infomaniak.newsletter.models.segments import Segment
from codomyrmex.cloud.infomaniak.newsletter.models.subscribers import Subscriber
from codomyrmex.cloud.infomaniak.newsletter.parameters import Names, filtered, given, joined
from codomyrmex.cloud.infomaniak.newsletter.selection import Selected, selection_of
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, NewsletterService, Paging


class Segments(NewsletterService):
    """Segments: list, make, change, delete."""

    @operation("list_segments")
    def list_segments(
        self,
        *,
        search: str | None = None,
        status: str | None = None,
        include: Names | None = None,
        newsletter_id: int | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Segment]:
        """The segments.

        Args:
            search: only those in which this text is found.
            status: only those that are ``active``, or ``inactive``.
            include: what to load besides: ``statistics``.
            newsletter_id: as Infomaniak takes it; the client's own if not given.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/segments
        """
        query = {
            **filtered(search=search, status=status),
            "with": joined(include),
            "newsletter_id": newsletter_id,
        }
        return self._list(Segment, "segments", query=query, paging=paging)

    @operation("create_segment")
    def create_segment(self, name: str, rules: Rules | Mapping[str, Any]) -> Segment:
        """Make a segment.

        Args:
            name: its name.
            rules: whom it has: ``Rules.any_of(Condition.group("include", 7))``.

        Raises:
            NewsletterValidationError: a rule is not as Infomaniak wants it.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/segments
        """
        return self._ask(Segment, "POST", "segments", body={"name": name, "data": rules})

    @operation("get_segment")
    def get_segment(
        self, segment_id: int, *, include: Names | None = None, newsletter_id: int | None = None
    ) -> Segment:
        """One segment.

        Args:
            segment_id: its id.
            include: what to load besides: ``statistics``.
            newsletter_id: as Infomaniak takes it; the client's own if not given.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/segments/{segment}
        """
        query = {"with": joined(include), "newsletter_id": newsletter_id}
        return self._ask(Segment, "GET", "segments", segment_id, query=query)

    @operation("update_segment")
    def update_segment(
        self, segment_id: int, *, name: str | None = None, rules: Rules | Mapping[str, Any] | None = None
    ) -> Segment:
        """Change a segment; what is not given stays as it is.

        Args:
            segment_id: its id.
            name: the new name.
            rules: whom it has from now on.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterValidationError: a rule is not as Infomaniak wants it.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/segments/{segment}
        """
        return self._change(Segment, "PUT", "segments", segment_id, body=given(name=name, data=rules))

    @operation("delete_segment")
    def delete_segment(self, segment_id: int) -> bool:
        """Delete a segment. Its subscribers stay.

        Args:
            segment_id: its id.

        Returns:
            Whether it was deleted.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/segments/{segment}
        """
        return self._done("DELETE", "segments", segment_id)

    @operation("delete_segments")
    def delete_segments(self, selected: Selected, *, newsletter_id: int | None = None) -> bool:
        """Delete many segments. Their subscribers stay.

        Args:
            selected: which, by a selection or by their ids.
            newsletter_id: as Infomaniak takes it; the client's own if not given.

        Returns:
            Whether they were deleted.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/segments
        """
        query, body = {"newsletter_id": newsletter_id}, selection_of(selected).body
        return self._done("DELETE", "segments", query=query, body=body)

    @operation("list_segment_subscribers")
    def list_segment_subscribers(
        self,
        segment_id: int,
        *,
        search: str | None = None,
        status: str | None = None,
        include: Names | None = None,
        newsletter_id: int | None = None,
        **paging: Unpack[Paging],
    ) -> NewsletterList[Subscriber]:
        """The subscribers in a segment.

        Args:
            segment_id: its id.
            search: only those in which this text is found.
            status: only those in it: ``active``, ``unsubscribed``, ``bounced``, and others.
            include: what to load besides: ``groups``, ``fields``, ``statistics``, ``sources``.
            newsletter_id: as Infomaniak takes it; the client's own if not given.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterNotFoundError: the segment is not there.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/segments/{segment}/subscribers
        """
        query = {
            **filtered(search=search, status=status),
            "with": joined(include),
            "newsletter_id": newsletter_id,
        }
        return self._list(Subscriber, "segments", segment_id, "subscribers", query=query, paging=paging)
