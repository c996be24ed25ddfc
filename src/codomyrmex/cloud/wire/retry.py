"""When to send a request again, and for how long.

Exponential backoff with full jitter, as the AWS Builders' Library has it
(https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/).
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from codomyrmex.cloud.common.errors import CloudError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient a client is.

    Attributes:
        budget: seconds a call may spend without getting anywhere: waiting between attempts and in attempts
            that hang. A transfer that moves bytes is not cut off by it.
        max_attempts: the most attempts of one request.
        first_delay: upper bound of the first wait in seconds; it doubles from attempt to attempt.
        longest_delay: the upper bound's own bound.
    """

    budget: float = 60.0
    max_attempts: int = 8
    first_delay: float = 0.1
    longest_delay: float = 20.0


NO_RETRY = RetryPolicy(max_attempts=1)


class Attempts:
    """The attempts of one exchange: counts them, and decides on the next."""

    __slots__ = ("_deadline", "_policy", "count", "recovered")

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._deadline: float | None = None
        self.count = 0
        self.recovered = False

    def begin(self) -> float:
        """Count one more attempt; returns the seconds that are left of the budget."""
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + self._policy.budget
        self.count += 1
        return self._deadline - now

    def extend(self, seconds: float) -> None:
        """An attempt moved bytes for so long before it broke, which the budget does not count."""
        if self._deadline is not None:
            self._deadline += seconds

    def delay_before_next(self, error: CloudError) -> float | None:
        """Seconds to wait before the next attempt, or ``None`` when ``error`` is final.

        What the service asks for with ``Retry-After`` is honoured to the letter: where it does not fit the
        budget, the error is final and carries it.
        """
        if not error.retryable or self.count >= self._policy.max_attempts or self._deadline is None:
            return None
        bound = min(self._policy.longest_delay, self._policy.first_delay * 2 ** (self.count - 1))
        delay = random.uniform(0, bound) if error.retry_after is None else error.retry_after
        if time.monotonic() + delay >= self._deadline:
            return None
        return delay
