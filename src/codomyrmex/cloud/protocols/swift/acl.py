"""Who may read and write a container besides its owner: a list for each.

https://docs.openstack.org/swift/latest/overview_acl.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.protocols.swift import containers

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.swift.service import SwiftService

_HEADERS = {"read": "x-container-read", "write": "x-container-write"}


def get_acl(service: SwiftService, bucket: str) -> dict[str, Any] | None:
    """The lists as ``{"read": ".r:*,.rlistings", "write": "PROJECT:USER"}``, without those that are empty;
    ``None`` where both are.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    headers = containers.headers(service, bucket)
    return {name: headers[header] for name, header in _HEADERS.items() if headers.get(header)} or None


def set_acl(service: SwiftService, bucket: str, policy: Mapping[str, Any] | None) -> None:
    """Replace both lists; one that is not named becomes empty.

    Args:
        service: the account.
        bucket: its container.
        policy: the entries of ``read`` and ``write``, each as a list or as text with commas between them.

    Raises:
        BucketNotFoundError: the bucket is not there.
        InvalidRequestError: the policy is something else, or the service knows no such entry.
    """
    policy = policy or {}
    if unknown := set(policy) - set(_HEADERS):
        raise InvalidRequestError(
            f"Swift's lists are 'read' and 'write'; there is no {sorted(map(str, unknown))[0]!r}."
        )
    containers.update(
        service, bucket, {header: _text(name, policy.get(name, "")) for name, header in _HEADERS.items()}
    )


def _text(name: str, entries: object) -> str:
    if isinstance(entries, (list, tuple)) and all(isinstance(entry, str) for entry in entries):
        entries = ",".join(entries)
    if not isinstance(entries, str) or not (entries.isascii() and (entries.isprintable())):
        raise InvalidRequestError(f"{name!r} is a list of entries, or text with commas between them.")
    return entries
