"""A download of several ranges that arrive in any order, when the digest is known before."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import IntegrityError, InvalidRequestError
from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.driver import Received, Sink
from codomyrmex.cloud.common.storage.parts import PART_SIZE
from codomyrmex.cloud.local.memory import MemoryStorageClient

DATA = os.urandom(3 * PART_SIZE + 17)
DIGEST = hashlib.sha256(DATA).digest()


class Backwards(MemoryStorageClient):
    """Its ranges behind the first arrive in the opposite of their order, and it has a wrong MD5 of all."""

    def __init__(self) -> None:
        super().__init__()
        self._came: defaultdict[int, threading.Event] = defaultdict(threading.Event)

    def _read(self, bucket: str, key: str, sink: Sink, **options: Any) -> Received:
        start, end = options["start"], options["end"]
        if start and end < len(DATA):
            assert self._came[end].wait(30)
        received = super()._read(bucket, key, sink, **options)
        self._came[start].set()
        return Received(received.info, Check("md5", bytes(16)))


@pytest.fixture
def client() -> Backwards:
    """A store with one large object."""
    made = Backwards()
    made.create_bucket("bucket")
    made.put_object("bucket", "key", DATA)
    return made


def test_the_digest_that_is_known_takes_the_place_of_the_store_s(client: Backwards, tmp_path: Path) -> None:
    file = client.download_file("bucket", "key", tmp_path / "file", sha256=DIGEST)
    assert file.read_bytes() == DATA
    with pytest.raises(IntegrityError, match="its md5 is"):
        client.download_file("bucket", "key", tmp_path / "file")


@pytest.mark.parametrize("key", ["key", "small"])
def test_another_digest_leaves_the_old_file(client: Backwards, tmp_path: Path, key: str) -> None:
    client.put_object("bucket", "small", b"small")
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(IntegrityError, match=r"or is another object: its sha256 is .*, it should be 0000"):
        client.download_file("bucket", key, tmp_path / "file", sha256=bytes(32))
    assert (tmp_path / "file").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_digest_of_another_length_is_refused(client: Backwards, tmp_path: Path) -> None:
    with pytest.raises(InvalidRequestError, match="32 bytes"):
        client.download_file("bucket", "key", tmp_path / "file", sha256=bytes(16))
