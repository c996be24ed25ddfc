"""Clients of ``cmx mcp serve --http`` at once: ``CLIENTS CALLS``, each with a token of its own.

Each client lists the tools and makes its calls; an answer that is an error, or none, ends the measurement.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from benchmarks.contenders.meter import measure
from tests.servers.token_issuer import AUDIENCE, EC, ISSUER, key_set, public, token

TOOL = "codomyrmex.storage_list_buckets"


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of a server whose tools see an empty store."""
    keys = folder / "keys.json"
    keys.write_bytes(key_set(public("ES256", EC, kid="e")))
    command = [sys.executable, "-m", "codomyrmex.cloud.cli", "mcp", "serve", "--http", "0"]
    command += ["--jwks", str(keys), "--issuer", ISSUER, "--audience", AUDIENCE]
    command += ["--audit", str(folder / "audit.jsonl")]
    seen = {**os.environ, "CODOMYRMEX_LOCAL_ROOT": str(folder / "store")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=seen) as process:
        assert process.stderr is not None
        found = re.search(r"http://\S+", process.stderr.readline())
        assert found is not None
        yield found[0]
        process.terminate()


async def talk(address: str, number: int, calls: int, answers: list[str]) -> None:
    """Be one client."""
    bearer = token(sub=f"agent-{number}", role="qatester")
    limits = httpx2.Timeout(120)
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {bearer}"}, timeout=limits) as web,
        Client(streamable_http_client(address, http_client=web)) as client,
    ):
        assert (await client.list_tools()).tools
        answers.append("tools")
        for _ in range(calls):
            answer = await client.call_tool(TOOL, {"profile": "local"})
            assert not answer.is_error, answer
            answers.append(TOOL)


async def talk_all(address: str, clients: int, calls: int, answers: list[str]) -> None:
    """Be all clients at once."""
    async with anyio.create_task_group() as group:
        for number in range(clients):
            group.start_soon(talk, address, number, calls, answers)


def main() -> None:
    """Measure until the last client has its last answer."""
    clients, calls = map(int, sys.argv[1:])
    answers: list[str] = []
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as address:
        measure(lambda: anyio.run(talk_all, address, clients, calls, answers), answers)


if __name__ == "__main__":
    main()
