"""Ctrl-C and termination in the middle of the work."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from time import perf_counter

import pytest

from codomyrmex.cloud import LocalStorageClient
from tests.servers.process import wait_until
from tests.unit.cloud.cli.conftest import PROGRAM

GIB = 1 << 30


def leftovers(root: Path) -> list[Path]:
    """The unfinished files of a store."""
    folder = root / ".codomyrmex" / "unfinished"
    return list(folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_upload_leaves_nothing(
    store: LocalStorageClient, root: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(4 * GIB)
    with subprocess.Popen([*PROGRAM, "cp", large, "local://b/"], stderr=subprocess.PIPE) as process:
        wait_until(
            lambda: any(path.stat().st_size > 1 << 20 for path in leftovers(root)), "the upload begins"
        )
        process.send_signal(number)
        started = perf_counter()
        _, err = process.communicate(timeout=300)
    assert perf_counter() - started < 15
    assert process.returncode == code
    assert err.decode() == ("cmx: Interrupted; nothing is left half-done.\n" if code == 130 else "")
    assert list(store.list_objects("b")) == []
    assert leftovers(root) == []


def test_an_interrupted_download_leaves_nothing(
    store: LocalStorageClient, root: Path, tmp_path: Path
) -> None:
    os.truncate(_placed(store, root), 4 * GIB)
    target = tmp_path / "down"
    target.mkdir()
    with subprocess.Popen([*PROGRAM, "cp", "local://b/large", target], stderr=subprocess.PIPE) as process:
        wait_until(
            lambda: any(path.stat().st_size > 1 << 20 for path in target.iterdir()), "the download begins"
        )
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=300)
    assert process.returncode == 130
    assert list(target.iterdir()) == []


def test_an_interrupted_put_leaves_nothing(store: LocalStorageClient, root: Path) -> None:
    with subprocess.Popen(
        [*PROGRAM, "put", "local://b/x"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        # More than a pipe holds: when this returns, most of it was read.
        process.stdin.write(bytes(8 << 20))
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert list(store.list_objects("b")) == []
    assert leftovers(root) == []


def _placed(store: LocalStorageClient, root: Path) -> Path:
    """The file behind a new object of the store."""
    store.put_object("b", "large", b"x")
    return root / "b" / "large"
