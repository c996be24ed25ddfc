"""What a client gets of the tools that a session may use, in both eras of the protocol."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
from anyio import to_thread
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, TextContent, TextResourceContents
from mcp_types import Tool as Listed

from codomyrmex.cloud import mcp_tools
from codomyrmex.model_context_protocol.audit import verify
from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.registry import prompts_of
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.server.callers import OneCaller
from codomyrmex.model_context_protocol.server.names import Names
from codomyrmex.model_context_protocol.server.serving import GateServer
from codomyrmex.model_context_protocol.session import Session
from tests.unit.model_context_protocol.server import tools
from tests.unit.model_context_protocol.server.conftest import Written
from tests.unit.model_context_protocol.server.tools import ASKS, CARRIES, FAILS, READS, SECRET, SLOW, UNLISTED

pytestmark = pytest.mark.anyio


def fields(result: CallToolResult) -> dict[str, Any]:
    """The fields of a result, which its text has too."""
    (content,) = result.content
    assert content.type == "text"
    assert json.loads(content.text) == result.structured_content
    assert isinstance(result.structured_content, dict)
    assert result.is_error == (result.structured_content["status"] == "error")
    return result.structured_content


async def listed(client: Client) -> dict[str, Listed]:
    """The tools that a client is told of."""
    return {tool.name: tool for tool in (await client.list_tools()).tools}


async def test_a_person_begins_with_a_prompt(gate: Gate, engineer: Session, mode: str) -> None:
    server = GateServer(gate, OneCaller(engineer), prompts=prompts_of([mcp_tools]))
    async with Client(server, mode=mode) as client:
        found = {prompt.name: prompt for prompt in (await client.list_prompts()).prompts}
        assert set(found) == {"audit_usage", "verify_deployment"}
        assert [argument.name for argument in found["verify_deployment"].arguments or ()] == [
            "profile",
            "bucket",
            "prefix",
        ]
        place = {"profile": "archive", "bucket": "site", "prefix": "v2/"}
        (message,) = (await client.get_prompt("verify_deployment", place)).messages
    assert isinstance(message.content, TextContent)
    assert "cloud://archive/site/v2/" in message.content.text


async def test_an_address_is_read_by_a_call(
    gate: Gate, engineer: Session, audited: Callable[[], list[dict[str, Any]]], mode: str
) -> None:
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        templates = (await client.list_resource_templates()).resource_templates
        assert {one.uri_template: one.name for one in templates} == {
            "seen://{+key}": READS,
            "failed://now": FAILS,
        }
        (content,) = (await client.read_resource("seen://a/../b%20c")).contents
        assert isinstance(content, TextResourceContents)
        assert json.loads(content.text) == {"status": "success", "key": "a/../b c", "number": 1}
        with pytest.raises(MCPError, match=r"The tool failed: RuntimeError\.") as failed:
            await client.read_resource("failed://now")
        assert SECRET not in str(failed.value)
        with pytest.raises(MCPError):
            await client.read_resource("file:///etc/passwd")
    assert [(line["tool"], line["outcome"]) for line in audited()] == [(READS, "success"), (FAILS, "error")]


async def test_a_tool_is_listed_as_it_was_declared(gate: Gate, engineer: Session, mode: str) -> None:
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        found = await listed(client)
    assert set(found) == {READS, ASKS, FAILS, SLOW, CARRIES}
    reads, asks = found[READS], found[ASKS]
    assert reads.description == "Look at something."
    assert reads.meta is not None
    assert {name: reads.meta[name] for name in ("trust", "category", "phases")} == {
        "trust": "Safe",
        "category": "cloud",
        "phases": ["LEARN", "VERIFY"],
    }
    assert asks.meta is not None
    assert asks.meta["trust"] == "Confirmed"
    assert reads.annotations is not None
    assert asks.annotations is not None
    assert (reads.annotations.read_only_hint, reads.annotations.destructive_hint) == (True, False)
    assert (asks.annotations.read_only_hint, asks.annotations.destructive_hint) == (False, True)
    assert set(reads.input_schema["properties"]) == {"key", "number"}
    assert reads.input_schema["required"] == ["key"]
    assert set(asks.input_schema["properties"]) == {"key"}


async def test_the_answer_of_a_call_has_fields(
    gate: Gate, engineer: Session, audit: Written, mode: str
) -> None:
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        result = await client.call_tool(READS, {"key": "k", "number": 2})
    assert fields(result) == {"status": "success", "key": "k", "number": 2}
    assert (audit.next()["outcome"], audit.lines.qsize()) == ("success", 0)


async def test_answers_are_as_the_schema_says(gate: Gate, engineer: Session, mode: str) -> None:
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        schema = (await listed(client))[READS].output_schema
        answers = [
            fields(await client.call_tool(READS, arguments)) for arguments in ({"key": "k"}, {"key": 1})
        ]
    assert schema is not None
    assert [answer["status"] for answer in answers] == ["success", "error"]
    validator = Draft202012Validator(schema)
    assert [list(validator.iter_errors(answer)) for answer in answers] == [[], []]
    for wrong in ({"status": "success"}, {"status": "error"}, {"key": "k", "number": 1}):
        assert not validator.is_valid(wrong)


@pytest.mark.parametrize("names", Names)
async def test_a_call_takes_both_names(gate: Gate, engineer: Session, mode: str, names: Names) -> None:
    underscored = READS.replace(".", "_")
    async with Client(GateServer(gate, OneCaller(engineer), names=names), mode=mode) as client:
        assert (READS in await listed(client)) == (names is Names.DOTTED)
        assert (underscored in await listed(client)) == (names is Names.UNDERSCORE)
        for name in (READS, underscored):
            assert fields(await client.call_tool(name, {"key": "k"}))["status"] == "success"


async def test_wrong_arguments_are_the_gates_to_answer(
    gate: Gate, engineer: Session, audit: Written, mode: str
) -> None:
    wrong: list[dict[str, Any]] = [{}, {"key": "k", "number": SECRET}, {"key": "k", "tool": FAILS}]
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        for arguments in wrong:
            answer = fields(await client.call_tool(READS, arguments))
            assert answer["type"] == "denied: arguments"
            assert SECRET not in json.dumps(answer)
            assert audit.next()["denial"] == "arguments"


@pytest.mark.parametrize("name", [ASKS, ASKS.replace(".", "_"), UNLISTED, "codomyrmex.nothing"])
async def test_what_a_role_may_not_use_is_denied_by_the_gate(
    gate: Gate, audit: Written, mode: str, name: str
) -> None:
    qatester = Session(Role.QATESTER, audit)
    server = GateServer(gate, OneCaller(qatester))
    async with Client(server, mode=mode) as client:
        assert set(await listed(client)) == {READS, FAILS}
        answer = fields(await client.call_tool(name, {"key": "k"}))
    assert answer["type"] in {"denied: role", "denied: unknown_tool"}
    assert answer["message"] == f"There is no tool {name!r} for the role qatester."
    assert audit.next()["outcome"] == "denied"


async def test_what_a_tool_raises_says_no_secret(
    gate: Gate, engineer: Session, mode: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        result = await client.call_tool(FAILS, {})
        asked = await client.call_tool(ASKS, {"key": "unreachable"})
    for one in (result, asked):
        assert fields(one)["type"] == "RuntimeError"
        assert SECRET not in one.model_dump_json()
    assert SECRET not in caplog.text + (tmp_path / "audit.jsonl").read_text()


async def test_work_that_nobody_waits_for_ends(
    gate: Gate, engineer: Session, audit: Written, mode: str, tmp_path: Path
) -> None:
    tools.started.clear()
    tools.ended.clear()
    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        async with anyio.create_task_group() as waiting:
            waiting.start_soon(client.call_tool, SLOW, {})
            assert await to_thread.run_sync(tools.started.wait, 10)
            waiting.cancel_scope.cancel()
        assert await to_thread.run_sync(tools.ended.wait, 10)
        line = await to_thread.run_sync(audit.next)
    assert (line["tool"], line["denial"]) == (SLOW, "cancelled")
    assert verify(tmp_path / "audit.jsonl").problem is None


async def test_a_client_is_told_how_far_a_call_is(gate: Gate, engineer: Session, mode: str) -> None:
    told: list[float] = []
    first = anyio.Event()

    async def tell(progress: float, total: float | None, message: str | None) -> None:
        assert (total, message) == (None, None)
        told.append(progress)
        first.set()

    async with Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client:
        result = await client.call_tool(CARRIES, {"count": 1000}, progress_callback=tell)
        with anyio.fail_after(10):
            await first.wait()
    assert fields(result)["status"] == "success"
    assert told[0] == 1
    assert len(told) < 1000


async def test_many_calls_at_once(gate: Gate, engineer: Session, mode: str, tmp_path: Path) -> None:
    engineer.limits = type(engineer.limits)(calls_per_minute=1000)
    answers: list[dict[str, Any]] = []

    async def one(number: int) -> None:
        answers.append(fields(await client.call_tool(READS, {"key": "k", "number": number})))

    async with (
        Client(GateServer(gate, OneCaller(engineer)), mode=mode) as client,
        anyio.create_task_group() as calls,
    ):
        for number in range(200):
            calls.start_soon(one, number)
    assert sorted(answer["number"] for answer in answers) == list(range(200))
    assert (verify(tmp_path / "audit.jsonl").lines, verify(tmp_path / "audit.jsonl").problem) == (200, None)
