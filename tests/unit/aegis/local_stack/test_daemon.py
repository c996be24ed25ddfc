"""Processes are known by their exact identity, and no other is ended."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.local_stack.daemon import Daemon
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError

ENV = {"PATH": os.environ["PATH"]}


@pytest.fixture
def daemon(folder: Path) -> Iterator[Daemon]:
    """A process, which the test may start."""
    daemon = Daemon("sleeper", folder)
    yield daemon
    daemon.stop(signal.SIGKILL)


def number(folder: Path) -> int:
    """The process of the file."""
    return int((folder / "sleeper.pid").read_text().split()[0])


def test_a_process_is_started_and_stopped(folder: Path, daemon: Daemon) -> None:
    assert not daemon.is_running()
    daemon.start(["sleep", "600"], ENV)
    assert daemon.is_running()
    assert Daemon("sleeper", folder).is_running()
    assert os.getsid(number(folder)) == number(folder)
    daemon.stop()
    assert not daemon.is_running()
    assert not (folder / "sleeper.pid").exists()
    daemon.stop()


def test_one_that_was_killed_is_not_running(folder: Path, daemon: Daemon) -> None:
    daemon.start(["sleep", "600"], ENV)
    handle = os.pidfd_open(number(folder))
    os.kill(number(folder), signal.SIGKILL)
    os.waitid(os.P_PIDFD, handle, os.WEXITED | os.WNOWAIT)  # it stays a zombie
    os.close(handle)
    assert not daemon.is_running()
    daemon.start(["sleep", "600"], ENV)
    assert daemon.is_running()


@pytest.mark.parametrize(
    "content", ["", "x", "12", "{} 1 another-run", "{} 12345", "0 1", "-1 1", "99999999 1 x"]
)
def test_a_stale_file_ends_nobody(folder: Path, daemon: Daemon, content: str) -> None:
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        (folder / "sleeper.pid").write_text(content.format(stranger.pid))
        assert not daemon.is_running()
        daemon.stop()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_one_that_ignores_the_signal_is_killed(daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aegis_multimodal_ai_system.local_stack.daemon.STOP_SECONDS", 1)
    deaf = "trap '' TERM; echo deaf; while :; do sleep 600; done"
    daemon.start(["sh", "-c", deaf], ENV)
    daemon.wait_until(lambda: daemon.log.read_text() == "deaf\n")
    daemon.stop()
    assert not daemon.is_running()


def test_one_that_ends_early_names_its_log(folder: Path, daemon: Daemon) -> None:
    daemon.start(["sh", "-c", "echo why; exit 1"], ENV)
    with pytest.raises(LocalStackError, match=r"sleeper ended before it was ready; .*/sleeper\.log says why"):
        daemon.wait_until(lambda: False)
    assert (folder / "sleeper.log").read_text() == "why\n"


def test_one_that_is_never_ready(daemon: Daemon) -> None:
    daemon.start(["sleep", "600"], ENV)
    with pytest.raises(LocalStackError, match=r"sleeper ready: not within 0 s; see .*sleeper\.log"):
        daemon.wait_until(lambda: False, seconds=0)
