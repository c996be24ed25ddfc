"""Rows in batches of a bounded size."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from codomyrmex.cloud.common.errors import InvalidRequestError


class Batches:
    """Takes encoded rows from an iterator, as many at a time as fit into a request.

    Args:
        rows: rows in JSON; taken as they are needed.
        most_rows: rows in a batch at most.
        most_bytes: bytes of a batch at most. A single row may have more: it goes alone.

    Raises:
        InvalidRequestError: nothing fits.
    """

    def __init__(self, rows: Iterator[bytes], most_rows: int, most_bytes: int) -> None:
        if most_rows < 1 or most_bytes < 1:
            raise InvalidRequestError("A batch has at least one row and one byte.")
        self._rows = rows
        self._put_back: deque[bytes] = deque()
        self._most_rows = most_rows
        self._most_bytes = most_bytes

    def take(self) -> list[bytes]:
        """The next batch; empty at the end."""
        batch: list[bytes] = []
        size = 0
        while len(batch) < self._most_rows and (row := self._next()) is not None:
            size += _size(row)
            if batch and size > self._most_bytes:
                self._put_back.appendleft(row)
                break
            batch.append(row)
        return batch

    def put_back(self, batch: list[bytes]) -> None:
        """Take this batch again, which was too large for the service: in halves, as all that follows."""
        self._put_back.extendleft(reversed(batch))
        self._most_bytes = max(1, min(self._most_bytes, sum(map(_size, batch)) // 2))

    def _next(self) -> bytes | None:
        return self._put_back.popleft() if self._put_back else next(self._rows, None)


def _size(row: bytes) -> int:
    return len(row) + 1  # and the comma
