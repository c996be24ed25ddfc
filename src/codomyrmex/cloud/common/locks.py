"""A lock for what clients share between threads, which a forked child never finds taken.

A child has the locks of its parent as they were, and of the threads only the one that forked: a lock that
another thread held then would be waited for in vain
(https://docs.python.org/3/library/os.html#os.fork).
"""

from __future__ import annotations

import os
import threading
from types import TracebackType
from weakref import WeakSet


class ProcessLock:
    """A `threading.Lock` as a context manager, made anew in a forked child.

    What it guards has to be usable at any moment: the thread that was changing it is not in the child.
    """

    __slots__ = ("__weakref__", "_lock")

    def __init__(self) -> None:
        self._lock = threading.Lock()
        _locks.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        # Whoever forked within the block leaves it in the child too, where nobody has taken the new one.
        if self._lock.locked():
            self._lock.release()


_locks: WeakSet[ProcessLock] = WeakSet()


def _renew() -> None:
    for lock in list(_locks):
        lock._lock = threading.Lock()


os.register_at_fork(after_in_child=_renew)
