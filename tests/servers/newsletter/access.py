"""Who may ask, for which domain, and how often."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.envelopes import RefusedError, not_found


@dataclass
class Rate:
    """How often a token may ask.

    Attributes:
        requests: so many in any stretch of time.
        seconds: the length of the stretch.
        retry_after: seconds that a refusal says to wait, where it says it.
    """

    requests: int = 60
    seconds: float = 60
    retry_after: int | None = None


@dataclass
class Token:
    """What is known of a token.

    Attributes:
        domains: those it is for.
        asked: when it asked, lately.
    """

    domains: frozenset[int]
    asked: deque[float] = field(default_factory=deque)


class Access:
    """Lets requests in.

    Attributes:
        rate: how often a token may ask; ``None`` for as often as it likes.
    """

    def __init__(self) -> None:
        self.rate: Rate | None = None
        self._tokens: dict[str, Token] = {}

    def allow(self, token: str, *domains: int) -> None:
        """Let a token in."""
        self._tokens[token] = Token(frozenset(domains))

    def revoke(self, token: str) -> None:
        """Let a token in no more."""
        del self._tokens[token]

    def check(self, headers: Mapping[str, str], domain: int) -> None:
        """Let a request in.

        Raises:
            RefusedError: its token is none, or not for this domain.
        """
        token = self._token(headers)
        if domain not in {one for known in self._tokens.values() for one in known.domains}:
            raise not_found()
        if domain not in token.domains:
            raise RefusedError(403, "access_denied", "Access to this domain is denied.")

    def excess(self, headers: Mapping[str, str]) -> Answer | None:
        """The refusal of what comes too often; ``None`` of what does not.

        Raises:
            RefusedError: its token is none.
        """
        token = self._token(headers)
        if self.rate is None:
            return None
        now = time.monotonic()
        while token.asked and token.asked[0] <= now - self.rate.seconds:
            token.asked.popleft()
        if len(token.asked) < self.rate.requests:
            token.asked.append(now)
            return None
        refusal = RefusedError(429, "too_many_requests", "Too many requests.").answer()
        if self.rate.retry_after is None:
            return refusal
        when = {"Retry-After": str(self.rate.retry_after)}
        return Answer(refusal.status, {**refusal.headers, **when}, refusal.body)

    def _token(self, headers: Mapping[str, str]) -> Token:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._tokens:
            raise RefusedError(401, "not_authorized", "Authorization required.")
        return self._tokens[token]
