"""The way on which the requests of openstacksdk go: what only reads is sent again when no answer comes.

Imported when a connection is made: it loads keystoneauth1.
"""

from __future__ import annotations

import time
from typing import Any

from keystoneauth1.session import Session, TCPKeepAliveAdapter
from requests import PreparedRequest, Response
from requests.exceptions import ChunkedEncodingError, RequestException, Timeout
from requests.exceptions import ConnectionError as NoConnection

from codomyrmex.cloud.infomaniak.errors import is_repeatable

_PAUSES = (0.2, 0.8)
"""Seconds before each further attempt."""
_PASSING = frozenset({502, 503})
"""What a service, or who stands before it, answers while it starts or is too busy."""


class RepeatingAdapter(TCPKeepAliveAdapter):
    """Sends a request again that does no more when it is sent twice, where its answer is missing, is cut off,
    or says that the service is away. What takes too long is not asked again: the caller has waited."""

    def send(self, request: PreparedRequest, stream: bool = False, **options: Any) -> Response:  # type: ignore[override]
        """Send a request, a few times where that does no harm."""
        for pause in _PAUSES if is_repeatable(request) else ():
            try:
                answer = self._send_once(request, stream, options)
            except Timeout:
                raise
            except (NoConnection, ChunkedEncodingError):
                time.sleep(pause)
                continue
            if answer.status_code not in _PASSING:
                return answer
            answer.close()
            time.sleep(pause)
        return self._send_once(request, stream, options)

    def _send_once(self, request: PreparedRequest, stream: bool, options: dict[str, Any]) -> Response:
        answer = super().send(request, stream=stream, **options)
        if not stream:
            # Half an answer shows here, and not where it could not be asked for again.
            try:
                _ = answer.content
            except RequestException as error:
                error.request = request
                raise
        return answer


def repeating_session(plugin: Any, **options: Any) -> Session:
    """A session of keystoneauth1 whose requests go on this way."""
    session = Session(plugin, **options)
    for scheme in ("http://", "https://"):
        session.mount(scheme, RepeatingAdapter())
    return session
