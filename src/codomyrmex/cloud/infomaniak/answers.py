"""One request to a service of OpenStack, through openstacksdk's session, and what its JSON says."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.infomaniak.errors import error_of


def ask(
    service: Any,
    method: str,
    *path: str,
    query: Mapping[str, str] | None = None,
    json: Mapping[str, Any] | None = None,
    microversion: str | None = None,
    secret: bool = False,
) -> dict[str, Any]:
    """Send one request and return the answer's JSON; ``{}`` for an answer without a body.

    Args:
        service: the proxy of openstacksdk: ``connection.block_storage``.
        method: ``GET``, ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
        path: the segments of the path; no id leads elsewhere, as each is percent-encoded here.
        query: what to ask for.
        json: the body.
        microversion: the version of the API to speak; the oldest if not given.
        secret: whether the request or the answer has a secret; keystoneauth1 then logs neither.

    Raises:
        NotFoundError: a segment has a slash, which no id has, and which the services decode before they
            look for what the path means.
        CloudError: what the answer means; see `error_of`.
    """
    if any("/" in segment for segment in path):
        raise NotFoundError("There is no such id: none has a slash.")
    address = "/" + "/".join(quote(segment, safe="") for segment in path)
    try:
        from openstack.exceptions import raise_from_response

        answer = service.request(
            address, method, params=query, json=json, microversion=microversion, log=not secret
        )
        raise_from_response(answer)
    except Exception as raised:
        error = error_of(raised)
        if error is None:
            raise
        raise error from raised
    return dict(answer.json()) if answer.content else {}


def moment(text: str | None) -> datetime | None:
    """A time of OpenStack, which is in UTC and does not always say so."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def without(found: Mapping[str, Any], known: Container[str]) -> dict[str, Any]:
    """What a service says of a resource besides the fields that have a name of their own."""
    return {name: value for name, value in found.items() if name not in known}
