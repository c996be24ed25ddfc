"""The real server, and one with the names of the conformance suite, against the protocol's own clients."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from tests.conftest import available
from tests.servers.bearer_proxy import BearerProxy
from tests.servers.mcp_clients import MCPClients, mcp_clients
from tests.unit.model_context_protocol.server import named_tools
from tests.unit.model_context_protocol.server.conftest import CMX
from tests.unit.model_context_protocol.server.serving import TOKEN, cmx_on_http, serving
from tests.unit.model_context_protocol.server.tools import ASKS, FAILS, READS, SECRET

EXPECTED = Path(__file__).parent / "conformance"
A_TOOL_REPORTED_AN_ERROR = 5


@pytest.fixture(scope="module")
def clients(pytestconfig: pytest.Config) -> Iterator[MCPClients]:
    with available("mcp-clients", mcp_clients, pytestconfig) as found:
        yield found


@pytest.fixture(params=["stdio", "http"])
def server(
    request: pytest.FixtureRequest, environment: dict[str, str], tmp_path: Path
) -> Iterator[list[str]]:
    """What the inspector has to be told to reach a server for engineers."""
    audit = tmp_path / "audit.jsonl"
    if request.param == "stdio":
        variables = ["-e", f"PYTHONPATH={environment['PYTHONPATH']}"]
        yield [*variables, *CMX, "mcp", "serve", "--role", "engineer", "--audit", str(audit)]
        return
    with cmx_on_http(environment, audit, "--role", "engineer") as running:
        url = f"http://127.0.0.1:{running.port}/mcp"
        yield [url, "--transport", "http", "--header", f"Authorization: Bearer {TOKEN}"]


def test_the_inspector_lists_and_calls(clients: MCPClients, server: list[str], tmp_path: Path) -> None:
    status, listed = clients.inspect(*server, "--method", "tools/list")
    assert status == 0, listed
    assert {READS, ASKS} <= {tool["name"] for tool in listed["tools"]}
    call = [*server, "--method", "tools/call", "--tool-name"]
    status, answer = clients.inspect(*call, READS, "--tool-arg", "key=k", "--tool-arg", "number=2")
    assert (status, answer["structuredContent"]) == (0, {"status": "success", "key": "k", "number": 2})
    status, failed = clients.inspect(*call, FAILS)
    assert (status, failed["isError"]) == (A_TOOL_REPORTED_AN_ERROR, True)
    assert SECRET not in json.dumps(failed)
    status, denied = clients.inspect(*call, ASKS, "--tool-arg", "key=old")
    assert (status, denied["structuredContent"]["type"]) == (A_TOOL_REPORTED_AN_ERROR, "denied: confirmation")
    written = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [line["outcome"] for line in written] == ["success", "error", "denied"]


def test_the_inspector_is_refused_without_a_token(
    clients: MCPClients, environment: dict[str, str], tmp_path: Path
) -> None:
    with cmx_on_http(environment, tmp_path / "audit.jsonl") as running:
        url = f"http://127.0.0.1:{running.port}/mcp"
        status, said = clients.inspect(url, "--transport", "http", "--method", "tools/list")
    assert status not in {0, A_TOOL_REPORTED_AN_ERROR}
    assert READS not in json.dumps(said)


def test_the_real_server_conforms(clients: MCPClients, environment: dict[str, str], tmp_path: Path) -> None:
    with (
        cmx_on_http(environment, tmp_path / "audit.jsonl", "--role", "engineer") as running,
        BearerProxy(running.port, TOKEN) as proxy,
    ):
        status, summary = clients.conform(f"{proxy.endpoint}/mcp", EXPECTED / "real.yml")
    assert status == 0, summary


def test_what_carries_every_kind_of_answer_conforms(clients: MCPClients, environment: dict[str, str]) -> None:
    with (
        serving([sys.executable, "-m", named_tools.__name__, TOKEN], environment) as running,
        BearerProxy(running.port, TOKEN) as proxy,
    ):
        status, summary = clients.conform(f"{proxy.endpoint}/mcp", EXPECTED / "named.yml")
    assert status == 0, summary
