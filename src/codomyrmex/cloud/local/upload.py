"""Writing an object into a temporary file, until it is complete."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import FileRegion
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage.parts import MIB
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.local.account import Account, open_reserved
from codomyrmex.cloud.local.commit import Target, Written
from codomyrmex.cloud.local.faults import typed_errors
from codomyrmex.cloud.local.keys import path_of
from codomyrmex.cloud.local.objects import OpenObject, describe
from codomyrmex.cloud.local.records import Record, State, write_record
from codomyrmex.cloud.local.temporary import new_temporary, remove_abandoned, write_all
from codomyrmex.validation import check_key

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body

_COPY_AT_ONCE = 64 * MIB


class LocalUpload(Upload):
    """An object on its way into the store.

    Args:
        account: where to.
        bucket: its bucket.
        key: its key.
        options: how.
        advance: told the bytes of each block that was written; what it raises ends the upload.

    Raises:
        BucketNotFoundError: the bucket is not there.
        ConflictError: a folder with objects has the name.
        PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
    """

    next_size = MIB
    _owner: int | None = None

    def __init__(
        self,
        account: Account,
        bucket: str,
        key: str,
        options: PutOptions,
        advance: Callable[[int], object] | None = None,
    ) -> None:
        self._account = account
        self._bucket = bucket
        self._key = key
        self._options = options
        self._advance = advance
        self._digest = hashlib.md5(usedforsecurity=False)
        self._md5: str | None = None
        self._tags: Mapping[str, str] = {}
        # Named before they are made, so that an interrupt at any point finds them.
        self._data = new_temporary()
        self._record = new_temporary()
        self._descriptor = -1
        check_key(key)  # a file whose name is not UTF-8 can be read, but no new one is made
        self._target = Target(account, bucket, path_of(key), options)
        self._owner = os.getpid()
        with self._system() as root:
            self._target.check(root)
            remove_abandoned(account, root)
            self._descriptor = open_reserved(self._data, os.O_RDWR | os.O_CREAT | os.O_EXCL, root)

    @contextmanager
    def _system(self) -> Iterator[int]:
        with typed_errors(f"{self._bucket}/{self._key}"), self._account.opened(self._bucket) as root:
            yield root

    def write(self, body: Body) -> None:
        """Append the bytes.

        Raises:
            QuotaExceededError: the disk is full.
        """
        for block in _blocks(body):
            with typed_errors(f"{self._bucket}/{self._key}"):
                write_all(self._descriptor, block)
            self._digest.update(block)
            if self._advance is not None:
                self._advance(len(block))

    def copy(self, source: OpenObject) -> None:
        """Take all bytes and the tags of another object, inside the kernel where it can do that.

        Its digest comes along: a copy of damaged bytes must not look sound.
        """
        copied = 0
        if source.md5 is not None and hasattr(os, "copy_file_range"):
            with suppress(OSError):
                while count := os.copy_file_range(source.descriptor, self._descriptor, _COPY_AT_ONCE):
                    copied += count
        self.write(FileRegion(source.descriptor, copied, source.info.size - copied))
        self._md5 = source.md5
        self._tags = source.tags
        source.check_unchanged()

    def _commit(self) -> ObjectInfo:
        md5 = self._md5 or self._digest.hexdigest()
        record = Record(self._options.content_type, self._options.metadata, md5, self._tags)
        with self._system() as root:
            # The system's own clock for files is coarse, so that two states could have one time.
            now = time.time_ns()
            os.utime(self._descriptor, ns=(now, now))
            self._account.sync(self._descriptor)
            state = State.of(os.fstat(self._descriptor))
            sync_record = record.is_needed_for(self._key)
            write_record(self._account, root, self._record, record, sync=sync_record)
            written = Written(self._data, self._record, state, record, sync_record)
            record = self._target.commit(root, written)
            self._close()
        return describe(self._bucket, self._key, state, record)

    def _abort(self) -> None:
        self._close()
        with suppress(OSError, CloudError), self._account.opened(self._bucket) as root:
            for path in (self._data, self._record):
                with suppress(FileNotFoundError):
                    os.unlink(path, dir_fd=root)
        self._owner = None

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def __del__(self) -> None:
        # An interrupt may come before the with block is entered. A forked child's copy is not its own.
        if not self._committed and self._owner == os.getpid():
            self._abort()


def _blocks(body: Body) -> Iterator[memoryview]:
    if isinstance(body, FileRegion):
        for block in body.blocks():
            yield memoryview(block)
        return
    view = memoryview(body)
    for start in range(0, len(view), MIB):
        yield view[start : start + MIB]
