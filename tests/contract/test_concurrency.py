"""Clients are shared by threads, survive a fork, and keep their secrets."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection

import pytest

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Harness

THREADS = 8


def test_threads_share_a_client(client: StorageClient, bucket: str) -> None:
    together = threading.Barrier(THREADS)

    def work(number: int) -> bool:
        together.wait()
        for turn in range(5):
            key, data = f"{number}/{turn}", f"{number} {turn}".encode() * 1000
            client.put_object(bucket, key, data)
            if client.get_object(bucket, key) != data or client.get_metadata(bucket, key).size != len(data):
                return False
        return True

    with ThreadPoolExecutor(THREADS) as threads:
        assert all(threads.map(work, range(THREADS)))
    assert len(list(client.list_objects(bucket))) == THREADS * 5


def test_the_last_of_many_writers_wins_whole(client: StorageClient, bucket: str) -> None:
    contents = [bytes([number]) * 100_000 for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda data: client.put_object(bucket, "key", data), contents))
    assert client.get_object(bucket, "key") in contents


def test_readers_see_the_old_object_or_the_new(client: StorageClient, bucket: str) -> None:
    contents = [bytes([number]) * 100_000 for number in range(20)]
    client.put_object(bucket, "key", contents[0])
    done = threading.Event()

    def read() -> bool:
        good = True
        while not done.is_set():
            good &= client.get_object(bucket, "key") in contents
        return good

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read) for _ in range(3)]
        for data in contents:
            client.put_object(bucket, "key", data)
        done.set()
        assert all(reader.result() for reader in readers)


def _use_in_child(client: StorageClient, bucket: str, answer: Connection) -> None:
    try:
        data = client.get_object(bucket, "key")
        client.put_object(bucket, "from-child", data)
        answer.send(client.get_object(bucket, "from-child"))
    except BaseException:
        answer.send(traceback.format_exc())
        raise


def test_a_client_used_before_a_fork_works_in_the_child(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"from the parent")
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_use_in_child, args=(client, bucket, theirs))
    child.start()
    try:
        assert ours.poll(30), "the child does not answer"
        assert ours.recv() == b"from the parent"
    finally:
        child.join(5)
        child.kill()
    assert child.exitcode == 0
    # The child's work and its end have not touched the parent's connections.
    assert client.get_object(bucket, "key") == b"from the parent"
    client.put_object(bucket, "after", b"x")


def test_a_fork_while_threads_use_the_client(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x")
    done = threading.Event()

    def keep_busy() -> None:
        while not done.is_set():
            client.get_object(bucket, "key")

    with ThreadPoolExecutor(4) as threads:
        busy = [threads.submit(keep_busy) for _ in range(4)]
        try:
            ours, theirs = multiprocessing.Pipe()
            child = multiprocessing.get_context("fork").Process(
                target=_use_in_child, args=(client, bucket, theirs)
            )
            child.start()
            assert ours.poll(30), "the child does not answer"
            assert ours.recv() == b"x"
            child.join(5)
            child.kill()
        finally:
            done.set()
        for thread in busy:
            thread.result()


def test_a_closed_client_opens_new_connections(client: StorageClient, bucket: str) -> None:
    with client as same:
        same.put_object(bucket, "key", b"x")
    assert client.get_object(bucket, "key") == b"x"


def test_two_clients_see_the_same(store: Harness, bucket: str) -> None:
    store.client().put_object(bucket, "key", b"x")
    assert store.client().get_object(bucket, "key") == b"x"


def test_no_secret_is_shown(store: Harness, client: StorageClient, bucket: str) -> None:
    shown = [repr(client), str(client), repr(client.bucket(bucket)), repr(client.capabilities)]
    with pytest.raises(CloudError) as caught:
        client.get_object(bucket, "missing")
    shown += traceback.format_exception(caught.value)
    shown.append(repr(vars(caught.value)))
    assert store.secret not in "".join(shown)


def test_no_secret_is_pickled(store: Harness, client: StorageClient) -> None:
    try:
        pickled = pickle.dumps(client)
    except (TypeError, pickle.PicklingError) as refusal:
        pickled = str(refusal).encode()
    assert store.secret.encode() not in pickled
