"""The ways in which the server fails when it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.gcs_emulator.messages import Answer, Request, json_answer


@dataclass(frozen=True)
class Instead:
    """This is the answer, and nothing is done."""

    answer: Answer


@dataclass(frozen=True)
class Drop:
    """The connection is reset instead of an answer, before the work or after it."""

    after_work: bool = False


@dataclass(frozen=True)
class Stall:
    """Silence instead of an answer, until the server is closed; before the work or after it."""

    after_work: bool = False


@dataclass(frozen=True)
class Half:
    """The work is done; the connection is closed in the middle of the answer."""


@dataclass(frozen=True)
class Altered:
    """The work is done, and its answer changed."""

    alter: Callable[[Answer], Answer]


Fault = Instead | Drop | Stall | Half | Altered


@dataclass
class Planned:
    """A fault that waits for a request.

    Attributes:
        fault: what happens.
        when: to which requests.
        times: to how many of them.
    """

    fault: Fault
    when: Callable[[Request], bool]
    times: float


def refusal(status: int, code: str = "unexpected_error", **headers: str) -> Instead:
    """An error in the API's own words; ``Retry_After="1"`` is a header."""
    answer = json_answer({"result": "error", "error": {"code": code, "description": "Refused."}}, status)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Instead(Answer(status, {**answer.headers, **named}, answer.body))


def page_of_html(status: int = 200) -> Instead:
    """What a proxy says."""
    return Instead(Answer(status, {"Content-Type": "text/html"}, b"<html><h1>Maintenance</h1></html>"))


def with_unknown_fields() -> Altered:
    """Each object in the answer has a field that nobody knows."""

    def alter(answer: Answer) -> Answer:
        return json_answer(_more(json.loads(answer.body)), answer.status)

    return Altered(alter)


def the_same_again() -> Altered:
    """Each answer is the first one."""
    first: list[Answer] = []

    def alter(answer: Answer) -> Answer:
        first.append(answer)
        return first[0]

    return Altered(alter)


def _more(value: Any) -> Any:
    if isinstance(value, list):
        return [_more(one) for one in value]
    if isinstance(value, dict):
        return {**{name: _more(one) for name, one in value.items()}, "new_in_2030": "kept"}
    return value
