"""The tags of servers, which have no values; metadata, which have, are the portable tags.

https://docs.openstack.org/api-ref/compute/#server-tags-servers-tags
"""

from __future__ import annotations

from collections.abc import Collection

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.compute.service import NovaClient
from codomyrmex.validation import check_identifier


class NovaServerTags(NovaClient):
    """Nova's own tags."""

    @operation("get_server_tags")
    def get_server_tags(self, instance_id: str) -> tuple[str, ...]:
        """The tags of an instance.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(instance_id, "an instance id")
        return tuple(self._nova("GET", "servers", instance_id, "tags")["tags"])

    @operation("set_server_tags")
    def set_server_tags(self, instance_id: str, tags: Collection[str]) -> None:
        """Replace the tags of an instance: 50 at most, of 60 characters, without a slash or a comma.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: Nova does not take one of the tags.
        """
        check_identifier(instance_id, "an instance id")
        self._nova("PUT", "servers", instance_id, "tags", json={"tags": list(tags)})
