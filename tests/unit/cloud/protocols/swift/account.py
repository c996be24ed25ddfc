"""A stand-in for version 1 of Swift's authentication: it gives tokens, and takes only the newest.

https://docs.openstack.org/swift/latest/overview_auth.html#tempauth
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer, empty_with_etag

USER, KEY = "test:tester", "the-key"


class Account:
    """Answers of an account whose tokens can be made invalid.

    Args:
        server: whose answers these are.
        answer: to a request with a good token.
    """

    def __init__(
        self, server: CaptureServer, answer: Callable[[CapturedRequest], Answer] = empty_with_etag
    ) -> None:
        self._server = server
        self._answer = answer
        self._lock = threading.Lock()
        self._tokens = 0
        self.logins = 0
        server.answer = self.respond

    def respond(self, request: CapturedRequest) -> Answer:
        """Log in, refuse, or let the request through."""
        with self._lock:
            if request.target == "/auth/v1.0":
                return self._log_in(request)
            token = f"token-{self._tokens}"
        if request.header("X-Auth-Token") != token:
            return Answer(401)
        return self._answer(request)

    def _log_in(self, request: CapturedRequest) -> Answer:
        if (request.header("X-Auth-User"), request.header("X-Auth-Key")) != (USER, KEY):
            return Answer(401)
        self.logins += 1
        self._tokens += 1
        headers = (
            ("X-Storage-Url", f"{self._server.endpoint}/v1/AUTH_test"),
            ("X-Auth-Token", f"token-{self._tokens}"),
        )
        return Answer(200, headers)

    def expire(self) -> None:
        """Take no token that was given so far."""
        with self._lock:
            self._tokens += 1

    def client(self, key: str = KEY) -> InfomaniakObjectStorageClient:
        """A client of the account."""
        return InfomaniakObjectStorageClient(
            auth_url=f"{self._server.endpoint}/auth/v1.0", user=USER, key=key
        )
