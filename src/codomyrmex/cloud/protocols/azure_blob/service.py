"""A blob service on the wire: addresses, signs and sends, and knows what an answer means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import AuthenticationError, CloudError, ConfigurationError
from codomyrmex.cloud.protocols.azure_blob import errors
from codomyrmex.cloud.protocols.azure_blob.authorization import Authorization, BearerToken
from codomyrmex.cloud.protocols.azure_blob.endpoint import Endpoint
from codomyrmex.cloud.protocols.azure_blob.signing import Unsigned, timestamp
from codomyrmex.cloud.wire import Exchange, Request, Response, RetryPolicy, Transport
from codomyrmex.cloud.wire.exchange import OK, Sink, Watch
from codomyrmex.cloud.wire.target import encode_query

T = TypeVar("T")
API_VERSION = "2023-11-03"
"""https://learn.microsoft.com/rest/api/storageservices/versioning-for-the-azure-storage-services"""

Parameters = tuple[tuple[str, str], ...]


class BlobService:
    """The blob service of one account as one caller sees it.

    Args:
        endpoint: where it is.
        authorization: how the caller shows who it is.
        transport: the connections.

    Raises:
        ConfigurationError: a token would go over the network in the clear.
    """

    def __init__(self, endpoint: Endpoint, authorization: Authorization, transport: Transport) -> None:
        if isinstance(authorization, BearerToken) and not (endpoint.is_encrypted or endpoint.is_loopback):
            raise ConfigurationError("A token is sent over https only; whoever sees it could use it.")
        self.endpoint = endpoint
        self.authorization = authorization
        self.transport = transport

    def exchange(
        self,
        method: str,
        bucket: str | None,
        key: str = "",
        *,
        parse: Callable[[Response], T],
        query: Parameters = (),
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        ok: frozenset[int] = OK,
        sink: Sink | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
    ) -> Exchange[T]:
        """An exchange, signed anew for each attempt."""
        request = partial(self._request, method, bucket, key, query, headers or {}, body)
        resource = f"{bucket}/{key}" if key else bucket
        return Exchange(self, request, parse, ok=ok, resource=resource, sink=sink, limit=limit, watch=watch)

    def send(self, exchange: Exchange[T], policy: RetryPolicy | None = None) -> T:
        """Send one exchange and return its result."""
        return self.transport.send(exchange, policy)

    def url(self, bucket: str, key: str, query: Parameters = ()) -> str:
        """The address of a blob for another request of this caller: to copy from."""
        origin, path = self.endpoint.address(bucket, key)
        return _with_query(origin + path, encode_query(query), self.authorization.query)

    def subrequest(self, method: str, bucket: str, key: str) -> list[str]:
        """The lines of a request that goes inside the body of another."""
        path = self.endpoint.address(bucket, key).path
        headers = {"x-ms-date": timestamp()}
        authorization = self.authorization.header(Unsigned(method, path, (), headers, 0))
        if authorization is not None:
            headers["Authorization"] = authorization
        target = _with_query(path, "", self.authorization.query)
        lines = [f"{name}: {value}" for name, value in headers.items()]
        return [f"{method} {target} HTTP/1.1", *lines, "Content-Length: 0"]

    def _request(
        self,
        method: str,
        bucket: str | None,
        key: str,
        query: Parameters,
        headers: Mapping[str, str],
        body: Body | None,
    ) -> Request:
        origin, path = self.endpoint.address(bucket, key)
        sent = {"x-ms-date": timestamp(), "x-ms-version": API_VERSION, **headers}
        size = len(body) if body is not None else 0
        authorization = self.authorization.header(Unsigned(method, path, query, sent, size))
        if authorization is not None:
            sent["Authorization"] = authorization
        lines = [f"{name}: {value}" if value else f"{name};" for name, value in sent.items()]
        url = _with_query(origin + path, encode_query(query), self.authorization.query)
        return Request(method, url, lines, body)

    def error_of(self, response: Response) -> CloudError:
        """The error that an unsuccessful answer stands for."""
        return errors.error_of(response)

    def recover(self, error: CloudError) -> bool:
        """Take a fresh token where the service refuses the old one: it may have ended, or been withdrawn."""
        return isinstance(error, AuthenticationError) and self.authorization.refresh()


def _with_query(url: str, *parts: str) -> str:
    query = "&".join(part for part in parts if part)
    return f"{url}?{query}" if query else url
