"""Runs a part of a test in a forked child."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import Any


class Child:
    """A forked child that makes one call; the parent may wait for its result, or kill it."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._result, write = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(write)
            return
        os.close(self._result)
        try:
            outcome: Any = call()
        except BaseException as error:  # noqa: BLE001 - the edge of the process; the parent raises it
            outcome = error
        with open(write, "wb") as pipe:
            pickle.dump(outcome, pipe)
        os._exit(0)

    def result(self) -> Any:
        """What the call returned; raises what it raised."""
        with open(self._result, "rb") as pipe:
            outcome = pickle.load(pipe)  # noqa: S301 - written by this very program
        os.waitpid(self.pid, 0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def kill(self, signal: int) -> None:
        """End it there and then."""
        os.kill(self.pid, signal)
        os.waitpid(self.pid, 0)
        os.close(self._result)
