"""One request to a service of OpenStack, through openstacksdk's session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from codomyrmex.cloud.common.errors import CloudError, NotFoundError
from codomyrmex.cloud.infomaniak.errors import error_of

ErrorOf = Callable[[Exception], CloudError | None]


def send(
    service: Any,
    method: str,
    path: str,
    *,
    errors: ErrorOf = error_of,
    secret: bool = False,
    **options: Any,
) -> Any:
    """Send one request; returns the `requests.Response` of what was not refused.

    Args:
        service: the proxy of openstacksdk: ``connection.block_storage``.
        method: ``GET``, ``POST``, ``PUT``, ``PATCH`` or ``DELETE``.
        path: below the service's address; see `path_of`.
        errors: what an exception means, where the service has words of its own.
        secret: whether the request or the answer has a secret; keystoneauth1 then logs neither.
        options: for the request: ``params``, ``json``, ``headers``, ``microversion`` (the oldest version of
            the API if not given), ``stream``.

    Raises:
        CloudError: what the answer means; see `error_of`.
    """
    try:
        from openstack.exceptions import raise_from_response

        answer = service.request(path, method, log=not secret, raise_exc=False, **options)
        raise_from_response(answer)
    except Exception as raised:
        error = errors(raised)
        if error is None:
            raise
        raise error from raised
    return answer


def ask(service: Any, method: str, *path: str, **options: Any) -> Any:
    """Send one request, and return the JSON of its answer; ``{}`` for an answer that has none.

    Args:
        service: as for `send`.
        method: as for `send`.
        path: the segments of the path; see `path_of`.
        options: as for `send`.

    Raises:
        NotFoundError: a segment cannot be an id.
        CloudError: as from `send`.
    """
    answer = send(service, method, path_of(*path), **options)
    # Some say only that they have accepted the request, in HTML or plain text.
    has_json = answer.content and "json" in answer.headers.get("Content-Type", "")
    return answer.json() if has_json else {}


def path_of(*segments: str) -> str:
    """The path of these segments, each percent-encoded: no id leads elsewhere.

    Raises:
        NotFoundError: one has a slash, which the services decode before they look for what the path means,
            or is one of the two that mean another folder.
    """
    for segment in segments:
        if "/" in segment or segment in (".", ".."):
            raise NotFoundError(f"There is no such id: {segment!r} can be none.")
    return "/" + "/".join(quote(segment, safe="") for segment in segments)
