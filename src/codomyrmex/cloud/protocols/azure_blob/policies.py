"""Who may read a container without credentials, and the policies that its signatures may name.

https://learn.microsoft.com/rest/api/storageservices/get-container-acl
https://learn.microsoft.com/rest/api/storageservices/set-container-acl
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.protocols.azure_blob.headers import md5_header
from codomyrmex.cloud.protocols.xml import Document, escaped

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService
    from codomyrmex.cloud.wire import Response

_ACL = (("restype", "container"), ("comp", "acl"))
_LEVELS = (None, "blob", "container")
_MOST_IDENTIFIERS, _LONGEST_ID = 5, 64
_FIELDS = {"start": "Start", "expiry": "Expiry", "permission": "Permission"}


def get_policy(service: BlobService, bucket: str) -> dict[str, Any] | None:
    """Get Container ACL; ``None`` where nothing was ever said."""
    return service.send(service.exchange("GET", bucket, parse=_parse, query=_ACL))


def set_policy(service: BlobService, bucket: str, policy: Mapping[str, Any] | None) -> None:
    """Set Container ACL.

    Args:
        service: the account's.
        bucket: the container.
        policy: ``public_access`` (``"blob"``: everyone may read blobs; ``"container"``: list them, too; or
            ``None``) and ``identifiers``, at most five: each with its ``id`` and any of ``start`` and
            ``expiry`` (ISO 8601, UTC) and ``permission`` (letters as in a signature).

    Raises:
        InvalidRequestError: it is no such document; nothing was sent.
        PermissionDeniedError: the account allows no public access.
    """
    policy = policy if policy is not None else {}
    level, identifiers = policy.get("public_access"), policy.get("identifiers", ())
    if unknown := set(policy) - {"public_access", "identifiers"}:
        raise InvalidRequestError(f"A container's policy has no {sorted(map(str, unknown))[0]!r}.")
    if level not in _LEVELS:
        raise InvalidRequestError("public_access is 'blob', 'container' or None.")
    body = _document(identifiers).encode()
    headers = {"content-md5": md5_header(body), "content-type": "application/xml"}
    if level is not None:
        headers["x-ms-blob-public-access"] = level
    service.send(
        service.exchange("PUT", bucket, parse=lambda _response: None, query=_ACL, headers=headers, body=body)
    )


def _document(identifiers: object) -> str:
    if not isinstance(identifiers, (list, tuple)) or len(identifiers) > _MOST_IDENTIFIERS:
        raise InvalidRequestError(f"identifiers are a list of at most {_MOST_IDENTIFIERS}.")
    parts = [_identifier(one) for one in identifiers]
    if len({one["id"] for one in identifiers}) < len(identifiers):
        raise InvalidRequestError("Two identifiers of a container's policy have the same id.")
    inner = "".join(parts)
    return f'<?xml version="1.0" encoding="utf-8"?><SignedIdentifiers>{inner}</SignedIdentifiers>'


def _identifier(one: object) -> str:
    if not isinstance(one, Mapping) or not _are_words(one) or set(one) - {"id", *_FIELDS}:
        raise InvalidRequestError("An identifier has texts: its id, and start, expiry or permission.")
    name = one.get("id", "")
    if not 0 < len(name) <= _LONGEST_ID:
        raise InvalidRequestError(f"An identifier's id has 1 to {_LONGEST_ID} characters.")
    fields = "".join(
        f"<{tag}>{escaped(one[field])}</{tag}>" for field, tag in _FIELDS.items() if one.get(field)
    )
    policy = f"<AccessPolicy>{fields}</AccessPolicy>" if fields else ""
    return f"<SignedIdentifier><Id>{escaped(name)}</Id>{policy}</SignedIdentifier>"


def _are_words(one: Mapping[Any, Any]) -> bool:
    values: Iterable[object] = one.values()
    return all(isinstance(value, str) for value in values)


def _parse(response: Response) -> dict[str, Any] | None:
    level = response.header("x-ms-blob-public-access")
    identifiers = [_read(element) for element in Document(response.body).root.iter("SignedIdentifier")]
    if level is None and not identifiers:
        return None
    return {"public_access": level, "identifiers": identifiers}


def _read(element: Element) -> dict[str, str]:
    found = {"id": element.findtext("Id") or ""}
    for field, tag in _FIELDS.items():
        if text := element.findtext(f"AccessPolicy/{tag}"):
            found[field] = text
    return found
