"""Waiting for threads without losing Ctrl-C."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

T = TypeVar("T")

_LONGEST_WAIT = 0.2
"""Seconds. A signal that comes just before the system's wait begins does not end it: another wait must."""


def first_done(futures: Collection[Future[T]]) -> tuple[set[Future[T]], set[Future[T]]]:
    """Wait until at least one of the futures is done; returns those that are, and those that are not."""
    while True:
        done, pending = wait(futures, _LONGEST_WAIT, return_when=FIRST_COMPLETED)
        if done:
            return done, pending
