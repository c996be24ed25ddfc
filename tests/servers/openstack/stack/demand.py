"""Services that start when a test asks for them: whoever asks is another process than the supervisor, whose
children they are, so that they last as long as the cloud."""

from __future__ import annotations

from multiprocessing.connection import Client, Listener
from typing import NoReturn

from tests.servers.openstack.stack.runner import Runner
from tests.servers.openstack.stack.site import Site


def demand(site: Site, service: str) -> None:
    """Have a service run, and wait until it answers.

    Raises:
        RuntimeError: it did not start.
    """
    with Client(_address(site)) as supervisor:
        supervisor.send(service)
        failure = supervisor.recv()
    if failure:
        raise RuntimeError(f"{service} did not start: {failure}")


def listen(site: Site) -> Listener:
    """Where demands come to."""
    return Listener(_address(site))


def serve(runner: Runner, listener: Listener) -> NoReturn:
    """Start what is demanded, each once."""
    running: set[str] = set()
    while True:
        with listener.accept() as asked:
            service = asked.recv()
            failure = "" if service in running else _start(runner, service)
            if not failure:
                running.add(service)
            asked.send(failure)


def _start(runner: Runner, service: str) -> str:
    try:
        runner.start_services(service)
    except (OSError, RuntimeError) as error:
        return str(error)
    return ""


def _address(site: Site) -> str:
    return str(site.folder / "demands")
