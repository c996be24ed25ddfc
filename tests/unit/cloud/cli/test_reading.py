"""``ls``, ``cat``, ``stat`` and ``du``."""

from __future__ import annotations

import base64
import subprocess
from datetime import datetime

import pytest

from codomyrmex.cloud import LocalStorageClient
from tests.unit.cloud.cli.conftest import PROGRAM, Cmx


@pytest.fixture(autouse=True)
def objects(store: LocalStorageClient) -> None:
    store.put_object("b", "reports/x.txt", b"hello")
    store.put_object("b", "reports/2026/y.txt", b"world!", metadata={"who": "me"})
    store.put_object("b", "z", b"\xff\x00")


def test_ls_shows_buckets(cmx: Cmx) -> None:
    assert cmx("ls").out == "local://b\n"
    assert cmx("ls", "local://", "--json").object == {"type": "bucket", "url": "local://b", "bucket": "b"}


def test_ls_shows_one_level(cmx: Cmx) -> None:
    lines = cmx("ls", "local://b/reports/").out.splitlines()
    assert [line.split()[-2:] for line in lines] == [["DIR", "2026/"], ["5", "x.txt"]]


def test_a_prefix_is_a_string(cmx: Cmx) -> None:
    found = cmx("ls", "-r", "local://b/rep", "--json").lines
    assert [entry["key"] for entry in found] == ["reports/2026/y.txt", "reports/x.txt"]


def test_ls_json_has_the_documented_fields(cmx: Cmx) -> None:
    directory, item = cmx("ls", "local://b/reports/", "--json").lines
    assert directory == {
        "type": "directory",
        "url": "local://b/reports/2026/",
        "bucket": "b",
        "prefix": "reports/2026/",
    }
    assert datetime.fromisoformat(item.pop("last_modified")).tzinfo is not None
    assert item.pop("etag")
    assert item == {
        "type": "object",
        "url": "local://b/reports/x.txt",
        "bucket": "b",
        "key": "reports/x.txt",
        "size": 5,
        "version": None,
        "content_type": None,
        "storage_class": None,
        "metadata": {},
    }


def test_ls_of_nothing_is_not_found(cmx: Cmx) -> None:
    outcome = cmx("ls", "local://b/nothing/")
    assert outcome.code == 3
    assert outcome.err == (
        "cmx: Nothing is at local://b/nothing/. See what is there with: cmx ls local://b/nothing/\n"
    ) or outcome.err.startswith("cmx: Nothing is at local://b/nothing/.")


def test_keys_do_not_drive_the_terminal(cmx: Cmx, store: LocalStorageClient) -> None:
    store.put_object("b", "evil/\x1b[31m\nred", b"")
    assert cmx("ls", "local://b/evil/").out.endswith("  \\x1b[31m\\x0ared\n")
    assert cmx("ls", "local://b/evil/", "--json").object["key"] == "evil/\x1b[31m\nred"


def test_cat_writes_the_bytes(cmx: Cmx) -> None:
    outcome = cmx("cat", "local://b/reports/x.txt", "local://b/reports/2026/y.txt")
    assert (outcome.code, outcome.out) == (0, "helloworld!")


def test_cat_json(cmx: Cmx) -> None:
    text, data = cmx("cat", "--json", "local://b/reports/x.txt", "local://b/z").lines
    assert text == {"url": "local://b/reports/x.txt", "size": 5, "encoding": "utf-8", "content": "hello"}
    assert data["encoding"] == "base64"
    assert base64.b64decode(data["content"]) == b"\xff\x00"


def test_whoever_reads_the_output_may_go(store: LocalStorageClient) -> None:
    store.put_object("b", "large", bytes(8 << 20))
    with subprocess.Popen(
        [*PROGRAM, "cat", "local://b/large"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10) == bytes(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@pytest.mark.usefixtures("root")
def test_a_full_disk_behind_the_output_is_an_error() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, "ls"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=300, text=True
        )
    assert (done.returncode, done.stderr) == (1, "cmx: No space left on device\n")


def test_stat_of_an_object(cmx: Cmx) -> None:
    found = cmx("stat", "local://b/reports/2026/y.txt", "--json").object
    assert (found["size"], found["content_type"], found["metadata"]) == (6, "text/plain", {"who": "me"})
    lines = dict(
        line.split(maxsplit=1) for line in cmx("stat", "local://b/reports/2026/y.txt").out.splitlines()
    )
    assert lines["size"] == "6 bytes"
    assert lines["metadata"] == "who  me"


def test_stat_of_a_bucket(cmx: Cmx) -> None:
    assert cmx("stat", "local://b", "--json").object == {"url": "local://b", "bucket": "b"}
    assert cmx("stat", "local://nope").code == 3


def test_du_adds_up(cmx: Cmx) -> None:
    assert cmx("du", "local://b", "--json").object == {"url": "local://b", "objects": 3, "bytes": 13}
    assert cmx("du", "local://b/rep").out == "11 B  2 objects  local://b/rep\n"
    assert cmx("du", "local://b/nothing").code == 3
