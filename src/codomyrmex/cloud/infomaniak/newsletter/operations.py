"""Changes that Infomaniak makes after it has answered."""

from __future__ import annotations

from threading import Event
from typing import Any

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.newsletter.exceptions import NewsletterNotFoundError
from codomyrmex.cloud.infomaniak.newsletter.models.operations import OperationStatus
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterService, opened
from codomyrmex.cloud.wire import Response

_WAIT: Wait[OperationStatus] = Wait(
    noun="operation",
    wanted="done",
    state=lambda status: status.status or "of no known status",
    reached=lambda status: status.is_done,
    failed=lambda status: status.is_failed,
    reason=lambda status: status.error,
)


class Operation:
    """A change that was accepted, and what becomes of it.

    Attributes:
        id: what `get_operation` and `cancel_operation` take; ``None`` where Infomaniak gave none.
        data: what Infomaniak said at once.
        is_pending: whether it was still to be made when Infomaniak answered.

    Args:
        response: the answer to the change.
        operations: what sees and cancels it.
    """

    def __init__(self, response: Response, operations: Operations) -> None:
        envelope = opened(response)
        self.data = envelope.get("data")
        self.id = _id_in(self.data)
        is_accepted = response.status == 202 or envelope.get("result") == "asynchronous"
        self.is_pending = is_accepted or self.id is not None
        self._operations = operations

    def status(self) -> OperationStatus:
        """How far it is, by one request.

        Raises:
            NotSupportedError: Infomaniak gave no id to ask by.
        """
        return self._operations.get_operation(self._known_id())

    def wait(self, timeout: float = 600.0, *, cancelled: Event | None = None) -> OperationStatus:
        """Wait until it is done.

        Args:
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once; the operation goes on.

        Returns:
            Its last status.

        Raises:
            OperationTimeoutError: it was not done in time. It may still be.
            ConflictError: it failed or was cancelled.
            NotSupportedError: Infomaniak gave no id to ask by.
        """
        if not self.is_pending:
            return OperationStatus.done(self.id)
        return wait_until(
            self._look, _WAIT, timeout=timeout, first_pause=0.5, longest_pause=10.0, cancelled=cancelled
        )

    def cancel(self) -> bool:
        """Undo it, as long as it is not done; returns whether that was possible.

        Raises:
            NewsletterNotFoundError: it is done, or was never there.
            NotSupportedError: Infomaniak gave no id to name it by.
        """
        return self._operations.cancel_operation(self._known_id())

    def _look(self) -> OperationStatus:
        try:
            return self.status()
        except NewsletterNotFoundError as error:
            # It was there, and is over. Any other code means that nothing at all is at the address.
            if error.code != "object_not_found":
                raise
            return OperationStatus.done(self.id)

    def _known_id(self) -> str:
        if self.id is None:
            raise NotSupportedError(
                "Infomaniak gave this operation no id, by which it could be seen or ended."
            )
        return self.id

    def __repr__(self) -> str:
        return f"Operation(id={self.id!r})"


class Operations(NewsletterService):
    """Operations: see how far they are, cancel them."""

    @operation("get_operation")
    def get_operation(self, operation_id: str) -> OperationStatus:
        """How far an operation is; `Operation.wait` asks until it is done.

        The description can cancel an operation and has no way to see one. This asks at the same address,
        where Infomaniak knows an operation until it has ended.

        Args:
            operation_id: from the answer to the change.

        Raises:
            NewsletterNotFoundError: it is done and forgotten, or was never there.
        """
        return self._ask(OperationStatus, "GET", "operations", operation_id)

    @operation("cancel_operation")
    def cancel_operation(self, operation_id: str) -> bool:
        """Cancel an operation that is not done yet.

        Args:
            operation_id: from the answer to the change.

        Returns:
            Whether it was cancelled.

        Raises:
            NewsletterNotFoundError: it is done, or was never there.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}/operations/{operationId}
        """
        return self._done("DELETE", "operations", operation_id)

    def _begin(self, method: str, *segments: str, **options: Any) -> Operation:
        """Send a change that Infomaniak makes after it has answered."""
        return self._send(lambda response: Operation(response, self), method, *segments, **options)


def _id_in(data: Any) -> str | None:
    """The id of an operation: text, or in an object under one of the names that Infomaniak has for it."""
    if isinstance(data, dict):
        data = next(
            (data[name] for name in ("id", "operation_id", "uuid", "cancel_id") if data.get(name)), None
        )
    return str(data) if isinstance(data, str | int) and not isinstance(data, bool) and data else None
