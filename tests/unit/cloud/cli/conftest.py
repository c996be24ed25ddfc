"""Runs the real ``cmx`` in a process of its own, on a store in a temporary folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from codomyrmex.cloud import LocalStorageClient
from codomyrmex.cloud.cli.app import cmx as program
from codomyrmex.cloud.cli.session import Session
from tests.servers.s3_server import S3Server

PROGRAM = [sys.executable, "-m", "codomyrmex.cloud.cli"]


@dataclass(frozen=True)
class Outcome:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """The JSON object of each line of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> Any:
        """The only JSON object."""
        (found,) = self.lines
        return found


Cmx = Callable[..., Outcome]
Run = Callable[..., Any]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder behind ``local://``."""
    folder = tmp_path / "store"
    monkeypatch.setenv("CODOMYRMEX_LOCAL_ROOT", str(folder))
    return folder


@pytest.fixture
def store(root: Path) -> LocalStorageClient:
    """The store behind ``local://``, with an empty bucket ``b``."""
    client = LocalStorageClient(root)
    client.create_bucket("b")
    return client


@pytest.fixture
def cmx(root: Path) -> Cmx:
    """Runs ``cmx`` with arguments and standard input."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        command = [*PROGRAM, *map(str, arguments)]
        environment = os.environ | {"CODOMYRMEX_LOCAL_ROOT": str(root)}
        done = subprocess.run(
            command, input=stdin, capture_output=True, check=False, timeout=60, env=environment
        )
        outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in outcome.err, outcome.err
        return outcome

    return run


@pytest.fixture
def run(project: Any) -> Run:
    """Runs ``cmx`` in this process as the user of a project of OpenStack, the fixture ``project`` of the
    module. Gives what it prints, with ``--json`` the object; what it raises is raised."""
    environment = {
        "INFOMANIAK_AUTH_URL": project.auth_url,
        "INFOMANIAK_REGION": project.region,
        "INFOMANIAK_USERNAME": project.username,
        "INFOMANIAK_PASSWORD": project.password,
        "INFOMANIAK_PROJECT_ID": project.project_id,
    }

    def run(*arguments: object) -> Any:
        words = [str(argument) for argument in arguments]
        done = CliRunner().invoke(program, words, obj=Session(), env=environment, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout) if "--json" in words else done.stdout

    return run


@pytest.fixture
def tree(tmp_path: Path) -> dict[str, bytes]:
    """A small tree of files at ``tmp_path / "tree"``, by their relative names."""
    files = {"a.txt": b"alpha", "logs/b.log": b"beta", "logs/old/c.log": b"gamma", "d.csv": b""}
    for name, data in files.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return files


@pytest.fixture
def minio(moto_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """An S3 server behind ``minio://``."""
    monkeypatch.setenv("MINIO_ENDPOINT", moto_server.endpoint)
    monkeypatch.setenv("MINIO_ACCESS_KEY", moto_server.access_key)
    monkeypatch.setenv("MINIO_SECRET_KEY", moto_server.secret_key)
    return moto_server
