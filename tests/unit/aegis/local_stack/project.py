"""A project of its own for each test, in which the script runs as a developer runs it."""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from dotenv import dotenv_values

from aegis_multimodal_ai_system.storage import MinIOStorageAdapter

SOURCE = Path(__file__).parents[4]
SCRIPT = Path("scripts", "local_dev_setup.sh")
NO_ENGINE = "unix:///nowhere.sock"


class Project:
    """A folder with the script and the compose file.

    Args:
        folder: where it is.
        variables: of the environment.
    """

    def __init__(self, folder: Path, **variables: str) -> None:
        self.folder = folder
        self.env_file = folder / ".env"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHON": sys.executable,
            "PYTHONPATH": str(SOURCE / "src"),
            "DOCKER_HOST": NO_ENGINE,
            "CONTAINER_HOST": NO_ENGINE,
            **variables,
        }
        (folder / SCRIPT.parent).mkdir()
        for path in (SCRIPT, Path("docker-compose.dev.yml")):
            shutil.copy(SOURCE / path, folder / path)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the script, from another folder."""
        return subprocess.run(
            [self.folder / SCRIPT, *arguments],
            capture_output=True,
            text=True,
            cwd="/",
            env=self.environment,
            timeout=300,
        )

    def up(self, *arguments: str) -> str:
        """Start the stack.

        Returns:
            What the script prints.
        """
        done = self.run("up", *arguments)
        assert done.returncode == 0, done.stderr
        assert not [secret for secret in self.secrets() if secret in done.stdout + done.stderr]
        return done.stdout

    def secrets(self) -> list[str]:
        """What must not be shown."""
        values = dotenv_values(self.env_file)
        return [
            values[name] or "" for name in ("OBJECT_STORE_SECRET_KEY", "POSTGRES_PASSWORD", "DATABASE_URL")
        ]

    def processes(self) -> dict[str, int]:
        """The processes, by the names of their files."""
        files = (self.folder / ".aegis").glob("*.pid")
        return {file.stem: int(file.read_text().split()[0]) for file in files}

    def crash(self) -> None:
        """Kill all processes at once, and wait until they are gone."""
        handles = [os.pidfd_open(number) for number in self.processes().values()]
        for handle in handles:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        for handle in handles:
            select.select([handle], [], [])
            os.close(handle)

    def storage(self) -> MinIOStorageAdapter:
        """A client of the object store, by what is in the file."""
        values = dotenv_values(self.env_file)
        return MinIOStorageAdapter(
            values["OBJECT_STORE_BUCKET"] or "",
            endpoint_url=values["OBJECT_STORE_ENDPOINT"],
            access_key=values["OBJECT_STORE_ACCESS_KEY"],
            secret_key=values["OBJECT_STORE_SECRET_KEY"],
        )

    def query(self, statement: str) -> str:
        """Ask the database, by what is in the file."""
        url = dotenv_values(self.env_file)["DATABASE_URL"] or ""
        command = ["psql", "--no-psqlrc", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", statement, url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
