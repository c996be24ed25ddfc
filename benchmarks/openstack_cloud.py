"""A whole OpenStack for the measurements: the tests' own."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.openstack.stack.cloud import OpenStackCloud, cloud_of
from tests.servers.process import Child, wait_until

SUPERVISOR = "tests.servers.openstack.stack.supervisor"
START_SECONDS = 25 * 60
"""Enough to wait for another run's cloud, to build the template, and to start."""


@contextmanager
def openstack_cloud(folder: Path) -> Iterator[OpenStackCloud]:
    """Run the cloud for as long as the block lasts.

    Args:
        folder: takes its supervisor's log, and what that says of itself.

    Raises:
        ServerUnavailableError: this machine cannot run it.
        RuntimeError: it did not start.
    """
    state, log = folder / "openstack-cloud.json", folder / "openstack-cloud.log"
    state.write_text(json.dumps({"doing": "starting OpenStack"}))
    command = [sys.executable, "-m", SUPERVISOR, str(os.getpid()), str(state)]
    supervisor = Child(command, log=log, env=dict(os.environ))

    def said() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(state.read_text())
        return found

    try:
        wait_until(
            lambda: "doing" not in said() or supervisor.process.poll() is not None,
            "OpenStack ready",
            START_SECONDS,
        )
        last = said()
        yield cloud_of({"failure": log.read_text()[-1000:]} if "doing" in last else last)
    finally:
        supervisor.stop(signal.SIGTERM)
