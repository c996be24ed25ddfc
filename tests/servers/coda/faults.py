"""What a server can be told to do to requests, beside the faults of :mod:`tests.servers.faults`."""

from __future__ import annotations

import json
import math
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.servers.capture import Answer
from tests.servers.coda.messages import Request
from tests.servers.faults import Hang, ResetRequest, ResetResponse, TruncateResponse


@dataclass(frozen=True)
class Before:
    """Something happens just before the request is served."""

    action: Callable[[], object]


@dataclass(frozen=True)
class Circle:
    """The list has no end: its pages' tokens go around in a circle of this length."""

    length: int = 1


@dataclass(frozen=True)
class Altered:
    """The value in the answer is another one."""

    change: Callable[[Any], Any]


Fault = Answer | ResetRequest | ResetResponse | Hang | TruncateResponse | Before | Circle | Altered
"""`Answer` is said, and nothing done. `ResetRequest` drops the connection before anything is done,
`ResetResponse` after it. `Hang` stalls and does nothing, `TruncateResponse` sends half of the answer."""


@dataclass
class _Planned:
    fault: Fault
    method: str
    pattern: re.Pattern[str]
    after: int
    times: float


class Faults:
    """Finds the fault of a request."""

    def __init__(self) -> None:
        self._plan: list[_Planned] = []
        self._changed = threading.Condition()
        self._acted = 0

    def plan(
        self, fault: Fault, method: str = "", path: str = "", *, after: int = 0, times: float = 1
    ) -> None:
        """Let a fault befall the next requests.

        Args:
            fault: what.
            method: only requests with this verb.
            path: only requests whose target this regular expression is found in.
            after: spare so many of them first.
            times: how many requests it befalls; ``math.inf`` for all.
        """
        with self._changed:
            self._plan.append(_Planned(fault, method, re.compile(path), after, times))

    def of(self, request: Request) -> Fault | None:
        """What befalls a request."""
        with self._changed:
            for planned in self._plan:
                if planned.method in ("", request.method) and planned.pattern.search(request.target):
                    if planned.after > 0:
                        planned.after -= 1
                        continue
                    planned.times -= 1
                    if planned.times <= 0:
                        self._plan.remove(planned)
                    return planned.fault
        return None

    def acted(self) -> None:
        """Count a fault that has taken effect."""
        with self._changed:
            self._acted += 1
            self._changed.notify_all()

    def wait(self, count: int = 1, seconds: float = 300) -> None:
        """Return when so many faults have taken effect.

        Raises:
            TimeoutError: fewer did.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._acted >= count, seconds):
                raise TimeoutError(f"{self._acted} faults of {count} within {seconds:g} s")


FOREVER = math.inf


def altered(answer: Answer, change: Callable[[Any], Any]) -> Answer:
    """An answer with another value in it."""
    return replace(answer, body=json.dumps(change(json.loads(answer.body))).encode())


def with_unknown_fields(value: Any) -> Any:
    """A value whose objects all have a field that the description does not know."""
    if isinstance(value, list):
        return [with_unknown_fields(one) for one in value]
    if isinstance(value, dict):
        return {**{name: with_unknown_fields(one) for name, one in value.items()}, "newField": {"deep": [1]}}
    return value
