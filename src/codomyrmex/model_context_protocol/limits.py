"""How much one agent may use, and what it has used."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, fields

from codomyrmex.model_context_protocol.denial import Denial, DeniedError

_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one session may use; everything is above zero.

    Attributes:
        calls_per_minute: calls that begin within any 60 seconds.
        bytes_per_call: bytes of objects that one call carries.
        bytes_per_session: the same of all calls together.
        seconds_per_call: how long a call may take.
        argument_bytes: the arguments of a call, as JSON.
        result_bytes: its answer, as JSON.

    Raises:
        ValueError: one of them is zero or less.
    """

    calls_per_minute: int = 60
    bytes_per_call: int = 64 << 20
    bytes_per_session: int = 1 << 30
    seconds_per_call: float = 300
    argument_bytes: int = 1 << 20
    result_bytes: int = 1 << 20

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name} has to be above zero.")


class Usage:
    """What one session has used. Threads may share it.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._began: deque[float] = deque()
        self._carried = 0

    @property
    def carried(self) -> int:
        """Bytes of objects that all calls together have carried."""
        return self._carried

    def begin(self, limits: Limits) -> None:
        """Count a call. One that is denied does not count.

        Raises:
            DeniedError: as many as are allowed began within the last minute.
        """
        with self._lock:
            now = self._clock()
            while self._began and now - self._began[0] >= _MINUTE:
                self._began.popleft()
            if len(self._began) >= limits.calls_per_minute:
                wait = _MINUTE - (now - self._began[0])
                raise DeniedError(
                    Denial.LIMIT,
                    f"More than {limits.calls_per_minute} calls in a minute are not allowed.",
                    hint=f"The next one is in {wait:.0f} s.",
                )
            self._began.append(now)

    def carry(self, limits: Limits, count: int) -> None:
        """Count bytes of objects that a call is about to carry. Those that are denied do not count.

        Args:
            limits: what is allowed.
            count: how many more; zero or above.

        Raises:
            DeniedError: they are more than one call may carry, or than is left of the session.
        """
        if count < 0:
            raise ValueError("Bytes that were carried are not given back.")
        if count > limits.bytes_per_call:
            raise DeniedError(
                Denial.LIMIT,
                f"{count} bytes are more than the {limits.bytes_per_call} that a call may carry.",
            )
        with self._lock:
            left = limits.bytes_per_session - self._carried
            if count > left:
                raise DeniedError(
                    Denial.LIMIT,
                    f"{count} bytes are more than the {max(left, 0)} that are left of the session.",
                )
            self._carried += count
