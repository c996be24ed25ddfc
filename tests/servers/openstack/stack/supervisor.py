"""Runs one cloud for one run of the tests, in a process of its own.

    python -m tests.servers.openstack.stack.supervisor PID STATE

The cloud lasts as long as the process PID, however that ends. STATE is a file that says in JSON how far it
is; it is replaced as a whole whenever that changes. One such cloud runs on a machine at a time.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.openstack.server import installation, memory
from tests.servers.openstack.stack.demand import listen, serve
from tests.servers.openstack.stack.readiness import connect, wait_for_workers, warm_up
from tests.servers.openstack.stack.runner import Runner
from tests.servers.openstack.stack.services import PORTS
from tests.servers.openstack.stack.site import Site, free_ports
from tests.servers.openstack.stack.template import build, keep, move, template_path
from tests.servers.process import ServerUnavailableError

LOCK = Path(tempfile.gettempdir(), "codomyrmex-openstack.lock")
LOCK_SECONDS = 15 * 60


def main(owner: int, state: Path) -> None:
    """Start the cloud, and end it with the owner."""
    watch = os.pidfd_open(owner)
    threading.Thread(target=_end_with, args=(watch, os.getpid()), daemon=True).start()
    signal.signal(signal.SIGTERM, _end)
    try:
        programs = installation()
        if not (programs / "nova-compute").exists():
            raise ServerUnavailableError("only Keystone and Swift installed (scripts/bootstrap dev)")
        with _turn(state), tempfile.TemporaryDirectory(prefix="openstack-", dir=memory()) as folder:
            _serve(programs, Path(folder), state)
    except ServerUnavailableError as error:
        tell(state, unavailable=str(error))
    except Exception as error:  # noqa: BLE001 - whoever waits for the cloud must learn why there is none
        tell(state, failure=f"{type(error).__name__}: {error}")


def tell(state: Path, **said: Any) -> None:
    """Replace what the state file says."""
    unfinished = state.with_suffix(".new")
    unfinished.write_text(json.dumps(said))
    unfinished.replace(state)


def _end(*_: object) -> None:
    # A second signal must not stop what the first one has begun: processes would stay.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)


def _end_with(watch: int, supervisor: int) -> None:
    select.select([watch], [], [])
    os.kill(supervisor, signal.SIGTERM)


@contextmanager
def _turn(state: Path) -> Iterator[None]:
    """Hold the machine's lock."""
    deadline = time.monotonic() + LOCK_SECONDS
    with LOCK.open("a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ServerUnavailableError(
                        f"another run's OpenStack held {LOCK} for {LOCK_SECONDS} s"
                    ) from None
                tell(state, doing=f"waiting for the OpenStack of another run to end ({LOCK})")
                time.sleep(0.5)  # a lock that is waited for with a deadline can only be asked for
        yield


def _serve(programs: Path, folder: Path, state: Path) -> None:
    begun = time.monotonic()
    site = Site(folder / "cloud", programs, free_ports(PORTS))
    template = template_path()
    if template.exists():
        tell(state, doing="starting OpenStack")
        shutil.copytree(template, site.folder, symlinks=True)
        make = _start
    else:
        tell(state, doing="building OpenStack, once for these sources; takes about three minutes")
        site.folder.mkdir()
        make = build
    runner = Runner(site)
    try:
        make(runner)
        warm_up(connect(site))
        seconds = {**runner.seconds, "all ready": time.monotonic() - begun}
        if not template.exists():
            keep(runner, template)
        place = {"folder": str(site.folder), "programs": str(programs), "ports": site.ports}
        with listen(site) as demands:
            tell(state, site=place, seconds=seconds)
            serve(runner, demands)
    finally:
        runner.kill()


def _start(runner: Runner) -> None:
    runner.start_backends()
    runner.write()  # while the broker starts
    move(runner)
    runner.start_services()
    wait_for_workers(connect(runner.site))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
