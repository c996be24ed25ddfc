"""Runs the real ``cmx`` in a process of its own, on a store in a temporary folder."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from codomyrmex.cloud import LocalStorageClient
from codomyrmex.cloud.cli import edge
from codomyrmex.cloud.cli.app import cmx as program
from codomyrmex.cloud.cli.session import Session
from tests.contract.coda_account import coda
from tests.servers.s3_server import S3Server

__all__ = ["coda"]

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
_SLOW_TO_IMPORT = {"openstack_cloud", "coda", "newsletter_server"}
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
def cmx(request: pytest.FixtureRequest) -> Cmx:
    """Runs ``cmx`` with arguments and standard input: a process each, and for what has slow imports and few
    surprises at the edge, this one."""
    request.getfixturevalue("root")
    start = _in_this_process if _SLOW_TO_IMPORT & {*request.fixturenames} else _in_its_own_process

    def run(*arguments: str | Path, stdin: bytes = b"") -> Outcome:
        outcome = start([str(argument) for argument in arguments], stdin)
        assert "Traceback" not in outcome.err, outcome.err
        return outcome

    return run


def _in_its_own_process(arguments: list[str], stdin: bytes) -> Outcome:
    done = subprocess.run(
        [*PROGRAM, *arguments], input=stdin, capture_output=True, check=False, timeout=300, env=os.environ
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def _in_this_process(arguments: list[str], stdin: bytes) -> Outcome:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    with CliRunner().isolation(input=stdin) as (out, err, _both):
        try:
            code = edge.run(arguments)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
            gc.unfreeze()
    return Outcome(code, out.getvalue().decode(), err.getvalue().decode())


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
