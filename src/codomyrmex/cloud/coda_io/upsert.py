"""What became of rows that were added or changed, in one request or in many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event
from time import monotonic
from typing import ClassVar

from codomyrmex.cloud.coda_io.models.base import MutationStatus, RequestAccepted
from codomyrmex.cloud.coda_io.mutation import Mutation
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.common.telemetry import operation


@dataclass(frozen=True, slots=True)
class UpsertReport:
    """Which rows Coda has accepted, where not all of them were.

    Attributes:
        accepted: how many, from the first one on.
        request_ids: what `get_mutation_status` takes, of each request that was accepted.
        added_row_ids: the ids of the rows that will be added; only where there are no key columns.
        unknown: the rows that were on their way when the connection was lost: they may be there or not.
            ``None`` where there are none, for what Coda refused is not there.
    """

    accepted: int = 0
    request_ids: tuple[str, ...] = ()
    added_row_ids: tuple[str, ...] = ()
    unknown: range | None = None

    def assume(self, *, landed: bool) -> UpsertReport:
        """The same, with what is not known decided by whoever has looked into the table.

        Args:
            landed: whether the unknown rows are there.
        """
        if self.unknown is None:
            return self
        return replace(self, accepted=self.unknown.stop if landed else self.accepted, unknown=None)


class Upsert:
    """Rows that were accepted; the table shows them once all their requests are made.

    Attributes:
        report: what was accepted.
    """

    provider: ClassVar[str] = CloudProvider.CODA
    capability: ClassVar[str] = "documents"

    def __init__(self, report: UpsertReport, status_of: Callable[[str], MutationStatus]) -> None:
        self.report = report
        self._status_of = status_of

    @property
    def accepted(self) -> int:
        """How many rows."""
        return self.report.accepted

    @property
    def request_ids(self) -> tuple[str, ...]:
        """What `get_mutation_status` takes, of each request."""
        return self.report.request_ids

    @property
    def added_row_ids(self) -> tuple[str, ...]:
        """The ids of the rows that will be added; only where there are no key columns."""
        return self.report.added_row_ids

    @operation("wait")
    def wait(
        self,
        timeout: float = 60.0,
        *,
        progress: Callable[[int], object] | None = None,
        cancelled: Event | None = None,
    ) -> tuple[MutationStatus, ...]:
        """Wait until all requests are made.

        Args:
            timeout: seconds to wait at most, for all of them.
            progress: told how many of the requests are made.
            cancelled: set by another thread to end the wait at once.

        Returns:
            The last status of each request, with Coda's warning where it has one.

        Raises:
            OperationTimeoutError: not all were made in time. They may still be.
            CodaNotFoundError: Coda knows nothing of one any more; it forgets after a day.
            InvalidRequestError: the timeout is negative.

        https://coda.io/developers/apis/v1#operation/getMutationStatus
        """
        if timeout < 0:
            raise InvalidRequestError(f"A timeout is not negative, as {timeout} is.")
        deadline = monotonic() + timeout
        made: list[MutationStatus] = []
        for request_id in self.request_ids:
            request = Mutation(RequestAccepted(request_id=request_id), self._status_of)
            made.append(request.wait(max(0.0, deadline - monotonic()), cancelled=cancelled))
            if progress is not None:
                progress(len(made))
        return tuple(made)

    def __repr__(self) -> str:
        return f"Upsert(accepted={self.accepted}, requests={len(self.request_ids)})"
