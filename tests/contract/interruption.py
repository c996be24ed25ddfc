"""A process that is interrupted, or killed, while a request of its call hangs."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

from tests.servers.fault_proxy import FaultProxy

PROMISE = 1.0
SLACK = 10.0
"""Seconds that a loaded machine may take longer to wake the process and to let it end."""


def interrupt(
    call: Callable[[], object], proxy: FaultProxy, number: signal.Signals = signal.SIGINT
) -> tuple[str, float]:
    """Send a call's process a signal once the proxy has done what was planned.

    Returns:
        How it ended, and after how many seconds.
    """
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_run, args=(call, theirs))
    child.start()
    try:
        proxy.wait_for_faults()
        assert child.pid is not None
        os.kill(child.pid, number)
        sent = time.monotonic()
        child.join(30)
        took = time.monotonic() - sent
    finally:
        child.kill()
    return (ours.recv() if ours.poll(0) else "killed"), took


def _run(call: Callable[[], object], outcome: Connection) -> None:
    # The interpreter loses what is raised while it disposes of garbage: here that of all tests before.
    gc.freeze()
    try:
        call()
    except KeyboardInterrupt:
        outcome.send("interrupted")
    except BaseException as error:
        outcome.send(repr(error))
        raise
    else:
        outcome.send("done")
