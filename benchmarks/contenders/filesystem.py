"""Reads through fsspec: ``ours|s3fs files|ranges|sequential BUCKET COUNT``.

``files`` are read whole with one ``cat``, ``ranges`` of one file of COUNT MiB with one ``cat_ranges``, and
``sequential`` reads that file from its beginning to its end through ``open``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import fsspec

from benchmarks.contenders.meter import measure

MIB = 1 << 20
RANGE = 8 * MIB
FILE = "large.bin"


def ours() -> Any:
    """Ours; whole files are checked by MD5."""
    from codomyrmex.cloud.filesystem import ProfileFileSystem

    return ProfileFileSystem("minio")


def s3fs() -> Any:
    """s3fs as it comes, which checks nothing; it finds the server in the environment."""
    return fsspec.filesystem("s3")


def files(fs: Any, bucket: str, count: int) -> Callable[[], object]:
    """Read ``count`` small files with one call."""
    paths = [f"{bucket}/file-{number:06}" for number in range(count)]

    def work() -> None:
        assert len(fs.cat(paths)) == count

    return work


def ranges(fs: Any, bucket: str, count: int) -> Callable[[], object]:
    """Read a file in ranges with one call."""
    starts = list(range(0, count * MIB, RANGE))
    ends = [min(start + RANGE, count * MIB) for start in starts]

    def work() -> None:
        found = fs.cat_ranges([f"{bucket}/{FILE}"] * len(starts), starts, ends, on_error="raise")
        assert sum(map(len, found)) == count * MIB

    return work


def sequential(fs: Any, bucket: str, count: int) -> Callable[[], object]:
    """Read a file from its beginning to its end, a mebibyte at a time."""

    def work() -> None:
        with fs.open(f"{bucket}/{FILE}", "rb") as file:
            assert sum(iter(lambda: len(file.read(MIB)), 0)) == count * MIB

    return work


if __name__ == "__main__":
    who, verb, bucket, count = sys.argv[1:]
    fs = {"ours": ours, "s3fs": s3fs}[who]()
    # Connections and classes that are made once are made before.
    assert fs.cat_file(f"{bucket}/first") == b"first"
    measure({"files": files, "ranges": ranges, "sequential": sequential}[verb](fs, bucket, int(count)))
