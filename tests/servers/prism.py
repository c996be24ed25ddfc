"""Prism: answers as an OpenAPI description says, and refuses each request that is not as it says.

It refuses with the description's own 400 or 422, or with one of its own, and says what is wrong in its log.
It keeps nothing: what it answers are the description's examples, or values made up from its schemas.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.process import (
    ServerUnavailableError,
    answers,
    clean_environment,
    reserved_port,
    running,
    wait_until,
)

_RECEIVED = re.compile(r"\[HTTP SERVER\] (\w+) (\S+) .*Request received")


@dataclass(frozen=True)
class PrismServer:
    """A service on loopback that is nothing but its description."""

    url: str
    log: Path

    def size(self) -> int:
        """How much it has logged until now."""
        return self.log.stat().st_size

    def requests(self, after: int) -> list[tuple[str, str]]:
        """Verb and path of each request since the log was this large, of one at least: logs come late."""
        wait_until(lambda: bool(self._received(after)), "a request in Prism's log")
        return self._received(after)

    def said(self, after: int) -> str:
        """What it has logged since the log was this large."""
        with self.log.open("rb") as file:
            file.seek(after)
            return file.read().decode(errors="replace")

    def _received(self, after: int) -> list[tuple[str, str]]:
        return [(verb.upper(), path) for verb, path in _RECEIVED.findall(self.said(after))]


def prism_program() -> str:
    """Path of ``prism``: the one that bootstrap put into the environment of this Python, else the path's.

    Raises:
        ServerUnavailableError: there is none.
    """
    installed = Path(sys.prefix, "node", "node_modules", ".bin")
    program = shutil.which("prism", path=str(installed)) or shutil.which("prism")
    if program is None or shutil.which("node") is None:
        raise ServerUnavailableError("prism not installed (scripts/bootstrap dev, with npm)")
    return program


@contextmanager
def prism(description: dict[str, Any]) -> Iterator[PrismServer]:
    """Run the server of an OpenAPI description for as long as the block lasts.

    Raises:
        ServerUnavailableError: it is not installed.
    """
    program = prism_program()
    with reserved_port() as port, tempfile.TemporaryDirectory(prefix="prism-") as folder:
        document, log = Path(folder, "openapi.json"), Path(folder, "log")
        document.write_text(json.dumps(description))
        command = [program, "mock", "--host", "127.0.0.1", "--port", str(port), str(document)]
        environment = clean_environment(Path(folder))
        with running(command, ready=lambda: answers(port), log=log, env=environment):
            yield PrismServer(f"http://127.0.0.1:{port}", log)
