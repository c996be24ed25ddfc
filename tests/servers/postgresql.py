"""PostgreSQL, from Debian's package, on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import ServerUnavailableError, answers, clean_environment, reserved_port, running

_SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": ""}


@dataclass(frozen=True)
class PostgreSQLServer:
    """A running server.

    Attributes:
        port: it listens on.
        password: of its user ``aegis``, who may do everything.
        programs: the folder of its programs.
    """

    port: int
    password: str
    programs: Path

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as in ``DATABASE_URL``."""
        return f"postgresql://aegis:{self.password}@127.0.0.1:{self.port}/{database}"

    def create_database(self) -> str:
        """Make an empty database; gives its address."""
        name = f"aegis_{secrets.token_hex(6)}"
        self._run("createdb", name)
        return self.url(name)

    def _run(self, program: str, *arguments: str) -> None:
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--username", "aegis"]
        environment = {**os.environ, "PGPASSWORD": self.password}
        subprocess.run(
            [self.programs / program, *where, *arguments], env=environment, check=True, capture_output=True
        )


def server_programs() -> Path:
    """The folder of its programs, of the newest version.

    Raises:
        ServerUnavailableError: it is not installed.
    """
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    if not folders and on_path is None:
        raise ServerUnavailableError("no postgresql (scripts/bootstrap debian)")
    return folders[-1] if folders else Path(str(on_path)).parent


def as_its_user(folder: Path) -> list[str]:
    """What a command begins with: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextmanager
def postgresql(*, fsync: bool = False) -> Iterator[PostgreSQLServer]:
    """Run it until the block ends.

    Args:
        fsync: whether what is committed is to be on the disk; tests do without.

    Raises:
        ServerUnavailableError: it is not installed.
    """
    programs = server_programs()
    with reserved_port() as port, tempfile.TemporaryDirectory(prefix="postgresql-", dir="/tmp") as name:
        folder = Path(name)
        server = PostgreSQLServer(port, secrets.token_hex(12), programs)
        prefix, environment = as_its_user(folder), clean_environment(folder)
        (folder / "password").write_text(server.password)
        (folder / "password").chmod(0o644)
        make: list[str | Path] = [
            "-D",
            folder / "data",
            "-U",
            "aegis",
            "--pwfile",
            folder / "password",
            "-A",
            "scram-sha-256",
        ]
        subprocess.run(
            [*prefix, programs / "initdb", *make, "--no-sync", "-E", "UTF8"],
            env=environment,
            check=True,
            capture_output=True,
        )
        values = {**_SETTINGS, "fsync": "on" if fsync else "off"}
        settings = [f"--{key}={value}" for key, value in values.items()]
        command: list[str | Path] = [
            *prefix,
            programs / "postgres",
            "-D",
            folder / "data",
            "-p",
            str(server.port),
            *settings,
        ]

        def ready() -> bool:
            asked: list[str | Path] = [
                programs / "pg_isready",
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                str(server.port),
            ]
            return answers(server.port) and subprocess.run(asked, check=False).returncode == 0

        with running(command, ready=ready, log=folder / "log", env=environment):
            yield server
