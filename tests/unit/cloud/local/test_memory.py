"""The store in memory: what the contract does not ask."""

from __future__ import annotations

import threading

from codomyrmex.cloud.local import MemoryStorageClient
from tests.unit.cloud.local.child import Child


def test_a_child_goes_on_with_its_own_copy() -> None:
    client = MemoryStorageClient()
    client.create_bucket("bucket")
    client.put_object("bucket", "key", b"parent")
    child = Child(lambda: client.put_object("bucket", "key", b"child").size)
    assert child.result() == 5
    assert client.get_object("bucket", "key") == b"parent"


def test_a_fork_while_another_thread_writes() -> None:
    client = MemoryStorageClient()
    client.create_bucket("bucket")
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            client.put_object("bucket", "key", b"x")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(20):
            assert Child(lambda: client.put_object("bucket", "other", b"yy").size).result() == 2
    finally:
        done.set()
        thread.join()


def test_directories_are_paged() -> None:
    client = MemoryStorageClient()
    client.create_bucket("bucket")
    for number in range(2500):
        client.put_object("bucket", f"{number:04}/a", b"")
        client.put_object("bucket", f"{number:04}/b", b"")
    directory = client.list_directory("bucket")
    assert directory.directories == tuple(f"{number:04}/" for number in range(2500))
    assert len(list(client.list_objects("bucket").pages())) == 5
