"""Copying for real: every byte arrives, one failure stops nothing else, the counts add up."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    BucketNotFoundError,
    CloudError,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
)
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.minio.storage import MinIOClient
from codomyrmex.cloud.transfer import Transfer, transfer
from codomyrmex.cloud.transfer.upload import SMALL, read_small_file
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.capture import Answer, CaptureServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.faults import FlipResponseByte, ResetRequest, ResetResponse, Respond
from tests.servers.s3_server import S3Server
from tests.unit.cloud.transfer.places import BUCKET, Record, contents, here, make_tree, store, there, tree_of

TREE = {
    "empty": b"",
    "a.txt": b"text",
    "sub/small": secrets.token_bytes(SMALL),
    "sub/large": secrets.token_bytes(SMALL + 1),
    "sub/deep/larger": secrets.token_bytes(3 * SMALL),
    "日本/é.txt": b"names",
}
SIZE = sum(map(len, TREE.values()))


def s3_client(server: S3Server, endpoint: str | None = None) -> MinIOClient:
    return MinIOClient(
        endpoint or server.endpoint,
        access_key=server.access_key,
        secret_key=server.secret_key,
        retry=RetryPolicy(budget=20, max_attempts=4, first_delay=0.001),
    )


@pytest.fixture(params=["memory", "moto"])
def target(request: pytest.FixtureRequest) -> Iterator[tuple[StorageClient, str]]:
    """A store and an empty bucket there."""
    if request.param == "memory":
        yield store(), BUCKET
        return
    client = s3_client(request.getfixturevalue("moto_server"))
    bucket = f"transfer-{secrets.token_hex(6)}"
    client.create_bucket(bucket)
    yield client, bucket
    client.delete_bucket(bucket, force=True)


def test_a_tree_up_across_and_down(tmp_path: Path, target: tuple[StorageClient, str]) -> None:
    client, bucket = target
    folder = make_tree(tmp_path / "tree", TREE)
    other = store()
    for source, end in (
        (here(folder), there(client, "up", bucket)),
        (there(client, "up", bucket), there(client, "beside", bucket)),
        (there(client, "beside", bucket), there(other, "across")),
        (there(other, "across"), here(tmp_path / "back")),
        (there(client, "up", bucket), here(tmp_path / "down")),
    ):
        record = Record()
        report = transfer(source, end, recursive=True, observer=record)
        assert (report.files, report.bytes, report.failures, report.skipped) == (len(TREE), SIZE, (), 0)
        assert report.seconds > 0
        assert record.bytes == SIZE
        assert len(record.events["planned"]) == len(TREE)
        assert sorted(record.events["finished"]) == sorted(record.events["planned"])
        assert record.events["failed"] == []
    assert tree_of(tmp_path / "back") == TREE
    assert tree_of(tmp_path / "down") == TREE


def test_what_goes_across_keeps_its_type_and_metadata() -> None:
    source = store()
    source.put_object(BUCKET, "k", b"x", content_type="text/x-special", metadata={"who": "me"})
    end = store()
    transfer(there(source, "k"), there(end, "k"))
    info = end.get_metadata(BUCKET, "k")
    assert (info.content_type, info.metadata) == ("text/x-special", {"who": "me"})


def test_links_are_counted(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"a": b"1"})
    (folder / "link").symlink_to("a")
    report = transfer(here(folder), there(store()), recursive=True)
    assert (report.files, report.skipped) == (1, 1)


def test_failures_do_not_stop_the_others(tmp_path: Path) -> None:
    source = store(
        {"t/../out": b"1", "t/good": b"22", "t/file": b"333", "t/file/below": b"4444", "t/a//b": b"5"}
    )
    record = Record()
    down = tmp_path / "down"
    report = transfer(there(source, "t"), here(down), recursive=True, observer=record, concurrency=1)
    failed = {failure.transfer.source: type(failure.error) for failure in report.failures}
    assert failed == {
        "t/../out": InvalidRequestError,
        "t/a//b": InvalidRequestError,
        "t/file/below": LocalFileError,
    }
    assert tree_of(tmp_path / "down") == {"good": b"22", "file": b"333"}
    assert not (tmp_path / "out").exists()
    assert (report.files, report.bytes) == (2, 5)
    assert len(record.events["failed"]) == 3


def test_markers_become_folders_and_nothing_else(tmp_path: Path) -> None:
    report = transfer(
        there(store({"t/empty/": b"", "t/k": b"x"}), "t"), here(tmp_path / "down"), recursive=True
    )
    assert (report.files, report.failures) == (2, ())
    assert (tmp_path / "down" / "empty").is_dir()
    assert tree_of(tmp_path / "down") == {"k": b"x"}


@pytest.mark.parametrize("letter", ["x", "é", "日"])
def test_names_as_long_as_names_can_be(tmp_path: Path, letter: str) -> None:
    name = letter * (255 // len(letter.encode()))
    transfer(there(store({f"t/{name}": b"data"}), "t"), here(tmp_path / "down"), recursive=True)
    assert tree_of(tmp_path / "down") == {name: b"data"}


def test_a_file_is_replaced_and_nothing_temporary_stays(tmp_path: Path) -> None:
    down = make_tree(tmp_path / "down", {"a": b"old", "kept": b"kept"})
    transfer(there(store({"t/a": b"new"}), "t"), here(down), recursive=True)
    assert tree_of(down) == {"a": b"new", "kept": b"kept"}


def test_a_name_that_no_object_can_have_fails_alone(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"good": b"1"})
    Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff")).write_bytes(b"2")
    end = store()
    report = transfer(here(folder), there(end), recursive=True)
    assert contents(end) == {"good": b"1"}
    (failure,) = report.failures
    assert isinstance(failure.error, LocalFileError)


def test_a_file_that_changes_while_it_is_read() -> None:
    # The kernel says that it is empty, and gives bytes all the same.
    with pytest.raises(LocalFileError, match="changed") as caught:
        read_small_file("/proc/self/status")
    assert caught.value.retryable


def test_a_large_file_that_changes_while_it_is_sent(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"a": b"1", "large": bytes(40 * SMALL)})
    end = store()

    class Meddler(Record):
        def moved(self, size: int) -> None:
            if size > 1:
                os.utime(folder / "large", (0, 0))

    report = transfer(here(folder), there(end), recursive=True, observer=Meddler())
    assert contents(end) == {"a": b"1"}
    (failure,) = report.failures
    assert isinstance(failure.error, LocalFileError)
    assert "changed" in failure.error.message


def test_a_file_that_is_gone_fails_alone(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"a": b"1", "b": b"2"})

    class Remover(Record):
        def planned(self, transfer: Transfer) -> None:
            if transfer.target == "b":
                os.unlink(transfer.source)

    end = store()
    report = transfer(here(folder), there(end), recursive=True, observer=Remover())
    assert contents(end) == {"a": b"1"}
    assert [type(failure.error) for failure in report.failures] == [LocalFileError]


def test_a_missing_object_is_the_failure_of_its_transfer(tmp_path: Path) -> None:
    report = transfer(there(store(), "missing"), here(tmp_path / "file"))
    assert [type(failure.error) for failure in report.failures] == [NotFoundError]
    assert list(tmp_path.iterdir()) == []


def test_faults_on_the_way_are_not_noticed(
    tmp_path: Path, moto_server: S3Server, fault_proxy: Callable[[int], FaultProxy]
) -> None:
    proxy = fault_proxy(moto_server.port)
    client = s3_client(moto_server, proxy.endpoint)
    bucket = f"faults-{secrets.token_hex(6)}"
    client.create_bucket(bucket)
    files = {f"{number:02}": secrets.token_bytes(1000 * number + 1) for number in range(60)} | {
        "z": bytes(2 * SMALL)
    }
    size = sum(map(len, files.values()))
    folder = make_tree(tmp_path / "tree", files)
    try:
        proxy.plan(
            Respond(503),
            ResetRequest(),
            ResetResponse(),
            Respond(500),
            when=lambda head: head.method == "PUT",
        )
        up = Record()
        report = transfer(here(folder), there(client, bucket=bucket), recursive=True, observer=up)
        assert (report.files, report.failures, up.bytes) == (len(files), (), size)
        proxy.plan(Respond(503), ResetResponse(10), FlipResponseByte(), when=lambda head: "/0" in head.target)
        down = Record()
        report = transfer(
            there(client, bucket=bucket), here(tmp_path / "down"), recursive=True, observer=down
        )
        assert (report.files, report.failures, down.bytes) == (len(files), (), size)
        assert tree_of(tmp_path / "down") == files
        assert proxy.pending == []
    finally:
        client.delete_bucket(bucket, force=True)


def test_damage_that_stays_keeps_the_old_file(tmp_path: Path, capture_server: CaptureServer) -> None:
    listing = b"<ListBucketResult><Contents><Key>k</Key><Size>4</Size></Contents></ListBucketResult>"
    wrong = (("ETag", f'"{"0" * 32}"'),)
    capture_server.answer = lambda request: (
        Answer(body=listing) if "list-type" in request.target else Answer(headers=wrong, body=b"data")
    )
    client = MinIOClient(
        capture_server.endpoint,
        access_key="a",
        secret_key="b",
        retry=RetryPolicy(max_attempts=2, first_delay=0.001),
    )
    down = make_tree(tmp_path / "down", {"k": b"old"})
    report = transfer(there(client), here(down), recursive=True)
    assert [type(failure.error) for failure in report.failures] == [IntegrityError]
    assert tree_of(down) == {"k": b"old"}


FATAL: dict[str, tuple[Answer, type[CloudError]]] = {
    "wrong credentials": (
        Answer(403, body=b"<Error><Code>InvalidAccessKeyId</Code></Error>"),
        AuthenticationError,
    ),
    "no such bucket": (Answer(404, body=b"<Error><Code>NoSuchBucket</Code></Error>"), BucketNotFoundError),
}


@pytest.mark.parametrize(("answer", "kind"), FATAL.values(), ids=FATAL)
@pytest.mark.parametrize("size", [10, SMALL + 1], ids=["small", "large"])
def test_what_every_file_would_meet_ends_it_early(
    tmp_path: Path, capture_server: CaptureServer, answer: Answer, kind: type[CloudError], size: int
) -> None:
    capture_server.answer = lambda _: answer
    folder = make_tree(tmp_path / "tree", {f"{number:03}": bytes(size) for number in range(200)})
    client = MinIOClient(capture_server.endpoint, access_key="a", secret_key="b")
    record = Record()
    with pytest.raises(kind):
        transfer(here(folder), there(client), recursive=True, observer=record, concurrency=8)
    assert len(capture_server.requests) <= 16
    assert record.events["finished"] == []


def test_a_defect_is_not_taken_for_success(tmp_path: Path) -> None:
    folder = make_tree(tmp_path / "tree", {"large": bytes(2 * SMALL)})

    class Broken(Record):
        def moved(self, size: int) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transfer(here(folder), there(store()), recursive=True, observer=Broken())
