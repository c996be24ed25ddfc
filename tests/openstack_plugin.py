"""One OpenStack for a whole run of the tests, whichever processes run them.

The first process whose tests need it starts the supervisor when it knows its tests, and goes on with others.
Each process comes to those that need the cloud after a while, and the cloud ends with the last of them: what
idles there costs the other tests a fifth of the machine.
"""

from __future__ import annotations

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import pytest
from _pytest.capture import CaptureManager

from tests.order import pieces, shares
from tests.servers.openstack.stack.cloud import OpenStackCloud, cloud_of
from tests.servers.process import ServerUnavailableError

FIXTURE = "openstack_cloud"
SUPERVISOR = "tests.servers.openstack.stack.supervisor"
START_SECONDS = 25 * 60
"""Enough to wait for another run's cloud, to build the template, and to start."""

POLL_SECONDS = 0.2
BEFORE, BEFORE_WITH_TEMPLATE = 2 / 5, 1 / 4
"""The part of the other tests that runs while the cloud starts: without its template, or with it."""

STARTED = pytest.StashKey[subprocess.Popen[bytes]]()
"""Kept until the run ends: the supervisor outlives whoever started it."""

USERS = pytest.StashKey[int]()
"""How many tests of the run need the cloud."""

UNCOUNTED = pytest.StashKey[int]()
"""How many of them have ended in the module that this process is in."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests that need the cloud where it is ready, in the share of each process."""
    processes = config.workerinput["workercount"] if hasattr(config, "workerinput") else 1
    users = pieces([item for item in items if _needs_cloud(item)], processes)
    others = shares([item for item in items if not _needs_cloud(item)], processes)
    part = BEFORE_WITH_TEMPLATE if any(Path(sys.prefix).glob("openstack-template-*")) else BEFORE
    items.clear()
    for mine, rest in zip(users, others, strict=True):
        before = int(len(rest) * part)
        items += [*rest[:before], *mine, *rest[before:]]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the cloud start while other tests run."""
    session.config.stash[USERS] = sum(map(_needs_cloud, session.items))
    if session.config.stash[USERS] and not session.config.option.collectonly:
        _start_once(session.config)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, Any, Any]:
    """Count the tests that needed the cloud, of all processes; end it after the last."""
    ran = yield
    stash = item.config.stash
    stash[UNCOUNTED] = stash.get(UNCOUNTED, 0) + _needs_cloud(item)
    # What a module has made in the cloud is removed after the last of its tests, whatever that one needs.
    goes_on = nextitem is not None and nextitem.getparent(pytest.Module) is item.getparent(pytest.Module)
    if stash[UNCOUNTED] and not goes_on:
        _count(item.config, stash[UNCOUNTED])
        stash[UNCOUNTED] = 0
    return ran


def _count(config: pytest.Config, tests: int) -> None:
    state = state_file(config)
    with state.with_suffix(".done").open("ab", buffering=0) as done:
        done.write(b"." * tests)
        last = done.tell() == config.stash[USERS]
    if last and "site" in json.loads(state.read_text()):
        # It may have ended by itself just now.
        with suppress(ProcessLookupError):
            os.kill(int(state.with_suffix(".pid").read_text()), signal.SIGTERM)


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
    return FIXTURE in getattr(item, "fixturenames", ()) or item.get_closest_marker(FIXTURE) is not None


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
