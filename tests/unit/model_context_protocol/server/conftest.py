"""Gates, sessions and clients of the tests of servers."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.registry import of
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.session import Session
from tests.unit.model_context_protocol.server import tools

ROOT = Path(__file__).parents[4]
CMX = [sys.executable, "-m", "codomyrmex.cloud.cli"]


class Written(Audit):
    """An audit that hands over what it writes down."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, fsync=False)
        self.lines: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def record(self, **fields: Any) -> None:
        """Write a line."""
        super().record(**fields)
        self.lines.put(fields)

    def next(self) -> dict[str, Any]:
        """The next line; it waits for it."""
        return self.lines.get(timeout=300)


@pytest.fixture
def anyio_backend() -> str:
    """What runs the asynchronous tests."""
    return "asyncio"


@pytest.fixture(params=["2026-07-28", "legacy"])
def mode(request: pytest.FixtureRequest) -> str:
    """Both eras of the protocol."""
    return str(request.param)


@pytest.fixture
def gate() -> Gate:
    """The gate before the tools of these tests."""
    return Gate(of([tools]))


@pytest.fixture
def audit(tmp_path: Path) -> Written:
    """Where calls are written down."""
    return Written(tmp_path / "audit.jsonl")


@pytest.fixture
def engineer(audit: Written) -> Session:
    """Who may use every tool of the table."""
    return Session(Role.ENGINEER, audit)


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a ``cmx`` whose tools are those of these tests.

    What is installed first on the path is what counts of this library, and it says where tools are.
    """
    installed = tmp_path_factory.mktemp("installed") / "codomyrmex_cloud-0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: codomyrmex-cloud\nVersion: 0\n")
    (installed / "entry_points.txt").write_text(f"[codomyrmex.mcp_tools]\nthese = {tools.__name__}\n")
    places = [installed.parent, ROOT / "src", ROOT]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))}


@pytest.fixture
def audited(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """Reads what a server of its own has written down at ``audit.jsonl``."""
    return lambda: [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
