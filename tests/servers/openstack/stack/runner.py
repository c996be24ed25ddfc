"""Starts the processes of a cloud in the order in which they need each other, and ends them."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.servers.openstack.configuration import SERVERS
from tests.servers.openstack.stack import backends
from tests.servers.openstack.stack.service import Daemon
from tests.servers.openstack.stack.services import services_of
from tests.servers.openstack.stack.site import Site
from tests.servers.process import Child, answers, clean_environment

HERE = Path(__file__).parent
START_SECONDS = 180
COMMAND_SECONDS = 300


class Runner:
    """The processes of one cloud.

    Attributes:
        services: what the cloud has.
        seconds: how long after the start each service answered.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.services = services_of(site)
        self.seconds: dict[str, float] = {}
        self._children: dict[str, Child] = {}
        self._numbers = itertools.count()
        (site.folder / "log").mkdir(exist_ok=True)

    def write(self) -> None:
        """Write every service's configuration, and Swift's rings: all that knows folder and ports."""
        for service in self.services:
            service.write(self.site)
        rings = [f"{name}={self.site.ports[name]}" for name in SERVERS]
        self.run("python", str(HERE.parent / "make_rings.py"), str(self.site.folder / "swift"), *rings)

    def start_backends(self) -> None:
        """Start what the services need, and wait for the database; the broker takes longer."""
        backends.write_rabbit(self.site)
        for daemon in backends.memcached(self.site):
            self.start(daemon)
        directory, broker = backends.rabbit(self.site)
        self.start(directory)
        self._wait(directory)
        self.start(broker)
        database = backends.mariadb(self.site)
        self.start(database)
        self._children[database.name].wait_until(self._database_answers, START_SECONDS)

    def start_services(self, *names: str) -> None:
        """Start services, all that the cloud always has where none is named, and wait until they answer."""
        wanted = [
            service
            for service in self.services
            if (service.name in names if names else not service.on_demand)
        ]
        begun = time.monotonic()
        daemons = [daemon for service in wanted for daemon in service.daemons(self.site)]
        for daemon in daemons:
            if daemon.port is not None:  # it loads for long, and speaks to the broker only when it is asked
                self.start(daemon)
        self.wait_for_broker()
        for daemon in daemons:
            if daemon.port is None and daemon.after is None:
                self.start(daemon)
        for daemon in daemons:
            if daemon.after is not None:
                self._start_after(daemon, *daemon.after)
        for service in wanted:
            for daemon in service.daemons(self.site):
                self._wait(daemon)
            self.seconds[service.name] = time.monotonic() - begun
        self._wait_for_consumers([queue for service in wanted for queue in service.queues])

    def wait_for_broker(self) -> None:
        """Wait until RabbitMQ takes connections."""
        self._wait(backends.rabbit(self.site)[1])

    def start(self, daemon: Daemon) -> Child:
        """Start a process without waiting for it."""
        program, *arguments = daemon.command
        log = self._log(daemon.name)
        environment = self._environment() | dict(daemon.environment)
        child = Child([self._program(program), *arguments], log=log, env=environment)
        self._children[daemon.name] = child
        return child

    def start_extra(self, daemon: Daemon, name: str) -> None:
        """Start one more of what runs already, under a name of its own, and wait until it answers."""
        extra = replace(daemon, name=name)
        self.start(extra)
        self._wait(extra)

    def run(self, program: str, *arguments: str) -> None:
        """Run a command to its end.

        Raises:
            RuntimeError: it failed; the message has what it said last.
        """
        name = f"{program}-{next(self._numbers)}"
        command = Daemon(name, (program, *arguments), {"OS_KEYSTONE_CONFIG_DIR": self._keystone()})
        child = self.start(command)
        if child.process.wait(COMMAND_SECONDS) != 0:
            said = self._log(name).read_text(errors="replace")[-1500:]
            raise RuntimeError(f"{program} {' '.join(arguments[-3:])}: {said}")
        del self._children[name]

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """A time in which no process runs: their files are as they were at one moment."""
        backends.execute(self.site, "FLUSH ENGINE LOGS")
        children = list(self._children.values())
        try:
            for child in children:
                child.send(signal.SIGSTOP)
            for child in children:
                os.waitid(os.P_PID, child.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            yield
        finally:
            for child in children:
                child.send(signal.SIGCONT)

    def kill(self) -> None:
        """End all at once, where nothing of what they keep is needed any more."""
        children = list(self._children.values())
        for child in children:
            child.send(signal.SIGKILL)
        for child in children:
            child.process.wait()
        self._children.clear()

    def _start_after(self, daemon: Daemon, other: str, words: str) -> None:
        log = self._log(other)
        self._children[other].wait_until(lambda: words in log.read_text(errors="replace"), START_SECONDS)
        self.start(daemon)

    def _wait(self, daemon: Daemon) -> None:
        port = daemon.port
        if port is None:
            return
        ready: Callable[[int], bool] = answers_http if daemon.speaks_http else answers
        self._children[daemon.name].wait_until(lambda: ready(port), START_SECONDS)

    def _wait_for_consumers(self, queues: list[str]) -> None:
        if queues:
            waiter = str(HERE.parent / "wait_for_consumers.py")
            self.run("python", waiter, str(self.site.ports["rabbit"]), str(START_SECONDS), *queues)

    def _database_answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.site.database_socket)) == 0

    def _keystone(self) -> str:
        return str(self.site.folder / "keystone")

    def _program(self, name: str) -> Path:
        return self.site.programs / name

    def _log(self, name: str) -> Path:
        return self.site.folder / "log" / f"{name}.log"

    def _environment(self) -> dict[str, str]:
        environment = clean_environment(self.site.folder)
        path = f"{self.site.programs}:{environment['PATH']}"
        return environment | {"PATH": path, "PYTHONPATH": str(HERE / "drivers")}


def answers_http(port: int) -> bool:
    """Whether a request to this port of 127.0.0.1 gets any answer: uWSGI takes the connection while it still
    loads the application."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    else:
        return True
    finally:
        connection.close()
