"""Keystone and Swift on loopback, with all that they keep in one folder.

Swift has one proxy and one server each for accounts, containers and objects, on one disk. Nothing replicates
or audits. Keystone is on SQLite. memcached, where it is installed, halves what a request costs.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.openstack.configuration import PROXIES, SERVERS, swift_files, write_keystone
from tests.servers.openstack.identity import Administrator
from tests.servers.process import ServerUnavailableError, answers, clean_environment, reserved_port, running

HERE = Path(__file__).parent
ADMINISTRATOR_PASSWORD = "administrator-password"
PORTS = ("keystone", "cache", *PROXIES, *SERVERS)
ROOM = 1 << 30
"""Bytes that the folder has to have free: what finds none is a 503 of Swift."""


@dataclass(frozen=True)
class OpenStackServer:
    """A user of Keystone with a project, and the project's account in Swift.

    Attributes:
        administrator: of Keystone.
        watchful: runs one more proxy before the same Swift, which soon sees that a token was revoked; gives
            the account's address there.
    """

    auth_url: str
    storage_url: str
    administrator: Administrator = field(repr=False)
    watchful: Callable[[], AbstractContextManager[str]] = field(repr=False)
    application_credential_id: str
    application_credential_secret: str = field(repr=False)
    user: str = "tester"
    project: str = "tester"
    password: str = field(default="tester-password", repr=False)


def installation() -> Path:
    """The ``bin`` folder of the environment that has Keystone and Swift.

    Raises:
        ServerUnavailableError: there is none.
    """
    programs = Path(sys.prefix, "openstack", "bin")
    if not (programs / "swift-proxy-server").exists():
        raise ServerUnavailableError("OpenStack not installed (scripts/bootstrap dev)")
    return programs


@contextmanager
def openstack() -> Iterator[OpenStackServer]:
    """Run Keystone and Swift for as long as the block lasts.

    Raises:
        ServerUnavailableError: they are not installed.
    """
    programs = installation()
    with tempfile.TemporaryDirectory(prefix="openstack-", dir=memory()) as folder, ExitStack() as daemons:
        # The last of them is bound long after the rings and the files have to name it.
        ports = {name: daemons.enter_context(reserved_port()) for name in PORTS}
        yield _Cloud(programs, Path(folder), ports).start(daemons)


def memory() -> str | None:
    """A folder in memory, where it has room and can hold Swift's attributes of files: Swift waits for the
    disk at each write."""
    with suppress(OSError), tempfile.NamedTemporaryFile(dir="/dev/shm") as probe:
        os.setxattr(probe.name, "user.swift.metadata", b"probe")
        if shutil.disk_usage("/dev/shm").free > ROOM:
            return "/dev/shm"
    return None


class _Cloud:
    def __init__(self, programs: Path, folder: Path, ports: Mapping[str, int]) -> None:
        self._programs = programs
        self._folder = folder
        self._ports = ports
        self._auth_url = f"http://127.0.0.1:{self._ports['keystone']}/v3"
        self._environment = clean_environment(folder) | {"OS_KEYSTONE_CONFIG_DIR": str(folder)}

    def start(self, daemons: ExitStack) -> OpenStackServer:
        """Make Keystone's database and Swift's rings, start all, and add a user."""
        self._start_swift(daemons)
        self._start_keystone(daemons)
        return self._add_user()

    def _start_keystone(self, daemons: ExitStack) -> None:
        configuration = str(write_keystone(self._folder))
        maker = str(HERE / "make_keystone.py")
        self._run("python", maker, configuration, ADMINISTRATOR_PASSWORD, self._auth_url)
        port = self._ports["keystone"]
        self._serve(daemons, "keystone", port, "python", str(HERE / "serve_keystone.py"), str(port))

    def _start_swift(self, daemons: ExitStack) -> None:
        (self._folder / "devices" / "disk").mkdir(parents=True)
        user, password = getpass.getuser(), ADMINISTRATOR_PASSWORD
        files = swift_files(
            self._folder, user, self._ports, self._auth_url, password, secret_cache_seconds=300
        )
        for name, text in files.items():
            (self._folder / name).write_text(text)
        rings = [f"{name}={self._ports[name]}" for name in SERVERS]
        self._run("python", str(HERE / "make_rings.py"), str(self._folder), *rings)
        self._serve_cache(daemons)
        for name in (*SERVERS, "proxy"):
            self._serve_swift(daemons, name, name)

    def _serve_cache(self, daemons: ExitStack) -> None:
        # Without it a proxy asks for account and container anew with each request, which takes longer.
        if (memcached := shutil.which("memcached")) is None:
            return
        port = self._ports["cache"]
        options = ("--listen=127.0.0.1", f"--port={port}", f"--user={getpass.getuser()}")
        self._serve(daemons, "cache", port, memcached, *options)

    def _serve_swift(self, daemons: ExitStack, name: str, kind: str) -> None:
        configuration = str(self._folder / f"{name}-server.conf")
        self._serve(daemons, name, self._ports[name], f"swift-{kind}-server", configuration)

    def _add_user(self) -> OpenStackServer:
        administrator = Administrator(self._ports["keystone"], ADMINISTRATOR_PASSWORD)
        accounts = f"http://127.0.0.1:{self._ports['proxy']}/v1/AUTH_"
        administrator.add_service("swift", "object-store", f"{accounts}$(project_id)s")
        project_id, _ = administrator.add_member(OpenStackServer.user, OpenStackServer.password)
        credential = administrator.add_application_credential(OpenStackServer.user, OpenStackServer.password)
        return OpenStackServer(
            self._auth_url,
            accounts + project_id,
            administrator,
            lambda: self._watchful(project_id),
            *credential,
        )

    @contextmanager
    def _watchful(self, project_id: str) -> Iterator[str]:
        with ExitStack() as daemons:
            self._serve_swift(daemons, "watchful", "proxy")
            yield f"http://127.0.0.1:{self._ports['watchful']}/v1/AUTH_{project_id}"

    def _run(self, program: str, *arguments: str) -> None:
        command: list[str | Path] = [self._programs / program, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(arguments[-2:])}: {done.stderr[-1000:]}")

    def _serve(self, daemons: ExitStack, name: str, port: int, program: str, *arguments: str) -> None:
        daemons.enter_context(
            running(
                [self._programs / program, *arguments],
                ready=lambda: answers(port),
                log=self._folder / f"{name}.log",
                env=self._environment,
            )
        )
