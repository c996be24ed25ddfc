"""Google Cloud Storage on the wire: addresses, authorizes and sends, and knows what an answer means."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any, TypeVar

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import AuthenticationError, CloudError, ConfigurationError
from codomyrmex.cloud.protocols.gcs import errors
from codomyrmex.cloud.protocols.gcs.authorization import Authorization, BearerToken
from codomyrmex.cloud.protocols.gcs.endpoint import Endpoint
from codomyrmex.cloud.wire import Exchange, Request, Response, RetryPolicy, Transport
from codomyrmex.cloud.wire.exchange import OK, Sink, Watch
from codomyrmex.cloud.wire.target import encode_query

T = TypeVar("T")

Parameters = tuple[tuple[str, str], ...]
JSON = {"content-type": "application/json; charset=utf-8"}


class GCSService:
    """The service as one caller sees it.

    Args:
        endpoint: where it is.
        authorization: how the caller shows who it is.
        transport: the connections.
        project: whose buckets are listed and made.
        requester_pays: let that project pay for requests on other people's buckets
            (https://cloud.google.com/storage/docs/requester-pays).

    Raises:
        ConfigurationError: a token would go over the network in the clear.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        authorization: Authorization,
        transport: Transport,
        project: Callable[[], str],
        *,
        requester_pays: bool = False,
    ) -> None:
        if isinstance(authorization, BearerToken) and not (endpoint.is_encrypted or endpoint.is_loopback):
            raise ConfigurationError("A token is sent over https only; whoever sees it could use it.")
        self.endpoint = endpoint
        self.authorization = authorization
        self.transport = transport
        self.project = project
        self._requester_pays = requester_pays

    def billed(self, query: Parameters) -> Parameters:
        """The parameters of a request, with the project that pays for it where that is the caller's."""
        return (*query, ("userProject", self.project())) if self._requester_pays else query

    def exchange(
        self,
        method: str,
        path: str,
        *,
        parse: Callable[[Response], T],
        resource: str | None,
        query: Parameters = (),
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        ok: frozenset[int] = OK,
        sink: Sink | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
    ) -> Exchange[T]:
        """An exchange with a path of the service, authorized anew for each attempt."""
        url = self.endpoint.origin + path
        query = self.billed(query)
        if query:
            url += f"?{_encoded(query)}"
        return self.exchange_with(
            method,
            url,
            parse=parse,
            resource=resource,
            headers=headers,
            body=body,
            ok=ok,
            sink=sink,
            limit=limit,
            watch=watch,
        )

    def exchange_with(
        self,
        method: str,
        url: str,
        *,
        parse: Callable[[Response], T],
        resource: str | None,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        ok: frozenset[int] = OK,
        sink: Sink | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
    ) -> Exchange[T]:
        """An exchange with an address, such as that of an upload session."""
        request = partial(self._request, method, url, headers or {}, body)
        return Exchange(self, request, parse, ok=ok, resource=resource, sink=sink, limit=limit, watch=watch)

    def send(self, exchange: Exchange[T], policy: RetryPolicy | None = None) -> T:
        """Send one exchange and return its result."""
        return self.transport.send(exchange, policy)

    def subrequest(self, method: str, path: str, query: Parameters = ()) -> list[str]:
        """The lines of a request that goes inside the body of another, whose authorization it shares."""
        query = self.billed(query)
        target = f"{path}?{encode_query(query)}" if query else path
        return [f"{method} {target} HTTP/1.1", "Content-Length: 0"]

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: Body | None) -> Request:
        lines = [f"{name}: {value}" for name, value in headers.items()]
        # A session's address is the service's own word; a token is for the endpoint alone.
        if url.startswith(f"{self.endpoint.origin}/"):
            authorization = self.authorization.header()
            if authorization is not None:
                lines.append(f"Authorization: {authorization}")
        return Request(method, url, lines, body)

    def error_of(self, response: Response) -> CloudError:
        """The error that an unsuccessful answer stands for."""
        return errors.error_of(response)

    def recover(self, error: CloudError) -> bool:
        """Take a fresh token where the service refused the old one."""
        return isinstance(error, AuthenticationError) and self.authorization.refresh()


@lru_cache(maxsize=64)
def _encoded(query: Parameters) -> str:
    """The query string; the key is in the path, so that thousands of requests have the same."""
    return encode_query(query)


def json_body(value: Mapping[str, Any]) -> bytes:
    """A resource as the body of a request."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def json_of(response: Response) -> dict[str, Any]:
    """The resource in an answer.

    Raises:
        ValueError: there is none.
    """
    found = json.loads(response.body)
    if not isinstance(found, dict):
        raise ValueError("the answer is no resource")
    return found


def nothing(_response: Response) -> None:
    """An answer whose status says it all."""
