"""One service of JSON over HTTP: addresses, authorizes and sends, and knows what an answer means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from pydantic import BaseModel

from codomyrmex.cloud.common.errors import CloudError, ConfigurationError, InvalidRequestError
from codomyrmex.cloud.protocols.rest.limits import Limiter
from codomyrmex.cloud.wire import ConnectionOptions, Exchange, Request, Response, RetryPolicy, Transport
from codomyrmex.cloud.wire.addresses import is_loopback
from codomyrmex.cloud.wire.exchange import OK
from codomyrmex.cloud.wire.target import encode_segment
from codomyrmex.validation import ValidationError, check_endpoint_url

T = TypeVar("T")

Query = Mapping[str, Any]
"""Parameters by their names: text, numbers, truth values, lists of these; what is ``None`` is not sent."""


class RestService:
    """A service as one caller sees it.

    Args:
        url: its address, which all paths follow.
        token: the bearer token (RFC 6750).
        error_of: the error that an unsuccessful answer stands for.
        limiter: keeps under the service's rates.
        policy: how patient to be.
        connection: how connections are made.

    Raises:
        ConfigurationError: the address is none, the token cannot be one, or it would go over the network in
            the clear.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        error_of: Callable[[Response], CloudError],
        limiter: Limiter,
        policy: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        try:
            check_endpoint_url(url)
        except ValidationError as error:
            raise ConfigurationError(str(error)) from error
        parts = urlsplit(url)
        if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise ConfigurationError("A token is sent over https only; whoever sees it could use it.")
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ConfigurationError("The token is empty, or has a character that no token has.")
        self.url = url.rstrip("/")
        self.transport = Transport(replace(connection or ConnectionOptions(), compressed=True), policy)
        self._authorization = f"Authorization: Bearer {token}"
        self._error_of = error_of
        self._limiter = limiter

    def call(
        self,
        method: str,
        path: str,
        parse: Callable[[Response], T],
        *,
        kind: str,
        query: Query | None = None,
        body: Any = None,
        headers: Iterable[str] = (),
        repeatable: bool | None = None,
        ok: frozenset[int] = OK,
    ) -> T:
        """Send one request and return what its answer means.

        Args:
            method: the HTTP verb.
            path: below the service's address; see `path_of`.
            parse: the answer's meaning.
            kind: the kind of request that its rate counts for.
            query: the parameters.
            body: what is sent as JSON: a value of a service, a mapping, a list, or bytes that are JSON;
                ``None`` for none.
            headers: further header lines.
            repeatable: whether sending it twice does no harm; of what only reads, if not given.
            ok: the status codes that are success.

        Raises:
            CloudError: what the service or the wire made of it. What is not repeatable was sent once, unless
                it was refused for its rate.
        """
        url = f"{self.url}{path}"
        # Not in the order of a signature: lists keep theirs.
        if query and (encoded := urlencode(list(_pairs(query)), quote_via=quote, safe="~")):
            url = f"{url}?{encoded}"
        lines = [self._authorization, "Accept: application/json", *headers]
        content = body if body is None or isinstance(body, bytes) else json_of(body)
        if content is not None:
            lines.append("Content-Type: application/json")

        turn = self._limiter.turn(kind)

        def request() -> Request:
            if exchange.attempts.count > 1:
                turn.take()
            return Request(method, url, lines, content)

        exchange = Exchange(
            self,
            request,
            parse,
            ok=ok,
            resource=path.lstrip("/") or None,
            repeatable=method == "GET" if repeatable is None else repeatable,
        )
        # What is waited for here is not of the budget, which is for a service that does not answer.
        turn.take()
        try:
            return self.transport.send(exchange)
        finally:
            turn.give_back()

    def error_of(self, response: Response) -> CloudError:
        """The error that an unsuccessful answer stands for."""
        return self._error_of(response)

    def recover(self, error: CloudError) -> bool:
        """Nothing here mends itself: a token that is refused is wrong."""
        return False

    def close(self) -> None:
        """Close idle connections; the service can still be used."""
        self.transport.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


def path_of(*segments: str) -> str:
    """The path of these segments, each encoded whole: no name leads elsewhere.

    Raises:
        InvalidRequestError: one is empty, or one of the two that mean another folder, which servers resolve
            even when they are encoded.
    """
    for segment in segments:
        if segment in ("", ".", ".."):
            raise InvalidRequestError(f"{segment!r} names nothing.")
    return "".join(f"/{encode_segment(segment)}" for segment in segments)


def json_of(value: Any) -> bytes:
    """A value as the body of a request, in the service's names.

    Raises:
        InvalidRequestError: JSON cannot hold it.
    """
    try:
        return _encode(value).encode()
    except (TypeError, ValueError) as error:
        raise InvalidRequestError(f"This cannot be sent as JSON: {error}.") from error


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        # What was not said is not sent: the service has defaults of its own.
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Decimal):
        # As text every digit of it is read.
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


# Made once: `json.dumps` makes one at each call, which costs more than a row of a table.
_encode = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _pairs(query: Query) -> Iterable[tuple[str, str]]:
    for name, value in query.items():
        for one in value if isinstance(value, list | tuple) else (value,):
            if one is not None:
                yield name, _text(one)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
