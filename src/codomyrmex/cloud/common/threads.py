"""A few threads and a queue of what they did, for a caller whom Ctrl-C may interrupt anywhere.

`concurrent.futures` is not for such a caller: a `KeyboardInterrupt` between two of its lines leaves a lock
taken, and its threads then wait for that lock for ever
(https://docs.python.org/3/library/signal.html#handlers-and-exceptions). Here the caller touches nothing but
queues that give and take in one step.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Generic, NamedTuple, TypeVar

from codomyrmex.cloud.common.interruption import Uninterrupted

T = TypeVar("T")
Tag = TypeVar("Tag")

_LONGEST_WAIT = 0.2
"""Seconds. A signal that comes just before the system's wait begins does not end it: another wait must."""


class Done(NamedTuple, Generic[Tag, T]):
    """A call that has ended."""

    tag: Tag
    value: T | None
    error: BaseException | None

    def result(self) -> T:
        """What it returned.

        Raises:
            BaseException: what it raised.
        """
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]


class Threads(Generic[Tag, T]):
    """Runs calls on at most ``count`` threads. One thread submits them and takes what came of them.

    Attributes:
        under_way: how many calls were submitted and not yet taken.
    """

    def __init__(self, count: int, name: str) -> None:
        self.under_way = 0
        self._count = count
        self._name = name
        self._calls: SimpleQueue[tuple[Tag, Callable[..., T], tuple[Any, ...]] | None] = SimpleQueue()
        self._done: SimpleQueue[Done[Tag, T] | None] = SimpleQueue()
        self._started = 0
        self._ended: list[None] = []
        self._closed = False
        self._process = os.getpid()

    def submit(self, tag: Tag, call: Callable[..., T], *arguments: object) -> None:
        """Let a thread make a call when one is free.

        Raises:
            RuntimeError: the threads were let go.
        """
        if self._closed:
            raise RuntimeError("The threads were let go.")
        self._calls.put((tag, call, arguments))
        self.under_way += 1
        if self._started < min(self.under_way, self._count):
            self._start()

    def _start(self) -> None:
        # A daemon: where the caller forgot it at the end of the program, it is not waited for.
        with Uninterrupted():
            threading.Thread(target=self._work, name=self._name, daemon=True).start()
            self._started += 1

    def next_done(self) -> Done[Tag, T]:
        """Wait for the next call that ends. There must be one `under_way`."""
        while True:
            with suppress(Empty):
                done = self._done.get(timeout=_LONGEST_WAIT)
                if done is not None:
                    self.under_way -= 1
                    return done

    def close(self, *, drop: bool = False) -> None:
        """Let the threads go when all calls have ended, and wait for it.

        Args:
            drop: forget the calls that have not begun. Those that run must be about to end: not even Ctrl-C
                ends this wait. After an error there is no other way, as calls may be lost.
        """
        if os.getpid() != self._process:
            # The threads stayed in the parent of this process.
            return
        while self.under_way and not drop:
            self.next_done()
        try:
            self._end()
        except BaseException:
            # Ctrl-C came before it was kept back.
            self._end()
            raise

    def _end(self) -> None:
        with Uninterrupted():
            self.abandon()
            while len(self._ended) < self._started:
                self._done.get()

    def abandon(self) -> None:
        """Let the threads go when the calls that run have ended, and do not wait for it."""
        self._closed = True
        with suppress(Empty):
            while True:
                self._calls.get_nowait()
        for _ in range(self._started):
            self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            tag, function, arguments = call
            done: Done[Tag, T]
            try:
                done = Done(tag, function(*arguments), None)
            except BaseException as error:  # noqa: BLE001 - raised again where the result is taken
                done = Done(tag, None, error)
            self._done.put(done)
            # What it worked on is not kept while it waits for more.
            del call, function, arguments, done
        self._ended.append(None)
        self._done.put(None)
