"""One request until it is answered: its attempts, what counts as success, and what failed.

The exchange knows nothing of libcurl's loops. A driver (one blocking handle, or a loop over many) makes an
attempt and hands its end to `settle` or `settle_error`, which say whether and when there is to be another. So
there is one retry policy, however requests are driven.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from codomyrmex.cloud.common.errors import CloudError, RateLimitedError, ServiceUnavailableError
from codomyrmex.cloud.wire.faults import retry_after
from codomyrmex.cloud.wire.retry import Attempts, RetryPolicy

if TYPE_CHECKING:
    from codomyrmex.cloud.wire.message import Request, Response

T = TypeVar("T")
Watch = Callable[[int, int], None]
"""Called with the bytes sent and received in this attempt, once a second or more; what it raises ends it."""

OK = frozenset({200, 201, 202, 204, 206})


class Service(Protocol):
    """What a protocol tells the wire about itself."""

    def error_of(self, response: Response) -> CloudError:
        """The error that an unsuccessful answer stands for."""
        ...

    def recover(self, error: CloudError) -> bool:
        """Mend what made an attempt fail (region, credentials); ``True``: send it again, once."""
        ...


class Sink(Protocol):
    """Where the body of a successful answer goes."""

    def write(self, chunk: bytes, /) -> object:
        """Take the next bytes."""
        ...

    def restart(self) -> None:
        """Forget what was written: the next attempt begins from the first byte."""
        ...


class Exchange(Generic[T]):
    """A request, what to make of its answer, and the state of its attempts.

    Args:
        service: classifies unsuccessful answers.
        request: makes the request anew for each attempt, because signatures and tokens age.
        parse: the answer's meaning. It may raise a `CloudError` for an error in disguise, and `ValueError` or
            `LookupError` where it can make no sense of the answer.
        ok: the status codes that are success.
        resource: what it is about, for errors.
        sink: where a successful body goes; collected in memory when ``None``.
        limit: the most bytes of body to accept.
        watch: called with the bytes sent and received so far.
        repeatable: whether sending it twice does no harm. What was refused for its rate was not acted upon,
            and is sent again in either case.
    """

    __slots__ = (
        "attempts",
        "error",
        "limit",
        "ok",
        "parse",
        "repeatable",
        "request",
        "resource",
        "result",
        "service",
        "sink",
        "tag",
        "watch",
    )

    def __init__(
        self,
        service: Service,
        request: Callable[[], Request],
        parse: Callable[[Response], T],
        *,
        ok: frozenset[int] = OK,
        resource: str | None = None,
        sink: Sink | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
        repeatable: bool = True,
    ) -> None:
        self.service = service
        self.request = request
        self.parse = parse
        self.ok = ok
        self.resource = resource
        self.sink = sink
        self.limit = limit
        self.watch = watch
        self.repeatable = repeatable
        self.attempts = Attempts(RetryPolicy())
        self.result: T | None = None
        self.error: CloudError | None = None
        self.tag: Any = None

    @property
    def outcome(self) -> T | CloudError:
        """How it ended: the result, or the error."""
        return self.error if self.error is not None else self.result  # type: ignore[return-value]

    def settle(self, response: Response) -> float | None:
        """Take an answer; seconds until the next attempt, or ``None``: it has a result or an error."""
        if response.status in self.ok:
            try:
                self.result = self.parse(response)
                return None
            except CloudError as failure:
                return self.settle_error(failure)
            except (LookupError, ValueError) as failure:
                error: CloudError = ServiceUnavailableError("The service's answer makes no sense.")
                error.__cause__ = failure
        else:
            error = self.service.error_of(response)
        if error.status is None:
            error.status = response.status
        if error.retry_after is None:
            error.retry_after = retry_after(response)
        return self.settle_error(error)

    def settle_error(self, error: CloudError) -> float | None:
        """Take the failure of an attempt; returns what `settle` does."""
        if error.resource is None:
            error.resource = self.resource
        if not self.attempts.recovered and self.service.recover(error):
            self.attempts.recovered = True
            return 0.0
        again = self.repeatable or isinstance(error, RateLimitedError)
        delay = self.attempts.delay_before_next(error) if again else None
        if delay is None:
            self.error = error
        return delay
