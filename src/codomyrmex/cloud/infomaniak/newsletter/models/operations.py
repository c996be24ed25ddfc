"""Operations."""

from __future__ import annotations

from typing import Any, Self

from codomyrmex.cloud.infomaniak.newsletter.models.base import Moment, NewsletterModel, Text

_DONE = frozenset({"completed", "done", "finished", "success", "succeeded"})
_FAILED = frozenset({"aborted", "canceled", "cancelled", "error", "failed"})


class OperationStatus(NewsletterModel):
    """How far an operation is.

    Attributes:
        id: its id.
        status: ``done`` once it is; other words as Infomaniak has them.
        error: why it failed.
        progress: how far it is, in percent.
        result: what came of it, once it is done.
        created_at: when it was asked for.
    """

    id: Text = None
    status: Text = None
    error: Text = None
    progress: float | None = None
    result: Any = None
    created_at: Moment = None

    @classmethod
    def done(cls, operation_id: str | None) -> Self:
        """The status of an operation that is done."""
        return cls(id=operation_id, status="done")

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.status in _DONE

    @property
    def is_failed(self) -> bool:
        """Whether it will never be done."""
        return self.status in _FAILED
