"""MLflow's two servers, of runs and of predictions, each on a free port of 127.0.0.1."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.process import Child, answers, clean_environment, reserved_port

SOURCE = Path(__file__).parents[2] / "src"
START_SECONDS = 240
QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "GIT_PYTHON_REFRESH": "quiet"}
"""What keeps MLflow from reporting to its makers, here and in its servers."""


class MLflowServer:
    """A server that was started, and that takes its time: its imports alone are seconds.

    Attributes:
        url: its address.
    """

    def __init__(self, command: list[str], folder: Path, variables: Mapping[str, str], path: str) -> None:
        self._reserved = ExitStack()
        self._port = port = self._reserved.enter_context(reserved_port())
        self.url = f"http://127.0.0.1:{port}"
        self._health = self.url + path
        environment = clean_environment(folder) | QUIET | {"PYTHONPATH": str(SOURCE)} | dict(variables)
        # It calls uvicorn by its name.
        environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
        self._child = Child(
            [sys.executable, "-m", "mlflow", *command, "--host", "127.0.0.1", "--port", str(port)],
            log=folder / f"mlflow-{port}.log",
            env=environment,
        )

    def wait(self) -> str:
        """Wait until it answers; gives its address."""
        self._child.wait_until(self._answers, START_SECONDS)
        return self.url

    def stop(self) -> None:
        """End it."""
        self._child.stop()
        self._reserved.close()

    def _answers(self) -> bool:
        if not answers(self._port):
            return False
        try:
            with urllib.request.urlopen(self._health, timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def tracking(
    folder: Path, database: str, artifacts: str, variables: Mapping[str, str]
) -> Iterator[MLflowServer]:
    """``mlflow server`` until the block ends. It is not waited for.

    Arguments:
        folder: for its log.
        database: ``postgresql://…``; its tables are made at the start.
        artifacts: the address where it keeps what clients send it.
        variables: settings of the bucket.
    """
    store = database.replace("postgresql://", "postgresql+psycopg://", 1)
    # One worker, and none for jobs: each costs its imports.
    command = ["server", "--backend-store-uri", store, "--artifacts-destination", artifacts, "--workers", "1"]
    server = MLflowServer(
        command, folder, {**variables, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}, "/health"
    )
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def serving(folder: Path, model: str, variables: Mapping[str, str]) -> Iterator[MLflowServer]:
    """``mlflow models serve`` in this environment until the block ends. It is not waited for.

    Arguments:
        folder: for its log.
        model: the address of the model.
        variables: settings of the registry.
    """
    command = ["models", "serve", "--model-uri", model, "--env-manager", "local", "--workers", "1"]
    server = MLflowServer(command, folder, variables, "/ping")
    try:
        yield server
    finally:
        server.stop()
