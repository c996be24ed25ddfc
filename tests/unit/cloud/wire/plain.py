"""The plainest service there is: an HTTP status is all that an answer says."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.common.content import Body
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.wire import ConnectionOptions, Exchange, Request, Response, RetryPolicy, Transport
from codomyrmex.cloud.wire.faults import kind_of_status
from tests.servers.capture import Answer, CapturedRequest

QUICK = RetryPolicy(budget=10, first_delay=0.001, longest_delay=0.01)


class PlainService:
    """Knows nothing but statuses, and mends nothing."""

    def error_of(self, response: Response) -> CloudError:
        return kind_of_status(response.status)(f"The status is {response.status}.")

    def recover(self, error: CloudError) -> bool:
        return False


def exchange(
    url: str, method: str = "GET", headers: tuple[str, ...] = (), body: Body | None = None, **options: Any
) -> Exchange[Response]:
    """An exchange whose result is the answer itself."""
    return Exchange(
        PlainService(),
        lambda: Request(method, url, list(headers), body),
        lambda response: response,
        **options,
    )


def transport(policy: RetryPolicy = QUICK, **options: Any) -> Transport:
    """A transport that retries quickly."""
    return Transport(ConnectionOptions(**options), policy)


class Script:
    """Answers of a capture server, one a request; the last stays."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)

    def __call__(self, _request: CapturedRequest) -> Answer:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


class Collector:
    """A sink that remembers how often it was restarted."""

    def __init__(self) -> None:
        self.data = b""
        self.restarts = 0

    def write(self, chunk: bytes, /) -> object:
        self.data += chunk
        return None

    def restart(self) -> None:
        self.data = b""
        self.restarts += 1
