"""The Model Context Protocol's own clients for testing a server: the inspector and the conformance suite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.process import ServerUnavailableError

SECONDS = 120


@dataclass(frozen=True)
class MCPClients:
    """The clients, and the Node.js that runs them: they want a newer one than Debian has.

    Attributes:
        modules: the folder of npm's packages.
        home: what is theirs alone.
    """

    modules: Path
    home: Path

    def inspect(self, *arguments: str) -> tuple[int, Any]:
        """Run the inspector's command line.

        Returns:
            Its exit code, and what it printed of JSON.
        """
        launcher = self.modules / "@modelcontextprotocol" / "inspector" / "clients" / "launcher" / "build"
        done = self._run(launcher / "index.js", "--cli", *arguments)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else done.stderr

    def conform(self, url: str, expected_failures: Path) -> tuple[int, str]:
        """Run all scenarios of the conformance suite.

        Args:
            url: of a server that asks for no token.
            expected_failures: the suite's list of scenarios that are known to fail.

        Returns:
            0 where these fail and no others, and what the suite says in the end.
        """
        suite = self.modules / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
        options = ["--suite", "all", "--expected-failures", str(expected_failures)]
        done = self._run(suite, "server", "--url", url, *options, "--output-dir", str(self.home / "results"))
        return done.returncode, (done.stdout + done.stderr).partition("=== SUMMARY ===")[2]

    def _run(self, program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        node = self.modules / "node" / "bin" / "node"
        command: Sequence[str | Path] = [node, program, *arguments]
        return subprocess.run(
            command,
            env={**os.environ, "HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )


@contextmanager
def mcp_clients() -> Iterator[MCPClients]:
    """The clients that bootstrap has put into the environment of this Python.

    Raises:
        ServerUnavailableError: there are none.
    """
    modules = Path(sys.prefix, "node", "node_modules")
    for package in ("node/bin/node", "@modelcontextprotocol/inspector", "@modelcontextprotocol/conformance"):
        if not (modules / package).exists():
            raise ServerUnavailableError(f"no {package} of npm (scripts/bootstrap dev, with npm)")
    with tempfile.TemporaryDirectory(prefix="mcp-clients-") as home:
        yield MCPClients(modules, Path(home))
