"""A real ``cmx mcp serve --http``: who is let in."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
import httpx2
from anyio import to_thread
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from codomyrmex.model_context_protocol.server.tokens.static import StaticToken
from tests.servers.token_issuer import AUDIENCE, EC, ISSUER, key_set, public, token
from tests.unit.model_context_protocol.server.serving import TOKEN, Serving, cmx_on_http
from tests.unit.model_context_protocol.server.test_calls import fields, listed
from tests.unit.model_context_protocol.server.test_confirmation import Person, said
from tests.unit.model_context_protocol.server.tools import ASKS, READS, SLOW

REQUEST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
RIGHT = {
    "Authorization": f"Bearer {TOKEN}",
    "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
}


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Serving]:
    """A server for engineers."""
    audit = tmp_path_factory.mktemp("http") / "audit.jsonl"
    with cmx_on_http(environment, audit, "--role", "engineer") as server:
        yield server


def status(port: int, headers: dict[str, str], path: str = "/mcp") -> int:
    """The status of an answer to a request with these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
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
async def connected(serving: Serving, mode: str, person: Person, token: str = TOKEN) -> AsyncIterator[Client]:
    """A client with a token."""
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as web:
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


@dataclass(frozen=True)
class Issued:
    """A server for whoever has a token of the tests' issuer.

    Attributes:
        server: the server.
        audit: where it writes calls down.
    """

    server: Serving
    audit: Path

    def calls(self) -> list[dict[str, Any]]:
        """What was written down."""
        return [json.loads(line) for line in self.audit.read_text().splitlines()]


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Issued]:
    folder = tmp_path_factory.mktemp("issued")
    keys = folder / "keys.json"
    keys.write_bytes(key_set(public("ES256", EC, kid="e")))
    options = ["--jwks", str(keys), "--issuer", ISSUER, "--audience", AUDIENCE]
    with cmx_on_http(environment, folder / "audit.jsonl", *options) as server:
        yield Issued(server, folder / "audit.jsonl")


@pytest.mark.anyio
async def test_a_token_says_who_calls_and_as_what(issued: Issued, mode: str) -> None:
    subjects = {"engineer": f"ada-{mode}", "qatester": f"grace-{mode}"}
    tools: dict[str, set[str]] = {}
    answers: dict[str, dict[str, Any]] = {}
    for role, subject in subjects.items():
        bearer = token(sub=subject, role=role)
        async with connected(issued.server, mode, Person(said(True)), bearer) as client:
            tools[role] = set(await listed(client))
            answers[role] = fields(await client.call_tool(ASKS, {"key": "old"}))
            assert fields(await client.call_tool(READS, {"key": "k"}))["key"] == "k"
    assert READS in tools["qatester"] < tools["engineer"]
    assert ASKS in tools["engineer"] - tools["qatester"]
    assert answers["engineer"]["confirmed"] is True
    assert answers["qatester"]["type"] == "denied: role"
    calls = [(call["session"], call["role"], call["outcome"]) for call in issued.calls()]
    assert [call for call in calls if call[0] in subjects.values()] == [
        (subjects["engineer"], "engineer", "success"),
        (subjects["engineer"], "engineer", "success"),
        (subjects["qatester"], "qatester", "denied"),
        (subjects["qatester"], "qatester", "success"),
    ]


@pytest.mark.anyio
async def test_each_bearer_has_limits_of_its_own(issued: Issued, mode: str) -> None:
    async with connected(issued.server, mode, Person(said(True)), token(sub=f"busy-{mode}")) as client:
        answers = [fields(await client.call_tool(READS, {"key": "k"})) for _ in range(61)]
        assert [answer["status"] for answer in answers] == ["success"] * 60 + ["error"]
        assert answers[-1]["type"] == "denied: limit"
    async with connected(issued.server, mode, Person(said(True)), token(sub=f"idle-{mode}")) as client:
        assert fields(await client.call_tool(READS, {"key": "k"}))["key"] == "k"


@pytest.mark.parametrize(
    "changed", [{"role": "qatester"}, {"role": "architect"}, {"sub": "eve"}, {"azp": "another-client"}]
)
def test_a_session_of_the_protocol_is_not_for_the_bearer_of_another_token(
    issued: Issued, changed: dict[str, str]
) -> None:
    begin = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "tests", "version": "0"},
    }
    port = issued.server.port
    answered, session = _posted(port, {"method": "initialize", "params": begin}, token())
    assert (answered, session is not None) == (200, True)
    for bearer, expected in ((token(exp=int(time.time()) + 90), 200), (token(**changed), 404)):
        again, _ = _posted(port, {"method": "tools/list"}, bearer, session)
        assert again == expected


def _posted(
    port: int, message: dict[str, Any], bearer: str, session: str | None = None
) -> tuple[int, str | None]:
    """The status, and the session, of the answer to a message."""
    headers = {**RIGHT, "Authorization": f"Bearer {bearer}"}
    if session is not None:
        headers |= {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-06-18"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("POST", "/mcp", json.dumps({"jsonrpc": "2.0", "id": 1, **message}), headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Mcp-Session-Id")
    finally:
        connection.close()


def test_no_good_token_no_answer(issued: Issued) -> None:
    port = issued.server.port
    for refused in ("", TOKEN, token(exp=1), token(aud="another"), token()[:-8], token(role="admin")):
        assert status(port, {**RIGHT, "Authorization": f"Bearer {refused}"}) == 401
    good = {**RIGHT, "Authorization": f"Bearer {token()}"}
    assert status(port, good) not in {401, 403, 421}
    assert status(port, {**good, "Host": "codomyrmex.example"}) == 421


def test_clients_are_told_who_gives_tokens_out(issued: Issued) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", issued.server.port, timeout=300)
    connection.request("POST", "/mcp", REQUEST, {"Content-Type": "application/json"})
    refused = connection.getresponse()
    refused.read()
    address = f"http://127.0.0.1:{issued.server.port}"
    assert f'resource_metadata="{address}/.well-known/oauth-protected-resource/mcp"' in str(
        refused.headers["WWW-Authenticate"]
    )
    connection.request("GET", "/.well-known/oauth-protected-resource/mcp")
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert told["resource"] == f"{address}/mcp"
    assert told["authorization_servers"] == [ISSUER]
