"""Ctrl-C in the middle of a transfer leaves nothing half-done, here or there."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from codomyrmex.cloud.minio.storage import MinIOClient
from tests.contract.independent import unfinished_uploads
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import Hang, SlowResponse
from tests.servers.http1 import RequestHead
from tests.servers.s3_server import S3Server
from tests.unit.cloud.transfer.places import make_tree, tree_of

REPOSITORY = Path(__file__).parents[4]
PART = 5 << 20

PROGRAM = """
import sys
from pathlib import Path
from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.transfer import transfer
from tests.unit.cloud.transfer.places import here, there

endpoint, access_key, secret_key, bucket, way, folder = sys.argv[1:]
client = MinIOClient(endpoint, access_key=access_key, secret_key=secret_key)
client.single_put_limit = client.part_size = 5 << 20
ends = here(Path(folder)), there(client, "", bucket)
try:
    transfer(*(ends if way == "up" else ends[::-1]), recursive=True)
except KeyboardInterrupt:
    sys.exit(7)
"""


class Store:
    """A bucket behind a proxy, and a program that copies to and from it."""

    def __init__(self, server: S3Server, proxy: FaultProxy) -> None:
        self._server = server
        self.proxy = proxy
        self.bucket = f"interrupted-{secrets.token_hex(6)}"
        self.client = MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)
        self.client.create_bucket(self.bucket)

    def unfinished(self) -> list[str]:
        return unfinished_uploads(self._server, self.bucket)

    def interrupt(self, way: str, folder: Path, ready: Callable[[], object]) -> tuple[float, int, str]:
        """Run the program until ``ready`` returns; the seconds it took to end then, its status and stderr."""
        keys = [self._server.access_key, self._server.secret_key, self.bucket]
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, self.proxy.endpoint, *keys, way, str(folder)],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "src")])},
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


@pytest.fixture
def place(moto_server: S3Server, fault_proxy: Callable[[int], FaultProxy]) -> Iterator[Store]:
    made = Store(moto_server, fault_proxy(moto_server.port))
    yield made
    made.client.delete_bucket(made.bucket, force=True)


def is_part(head: RequestHead) -> bool:
    return "partNumber=2" in head.target


def test_a_large_file_on_its_way_up(place: Store, tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"large": bytes(3 * PART)})
    place.proxy.plan(Hang(), when=is_part, times=100)
    seconds, status, errors = place.interrupt("up", folder, place.proxy.wait_for_faults)
    assert (status, errors) == (7, "")
    assert seconds < 2.5
    assert place.unfinished() == []
    assert list(place.client.list_objects(place.bucket)) == []


def test_small_files_on_their_way_up(place: Store, tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {f"{number:03}": b"data" for number in range(200)})
    place.proxy.plan(Hang(), when=lambda head: head.target.endswith("9"), times=100)
    seconds, status, errors = place.interrupt("up", folder, place.proxy.wait_for_faults)
    assert (status, errors) == (7, "")
    assert seconds < 1.5


def test_a_large_file_on_its_way_down(place: Store, tmp_path: Path) -> None:
    place.client.put_object(place.bucket, "large", bytes(24 << 20))
    place.proxy.plan(
        SlowResponse(100_000),
        when=lambda head: (head.header("Range") or "bytes=0").startswith("bytes=8"),
        times=9,
    )

    def two_ranges_are_asked_for() -> None:
        place.proxy.wait_for_requests(3)

    seconds, status, errors = place.interrupt("down", tmp_path, two_ranges_are_asked_for)
    assert (status, errors) == (7, "")
    assert seconds < 2.5
    assert tree_of(tmp_path) == {}


def test_small_files_on_their_way_down(place: Store, tmp_path: Path) -> None:
    for number in range(40):
        place.client.put_object(place.bucket, f"{number:02}", b"data")
    place.proxy.plan(Hang(2), when=lambda head: head.target.endswith("9"), times=100)
    seconds, status, errors = place.interrupt("down", tmp_path, lambda: place.proxy.wait_for_requests(30))
    assert (status, errors) == (7, "")
    assert seconds < 1.5
    assert set(tree_of(tmp_path).values()) <= {b"data"}
    assert not [name for name in tree_of(tmp_path) if name.endswith(".part")]
