"""What is asked before a call, of clients of both eras, and of those that cannot ask."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from mcp import Client
from mcp.client.session import ClientRequestContext
from mcp_types import ElicitRequestParams, ElicitResult

from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.limits import Limits
from codomyrmex.model_context_protocol.server.callers import OneCaller
from codomyrmex.model_context_protocol.server.serving import GateServer
from codomyrmex.model_context_protocol.session import Session
from tests.unit.model_context_protocol.server.conftest import Written
from tests.unit.model_context_protocol.server.test_calls import fields
from tests.unit.model_context_protocol.server.tools import ASKS, READS

pytestmark = pytest.mark.anyio


class Person:
    """Answers every question alike."""

    def __init__(self, answer: ElicitResult) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        """The answer."""
        self.asked.append(params.message)
        return self.answer


def said(yes: bool) -> ElicitResult:
    """A form that was filled in."""
    return ElicitResult(action="accept", content={"confirm": yes})


async def test_a_yes_lets_a_call_through(gate: Gate, engineer: Session, audit: Written, mode: str) -> None:
    engineer.limits = Limits(calls_per_minute=1)
    person = Person(said(True))
    async with Client(
        GateServer(gate, OneCaller(engineer)), mode=mode, elicitation_callback=person
    ) as client:
        first = fields(await client.call_tool(ASKS, {"key": "old"}))
        second = fields(await client.call_tool(READS, {"key": "old"}))
    assert first == {"status": "success", "key": "old", "confirmed": True}
    assert person.asked == ["Delete old?"]
    # One call, over all its rounds: it took the only one of this minute, and has one line.
    assert second["type"] == "denied: limit"
    assert [audit.next()["tool"], audit.next()["tool"], audit.lines.qsize()] == [ASKS, READS, 0]


@pytest.mark.parametrize(
    "answer",
    [
        said(False),
        ElicitResult(action="decline"),
        ElicitResult(action="cancel"),
        ElicitResult(action="accept"),
        ElicitResult(action="accept", content={"confirm": "perhaps"}),
    ],
    ids=["no", "declined", "cancelled", "nothing said", "no answer to this"],
)
async def test_whatever_is_no_yes_is_a_no(
    gate: Gate, engineer: Session, audit: Written, mode: str, answer: ElicitResult
) -> None:
    person = Person(answer)
    async with Client(
        GateServer(gate, OneCaller(engineer)), mode=mode, elicitation_callback=person
    ) as client:
        answered = fields(await client.call_tool(ASKS, {"key": "old"}))
    assert answered["type"] == "denied: confirmation"
    assert answered["message"] == "It was not confirmed: Delete old?"
    assert person.asked == ["Delete old?"]
    assert (audit.next()["denial"], audit.lines.qsize()) == ("confirmation", 0)


async def test_a_client_that_cannot_ask_is_denied_by_the_gate(
    gate: Gate, engineer: Session, audit: Written, mode: str
) -> None:
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        answered = fields(await client.call_tool(ASKS, {"key": "old"}))
        unasked = fields(await client.call_tool(ASKS, {"key": "new"}))
    assert answered["type"] == "denied: confirmation"
    assert "cannot ask: Delete old?" in answered["message"]
    assert f"--yes {ASKS}" in answered["hint"]
    assert audit.next()["denial"] == "confirmation"
    assert unasked == {"status": "success", "key": "new", "confirmed": False}


async def test_a_tool_that_was_named_at_the_start_asks_nobody(
    gate: Gate, engineer: Session, mode: str
) -> None:
    engineer.yes = frozenset({ASKS})
    person = Person(said(False))
    async with Client(
        GateServer(gate, OneCaller(engineer)), mode=mode, elicitation_callback=person
    ) as client:
        answered = fields(await client.call_tool(ASKS, {"key": "old"}))
    assert answered == {"status": "success", "key": "old", "confirmed": True}
    assert person.asked == []


async def test_what_will_be_denied_is_not_asked(gate: Gate, engineer: Session, mode: str) -> None:
    person = Person(said(True))
    wrong: dict[str, Any] = {"key": "old", "confirmed": True}
    async with Client(
        GateServer(gate, OneCaller(engineer)), mode=mode, elicitation_callback=person
    ) as client:
        answered = fields(await client.call_tool(ASKS.replace(".", "_"), wrong))
    assert (answered["type"], person.asked) == ("denied: arguments", [])
