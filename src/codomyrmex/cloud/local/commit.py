"""The moment in which an object appears or is replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConflictError,
    NotFoundError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.storage.types import PutOptions
from codomyrmex.cloud.local.account import Account, blocked, status_of
from codomyrmex.cloud.local.folders import clear_name, holds_object, prune
from codomyrmex.cloud.local.history import History
from codomyrmex.cloud.local.records import (
    Record,
    State,
    place_record,
    record_path,
    remove_record,
    write_record,
)
from codomyrmex.cloud.local.versioning import Versioning, read_versioning

_ATTEMPTS = 500


class Written(NamedTuple):
    """An object that is complete, but for its name.

    Attributes:
        data: the temporary file with its bytes, below the root.
        record: the temporary file with its record, below the root.
        state: the state of the data.
        kept: what the record says.
        sync_record: whether the record must be on the disk before the data has its name.
    """

    data: str
    record: str
    state: State
    kept: Record
    sync_record: bool


class Target:
    """The place of an object that is to be written.

    Args:
        account: where.
        bucket: its bucket.
        path: the names of its folders, and of its file.
        options: what must hold for it to be written there.
    """

    def __init__(self, account: Account, bucket: str, path: Sequence[bytes], options: PutOptions) -> None:
        self._account = account
        self._bucket = bucket
        self._path = path
        self._options = options
        self._what = f"{bucket}/{b'/'.join(path).decode(errors='backslashreplace')}"

    def check(self, root: int) -> None:
        """Refuse early what `commit` would refuse.

        Raises:
            BucketNotFoundError: the bucket is not there.
            ConflictError: a folder with objects has the name.
            PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
        """
        there = self._status(root)
        if there is not None and not stat.S_ISREG(there.st_mode):
            if not stat.S_ISDIR(there.st_mode) or holds_object(self._account, root, self._bucket, self._path):
                raise blocked(self._path[-1], there)
            there = None
        self._check(there)

    def commit(self, root: int, written: Written) -> Record:
        """Let the object appear, whole; returns its record, with the version's id where there are versions.

        Raises:
            BucketNotFoundError: the bucket is not there.
            ConflictError: its name is taken by a folder, or that of one of its folders by an object.
            PreconditionFailedError: ``if_absent`` or ``if_match`` does not hold.
        """
        states = {written.state}
        with self._account.locked(root, self._bucket) as lock:
            history = self._history(root, lock)
            if history is not None:
                written = self._with_version(root, written, history.next_id)
            try:
                self._place_record(root, written)
                folder = self._place_data(root, written, states, history)
            except BaseException:
                self._clean_up(root, states)
                raise
            try:
                self._remove_records(root, states - {written.state})
                if history is not None:
                    history.forget_null()
            except BaseException:
                os.close(folder)
                raise
        try:
            self._account.sync(folder)
        finally:
            os.close(folder)
        return written.kept

    def _history(self, root: int, lock: int) -> History | None:
        versioning = read_versioning(root, self._bucket, lock)
        if versioning is Versioning.OFF:
            return None
        return History(self._account, root, self._bucket, self._path, versioning)

    def _with_version(self, root: int, written: Written, version: str) -> Written:
        kept = replace(written.kept, version=version)
        write_record(self._account, root, written.record, kept, sync=True)
        return written._replace(kept=kept, sync_record=True)

    def _place_record(self, root: int, written: Written) -> None:
        path = record_path(self._bucket, self._path, written.state)
        place_record(self._account, root, written.record, path, sync=written.sync_record)

    def _place_data(self, root: int, written: Written, states: set[State], history: History | None) -> int:
        """Rename the data into place, add the state that it replaces, and return its folder, open."""
        for _ in range(_ATTEMPTS):
            try:
                folder = self._account.open_folder(root, self._bucket, self._path[:-1], create=True)
                try:
                    there = clear_name(self._account, root, self._bucket, self._path, folder)
                    self._check(there)
                    if there is not None and not (history is not None and history.keep(there, folder)):
                        states.add(State.of(there))
                    self._rename(root, written.data, folder)
                except BaseException:
                    os.close(folder)
                    raise
            except BucketNotFoundError:
                raise
            except FileNotFoundError:
                # Programs that know nothing of the lock may remove the folder while it is still empty.
                continue
            return folder
        raise ConflictError(f"Another program keeps removing the folder of {self._what}.", retryable=True)

    def _rename(self, root: int, data: str, folder: int) -> None:
        name = self._path[-1]
        if not self._options.if_absent:
            os.rename(data, name, src_dir_fd=root, dst_dir_fd=folder)
            return
        try:
            # Unlike rename(), link() never replaces, not even what another program put there just now.
            os.link(data, name, src_dir_fd=root, dst_dir_fd=folder)
        except FileExistsError:
            raise self._is_there() from None
        with suppress(FileNotFoundError):
            os.unlink(data, dir_fd=root)

    def _check(self, there: os.stat_result | None) -> None:
        if self._options.if_absent and there is not None:
            raise self._is_there()
        etag = self._options.if_match
        if etag is not None and (there is None or State.of(there).etag != etag):
            raise PreconditionFailedError(f"{self._what} has not the ETag {etag}.")

    def _status(self, root: int) -> os.stat_result | None:
        try:
            with self._account.folder(root, self._bucket, self._path[:-1]) as folder:
                return status_of(self._path[-1], folder)
        except BucketNotFoundError:
            raise
        except NotFoundError:
            return None

    def _clean_up(self, root: int, states: set[State]) -> None:
        try:
            there = self._status(root)
        except BucketNotFoundError:
            there = None
        # An interrupt comes before or after the renaming: the data itself tells which record is true.
        self._remove_records(root, states - ({State.of(there)} if there is not None else set()))
        prune(self._account, root, self._bucket, self._path[:-1])

    def _remove_records(self, root: int, states: set[State]) -> None:
        for state in states:
            remove_record(root, record_path(self._bucket, self._path, state))

    def _is_there(self) -> PreconditionFailedError:
        return PreconditionFailedError(f"{self._what} is there already.")
