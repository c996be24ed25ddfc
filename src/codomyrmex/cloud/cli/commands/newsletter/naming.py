"""From what a user calls a group to its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient


def group_id(client: InfomaniakNewsletterClient, name_or_id: str) -> int:
    """The id of a group; digits are one.

    Raises:
        NotFoundError: no group has this name.
        InvalidRequestError: several have it; the message has their ids.
    """
    if name_or_id.isdecimal():
        return int(name_or_id)
    found = [group.id for group in client.list_groups(search=name_or_id) if group.name == name_or_id]
    if not found:
        raise NotFoundError("There is no group with this name.", resource=name_or_id)
    if len(found) > 1:
        ids = ", ".join(map(str, found))
        raise InvalidRequestError(
            f"{len(found)} groups have this name; use an id: {ids}.", resource=name_or_id
        )
    return found[0]
