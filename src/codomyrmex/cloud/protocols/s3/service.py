"""An S3 service on the wire: addresses, signs and sends, and knows what an answer means."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from binascii import crc32
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from codomyrmex.cloud.common.content import Body, FileRegion, digest_of
from codomyrmex.cloud.common.errors import AuthenticationError, CloudError, InvalidRequestError
from codomyrmex.cloud.protocols.s3 import errors
from codomyrmex.cloud.protocols.s3.endpoint import Endpoint
from codomyrmex.cloud.protocols.s3.signing import (
    UNSIGNED,
    Credentials,
    outlives,
    presigned_query,
    sign_headers,
    timestamp,
)
from codomyrmex.cloud.wire import Exchange, Request, Response, RetryPolicy, Transport
from codomyrmex.cloud.wire.exchange import OK, Sink, Watch
from codomyrmex.cloud.wire.target import encode_query

T = TypeVar("T")
_EMPTY_HASH = hashlib.sha256(b"").hexdigest()
_LONGEST_PRESIGN = 7 * 24 * 3600


class CredentialSource(Protocol):
    """Where credentials come from, for each request anew."""

    def credentials(self) -> Credentials | None:
        """The credentials in force; ``None`` for anonymous access."""
        ...

    def refresh(self) -> bool:
        """Get fresh ones after the service called some expired; ``False`` when there are no others."""
        ...


class FixedCredentials:
    """Credentials that were given once and for all, or none for anonymous access."""

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials

    def credentials(self) -> Credentials | None:
        """The credentials."""
        return self._credentials

    def refresh(self) -> bool:
        """There are no others."""
        return False


class S3Service:
    """One S3 service as one caller sees it.

    Args:
        endpoint: where it is.
        source: the caller's credentials.
        transport: the connections.
        requester_pays: agree to pay for requests on other people's buckets.
        checksums: use CRC32, which the service checks and keeps, in place of MD5.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        source: CredentialSource,
        transport: Transport,
        *,
        requester_pays: bool = False,
        checksums: bool = False,
    ) -> None:
        self.endpoint = endpoint
        self.transport = transport
        self.checksums = checksums
        self._source = source
        self._always = {"x-amz-request-payer": "requester"} if requester_pays else {}

    def exchange(
        self,
        method: str,
        bucket: str | None,
        key: str = "",
        *,
        parse: Callable[[Response], T],
        query: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        ok: frozenset[int] = OK,
        sink: Sink | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
    ) -> Exchange[T]:
        """An exchange, signed anew for each attempt. A body needs `digest_headers` among its headers."""
        complete = {**self._always, **headers} if headers else self._always
        resource = f"{bucket}/{key}" if key else bucket
        request = partial(
            self._request, method, bucket, key, encode_query(query) if query else "", complete, body
        )
        return Exchange(self, request, parse, ok=ok, resource=resource, sink=sink, limit=limit, watch=watch)

    def credentials(self) -> Credentials | None:
        """The credentials in force; ``None`` for anonymous access."""
        return self._source.credentials()

    def is_same_as(self, other: S3Service) -> bool:
        """Whether another one asks the same server in the same caller's name."""
        ours, theirs = self.credentials(), other.credentials()
        return (
            self.endpoint.address(None) == other.endpoint.address(None)
            and ours is not None
            and theirs is not None
            and ours.access_key == theirs.access_key
        )

    def send(self, exchange: Exchange[T], policy: RetryPolicy | None = None) -> T:
        """Send one exchange and return its result."""
        return self.transport.send(exchange, policy)

    def digest_headers(self, body: Body) -> dict[str, str]:
        """The header by which the service checks that it got the body."""
        if self.checksums:
            return {"x-amz-checksum-crc32": b64encode(_crc32(body)).decode()}
        return {"content-md5": b64encode(digest_of(body, "md5")).decode()}

    def _request(
        self,
        method: str,
        bucket: str | None,
        key: str,
        query: str,
        headers: Mapping[str, str],
        body: Body | None,
    ) -> Request:
        origin, host, path = self.endpoint.address(bucket, key)
        url = f"{origin}{path}?{query}" if query else origin + path
        credentials = self._source.credentials()
        if credentials is None:
            lines = [f"{name}: {value}" if value else f"{name};" for name, value in headers.items()]
        else:
            lines = sign_headers(
                credentials,
                method,
                host,
                path,
                query,
                headers,
                self._payload_hash(body, headers),
                region=self.endpoint.region_of(bucket),
                stamp=timestamp(),
            )
        return Request(method, url, lines, body)

    def _payload_hash(self, body: Body | None, headers: Mapping[str, str]) -> str:
        if body is None:
            return _EMPTY_HASH
        # TLS protects the body, or else the MD5 that is among the signed headers does; a CRC would protect
        # nothing.
        if self.endpoint.is_encrypted or "content-md5" in headers:
            return UNSIGNED
        return digest_of(body, "sha256").hex()

    def presign(self, method: str, bucket: str, key: str, expires_in: int) -> str:
        """A URL that is signed for ``expires_in`` seconds.

        Raises:
            InvalidRequestError: longer than seven days, or than the credentials last.
            AuthenticationError: there are no credentials.
        """
        if expires_in > _LONGEST_PRESIGN:
            raise InvalidRequestError("S3 signs URLs for at most 7 days (604800 seconds).")
        credentials = self._source.credentials()
        if credentials is None:
            raise AuthenticationError("Anonymous access has no credentials to sign a URL with.")
        if outlives(credentials, expires_in):
            raise InvalidRequestError(
                "The URL would outlive the credentials that sign it, "
                f"which end at {credentials.expires_at:%Y-%m-%d %H:%M:%S %Z}."
            )
        origin, host, path = self.endpoint.address(bucket, key)
        query = presigned_query(
            credentials,
            method,
            host,
            path,
            region=self.endpoint.region_of(bucket),
            stamp=timestamp(),
            expires_in=expires_in,
            parameters=self._always.items(),
        )
        return f"{origin}{path}?{query}"

    def error_of(self, response: Response) -> CloudError:
        """The error that an unsuccessful answer stands for."""
        return errors.error_of(response)

    def recover(self, error: CloudError) -> bool:
        """Follow a bucket to its region, or take fresh credentials."""
        if isinstance(error, errors.WrongRegionError) and error.region and error.resource:
            if not self.endpoint.learn_region(error.resource.partition("/")[0], error.region):
                # Another request learned it in the meantime; or else this is how AWS answers a HEAD with
                # credentials that have ended.
                self._source.refresh()
            return True
        if isinstance(error, errors.ExpiredCredentialsError):
            return self._source.refresh()
        return False


def _crc32(body: Body) -> bytes:
    value = 0
    if isinstance(body, FileRegion):
        for block in body.blocks():
            value = crc32(block, value)
    else:
        value = crc32(body)
    return value.to_bytes(4, "big")
