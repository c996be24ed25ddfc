"""The stack that the journey is made on: one that runs, or the native one, started in a new folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from dotenv import dotenv_values

from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.local_stack import postgresql
from tests.acceptance.journey import Journey
from tests.servers.mlflow import QUIET, tracking
from tests.servers.process import reserved_port
from tests.unit.aegis.local_stack.conftest import need
from tests.unit.aegis.local_stack.project import Project

RUNNING = os.environ.get("ACCEPTANCE_ENV_FILE")
"""The ``.env`` of a stack that runs already, as the compose stack does in the workflow."""


@pytest.fixture(scope="module")
def env_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The ``.env`` of the stack."""
    if RUNNING:
        yield Path(RUNNING).absolute()
        return
    need(postgresql.is_installed(), "PostgreSQL")
    with reserved_port() as store, reserved_port() as database:
        ports = {"OBJECT_STORE_PORT": str(store), "POSTGRES_PORT": str(database)}
        project = Project(tmp_path_factory.mktemp("stack"), **ports)
        try:
            project.up("--native")
            yield project.env_file
        finally:
            project.run("reset", "--native")


@pytest.fixture
def journey(env_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journey]:
    """An application in a folder with this ``.env``, and ``mlflow server`` for it."""
    (tmp_path / ".env").write_bytes(env_file.read_bytes())
    monkeypatch.chdir(tmp_path)
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    lines = {name: value for name, value in dotenv_values(env_file).items() if value}
    settings = {name: lines[name] for name in lines if name.startswith(("OBJECT_STORE_", "DATABASE_URL"))}
    made = Journey(tmp_path, settings, monkeypatch)
    artifacts = f"aegis-storage://{made.prefix}"
    try:
        with tracking(tmp_path, made.settings["DATABASE_URL"], artifacts, made.settings) as server:
            made.tracking = server
            yield made
    finally:
        made.leave()
        vars(config).pop("cfg", None)
