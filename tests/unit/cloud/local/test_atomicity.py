"""What is written appears whole or not at all, whoever is killed, interrupted, or writes at the same time."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    ConflictError,
    NotFoundError,
    PreconditionFailedError,
)
from codomyrmex.cloud.local import LocalStorageClient
from codomyrmex.cloud.local.account import Account
from tests.unit.cloud.local.child import Child

LETTERS = "abcdefgh"
SIZE = 300_000


def put(client: LocalStorageClient, key: str, letter: str) -> None:
    """Write an object whose metadata, type and bytes all say the same letter."""
    data = letter.encode() * SIZE
    client.put_object("bucket", key, data, metadata={"letter": letter}, content_type=f"text/{letter}")


def check(client: LocalStorageClient, key: str) -> None:
    """Find one and the same letter everywhere; reading also checks the digest."""
    info = client.get_metadata("bucket", key)
    assert info.content_type == f"text/{info.metadata['letter']}"
    assert client.get_object("bucket", key) == info.metadata["letter"].encode() * SIZE


def files_in(folder: Path) -> set[str]:
    """All files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("durable", [True, False])
def test_a_killed_writer_leaves_the_old_object_or_the_new(root: Path, durable: bool) -> None:
    client = LocalStorageClient(root, durable=durable)
    client.create_bucket("bucket")
    put(client, "old/key", "a")
    for _ in range(25):
        ready, started = os.pipe()

        def write(started: int = started) -> None:
            for number in range(10_000):
                put(client, "old/key", random.choice(LETTERS))
                put(client, f"new/{number % 7}/{random.random()}", random.choice(LETTERS))
                os.write(started, b".")

        child = Child(write)
        os.read(ready, 1)
        time.sleep(random.random() / 100)  # the point in time at which it dies
        child.kill(signal.SIGKILL)
        os.close(ready)
        os.close(started)
        keys = [info.key for info in client.list_objects("bucket")]
        assert "old/key" in keys
        for key in keys:
            check(client, key)
        assert files_in(root / "bucket") == set(keys)
        client.delete_objects("bucket", [key for key in keys if key.startswith("new/")])
        put(client, "old/key", "a")  # nobody is left with the lock


@contextmanager
def interrupts() -> Iterator[None]:
    """Let the alarm be a Ctrl-C."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# Python reports an interrupt that comes within __del__, and goes on: the upload has ended by then.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_leaves_no_temporary_file(client: LocalStorageClient, root: Path) -> None:
    put(client, "dir/key", "a")
    interrupted = 0
    with interrupts():
        for number in range(400):
            letter = LETTERS[number % len(LETTERS)]
            try:
                signal.setitimer(signal.ITIMER_REAL, random.uniform(0.00001, 0.002))
                put(client, "dir/key", letter)
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                interrupted += 1
            check(client, "dir/key")
            assert files_in(root / ".codomyrmex" / "unfinished") == set()
    assert interrupted > 20
    assert files_in(root / "bucket") == {"dir/key"}


def test_a_failed_upload_leaves_nothing(client: LocalStorageClient, root: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"x" * 3_000_000
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        client.put_object("bucket", "a/b/key", chunks())
    assert list((root / "bucket").iterdir()) == []
    assert files_in(root / ".codomyrmex" / "unfinished") == set()


def test_what_a_killed_writer_left_is_removed_a_day_later(client: LocalStorageClient, root: Path) -> None:
    client.put_object("bucket", "key", b"x")
    unfinished = root / ".codomyrmex" / "unfinished"
    (unfinished / "abandoned").write_bytes(b"x")
    (unfinished / "written-now").write_bytes(b"x")
    two_days_ago = time.time() - 2 * 86_400
    os.utime(unfinished / "abandoned", (two_days_ago, two_days_ago))
    LocalStorageClient(root).put_object("bucket", "key", b"x")
    assert files_in(unfinished) == {"written-now"}


def test_readers_see_one_state_of_data_and_metadata(client: LocalStorageClient) -> None:
    put(client, "key", "a")
    done = threading.Event()

    def write() -> None:
        for number in range(150):
            put(client, "key", LETTERS[number % len(LETTERS)])
        done.set()

    def read() -> int:
        count = 0
        while not done.is_set():
            info = client.get_metadata("bucket", "key")
            assert info.content_type == f"text/{info.metadata['letter']}"
            assert len(set(client.get_object("bucket", "key"))) == 1
            count += 1
        return count

    with ThreadPoolExecutor(3) as threads:
        readers = [threads.submit(read), threads.submit(read)]
        threads.submit(write).result()
        assert all(reader.result() > 0 for reader in readers)


def test_deletes_remove_no_folder_from_under_a_write(client: LocalStorageClient, root: Path) -> None:
    def work(number: int) -> None:
        for _ in range(60):
            put(client, f"a/b/c/{number}", "a")
            check(client, f"a/b/c/{number}")
            client.delete_object("bucket", f"a/b/c/{number}")
            assert not client.object_exists("bucket", f"a/b/c/{number}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert list((root / "bucket").iterdir()) == []
    assert files_in(root / ".codomyrmex" / "records") == set()


def test_a_write_survives_another_program_that_removes_empty_folders(
    client: LocalStorageClient, folder: Path
) -> None:
    def tidy() -> None:
        while True:
            time.sleep(random.random() / 10_000)  # so that it comes at every point of a write
            with suppress(OSError):
                (folder / "a").rmdir()

    child = Child(tidy)
    try:
        for _ in range(300):
            client.put_object("bucket", "a/key", b"x")
            client.delete_object("bucket", "a/key")
    finally:
        child.kill(signal.SIGKILL)
    assert list(folder.iterdir()) == []


def test_counting_with_if_match_in_processes_loses_no_count(client: LocalStorageClient) -> None:
    client.put_object("bucket", "count", b"0")

    def count() -> None:
        for _ in range(25):
            while True:
                info = client.get_metadata("bucket", "count")
                value = int(client.get_object("bucket", "count"))
                try:
                    client.put_object("bucket", "count", b"%d" % (value + 1), if_match=info.etag)
                    break
                except PreconditionFailedError:
                    continue

    for child in [Child(count) for _ in range(4)]:
        child.result()
    assert client.get_object("bucket", "count") == b"100"


def test_one_process_wins_with_if_absent(client: LocalStorageClient) -> None:
    def compete() -> list[int]:
        won = []
        for number in range(40):
            try:
                client.put_object("bucket", f"prize/{number}", str(os.getpid()).encode(), if_absent=True)
                won.append(number)
            except PreconditionFailedError:
                assert client.get_object("bucket", f"prize/{number}") != str(os.getpid()).encode()
        return won

    won = [number for child in [Child(compete) for _ in range(4)] for number in child.result()]
    assert sorted(won) == list(range(40))


def test_a_bucket_is_deleted_empty_or_not_at_all(client: LocalStorageClient) -> None:
    def work(number: int) -> None:
        for _ in range(40):
            client.ensure_bucket("shared")
            try:
                client.put_object("shared", f"a/{number}", b"x", metadata={"number": str(number)})
                if number % 2:
                    assert client.get_metadata("shared", f"a/{number}").metadata == {"number": str(number)}
                client.delete_bucket("shared", force=True)
            except (NotFoundError, ConflictError, AlreadyExistsError):
                continue

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(0, 8, 2)))
    client.ensure_bucket("shared")
    client.put_object("shared", "key", b"x")


def test_a_child_forked_while_the_lock_is_held_does_not_keep_it(
    client: LocalStorageClient, root: Path
) -> None:
    account = Account(str(root), durable=False)
    waiting, done = os.pipe()
    with account.opened("bucket") as descriptor, account.locked(descriptor, "bucket"):
        child = Child(lambda: os.read(waiting, 1))
    with ThreadPoolExecutor(1) as threads:
        threads.submit(client.put_object, "bucket", "key", b"x").result(timeout=10)
    os.write(done, b".")
    assert child.result() == b"."
    os.close(waiting)
    os.close(done)
