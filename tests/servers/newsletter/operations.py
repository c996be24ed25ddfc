"""Work that is done after its request was answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.newsletter.envelopes import bad_request, not_found


@dataclass
class Operation:
    """One piece of work.

    Attributes:
        left: how often it is looked at until it is done.
        work: does it, and returns what comes of it.
    """

    id: str
    kind: str
    left: int
    work: Callable[[], Any]
    status: str = "pending"
    result: Any = None

    def advance(self) -> None:
        """One look closer to the end; the work is done at the end."""
        if self.status not in ("pending", "running"):
            return
        if self.left > 0:
            self.left -= 1
            self.status = "running"
            return
        self.result = self.work()
        self.status = "done"


class Operations:
    """The work of a domain.

    Attributes:
        takes: how often an operation is looked at until it is done; 0 is at once.
    """

    def __init__(self) -> None:
        self.takes = 0
        self._operations: dict[str, Operation] = {}

    def begin(self, kind: str, work: Callable[[], Any]) -> str:
        """Take on a piece of work; returns its id."""
        operation = Operation(str(uuid.uuid4()), kind, self.takes, work)
        self._operations[operation.id] = operation
        if not operation.left:
            operation.advance()
        return operation.id

    def get(self, operation_id: str) -> Operation:
        """One operation.

        Raises:
            RefusedError: it is not there.
        """
        if operation_id not in self._operations:
            raise not_found()
        return self._operations[operation_id]

    def cancel(self, operation_id: str) -> None:
        """End an operation before its work is done.

        Raises:
            RefusedError: it is not there, or over.
        """
        operation = self.get(operation_id)
        if operation.status not in ("pending", "running"):
            raise bad_request("The operation is over.")
        operation.status = "canceled"

    def fail(self, operation_id: str) -> None:
        """Let an operation fail."""
        self.get(operation_id).status = "failed"

    def forget(self, operation_id: str) -> None:
        """Know nothing of an operation any more."""
        del self._operations[operation_id]
