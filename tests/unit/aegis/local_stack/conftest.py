"""The stack of a test, which goes after it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.local_stack import ceph, postgresql
from tests.servers.process import reserved_port
from tests.unit.aegis.local_stack.project import Project


def need(programs: bool, what: str) -> None:
    """Skip the test where the machine lacks something; fail where all servers are demanded."""
    if not programs and os.environ.get("CODOMYRMEX_REQUIRE_SERVERS") == "1":
        pytest.fail(f"{what} is not installed")
    if not programs:
        pytest.skip(f"{what} is not installed (scripts/bootstrap debian)")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project whose stack has free ports."""
    need(postgresql.is_installed(), "PostgreSQL")
    with reserved_port() as store, reserved_port() as database, ExitStack() as after:
        project = Project(tmp_path, OBJECT_STORE_PORT=str(store), POSTGRES_PORT=str(database))
        after.callback(project.run, "reset", "--native")
        # Whatever a test makes of it, the stack of the end is that of the ports.
        after.callback(project.env_file.unlink, missing_ok=True)
        yield project


@pytest.fixture
def ceph_installed() -> None:
    """Nothing, where Ceph is installed."""
    need(ceph.is_installed(), "Ceph")
