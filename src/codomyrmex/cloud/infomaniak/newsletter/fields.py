"""Fields that subscribers have besides their address."""

from __future__ import annotations

from typing import Literal, Unpack

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.fields import NewsletterField
from codomyrmex.cloud.infomaniak.newsletter.parameters import filtered, given
from codomyrmex.cloud.infomaniak.newsletter.selection import Selected, selection_of
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterList, NewsletterService, Paging


class Fields(NewsletterService):
    """Fields: list, make, rename, delete."""

    @operation("list_fields")
    def list_fields(
        self, *, search: str | None = None, **paging: Unpack[Paging]
    ) -> NewsletterList[NewsletterField]:
        """The fields.

        Args:
            search: only those in which this text is found.
            paging: which part of the list, and in which order; see `Paging`.

        Raises:
            NewsletterAPIError: what Infomaniak refuses.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/fields
        """
        return self._list(NewsletterField, "fields", query=filtered(search=search), paging=paging)

    @operation("create_field")
    def create_field(
        self,
        name: str,
        *,
        type: Literal["boolean", "date_en", "date_fr", "email", "float", "number", "text"] = "text",
        slug: str | None = None,
    ) -> NewsletterField:
        """Make a field.

        Args:
            name: its name, for people.
            type: what it holds.
            slug: its key, for programs; made of the name if not given.

        Raises:
            NewsletterValidationError: the name is none, or is taken.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/fields
        """
        return self._ask(NewsletterField, "POST", "fields", body=given(name=name, type=type, slug=slug))

    @operation("update_field")
    def update_field(self, field_id: int, *, name: str) -> NewsletterField:
        """Rename a field.

        Args:
            field_id: its id.
            name: the new name.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/fields/{field}
        """
        return self._change(NewsletterField, "PUT", "fields", field_id, body={"name": name})

    @operation("delete_field")
    def delete_field(self, field_id: int) -> bool:
        """Delete a field, with what it holds.

        Args:
            field_id: its id.

        Returns:
            Whether it was deleted.

        Raises:
            NewsletterNotFoundError: it is not there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/fields/{field}
        """
        return self._done("DELETE", "fields", field_id)

    @operation("delete_fields")
    def delete_fields(self, selected: Selected) -> bool:
        """Delete many fields, with what they hold.

        Args:
            selected: which, by a selection or by their ids.

        Returns:
            Whether they were deleted.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/fields
        """
        return self._done("DELETE", "fields", body=selection_of(selected).body)
