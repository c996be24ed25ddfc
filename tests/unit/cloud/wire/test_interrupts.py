"""Ctrl-C ends a call within a second and a half, whatever the call is waiting for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.capture import Answer, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Hang

REPOSITORY = Path(__file__).parents[4]

PROGRAM = """
import sys
from tests.unit.cloud.wire.plain import Collector, exchange, transport
from codomyrmex.cloud.wire import RetryPolicy

url, way = sys.argv[1:]
client = transport(RetryPolicy(budget=60))
try:
    if way == "many":
        list(client.send_many(exchange(f"{url}/{number}") for number in range(20)))
    elif way == "put":
        client.send(exchange(f"{url}/key", "PUT", body=b"data"))
    elif way == "sink":
        client.send(exchange(f"{url}/key", sink=Collector(), watch=lambda up, down: None))
    else:
        client.send(exchange(f"{url}/key"))
except KeyboardInterrupt:
    sys.exit(7)
"""


def interrupted(url: str, way: str, ready: Callable[[], object]) -> tuple[float, int, str]:
    """Run the program, send SIGINT when ``ready`` returns; the seconds it then took, status, stderr."""
    paths = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, url, way],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    with program:
        try:
            ready()
            started = time.monotonic()
            program.send_signal(signal.SIGINT)
            _, errors = program.communicate(timeout=300)
            return time.monotonic() - started, program.returncode, errors
        finally:
            program.kill()


@pytest.mark.parametrize("way", ["get", "put", "sink", "many"])
def test_while_the_server_hangs(
    capture_server: CaptureServer, fault_proxy: Callable[[int], FaultProxy], way: str
) -> None:
    proxy = fault_proxy(capture_server.port)
    proxy.plan(Hang(), times=100)
    seconds, status, errors = interrupted(proxy.endpoint, way, proxy.wait_for_faults)
    assert (status, errors) == (7, "")
    assert seconds < 1.5


@pytest.mark.parametrize("way", ["get", "many"])
def test_while_waiting_for_the_next_attempt(capture_server: CaptureServer, way: str) -> None:
    capture_server.answer = lambda _: Answer(503, (("Retry-After", "30"),))
    seconds, status, errors = interrupted(capture_server.endpoint, way, lambda: capture_server.wait_for(1))
    assert (status, errors) == (7, "")
    assert seconds < 1.5


def test_in_the_middle_of_many_quick_answers(capture_server: CaptureServer) -> None:
    seconds, status, errors = interrupted(capture_server.endpoint, "many", lambda: capture_server.wait_for(3))
    assert status in (0, 7)
    assert errors == ""
    assert seconds < 1.5
