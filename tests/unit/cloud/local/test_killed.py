"""Whoever is killed before any single step of a change leaves versions that are whole, and none is lost."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from codomyrmex.cloud.local import LocalStorageClient

_STEPS = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime"}

Change = Callable[[LocalStorageClient], object]


def is_killed_before(step: int, change: Callable[[], object]) -> bool:
    """Make a change in a child that kills itself before a step; ``False`` where it takes fewer steps."""
    child = os.fork()
    if not child:
        steps = count()

        def watch(event: str, arguments: tuple[Any, ...]) -> None:
            # What only reads is no step: it makes no difference whether it was done.
            changes = event in _STEPS or (event == "open" and arguments[2] & os.O_CREAT)
            if changes and next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        change()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def bytes_of_versions(client: LocalStorageClient) -> list[str]:
    """What each version of the key holds, the newest first; the latest with a star, markers as ``-``."""
    found = []
    for one in client.list_versions("bucket"):
        text = "-"
        if not one.is_delete_marker:
            text = client.get_object("bucket", "a/key", version=one.version).decode()
            info = client.get_metadata("bucket", "a/key", version=one.version)
            assert info.metadata == {"text": text}
            assert (info.size, info.etag) == (one.size, one.etag)
        found.append(f"*{text}" if one.is_latest else text)
    return found


def put(text: str) -> Change:
    """Write a version whose metadata says the same as its bytes."""
    return lambda client: client.put_object("bucket", "a/key", text.encode(), metadata={"text": text})


def versioning(enabled: bool) -> Change:
    """Switch versioning."""
    return lambda client: client.set_versioning("bucket", enabled)


def delete(client: LocalStorageClient) -> None:
    """Hide the object."""
    client.delete_object("bucket", "a/key")


def delete_version(number: int) -> Change:
    """Delete for good, counted from the newest."""

    def change(client: LocalStorageClient) -> None:
        versions = list(client.list_versions("bucket"))
        client.delete_object("bucket", "a/key", version=versions[number].version)

    return change


def restore(number: int) -> Change:
    """Make a version the newest, counted from the newest."""

    def change(client: LocalStorageClient) -> None:
        versions = list(client.list_versions("bucket"))
        client.restore_version("bucket", "a/key", versions[number].version)

    return change


def check_that_nothing_comes_back(client: LocalStorageClient) -> None:
    """Delete all versions for good, the newest first, and then the bucket."""
    while versions := [one.version for one in client.list_versions("bucket")]:
        client.delete_object("bucket", "a/key", version=versions[0])
        assert [one.version for one in client.list_versions("bucket")] == versions[1:]
    client.delete_bucket("bucket")


ON, OFF = versioning(True), versioning(False)

CHANGES: dict[str, tuple[list[Change], Change, list[list[str]]]] = {
    "first": ([ON], put("1"), [[], ["*1"]]),
    "overwrite": ([ON, put("1")], put("2"), [["*1"], ["*2", "1"]]),
    "overwrite-null": ([put("1"), ON], put("2"), [["*1"], ["*2", "1"]]),
    "overwrite-without": ([put("1")], put("2"), [["*1"], ["*2"]]),
    "overwrite-suspended": ([ON, put("1"), OFF, put("2")], put("3"), [["*2", "1"], ["*3", "1"]]),
    "suspended": ([put("0"), ON, put("1"), OFF], put("2"), [["*1", "0"], ["*2", "1"]]),
    "hide": ([ON, put("1")], delete, [["*1"], ["1"], ["*-", "1"]]),
    "hide-null": ([put("1"), ON], delete, [["*1"], ["1"], ["*-", "1"]]),
    "hide-suspended": ([ON, put("1"), OFF, put("2")], delete, [["*2", "1"], ["1"], ["*-", "1"]]),
    "after-marker": ([ON, put("1"), delete], put("2"), [["*-", "1"], ["*2", "-", "1"]]),
    "unhide": ([ON, put("1"), delete], delete_version(0), [["*-", "1"], ["*1", "-"], ["*1"]]),
    "newest": ([ON, put("1"), put("2")], delete_version(0), [["*2", "1"], ["*1"]]),
    "newest-null": ([put("1"), ON, put("2")], delete_version(0), [["*2", "1"], ["*1"]]),
    "oldest": ([ON, put("1"), put("2")], delete_version(1), [["*2", "1"], ["*2"]]),
    "last": ([ON, put("1")], delete_version(0), [["*1"], []]),
    "restore": ([ON, put("1"), put("2")], restore(1), [["*2", "1"], ["*1", "2", "1"]]),
    "switch-on": ([put("1")], ON, [["*1"]]),
}
"""By name: what comes before, the change, and what may be found when it was killed; the last is the end."""


@pytest.mark.parametrize(("before", "change", "states"), CHANGES.values(), ids=CHANGES)
def test_a_killed_change_loses_no_version(
    tmp_path: Path, before: list[Change], change: Change, states: list[list[str]]
) -> None:
    for step in count():
        client = LocalStorageClient(tmp_path / str(step), durable=False)
        client.create_bucket("bucket")
        for one in before:
            one(client)
        killed = is_killed_before(step, partial(change, client))
        found = bytes_of_versions(client)
        assert found in states
        current = [one.key for one in client.list_objects("bucket")]
        assert current == (["a/key"] if any(text[0] == "*" and text != "*-" for text in found) else [])
        if not killed:
            assert found == states[-1]
            assert step > 1
            return
        # Nothing that was left is in the way of who comes next.
        if step % 2:
            check_that_nothing_comes_back(client)
            continue
        put("next")(client)
        after = bytes_of_versions(client)
        assert after[0] == "*next"
        assert client.get_object("bucket", "a/key") == b"next"
        check_that_nothing_comes_back(client)
