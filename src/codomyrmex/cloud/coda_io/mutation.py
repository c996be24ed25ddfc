"""A change that Coda has accepted, and makes within seconds."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import ClassVar, Generic, TypeVar

from codomyrmex.cloud.coda_io.models.base import MutationStatus, RequestAccepted
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until

R = TypeVar("R", bound=RequestAccepted)

_WAIT: Wait[MutationStatus] = Wait(
    noun="change",
    wanted="made",
    state=lambda status: "made" if status.completed else "accepted and not made yet",
    reached=lambda status: status.completed,
    failed=lambda _status: False,
)


class Mutation(Generic[R]):
    """A change that was accepted; what it changes shows it once it is made.

    Attributes:
        result: what Coda said at once, such as the id of a new page or of new rows.
    """

    provider: ClassVar[str] = CloudProvider.CODA
    capability: ClassVar[str] = "documents"

    def __init__(self, result: R, status_of: Callable[[str], MutationStatus]) -> None:
        self.result = result
        self._status_of = status_of

    @property
    def request_id(self) -> str:
        """What `get_mutation_status` takes."""
        return self.result.request_id

    @operation("status")
    def status(self) -> MutationStatus:
        """How far it is, by one request."""
        return self._status_of(self.request_id)

    @operation("wait")
    def wait(self, timeout: float = 60.0, *, cancelled: Event | None = None) -> MutationStatus:
        """Wait until the change is made.

        Args:
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.

        Returns:
            The last status, with Coda's warning where it has one.

        Raises:
            OperationTimeoutError: it was not made in time. It may still be.
            CodaNotFoundError: Coda knows nothing of it any more; it forgets after a day.
            InvalidRequestError: the timeout is negative.

        https://coda.io/developers/apis/v1#operation/getMutationStatus
        """
        return wait_until(
            lambda: self._status_of(self.request_id),
            _WAIT,
            timeout=timeout,
            first_pause=0.25,
            longest_pause=4.0,
            cancelled=cancelled,
        )

    def __repr__(self) -> str:
        return f"Mutation(request_id={self.request_id!r})"
