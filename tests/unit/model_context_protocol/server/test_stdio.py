"""A real ``cmx mcp serve``, spoken to over its standard input and output."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.unit.model_context_protocol.server.conftest import CMX, ROOT
from tests.unit.model_context_protocol.server.test_calls import fields, listed
from tests.unit.model_context_protocol.server.test_confirmation import Person, said
from tests.unit.model_context_protocol.server.tools import ASKS, FAILS, READS, SECRET, SLOW


@pytest.fixture
def serving(tmp_path: Path, environment: dict[str, str]) -> Callable[..., StdioServerParameters]:
    """Says how to start a server with more options."""

    def parameters(*options: str) -> StdioServerParameters:
        arguments = [*CMX[1:], "mcp", "serve", "--audit", str(tmp_path / "audit.jsonl"), *options]
        return StdioServerParameters(command=CMX[0], args=arguments, env=environment, cwd=ROOT)

    return parameters


@pytest.mark.anyio
async def test_a_client_of_each_era(
    serving: Callable[..., StdioServerParameters],
    audited: Callable[[], list[dict[str, Any]]],
    mode: str,
    tmp_path: Path,
) -> None:
    person = Person(said(True))
    server = serving("--role", "engineer", "--tool-names", "underscore")
    with (tmp_path / "stderr").open("w+") as log:
        async with Client(stdio_client(server, log), mode=mode, elicitation_callback=person) as client:
            assert READS.replace(".", "_") in await listed(client)
            assert fields(await client.call_tool(READS, {"key": "k"}))["key"] == "k"
            assert fields(await client.call_tool(ASKS, {"key": "old"}))["confirmed"] is True
            assert fields(await client.call_tool(FAILS, {}))["type"] == "RuntimeError"
        log.seek(0)
        assert log.read() == ""
    assert person.asked == ["Delete old?"]
    assert [(line["tool"], line["outcome"]) for line in audited()] == [
        (READS, "success"),
        (ASKS, "success"),
        (FAILS, "error"),
    ]
    assert SECRET not in (tmp_path / "audit.jsonl").read_text()


@pytest.mark.anyio
async def test_an_agent_is_a_qatester_if_nobody_says_more(
    serving: Callable[..., StdioServerParameters], audited: Callable[[], list[dict[str, Any]]]
) -> None:
    async with Client(serving()) as client:
        assert set(await listed(client)) == {READS, FAILS}
        assert fields(await client.call_tool(ASKS, {"key": "new"}))["type"] == "denied: role"
    assert [(line["role"], line["denial"]) for line in audited()] == [("qatester", "role")]


CALL = {
    "jsonrpc": "2.0",
    "id": 2,
    "method": "tools/call",
    "params": {"name": SLOW, "arguments": {}},
}
GREETING = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "tests", "version": "0"},
    },
}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_its_calls_and_it(
    serving: Callable[..., StdioServerParameters],
    environment: dict[str, str],
    audited: Callable[[], list[dict[str, Any]]],
    number: signal.Signals,
) -> None:
    server = serving("--role", "engineer")
    # What is ignored here, as a run under nohup ignores SIGHUP, would be ignored there.
    before = signal.signal(number, signal.SIG_DFL)
    try:
        started = subprocess.Popen(
            [server.command, *server.args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
    finally:
        signal.signal(number, before)
    with started as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for message in (GREETING, {"jsonrpc": "2.0", "method": "notifications/initialized"}, CALL):
            process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        # Whatever a tool prints is led there.
        assert process.stderr.readline() == "at work\n"
        process.send_signal(number)
        assert process.wait(20) == 128 + number
    assert [(line["tool"], line["denial"]) for line in audited()] == [(SLOW, "cancelled")]
