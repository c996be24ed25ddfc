"""An upload in progress: written in order, then committed or aborted as a whole."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body
    from codomyrmex.cloud.common.storage.types import ObjectInfo


class Upload(ABC):
    """What a driver gives for an object that is written piece by piece.

    Nothing of it can be seen in the bucket before `commit`. As a context manager it aborts unless it was
    committed.
    """

    _committed = False

    @property
    @abstractmethod
    def next_size(self) -> int:
        """Bytes that the next `write` should have; only the last may have fewer."""

    @abstractmethod
    def write(self, body: Body) -> None:
        """Take the next bytes."""

    @abstractmethod
    def _commit(self) -> ObjectInfo:
        """Make the object appear."""

    @abstractmethod
    def _abort(self) -> None:
        """Leave nothing behind; called after a failure, and must not raise another `CloudError`."""

    def flush(self) -> None:
        """Return when nobody reads any more from what was written, so that its source may change."""

    def commit(self) -> ObjectInfo:
        """Make the object appear, whole.

        Raises:
            PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
        """
        info = self._commit()
        self._committed = True
        return info

    def __enter__(self) -> Upload:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if not self._committed:
            self._abort()
