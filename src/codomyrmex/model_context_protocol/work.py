"""A tool at work: for so long, and no longer than it is wanted."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from codomyrmex.model_context_protocol.denial import Denial, DeniedError

if TYPE_CHECKING:
    from codomyrmex.model_context_protocol.session import Session

_LOOK_SECONDS = 0.1
"""Between two looks whether a call is still wanted."""


class Progress:
    """What a tool calls while it carries bytes; it ends the work of a call that is over.

    Args:
        session: whose limits count.
        cancelled: set when nobody wants the result any more.
        told: is told how many bytes were carried so far.

    Attributes:
        carried: bytes that were carried so far.
    """

    def __init__(
        self,
        session: Session,
        cancelled: threading.Event,
        told: Callable[[int], object] | None = None,
    ) -> None:
        self._session = session
        self.cancelled = cancelled
        self._told = told
        self.carried = 0

    def __call__(self, count: int, *_total: object) -> None:
        """Take note of all the bytes that were carried so far.

        Raises:
            DeniedError: they are more than a call or the session may carry, or the call was cancelled.
        """
        if self.cancelled.is_set():
            raise DeniedError(Denial.CANCELLED, "The call was cancelled.")
        if count > self._session.limits.bytes_per_call:
            raise DeniedError(Denial.LIMIT, "It is more than a call may carry.")
        self._session.policy.check({}, size=count)
        if count > self.carried:
            self._session.usage.carry(self._session.limits, count - self.carried)
            self.carried = count
            if self._told is not None:
                self._told(count)


def run(work: Callable[[], Any], seconds: float, progress: Progress) -> Any:
    """Do a tool's work on a thread of its own, and wait for it.

    Args:
        work: what is done.
        seconds: how long it may take.
        progress: ends it at its next word, when it is over.

    Raises:
        DeniedError: it took too long, or was cancelled. What it began may still go on until its next word.
        Exception: what it raised.
    """
    done: SimpleQueue[tuple[Any, BaseException | None]] = SimpleQueue()

    def body() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            done.put((None, error))

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(body,), name="mcp-tool", daemon=True).start()
    deadline = monotonic() + seconds
    while True:
        try:
            result, error = done.get(timeout=_LOOK_SECONDS)
            break
        except Empty:
            if progress.cancelled.is_set():
                raise DeniedError(Denial.CANCELLED, "The call was cancelled.") from None
            if monotonic() > deadline:
                progress.cancelled.set()
                raise DeniedError(Denial.LIMIT, f"It took longer than {seconds:g} s.") from None
    if error is not None:
        raise error
    return result
