"""What a plain file cannot say of itself: its content type, the user's metadata, its digest.

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
from codomyrmex.cloud.local.account import RECORDS, make_folders


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
    """

    content_type: str
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)
    md5: str | None = None

    def is_needed_for(self, key: str) -> bool:
        """Whether the object is another one without the record, so that it must outlive a power failure.

        A digest alone is not worth waiting for the disk: without it, the object is only unchecked.
        """
        return bool(self.metadata) or self.content_type != content_type_of(key)

    def encode(self) -> bytes:
        """The content of its file."""
        return json.dumps([self.content_type, dict(self.metadata), self.md5]).encode()


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
            content_type, metadata, md5 = json.loads(file.read())
        except ValueError:
            return None
    return Record(content_type, metadata, md5)


def place_record(root: int, temporary: str, path: str) -> None:
    """Give a record that was written under a temporary name its own."""
    try:
        os.rename(temporary, path, src_dir_fd=root, dst_dir_fd=root)
    except FileNotFoundError:
        make_folders(path, root)
        os.rename(temporary, path, src_dir_fd=root, dst_dir_fd=root)


def remove_record(root: int, path: str) -> None:
    """Remove a record, if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(path, dir_fd=root)


def remove_records(root: int, bucket: str) -> None:
    """Remove all records of a bucket."""
    import shutil

    shutil.rmtree(f"{RECORDS}/{bucket}", ignore_errors=True, dir_fd=root)
