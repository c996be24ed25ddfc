"""Every tool and every role, through a client of the protocol."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from mcp import Client

from codomyrmex.cloud import mcp_tools
from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.limits import Limits
from codomyrmex.model_context_protocol.registry import of
from codomyrmex.model_context_protocol.roles import Role, table
from codomyrmex.model_context_protocol.server.callers import OneCaller
from codomyrmex.model_context_protocol.server.serving import GateServer
from codomyrmex.model_context_protocol.session import Session


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
@pytest.mark.parametrize("role", Role)
async def test_a_role_sees_and_reaches_its_own_tools(role: Role, mode: str, tmp_path: Path) -> None:
    gate = Gate(of([mcp_tools]))
    audit = Audit(tmp_path / "audit.jsonl", fsync=False)
    session = Session(role, audit, limits=Limits(calls_per_minute=1000))
    async with Client(GateServer(gate, OneCaller(session)), mode=mode) as client:
        listed = {tool.name for tool in (await client.list_tools()).tools}
        assert listed == {name for name, roles in table().items() if role in roles}
        for name in gate.tools:
            # Nothing is done: no tool takes such an argument.
            answer = (await client.call_tool(name, {"no_such_argument": 1})).structured_content
            assert answer is not None
            assert answer["type"] == f"denied: {'arguments' if name in listed else 'role'}", name
