"""What a filesystem sends: exact targets, and no request more than it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codomyrmex.cloud import MinIOClient
from tests.servers.capture import Answer, CapturedRequest, CaptureServer, empty_with_etag

TARGETS = {
    ".": ".",
    "..": "..",
    "x/..": "x/..",
    "a/../b": "a/../b",
    "x/../../other/k": "x/../../other/k",
    "a//b": "a//b",
    "/a": "/a",
    "a b+c%2F": "a%20b%2Bc%252F",
    "日本": "%E6%97%A5%E6%9C%AC",
}
VERBS: dict[str, Callable[[Any, str], Any]] = {
    "pipe_file": lambda fs, key: fs.pipe_file(key, b"x"),
    "pipe": lambda fs, key: fs.pipe({key: b"x"}),
    "open-wb": lambda fs, key: fs.open(key, "wb").close(),
    "open-rb": lambda fs, key: fs.open(key).close(),
    "cat_file": lambda fs, key: fs.cat_file(key),
    "cat": lambda fs, key: fs.cat([key]),
    "cat_ranges": lambda fs, key: fs.cat_ranges([key], 0, 1),
    "info": lambda fs, key: fs.info(key),
    "copy-to": lambda fs, key: fs.cp_file("source", key),
    "touch": lambda fs, key: fs.touch(key),
}


def answer(request: CapturedRequest) -> Answer:
    """One byte for whoever reads, an ETag for whoever writes."""
    if request.method in ("GET", "HEAD"):
        return Answer(206, headers=(("ETag", '"e"'), ("Content-Range", "bytes 0-0/1")), body=b"x")
    if request.header("x-amz-copy-source"):
        return Answer(body=b"<CopyObjectResult><ETag>&quot;0&quot;</ETag></CopyObjectResult>")
    return empty_with_etag(request)


@pytest.fixture
def fs(capture_server: CaptureServer) -> Any:
    """The filesystem of a bucket on the capture server."""
    capture_server.answer = answer
    return MinIOClient(capture_server.endpoint, access_key="access", secret_key="secret").filesystem("bucket")


@pytest.mark.parametrize("key", TARGETS, ids=TARGETS.values())
@pytest.mark.parametrize("verb", VERBS)
def test_a_path_is_the_key_as_it_is(fs: Any, capture_server: CaptureServer, verb: str, key: str) -> None:
    VERBS[verb](fs, key)
    objects = {request.target.partition("?")[0] for request in capture_server.requests}
    assert objects - {"/bucket/source"} == {f"/bucket/{TARGETS[key]}"}


def test_a_small_file_is_read_with_one_request(fs: Any, capture_server: CaptureServer) -> None:
    with fs.open("key") as file:
        assert file.read() == b"x"
    assert [request.method for request in capture_server.requests] == ["GET"]


def test_many_paths_are_read_with_one_request_each(fs: Any, capture_server: CaptureServer) -> None:
    fs.cat([f"{number}" for number in range(20)])
    assert sorted(request.target for request in capture_server.requests) == sorted(
        f"/bucket/{number}" for number in range(20)
    )
