"""What a plain file cannot say of itself: content type, the user's metadata, digest, tags, version.

A record lies in the reserved folder, in a file that is named after the key and after what tells one state of
the data from every other: its modification time and its size. So a record can be there before its data:
nobody finds it until the data is renamed into place, and from then on everybody does. A file that another
program wrote has none.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from codomyrmex.cloud.common.storage.writing import content_type_of
from codomyrmex.cloud.local.account import RECORDS, Account, make_folders, open_reserved
from codomyrmex.cloud.local.temporary import write_all


class State(NamedTuple):
    """One state of a file.

    Attributes:
        modified_ns: its modification time, set by every write here: the system's clock for files is coarse.
        size: bytes.
    """

    modified_ns: int
    size: int

    @property
    def etag(self) -> str:
        """The tag of this state."""
        return f"{self.modified_ns:x}-{self.size:x}"

    @classmethod
    def of(cls, status: os.stat_result) -> State:
        """The state that the system tells of."""
        return cls(status.st_mtime_ns, status.st_size)


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of one state of an object.

    Attributes:
        content_type: its media type.
        metadata: the user's names and values.
        md5: the digest of its bytes, in hexadecimal; ``None`` where nobody computed it.
        tags: the object's tags.
        version: the version's id; ``None`` for what was written before the bucket kept versions.
    """

    content_type: str
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)
    md5: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict, hash=False)
    version: str | None = None

    def is_needed_for(self, key: str) -> bool:
        """Whether the object is another one without the record, so that it must outlive a power failure.

        A digest alone is not worth waiting for the disk: without it, the object is only unchecked.
        """
        return bool(self.metadata or self.tags or self.version) or self.content_type != content_type_of(key)

    def encode(self) -> bytes:
        """The content of its file."""
        kept = [self.content_type, dict(self.metadata), self.md5, dict(self.tags), self.version]
        return json.dumps(kept).encode()


def record_path(bucket: str, path: Sequence[bytes], state: State) -> str:
    """Where the record of a state of an object is, below the root."""
    name = hashlib.sha256(b"/".join(path)).hexdigest()
    return f"{RECORDS}/{bucket}/{name[:2]}/{name}.{state.etag}"


def read_record(root: int, path: str) -> Record | None:
    """Read a record; ``None`` where none is, or where a power failure left half of one."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW, dir_fd=root)
    except FileNotFoundError:
        return None
    with open(descriptor, "rb", buffering=0) as file:
        try:
            # Stores that were written before there were tags and versions have three of the five.
            content_type, metadata, md5, *later = json.loads(file.read())
            return Record(content_type, metadata, md5, *later)
        except (ValueError, TypeError):
            return None


def write_record(account: Account, root: int, temporary: str, record: Record, *, sync: bool) -> None:
    """Write a record under a temporary name; with ``sync``, wait until it is on the disk."""
    descriptor = open_reserved(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, root)
    try:
        write_all(descriptor, memoryview(record.encode()))
        if sync:
            account.sync(descriptor)
    finally:
        os.close(descriptor)


def place_record(account: Account, root: int, temporary: str, path: str, *, sync: bool) -> None:
    """Give a record that was written under a temporary name its own."""
    try:
        os.rename(temporary, path, src_dir_fd=root, dst_dir_fd=root)
    except FileNotFoundError:
        make_folders(path, root)
        os.rename(temporary, path, src_dir_fd=root, dst_dir_fd=root)
    if sync:
        account.sync_folder(path.rpartition("/")[0], root)


def remove_record(root: int, path: str) -> None:
    """Remove a record, if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path, dir_fd=root)


def remove_records(root: int, bucket: str) -> None:
    """Remove all records of a bucket."""
    import shutil

    shutil.rmtree(f"{RECORDS}/{bucket}", ignore_errors=True, dir_fd=root)
