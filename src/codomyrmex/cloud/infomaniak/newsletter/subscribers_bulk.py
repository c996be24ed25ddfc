"""Many subscribers at once: by a selection, from a file, to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.imports import CsvUpload
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation, Operations
from codomyrmex.cloud.infomaniak.newsletter.parameters import GroupRef, given, listed
from codomyrmex.cloud.infomaniak.newsletter.selection import Selected, selection_of

Column: TypeAlias = int | str | Mapping[str, str]
"""What a column of a file holds: ``email``, the id of a field, or the type and the name of one to be made."""


class SubscribersBulk(Operations):
    """Many subscribers at once."""

    @operation("delete_subscribers")
    def delete_subscribers(self, selected: Selected) -> Operation:
        """Take many subscribers off the newsletter.

        Args:
            selected: which, by a selection or by their ids.

        Returns:
            The operation that does it.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/subscribers
        """
        return self._begin("DELETE", "subscribers", body=selection_of(selected).body)

    @operation("unsubscribe_subscribers")
    def unsubscribe_subscribers(self, selected: Selected) -> Operation:
        """Let many subscribers receive no more campaigns.

        Args:
            selected: which, by a selection or by their ids. The only status to filter by is ``active``.

        Returns:
            The operation that does it.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/subscribers/unsubscribe
        """
        return self._begin("PUT", "subscribers", "unsubscribe", body=selection_of(selected).body)

    @operation("assign_subscribers")
    def assign_subscribers(self, selected: Selected, groups: Iterable[GroupRef]) -> Operation:
        """Put many subscribers into groups.

        Args:
            selected: which, by a selection or by their ids.
            groups: the groups, by id, or by name for those that are to be made.

        Returns:
            The operation that does it.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/subscribers/assign
        """
        body = {**selection_of(selected).body, "groups": list(groups)}
        return self._begin("PUT", "subscribers", "assign", body=body)

    @operation("unassign_subscribers")
    def unassign_subscribers(self, selected: Selected, group_id: int) -> Operation:
        """Take many subscribers out of a group.

        Args:
            selected: which, by a selection or by their ids.
            group_id: the group.

        Returns:
            The operation that does it.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/put/1/newsletters/{domain}/subscribers/unassign
        """
        body = {**selection_of(selected).body, "group_id": group_id}
        return self._begin("PUT", "subscribers", "unassign", body=body)

    @operation("export_subscribers")
    def export_subscribers(self, selected: Selected) -> Operation:
        """Have Infomaniak write many subscribers to a file.

        Args:
            selected: which, by a selection or by their ids.

        Returns:
            The operation that does it.

        Raises:
            InvalidRequestError: none are selected.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/subscribers/export
        """
        return self._begin("POST", "subscribers", "export", body=selection_of(selected).body)

    @operation("upload_csv_file")
    def upload_csv_file(self, content: str) -> CsvUpload:
        """Upload a file of subscribers, for `import_subscribers`.

        Args:
            content: the file, in CSV.

        Returns:
            What names the file there.

        Raises:
            NewsletterValidationError: it is no such file.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/subscribers/import/upload
        """
        segments = ("subscribers", "import", "upload")
        return self._change(CsvUpload, "POST", *segments, body={"content": content})

    @operation("import_subscribers")
    def import_subscribers(
        self,
        fields: Iterable[Column],
        *,
        upload_id: int | None = None,
        groups: Iterable[GroupRef] | None = None,
        replace_fields: bool | None = None,
        csv_separator: str | None = None,
        csv_enclosure: str | None = None,
        ipd_uuid: str | None = None,
    ) -> Operation:
        """Add the subscribers of a file that was uploaded; `import_subscribers_from` does all of it.

        Args:
            fields: what each column holds, in their order.
            upload_id: from `upload_csv_file`.
            groups: the groups that they are put into, by id, or by name for those that are to be made.
            replace_fields: whether fields of those who are there already are overwritten; yes if not given.
            csv_separator: what parts two cells.
            csv_enclosure: what stands around a cell.
            ipd_uuid: the file by another name of Infomaniak's.

        Returns:
            The operation that does it.

        Raises:
            NewsletterForbiddenError: the file is not there, or another's.
            NewsletterValidationError: a column is not as Infomaniak wants it.

        https://developer.infomaniak.com/docs/api/post/1/newsletters/{domain}/subscribers/import
        """
        body: dict[str, Any] = {
            "fields": list(fields),
            **given(
                upload_id=upload_id,
                groups=listed(groups),
                replace_fields=replace_fields,
                csv_separator=csv_separator,
                csv_enclosure=csv_enclosure,
                ipd_uuid=ipd_uuid,
            ),
        }
        return self._begin("POST", "subscribers", "import", body=body)
