"""Shared access signatures: a URL with which anyone can do one thing with one blob for a while.

https://learn.microsoft.com/rest/api/storageservices/create-service-sas
https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import AuthenticationError, InvalidRequestError
from codomyrmex.cloud.common.locks import ProcessLock
from codomyrmex.cloud.protocols.azure_blob.authorization import BearerToken
from codomyrmex.cloud.protocols.azure_blob.signing import SharedKey, signature
from codomyrmex.cloud.protocols.xml import Document
from codomyrmex.cloud.wire.target import encode_query

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.azure_blob.service import BlobService
    from codomyrmex.cloud.wire import Response

LONGEST = timedelta(days=7)
SAS_VERSION = "2023-11-03"
_PERMISSIONS = {"GET": "r", "PUT": "cw"}
_SHORTEST_KEY = timedelta(hours=1)
_EARLY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a signature allows.

    Attributes:
        bucket: the container.
        key: the blob, exactly.
        permissions: in the service's letters and order: ``r``, or ``cw`` for creating and overwriting.
        expires: when it ends, as `moment` writes it.
        protocol: ``https``, or ``https,http`` on an endpoint without TLS.
        version: whose rules it follows.
    """

    bucket: str
    key: str
    permissions: str
    expires: str
    protocol: str
    version: str = SAS_VERSION


@dataclass(frozen=True, slots=True)
class UserDelegationKey:
    """A key that the service lends to a caller with a token."""

    object_id: str
    tenant_id: str
    start: str
    expires: str
    service: str
    version: str
    value: bytes = field(repr=False)

    @property
    def expires_at(self) -> datetime:
        """When it ends."""
        return datetime.fromisoformat(self.expires)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


def service_sas(key: SharedKey, grant: Grant) -> str:
    """The query string that an account key signs."""
    text = "\n".join([*_what(key.account, grant), "", "", grant.protocol, grant.version, "b", *[""] * 7])
    return encode_query([*_common(grant), ("sig", key.sign(text))])


def user_delegation_sas(account: str, key: UserDelegationKey, grant: Grant) -> str:
    """The query string that a user-delegation key signs."""
    owner = [key.object_id, key.tenant_id, key.start, key.expires, key.service, key.version]
    # Two ids of users, one for the logs, and the address range: none of them is set.
    text = "\n".join(
        [*_what(account, grant), *owner, "", "", "", "", grant.protocol, grant.version, "b", *[""] * 7]
    )
    names = ("skoid", "sktid", "skt", "ske", "sks", "skv")
    parameters = [*_common(grant), *zip(names, owner, strict=True)]
    return encode_query([*parameters, ("sig", signature(key.value, text))])


def _what(account: str, grant: Grant) -> list[str]:
    # No start: a clock that is behind would make the URL useless at first.
    resource = f"/blob/{account}/{grant.bucket}/{grant.key}"
    return [grant.permissions, "", grant.expires, resource]


def _common(grant: Grant) -> list[tuple[str, str]]:
    return [
        ("sp", grant.permissions),
        ("se", grant.expires),
        ("spr", grant.protocol),
        ("sv", grant.version),
        ("sr", "b"),
    ]


def moment(when: datetime) -> str:
    """A moment as signatures have it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class UrlSigner:
    """Signs URLs with whatever a service's caller has."""

    def __init__(self, service: BlobService) -> None:
        self._service = service
        self._lock = ProcessLock()
        self._delegated: UserDelegationKey | None = None

    def sign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        """A URL that is good for ``expires_in`` seconds. With a token, a key is fetched first where there is
        none that lasts long enough.

        Raises:
            InvalidRequestError: longer than seven days, or than the account key is to last.
            AuthenticationError: there is nothing to sign with.
        """
        if expires_in > LONGEST.total_seconds():
            raise InvalidRequestError("URLs are signed for at most 7 days (604800 seconds).")
        ends = datetime.now(UTC) + timedelta(seconds=expires_in)
        protocol = "https" if self._service.endpoint.is_encrypted else "https,http"
        grant = Grant(bucket, key, _PERMISSIONS[method], moment(ends), protocol)
        origin, path = self._service.endpoint.address(bucket, key)
        return f"{origin}{path}?{self._token(grant, ends)}"

    def _token(self, grant: Grant, ends: datetime) -> str:
        authorization = self._service.authorization
        if isinstance(authorization, SharedKey):
            if authorization.expires_at is not None and ends > authorization.expires_at:
                raise InvalidRequestError(
                    "The URL would outlive the credentials that sign it, "
                    f"which end at {authorization.expires_at:%Y-%m-%d %H:%M:%S %Z}."
                )
            return service_sas(authorization, grant)
        if isinstance(authorization, BearerToken):
            return user_delegation_sas(self._service.endpoint.account, self._key_until(ends), grant)
        raise AuthenticationError("URLs are signed with an account key or a token; this client has neither.")

    def _key_until(self, ends: datetime) -> UserDelegationKey:
        with self._lock:
            if self._delegated is None or self._delegated.expires_at < ends:
                now = datetime.now(UTC)
                until = min(max(ends, now + _SHORTEST_KEY) + _EARLY, now + LONGEST)
                self._delegated = fetch_key(self._service, now - _EARLY, until)
            if self._delegated.expires_at + timedelta(seconds=1) < ends:
                raise InvalidRequestError(
                    "The URL would outlive the key that signs it, "
                    f"which ends at {self._delegated.expires_at:%Y-%m-%d %H:%M:%S %Z}."
                )
            return self._delegated


def fetch_key(service: BlobService, start: datetime, end: datetime) -> UserDelegationKey:
    """Get User Delegation Key
    (https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key)."""
    times = f"<Start>{moment(start)}</Start><Expiry>{moment(end)}</Expiry>"
    exchange = service.exchange(
        "POST",
        None,
        parse=_parse_key,
        query=(("restype", "service"), ("comp", "userdelegationkey")),
        headers={"content-type": "application/xml"},
        body=f'<?xml version="1.0" encoding="utf-8"?><KeyInfo>{times}</KeyInfo>'.encode(),
    )
    return service.send(exchange)


def _parse_key(response: Response) -> UserDelegationKey:
    document = Document(response.body)
    names = ("SignedOid", "SignedTid", "SignedStart", "SignedExpiry", "SignedService", "SignedVersion")
    object_id, tenant_id, start, expires, kind, version = (document.text(name) or "" for name in names)
    value = b64decode(document.text("Value") or "")
    return UserDelegationKey(object_id, tenant_id, start, expires, kind, version, value)
