"""A real ``cmx mcp serve --http``: who is let in."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
import httpx2
from anyio import to_thread
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from codomyrmex.model_context_protocol.server.http import StaticToken
from tests.unit.model_context_protocol.server.conftest import CMX, ROOT
from tests.unit.model_context_protocol.server.test_calls import fields
from tests.unit.model_context_protocol.server.test_confirmation import Person, said
from tests.unit.model_context_protocol.server.tools import ASKS, READS, SLOW

TOKEN = "a-token-of-these-tests"
REQUEST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
RIGHT = {
    "Authorization": f"Bearer {TOKEN}",
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
}


@dataclass(frozen=True)
class Serving:
    """A server.

    Attributes:
        port: where it listens.
        output: what its tools print.
    """

    port: int
    output: IO[str]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Serving]:
    """A server for engineers."""
    command = [*CMX, "mcp", "serve", "--role", "engineer", "--http", "0"]
    command += ["--audit", str(tmp_path_factory.mktemp("http") / "audit.jsonl")]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "CODOMYRMEX_MCP_TOKEN": TOKEN},
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/mcp", line)
        assert found is not None, line + process.stderr.read()
        yield Serving(int(found[1]), process.stdout)
        process.send_signal(signal.SIGTERM)
        assert TOKEN not in process.stderr.read()
        assert process.wait(20) in {128 + signal.SIGTERM, -signal.SIGTERM}


def status(port: int, headers: dict[str, str], path: str = "/mcp") -> int:
    """The status of an answer to a request with these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", path, REQUEST, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def test_who_is_let_in(serving: Serving) -> None:
    port = serving.port
    without = {name: value for name, value in RIGHT.items() if name != "Authorization"}
    for refused in ("", f"Bearer {TOKEN}x", "Bearer ", "Bearer \xfc", f"Basic {TOKEN}", TOKEN):
        assert status(port, {**without, "Authorization": refused}) == 401, refused
    assert status(port, without) == 401
    assert status(port, {**RIGHT, "Host": f"codomyrmex.example:{port}"}) == 421
    assert status(port, {**RIGHT, "Host": f"127.0.0.1:{port + 1}"}) == 421
    assert status(port, {**RIGHT, "Origin": "https://codomyrmex.example"}) == 403
    assert status(port, {**RIGHT, "Origin": "null"}) == 403
    assert status(port, {**without, "Host": "codomyrmex.example"}) == 401
    assert status(port, {**RIGHT, "Origin": f"http://127.0.0.1:{port}"}) not in {401, 403, 421}
    assert status(port, RIGHT, "/") == 404


@asynccontextmanager
async def connected(serving: Serving, mode: str, person: Person) -> AsyncIterator[Client]:
    """A client with the token."""
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as web:
        transport = streamable_http_client(f"http://127.0.0.1:{serving.port}/mcp", http_client=web)
        async with Client(transport, mode=mode, elicitation_callback=person) as client:
            yield client


@pytest.mark.anyio
async def test_a_client_with_the_token(serving: Serving, mode: str) -> None:
    person = Person(said(True))
    async with connected(serving, mode, person) as client:
        assert fields(await client.call_tool(READS, {"key": "k"}))["key"] == "k"
        assert fields(await client.call_tool(ASKS, {"key": "old"}))["confirmed"] is True
    assert person.asked == ["Delete old?"]


@pytest.mark.anyio
async def test_work_that_nobody_waits_for_ends(serving: Serving, mode: str) -> None:
    async with connected(serving, mode, Person(said(True))) as client:
        async with anyio.create_task_group() as waiting:
            waiting.start_soon(client.call_tool, SLOW, {})
            assert await to_thread.run_sync(serving.output.readline) == "at work\n"
            waiting.cancel_scope.cancel()
        assert await to_thread.run_sync(serving.output.readline) == "ended\n"


@pytest.mark.anyio
async def test_a_token_is_kept_nowhere() -> None:
    verifier = StaticToken(TOKEN)
    access = await verifier.verify_token(TOKEN)
    assert access is not None
    assert TOKEN not in repr(access) + repr(verifier)
    assert await verifier.verify_token(TOKEN[:-1]) is None
    with pytest.raises(ValueError, match="lets everybody in"):
        StaticToken("")
