"""Servers on HTTP in processes of their own."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.unit.model_context_protocol.server.conftest import CMX, ROOT

TOKEN = "a-token-of-these-tests"


@dataclass(frozen=True)
class Serving:
    """A server.

    Attributes:
        port: where it listens.
        output: what its tools print.
    """

    port: int
    output: IO[str]


def cmx_on_http(environment: dict[str, str], audit: Path, *options: str) -> AbstractContextManager[Serving]:
    """``cmx mcp serve --http`` with these options."""
    return serving([*CMX, "mcp", "serve", "--http", "0", "--audit", str(audit), *options], environment)


@contextmanager
def serving(command: Sequence[str], environment: dict[str, str]) -> Iterator[Serving]:
    """What this command starts, until the block ends. It says no token, and ends when it is told to."""
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
