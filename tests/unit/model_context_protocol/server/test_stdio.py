"""A real ``cmx mcp serve``, spoken to over its standard input and output."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import ElicitResult

from tests.unit.model_context_protocol.server.conftest import CMX, ROOT
from tests.unit.model_context_protocol.server.test_calls import fields, listed
from tests.unit.model_context_protocol.server.test_confirmation import Person
from tests.unit.model_context_protocol.server.tools import ASKS, FAILS, READS, SECRET


@pytest.fixture
def serving(tmp_path: Path, environment: dict[str, str]) -> Callable[..., StdioServerParameters]:
    """Says how to start a server with more options."""

    def parameters(*options: str) -> StdioServerParameters:
        command, *arguments = [*CMX, "mcp", "serve", "--audit", str(tmp_path / "audit.jsonl"), *options]
        return StdioServerParameters(command=command, args=arguments, env=environment, cwd=ROOT)

    return parameters


@pytest.mark.anyio
async def test_a_client_of_each_era(
    serving: Callable[..., StdioServerParameters],
    audited: Callable[[], list[dict[str, Any]]],
    mode: str,
    tmp_path: Path,
) -> None:
    person = Person(ElicitResult(action="accept", content={"confirm": True}))
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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(
    serving: Callable[..., StdioServerParameters], environment: dict[str, str], number: signal.Signals
) -> None:
    server = serving()
    request = '{"jsonrpc":"2.0","id":1,"method":"ping"}\n'
    with subprocess.Popen(
        [server.command, *server.args],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(request)
        process.stdin.flush()
        assert '"id":1' in process.stdout.readline()
        process.send_signal(number)
        assert process.wait(20) in {128 + number, -number}
