"""PostgreSQL, from Debian's packages or others."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.daemon import Account, Daemon, wait_until
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.ports import LOOPBACK, OF_DATABASE, port_held
from aegis_multimodal_ai_system.local_stack.server import Server, environment, run
from aegis_multimodal_ai_system.local_stack.settings import StackSettings

SYSTEM_FOLDER = Path("/var/lib/aegis-local-stack")
_DEBIAN = Path("/usr/lib/postgresql")
_ACCOUNT = "postgres"


class PostgreSQL(Server):
    """The database.

    It refuses to run as root. Root's runs as ``postgres``, and its data is below ``/var/lib``, as that user
    cannot reach into the folders of root.

    Args:
        folder: the folder of the state.
        settings: its port, and who may use it.
    """

    title = "PostgreSQL"

    def __init__(self, folder: Path, settings: StackSettings) -> None:
        self._folder = folder
        self._endpoint = settings.database
        self._is_root = os.geteuid() == 0
        name = sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
        self._home = (SYSTEM_FOLDER / name if self._is_root else folder / "postgresql").resolve()
        self._data = self._home / "data"
        self._daemon = Daemon("postgresql", folder)
        self.daemons = (self._daemon,)

    def start(self) -> None:
        programs = self._programs()
        with port_held(self._endpoint.port, OF_DATABASE):
            self._start(programs)
        self._create_database(programs)

    def stop(self) -> None:
        # Sessions are ended, and all is written.
        self._daemon.stop(signal.SIGINT)

    def erase(self) -> None:
        if self._home.exists():
            shutil.rmtree(self._home)

    def _start(self, programs: Path) -> None:
        account = self._account()
        if not self._data.is_dir():
            self._create(programs, account)
        self._forget_crash()
        command: list[str | Path] = [
            programs / "postgres",
            *("-D", self._data),
            *("-p", str(self._endpoint.port)),
            *("-c", f"listen_addresses={LOOPBACK}"),
            # Debian's default folder for sockets is the system's.
            *("-c", "unix_socket_directories="),
        ]
        self._daemon.start(command, self._environment(), account)
        self._daemon.wait_until(lambda: self._accepts(programs))

    def _programs(self) -> Path:
        """The folder with the programs, of the version that made the data where there is data."""
        try:
            version = (self._data / "PG_VERSION").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            version = "*"
        installed = _installed(version)
        if not installed:
            which = "PostgreSQL" if version == "*" else f"PostgreSQL {version}, which made the data,"
            raise LocalStackError(f"{which} is not installed; on Debian, apt install postgresql does it.")
        return max(installed, key=lambda folder: (folder.parent.name.zfill(4), str(folder)))

    def _account(self) -> Account | None:
        if not self._is_root:
            return None
        try:
            entry = pwd.getpwnam(_ACCOUNT)
        except KeyError:
            raise LocalStackError(
                f"PostgreSQL does not run as root, and there is no user {_ACCOUNT}; run this as another user."
            ) from None
        return Account(entry.pw_uid, entry.pw_gid)

    def _create(self, programs: Path, account: Account | None) -> None:
        """Make the data folder, beside its place, so that it is whole or not there."""
        self.erase()
        self._home.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        self._home.mkdir(mode=0o700)
        password = self._home / "password"
        with open(password, "x", opener=_private) as file:
            file.write(self._endpoint.secret)
        if account is not None:
            for path in (password, self._home):
                os.chown(path, account.user, account.group)
        unfinished = self._home / "unfinished"
        command: list[str | Path] = [
            programs / "initdb",
            *("-D", unfinished, "-U", self._endpoint.user),
            *("--auth=scram-sha-256", f"--pwfile={password}"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"),
        ]
        run(command, self._environment(), account)
        password.unlink()
        unfinished.rename(self._data)

    def _forget_crash(self) -> None:
        """Remove the lock file that a crash has left, when nothing is at work on the data.

        PostgreSQL itself looks whether the process in the file is there, and takes for it one that has ended
        and was not waited for, or another of the same number.
        """
        try:
            wait_until(lambda: not _works_in(self._data), "PostgreSQL's processes of before the crash ended")
        except TimeoutError as error:
            raise LocalStackError(f"{error}.") from None
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _accepts(self, programs: Path) -> bool:
        try:
            run(
                [programs / "pg_isready", "-h", LOOPBACK, "-p", str(self._endpoint.port)], self._environment()
            )
        except LocalStackError:
            return False
        return True

    def _create_database(self, programs: Path) -> None:
        try:
            known = self._query(programs, "SELECT datname FROM pg_database WHERE datname = :'name';")
        except LocalStackError as error:
            if "authentication failed" not in str(error):
                raise
            self.stop()
            raise LocalStackError(
                "The database was made with another user or password than .env has; put the old lines back, "
                "or delete its data with reset."
            ) from None
        if not known.strip():
            self._query(programs, 'CREATE DATABASE :"name";')

    def _query(self, programs: Path, statement: str) -> str:
        where = ("-h", LOOPBACK, "-p", str(self._endpoint.port), "-U", self._endpoint.user, "-d", "postgres")
        options = ("--no-psqlrc", "--quiet", "--tuples-only", "--set=ON_ERROR_STOP=1")
        variables = ("--set", f"name={self._endpoint.name}")
        secret = {"PGPASSWORD": self._endpoint.secret, "PGCONNECT_TIMEOUT": "10"}
        env = self._environment() | secret
        return run([programs / "psql", *where, *options, *variables], env, text=statement)

    def _environment(self) -> dict[str, str]:
        return environment(self._home)


def is_installed() -> bool:
    """Whether some version of PostgreSQL is there."""
    return bool(_installed("*"))


def _installed(version: str) -> list[Path]:
    """The folders with programs of a version, or of any for ``*``."""
    folders = [folder / "bin" for folder in _DEBIAN.glob(version)]
    on_path = shutil.which("postgres")
    if on_path and version == "*":
        folders.append(Path(on_path).resolve().parent)
    return [folder for folder in folders if (folder / "initdb").exists()]


def _works_in(folder: Path) -> bool:
    """Whether a process has this as its current folder, as all of PostgreSQL's have their data."""
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):  # it has ended, or is another user's
            if entry.readlink() == folder:
                return True
    return False


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, 0o600)
