"""Whether a bucket keeps versions: a word in the file of its lock, which who writes has open anyway."""

from __future__ import annotations

import os
import stat
from enum import Enum

from codomyrmex.cloud.local.account import LOCKS, RESERVED, VERSIONS, Account, make_folders, status_of

_LENGTH = 10


class Versioning(Enum):
    """What becomes of an object that is overwritten or deleted.

    Attributes:
        OFF: it is gone.
        ENABLED: it stays, as an old version.
        SUSPENDED: it stays if it has a version of its own; the version ``null`` is gone.
    """

    OFF = b"off"
    ENABLED = b"enabled"
    SUSPENDED = b"suspended"


_BY_WORD = {state.value: state for state in Versioning}


def read_versioning(root: int, bucket: str, lock: int) -> Versioning:
    """What the bucket does, for who holds its lock."""
    state = _BY_WORD.get(os.pread(lock, _LENGTH, 0).rstrip())
    if state is None:
        # The file is new. Where there are versions, somebody removed the old one: they must not be lost.
        there = status_of(versions_folder(bucket).encode(), root)
        state = Versioning.ENABLED if there and stat.S_ISDIR(there.st_mode) else Versioning.OFF
        _write(lock, state)
    return state


def write_versioning(account: Account, root: int, bucket: str, lock: int, state: Versioning) -> None:
    """Let the bucket do something else, for who holds its lock."""
    if state is not Versioning.OFF:
        make_folders(f"{versions_folder(bucket)}/", root)
        for folder in (VERSIONS, LOCKS, RESERVED):
            account.sync_folder(folder, root)
        account.sync(root)
    _write(lock, state)
    account.sync(lock)


def versions_folder(bucket: str) -> str:
    """The folder of a bucket's old versions, below the root; there since they were first kept."""
    return f"{VERSIONS}/{bucket}"


def _write(lock: int, state: Versioning) -> None:
    # In one piece and always of one length, so that nobody finds half of it.
    os.pwrite(lock, state.value.ljust(_LENGTH - 1) + b"\n", 0)
