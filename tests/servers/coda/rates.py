"""How often a user may ask."""

from __future__ import annotations

import math
import time
from collections import deque

from tests.servers.coda.messages import RefusedError
from tests.servers.coda.state import User


class Rates:
    """Counts the requests of each user and kind in windows that slide.

    Attributes:
        limits: requests and seconds by the kind of request; a kind without one may be asked at will.
        says_when: whether a refusal has ``Retry-After``.
        refused: how many requests were refused.
    """

    def __init__(self) -> None:
        self.limits: dict[str, tuple[int, float]] = {}
        self.says_when = False
        self.refused = 0
        self._granted: dict[tuple[str, str], deque[float]] = {}

    def check(self, user: User, kind: str) -> None:
        """Count a request.

        Raises:
            RefusedError: there were too many of its kind.
        """
        limit = self.limits.get(kind)
        if limit is None:
            return
        requests, seconds = limit
        now = time.monotonic()
        granted = self._granted.setdefault((user.email, kind), deque())
        while granted and granted[0] <= now - seconds:
            granted.popleft()
        if len(granted) < requests:
            granted.append(now)
            return
        self.refused += 1
        wait = granted[0] + seconds - now
        raise RefusedError(429, headers=(("Retry-After", str(math.ceil(wait))),) if self.says_when else ())
