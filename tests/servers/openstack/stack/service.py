"""What a service of OpenStack is made of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.openstack.stack.site import Site

Section = Mapping[str, object]
Sections = Mapping[str, Section]


@dataclass(frozen=True)
class Daemon:
    """A process that runs as long as the cloud does.

    Attributes:
        command: a program of OpenStack's environment, or a path, and its arguments.
        port: where it listens, if it does.
        speaks_http: it is ready when it answers a request; accepting a connection is not enough.
        after: another daemon, and what that must have written to its log before this one may start.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    speaks_http: bool = False
    after: tuple[str, str] | None = None


@dataclass(frozen=True)
class Service:
    """A service as the catalogue has it, and all that makes it run.

    Attributes:
        kind: its type in the catalogue.
        url: its address in the catalogue.
        api: makes the process of its API for a port; None where it takes several processes.
        workers: the processes behind the API.
        files: configuration, by file name.
        shipped: files of the package's own that go beside them, relative to the environment's ``etc``.
        folders: below its own, that must exist.
        databases: its own in MariaDB.
        migrations: commands that fill these, in order.
        moves: by database, statements that mend what holds the folder and the ports of another run.
        queues: of the broker, that somebody must read before the service is used.
        on_demand: it starts when a test asks for it, and the catalogue does not have it.
    """

    name: str
    kind: str
    url: str
    api: Callable[[int], Daemon] | None
    workers: tuple[Daemon, ...] = ()
    files: Mapping[str, Sections | str] = field(default_factory=dict)
    shipped: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    migrations: tuple[tuple[str, ...], ...] = ()
    moves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    queues: tuple[str, ...] = ()
    on_demand: bool = False

    def daemons(self, site: Site) -> list[Daemon]:
        """All its processes, the API first."""
        return [*([self.api(site.ports[self.name])] if self.api else []), *self.workers]

    def write(self, site: Site) -> None:
        """Write its configuration."""
        folder = site.folder / self.name
        for name in ("", *self.folders):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_text(content if isinstance(content, str) else ini(content))
        for path in self.shipped:
            shutil.copy(site.programs.parent / "etc" / path, folder / Path(path).name)


def ini(sections: Sections) -> str:
    """An INI file as oslo.config reads it."""
    lines = []
    for name, section in sections.items():
        lines += [f"[{name}]", *(f"{key} = {value}" for key, value in section.items())]
    return "\n".join(lines) + "\n"


def wsgi(
    name: str, module: str, *arguments: str, environment: Mapping[str, str] | None = None, threads: int = 8
) -> Callable[[int], Daemon]:
    """What runs an API in uWSGI, for a port."""
    options = ("--processes=1", "--enable-threads", "--need-app", "--die-on-term", "--thunder-lock")
    bodies = ("--http-auto-chunked", "--http-chunked-input", "--buffer-size=65535")
    application = (
        f"--module={module}:application",
        f"--threads={threads}",
        f"--pyargv={' '.join(arguments)}",
    )

    def api(port: int) -> Daemon:
        listen = (f"--http-socket=127.0.0.1:{port}", "--add-header=Connection: close")
        command = ("uwsgi", *listen, *application, *options, *bodies)
        return Daemon(name, command, environment or {}, port=port, speaks_http=True)

    return api


def worker(program: str, configuration: Path, after: tuple[str, str] | None = None) -> Daemon:
    """A process behind an API."""
    return Daemon(program, (program, "--config-file", str(configuration)), after=after)
