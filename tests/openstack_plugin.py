"""One OpenStack for a whole run of the tests, whichever processes run them.

The first process whose tests need it starts the supervisor when it knows its tests, and goes on with others:
those that need the cloud come last.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from _pytest.capture import CaptureManager

from tests.servers.openstack.stack.cloud import OpenStackCloud, cloud_of
from tests.servers.process import ServerUnavailableError

FIXTURE = "openstack_cloud"
SUPERVISOR = "tests.servers.openstack.stack.supervisor"
START_SECONDS = 25 * 60
"""Enough to wait for another run's cloud, to build the template, and to start."""

POLL_SECONDS = 0.2
STARTED = pytest.StashKey[subprocess.Popen[bytes]]()
"""Kept until the run ends: the supervisor outlives whoever started it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that need the cloud last."""
    items.sort(key=_needs_cloud)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the cloud start while other tests run."""
    if any(map(_needs_cloud, session.items)) and not session.config.option.collectonly:
        _start_once(session.config)


def state_file(config: pytest.Config) -> Path:
    """Where the supervisor of this run says how far it is."""
    # Processes of pytest-xdist have folders of their own in the one of the run.
    folder = Path(config._tmp_path_factory.getbasetemp())  # type: ignore[attr-defined]
    return (folder.parent if hasattr(config, "workerinput") else folder) / "openstack-cloud.json"


def openstack_seconds(config: pytest.Config) -> dict[str, float]:
    """When each part of the run's cloud answered; nothing where the run had none."""
    state = state_file(config)
    seconds: dict[str, float] = json.loads(state.read_text()).get("seconds", {}) if state.exists() else {}
    return seconds


@contextmanager
def openstack_cloud(config: pytest.Config) -> Iterator[OpenStackCloud]:
    """The run's cloud, once it is ready.

    Raises:
        ServerUnavailableError: this machine cannot run it.
        RuntimeError: it did not start.
    """
    if sys.platform != "linux":
        raise ServerUnavailableError("OpenStack runs on Linux")
    yield cloud_of(_wait(config, state_file(config)))


def _needs_cloud(item: pytest.Item) -> bool:
    return FIXTURE in getattr(item, "fixturenames", ())


def _start_once(config: pytest.Config) -> None:
    state = state_file(config)
    with state.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if state.exists():
            return
        state.write_text(json.dumps({"doing": "starting OpenStack"}))
        owner = os.getppid() if hasattr(config, "workerinput") else os.getpid()
        with state.with_suffix(".log").open("wb") as log:
            supervisor = subprocess.Popen(
                [sys.executable, "-m", SUPERVISOR, str(owner), str(state)],
                cwd=config.rootpath,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        state.with_suffix(".pid").write_text(str(supervisor.pid))
        config.stash[STARTED] = supervisor


def _wait(config: pytest.Config, state: Path) -> dict[str, Any]:
    """What the supervisor says in the end; what it does until then is told to whoever looks."""
    capture = cast("CaptureManager", config.pluginmanager.get_plugin("capturemanager"))
    watch = os.pidfd_open(int(state.with_suffix(".pid").read_text()))
    doing = ""
    deadline = time.monotonic() + START_SECONDS
    try:
        while time.monotonic() < deadline:
            gone = bool(select.select([watch], [], [], POLL_SECONDS)[0])
            said: dict[str, Any] = json.loads(state.read_text())
            if "doing" not in said:
                return said
            if gone:
                return {"failure": state.with_suffix(".log").read_text()[-1000:]}
            if said["doing"] != doing:
                doing = said["doing"]
                with capture.global_and_fixture_disabled():
                    sys.stderr.write(f"\nopenstack: {doing}\n")
    finally:
        os.close(watch)
    return {"failure": f"not within {START_SECONDS} s: {doing}"}
