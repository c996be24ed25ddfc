"""The chain of lines: each holds the hash of the one before, and the head file the hash of the last.

The chain has no key: who may write both the log and its head can write another chain. It shows what was done
by anybody who did less than that, and what a copy of the head, kept elsewhere, does not agree with.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

_BLOCK = 1 << 12
_HEAD_LENGTH = 128
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_CLOEXEC
_OVERWRITE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class Head(NamedTuple):
    """The last line of a chain: its number, from one, and its hash."""

    number: int
    hash: str


START = Head(0, "0" * 64)


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Fields as JSON in the one way that is hashed: sorted names, no spaces, ASCII."""
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def linked(head: Head, fields: Mapping[str, Any]) -> tuple[Head, bytes]:
    """The line that follows a head, without its end, and the head that it makes."""
    entry = {**fields, "number": head.number + 1, "previous": head.hash}
    digest = hashlib.sha256(canonical(entry)).hexdigest()
    return Head(head.number + 1, digest), canonical({**entry, "hash": digest})


def head_file(log: Path) -> Path:
    """The head file of a log."""
    return log.with_name(f"{log.name}.head")


def read_head(log: Path) -> Head | None:
    """The head of a log; ``None`` if its file is not there, or holds no head."""
    with suppress(FileNotFoundError, ValueError, TypeError):
        number, digest = json.loads(head_file(log).read_bytes()[:_HEAD_LENGTH])
        if isinstance(number, int) and number >= 0 and isinstance(digest, str):
            return Head(number, digest)
    return None


def write_head(log: Path, head: Head, *, fsync: bool) -> None:
    """Replace the head of a log at once. Whoever calls it holds the log's lock.

    It always has the same length, within one sector of a disk, and is written over in one go: a disk takes
    that whole or not at all, has the room for it, and needs no new file for each line.
    """
    descriptor = os.open(head_file(log), _OVERWRITE, 0o600)
    try:
        os.pwrite(descriptor, json.dumps(head).encode().ljust(_HEAD_LENGTH - 1) + b"\n", 0)
        if fsync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(log: Path, *, write: bool = True) -> Iterator[int]:
    """The log, open for appending or for reading, with no other thread or process between.

    It is opened each time: a lock belongs to what was opened, and would be shared with forked processes.
    """
    descriptor = os.open(log, _APPEND if write else _READ, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if write else fcntl.LOCK_SH)
        yield descriptor
    finally:
        os.close(descriptor)


def last_line(descriptor: int) -> tuple[bytes, int]:
    """The last complete line of a log, and where it ends; what stands behind was never finished."""
    size = start = os.fstat(descriptor).st_size
    tail = b""
    while start and tail.count(b"\n") < 2:
        block = min(start, _BLOCK)
        start -= block
        tail = os.pread(descriptor, block, start) + tail
    *complete, unfinished = tail.split(b"\n")
    return (complete[-1] if complete else b""), size - len(unfinished)
