"""Ctrl-C at the steps of a piece of work, one after the other."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

SECONDS = 60
_STRIDE = 7


def interrupted_everywhere(work: Callable[[], object], after: Callable[[], object] = lambda: None) -> int:
    """Do a piece of work again and again, each time with a Ctrl-C at a later step of it, until it has no such
    step.

    Args:
        work: ends in the same way each time; what it leaves is seen by the next.
        after: what is done after each.

    Returns:
        How often a `KeyboardInterrupt` came out of it.
    """
    # In a process of its own: what is raised where an `except` is left stays the context of its thread.
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_interrupt, args=(work, after, theirs))
    child.start()
    child.join(SECONDS)
    child.kill()
    assert child.exitcode == 0
    came = ours.recv()
    assert isinstance(came, int)
    return came


def _interrupt(work: Callable[[], object], after: Callable[[], object], outcome: Connection) -> None:
    step = came = 0
    while True:
        # Not each, for the time that it takes: the steps of one call are passed at another place by the next.
        step += _STRIDE
        with _InterruptedAt(step) as interruption:
            try:
                work()
            except KeyboardInterrupt:
                came += 1
        after()
        if interruption.steps < step:
            break
    outcome.send(came)


class _InterruptedAt:
    """Sends this process a SIGINT at one of the interpreter's steps, of which it counts those of the library.

    Attributes:
        steps: made so far.
    """

    def __init__(self, step: int) -> None:
        self.steps = 0
        self._step = step

    def _trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if frame.f_code.co_filename == __file__:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == "opcode":
            self.steps += 1
            if self.steps == self._step:
                signal.raise_signal(signal.SIGINT)
        return self._trace

    def __enter__(self) -> _InterruptedAt:
        self._before = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.settrace(self._before)
