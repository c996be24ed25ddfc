"""google-auth's requests on our own wire, so that trust, proxy and timeouts are those of everything else.

https://googleapis.dev/python/google-auth/latest/reference/google.auth.transport.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.protocols.gcs.errors import error_of
from codomyrmex.cloud.wire import NO_RETRY, Exchange, Request, Response, Transport

_ANY = frozenset(range(200, 600))
"""google-auth reads the status itself, and has its own retries."""


@dataclass(frozen=True)
class TokenResponse:
    """An answer as google-auth reads it."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class TokenRequest:
    """What google-auth calls a request: a function that sends one.

    Args:
        transport: the connections.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **_options: Any,
    ) -> TokenResponse:
        """Send it.

        Raises:
            google.auth.exceptions.TransportError: there was no answer.
        """
        lines = [f"{name}: {_text(value)}" for name, value in (headers or {}).items()]
        content = body.encode() if isinstance(body, str) else body
        exchange = Exchange(
            self, lambda: Request(method, url, lines, content), _response, ok=_ANY, resource=None
        )
        try:
            return self._transport.send(exchange, NO_RETRY)
        except CloudError as error:
            from google.auth.exceptions import TransportError

            raise TransportError(str(error)) from error

    def error_of(self, response: Response) -> CloudError:
        """The error that an unsuccessful answer stands for."""
        return error_of(response)

    def recover(self, error: CloudError) -> bool:
        """There is nothing to mend."""
        return False


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _response(response: Response) -> TokenResponse:
    return TokenResponse(response.status, response.headers, response.body)
