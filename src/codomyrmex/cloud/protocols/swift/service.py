"""A Swift account on the wire: addresses and sends, and knows what an answer means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    NotFoundError,
    PermissionDeniedError,
)
from codomyrmex.cloud.protocols.swift import errors
from codomyrmex.cloud.protocols.swift.authorization import Access, Authorization
from codomyrmex.cloud.protocols.swift.info import fetch_info
from codomyrmex.cloud.wire import Exchange, Request, Response, RetryPolicy, Transport
from codomyrmex.cloud.wire.exchange import OK, Sink, Watch
from codomyrmex.cloud.wire.target import encode_path, encode_query

T = TypeVar("T")
Parameters = tuple[tuple[str, str], ...]


class SwiftService:
    """One account as one caller sees it.

    Args:
        authorization: how the caller shows who it is; it also knows the account's address.
        transport: the connections.
    """

    def __init__(self, authorization: Authorization, transport: Transport) -> None:
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
        """An exchange, with the token of the moment in each attempt."""
        target = path_of(bucket, key)
        if query:
            target += f"?{encode_query(query)}"
        call = _Call(self.authorization, method, target, headers or {}, body)
        resource = f"{bucket}/{key}" if key else bucket
        return Exchange(
            call, call.request, parse, ok=ok, resource=resource, sink=sink, limit=limit, watch=watch
        )

    def send(self, exchange: Exchange[T], policy: RetryPolicy | None = None) -> T:
        """Send one exchange and return its result."""
        return self.transport.send(exchange, policy)

    @cached_property
    def features(self) -> dict[str, Any]:
        """What the service announces of itself, asked for once; nothing where its operator hides that."""
        try:
            return fetch_info(self.transport, self.authorization.access().storage_url)
        except (NotFoundError, PermissionDeniedError):
            return {}

    def url(self, bucket: str, key: str) -> str:
        """The address of an object."""
        return self.authorization.access().storage_url + path_of(bucket, key)


class _Call:
    """One request of a caller, which remembers the token of its last attempt."""

    __slots__ = ("_access", "_authorization", "_body", "_headers", "_method", "_target")

    def __init__(
        self,
        authorization: Authorization,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: Body | None,
    ) -> None:
        self._authorization = authorization
        self._method = method
        self._target = target
        self._headers = headers
        self._body = body
        self._access: Access | None = None

    def request(self) -> Request:
        self._access = access = self._authorization.access()
        lines = [f"{name}: {value}" if value else f"{name};" for name, value in self._headers.items()]
        if access.token is not None:
            lines.append(f"X-Auth-Token: {access.token}")
        return Request(self._method, access.storage_url + self._target, lines, self._body)

    def error_of(self, response: Response) -> CloudError:
        # What a write does not find is the container; a copy may also not find its source.
        writes = self._method == "PUT" and "x-copy-from" not in self._headers
        return errors.error_of(response, missing=BucketNotFoundError if writes else NotFoundError)

    def recover(self, error: CloudError) -> bool:
        return isinstance(error, errors.RefusedTokenError) and self._authorization.renew(self._access)


def path_of(bucket: str | None, key: str = "") -> str:
    """The path below the account's address, percent-encoded and never normalised."""
    if bucket is None:
        return ""
    return f"/{encode_path(bucket)}/{encode_path(key)}" if key else f"/{encode_path(bucket)}"
