"""Tools of these tests. Their names are of the table of roles, so that the real one is held against."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from typing_extensions import TypedDict

from codomyrmex.model_context_protocol.arguments import Injected, Key
from codomyrmex.model_context_protocol.declaration import Action, Phase, mcp_tool

READS = "codomyrmex.storage_stat_object"
ASKS = "codomyrmex.storage_delete_object"
FAILS = "codomyrmex.storage_read_object"
SLOW = "codomyrmex.storage_download_file"
CARRIES = "codomyrmex.storage_copy_object"
UNLISTED = "codomyrmex.not_in_the_table"
SECRET = "sesame-4711-sesame"


class Seen(TypedDict):
    """What was seen."""

    key: str
    number: int


class Deleted(TypedDict):
    """What was deleted."""

    key: str
    confirmed: bool


@mcp_tool(READS, phases=[Phase.VERIFY, Phase.LEARN], resource="seen://{+key}")
def look(key: Key, number: int = 1) -> Seen:
    """Look at something.

    Only this first paragraph is for models.
    """
    return {"key": key, "number": number}


def _asked(arguments: Mapping[str, Any]) -> str | None:
    key = arguments["key"]
    if key == "unreachable":
        raise RuntimeError(SECRET)
    return None if key == "new" else f"Delete {key}?"


@mcp_tool(ASKS, actions=[Action.DESTRUCTIVE], asks=_asked)
def delete(key: Key, confirmed: Annotated[bool, Injected.CONFIRMED]) -> Deleted:
    """Delete something."""
    return {"key": key, "confirmed": confirmed}


@mcp_tool(FAILS, resource="failed://now")
def fail() -> Seen:
    """Fail with a secret."""
    raise RuntimeError(SECRET)


started = threading.Event()
ended = threading.Event()


@mcp_tool(SLOW, actions=[Action.WRITE])
def slow(progress: Annotated[Callable[[int], None], Injected.PROGRESS]) -> Seen:
    """Work until nobody waits any more."""
    started.set()
    _say("at work")
    try:
        while True:
            progress(0)
            threading.Event().wait(0.01)
    finally:
        ended.set()
        _say("ended")


def _say(what: str) -> None:
    """Tell it to the test that started the process of this tool."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


@mcp_tool(CARRIES, actions=[Action.WRITE])
def carry(progress: Annotated[Callable[[int], None], Injected.PROGRESS], count: int) -> Seen:
    """Carry bytes."""
    for carried in range(1, count + 1):
        progress(carried)
    return {"key": "k", "number": count}


@mcp_tool(UNLISTED)
def unlisted() -> Seen:
    """Is in no table."""
    return {"key": "never", "number": 0}
