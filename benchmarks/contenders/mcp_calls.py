"""Calls of tools: ``gate|fsync COUNT`` makes calls of a tool that does nothing, ``stdio`` starts a server.

``gate`` keeps its audit without fsync. ``stdio`` ends with the first answer of a new server.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders.meter import measure


def calls(count: int, *, fsync: bool, folder: Path) -> Callable[[], None]:
    """Calls of a tool that does nothing, through the gate."""
    from codomyrmex.model_context_protocol import Gate, Role, Session, mcp_tool
    from codomyrmex.model_context_protocol.audit import Audit
    from codomyrmex.model_context_protocol.declaration import declared
    from codomyrmex.model_context_protocol.limits import Limits

    @mcp_tool("codomyrmex.storage_stat_object")
    def nothing(key: str) -> dict[str, str]:
        """Do nothing."""
        return {"key": key}

    tool = declared(nothing)
    assert tool is not None
    gate = Gate({tool.name: tool})
    audit = Audit(folder / "audit.jsonl", fsync=fsync)
    session = Session(Role.ENGINEER, audit, limits=Limits(calls_per_minute=1 << 30))
    gate.call(session, tool.name, {"key": "k"})

    def work() -> None:
        for _ in range(count):
            assert gate.call(session, tool.name, {"key": "k"})["status"] == "success"

    return work


def first_answer() -> None:
    """Start a server on standard input and output, and list its tools."""
    import anyio
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    command = ["-m", "codomyrmex.cloud.cli", "mcp", "serve", "--role", "qatester"]
    server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))

    async def talk() -> None:
        async with Client(stdio_client(server)) as client:
            assert (await client.list_tools()).tools

    anyio.run(talk)


def main() -> None:
    """Measure one piece of work."""
    what, *count = sys.argv[1:]
    if what == "stdio":
        import mcp  # noqa: F401 - of the client, which is not what is measured

        measure(first_answer)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(calls(int(count[0]), fsync=what == "fsync", folder=Path(folder)))


if __name__ == "__main__":
    main()
