"""A real ``cmx mcp serve --http``: who is let in."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
from collections.abc import Iterator

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult

from codomyrmex.model_context_protocol.server.http import StaticToken
from tests.unit.model_context_protocol.server.conftest import CMX, ROOT
from tests.unit.model_context_protocol.server.test_calls import fields
from tests.unit.model_context_protocol.server.test_confirmation import Person
from tests.unit.model_context_protocol.server.tools import ASKS, READS

TOKEN = "a-token-of-these-tests"
REQUEST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
RIGHT = {
    "Authorization": f"Bearer {TOKEN}",
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[int]:
    """The port of a server."""
    command = [*CMX, "mcp", "serve", "--role", "engineer", "--http", "0"]
    command += ["--audit", str(tmp_path_factory.mktemp("http") / "audit.jsonl")]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "CODOMYRMEX_MCP_TOKEN": TOKEN},
        cwd=ROOT,
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/mcp", line)
        assert found is not None, line + process.stderr.read()
        yield int(found[1])
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


def test_who_is_let_in(port: int) -> None:
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


@pytest.mark.anyio
async def test_a_client_with_the_token(port: int, mode: str) -> None:
    person = Person(ElicitResult(action="accept", content={"confirm": True}))
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as web:
        transport = streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=web)
        async with Client(transport, mode=mode, elicitation_callback=person) as client:
            assert fields(await client.call_tool(READS, {"key": "k"}))["key"] == "k"
            assert fields(await client.call_tool(ASKS, {"key": "old"}))["confirmed"] is True
    assert person.asked == ["Delete old?"]


@pytest.mark.anyio
async def test_a_token_is_kept_nowhere() -> None:
    verifier = StaticToken(TOKEN)
    access = await verifier.verify_token(TOKEN)
    assert access is not None
    assert TOKEN not in repr(access) + repr(verifier)
    assert await verifier.verify_token(TOKEN[:-1]) is None
    with pytest.raises(ValueError, match="lets everybody in"):
        StaticToken("")
