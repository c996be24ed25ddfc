"""The stack in containers, by a compose file."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.ports import OF_DATABASE, OF_STORE, port_held
from aegis_multimodal_ai_system.local_stack.settings import StackSettings
from aegis_multimodal_ai_system.local_stack.state import State

FILE = "docker-compose.dev.yml"
STORE = "object-store"
DATABASE = "database"

_ENGINES = (("docker", "compose"), ("podman", "compose"))
_ANSWER_SECONDS = 20


def find_engine() -> tuple[str, ...] | None:
    """The command of the first engine that answers and has compose."""
    for command in _ENGINES:
        if _succeeds(command[0], "info") and _succeeds(*command, "version"):
            return command
    return None


def _succeeds(*command: str) -> bool:
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_ANSWER_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


class ContainerStack:
    """The services of the compose file.

    Args:
        engine: the command of compose.
        project: the folder with the file.
        settings: what the file's variables are.
    """

    def __init__(self, engine: tuple[str, ...], project: Path, settings: StackSettings) -> None:
        self._command = (*engine, "--file", str(project / FILE))
        self._project = project
        self._settings = settings
        self._variables: Mapping[str, str] = {**os.environ, **settings.lines()}

    def up(self) -> None:
        """Start the services, and wait until they are healthy."""
        if not self._running():
            self._check_ports()
        self._run("up", "--detach", "--wait")

    def _check_ports(self) -> None:
        """The engine says less clearly that a port is taken, and after it has made much."""
        store, database = self._settings.store, self._settings.database
        with port_held(store.port, OF_STORE), port_held(database.port, OF_DATABASE):
            pass

    def down(self) -> None:
        """Stop the services; their volumes stay."""
        self._run("down")

    def erase(self) -> None:
        """Stop the services, and delete their volumes."""
        self._run("down", "--volumes")

    def state(self) -> State:
        """What runs."""
        running = self._running()
        return State("MinIO", STORE in running, "PostgreSQL", DATABASE in running)

    def _running(self) -> set[str]:
        printed = self._run("ps", "--format", "json")
        # Some versions print a list, others an object a line.
        found = json.loads(printed) if printed.startswith("[") else map(json.loads, printed.splitlines())
        return {service["Service"] for service in found if service.get("State") == "running"}

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._command, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            cwd=self._project,
            env=dict(self._variables),
            check=False,
        )
        if done.returncode != 0:
            said = (done.stderr.strip() or "nothing").splitlines()[-1]
            raise LocalStackError(f"{' '.join(self._command[:2])} {arguments[0]} failed: {said}")
        return done.stdout.strip()
