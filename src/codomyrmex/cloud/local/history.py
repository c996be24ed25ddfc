"""How versions of an object follow one another in a bucket that keeps them, or once did.

Each step leaves a state that is true by itself, since the process may be killed after it: an old version gets
its second name before the new one replaces it, and a second name that the newest version still has is no
version of its own.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from codomyrmex.cloud.common.errors import BucketNotFoundError, IntegrityError, NotFoundError
from codomyrmex.cloud.local.account import Account, status_of
from codomyrmex.cloud.local.folders import clear_name, prune
from codomyrmex.cloud.local.records import Record, State, read_record, record_path, remove_record
from codomyrmex.cloud.local.versioning import Versioning
from codomyrmex.cloud.local.versions import NULL, OldVersion, OldVersions, id_of, sequence_of


class Newest(NamedTuple):
    """The version at the object's own path.

    Attributes:
        state: of its file.
        id: what it is called by users.
    """

    state: State
    id: str


class History:
    """All versions of one object, for one change by who holds the lock of its bucket.

    Args:
        account: where.
        root: the descriptor of the root.
        bucket: the bucket.
        path: the names of the object's folders, and of its file.
        versioning: what the bucket does with what is overwritten or deleted.
    """

    def __init__(
        self, account: Account, root: int, bucket: str, path: Sequence[bytes], versioning: Versioning
    ) -> None:
        self._account = account
        self._root = root
        self._bucket = bucket
        self._path = path
        self._keeps_null = versioning is Versioning.ENABLED
        self._files = OldVersions(account, root, bucket, path)

    def newest(self) -> Newest | None:
        """The version at the object's own path; ``None`` where no file is."""
        try:
            with self._account.folder(self._root, self._bucket, self._path[:-1]) as folder:
                there = status_of(self._path[-1], folder)
        except NotFoundError:
            return None
        return self._newest(there)

    def old(self, newest: Newest | None) -> list[OldVersion]:
        """The others, from new to old; each id once."""
        by_id: dict[str, OldVersion] = {}
        for old in self._files.list():
            if newest is None or old.id != newest.id:
                by_id.setdefault(old.id, old)
        return list(by_id.values())

    def status(self, old: OldVersion) -> os.stat_result:
        """What the system knows of the file of an old version."""
        return self._files.status(old)

    @cached_property
    def next_sequence(self) -> int:
        """The place in the order of what is written now: behind all others, with room for one before it."""
        newest = self.newest()
        last = sequence_of(newest.id) if newest is not None else 0
        if not last:
            last = max((old.sequence for old in self._files.list()), default=0)
        return max(time.time_ns(), last + 2)

    @property
    def next_id(self) -> str:
        """The id of what is written now."""
        return id_of(self.next_sequence) if self._keeps_null else NULL

    def keep(self, there: os.stat_result, folder: int) -> bool:
        """Keep the newest version as an old one, if it is to be kept; it stays at the object's path, too."""
        newest = self._newest(there)
        if newest is None or (newest.id == NULL and not self._keeps_null):
            return False
        is_null = newest.id == NULL
        kept = OldVersion(self.next_sequence - 1 if is_null else sequence_of(newest.id), is_null)
        self._files.keep(kept, self._path[-1], folder)
        if is_null:
            self._remove_old(NULL, newest.state, but=kept)
        return True

    def forget_null(self) -> None:
        """Remove the old version ``null``, where what was written now has this id."""
        if not self._keeps_null:
            newest = self.newest()
            self._remove_old(NULL, newest.state if newest is not None else None)
            self._files.prune()

    def hide(self) -> Sequence[bytes]:
        """Delete the object, and leave a marker that says so; returns the path of the folder that stays."""
        marker = OldVersion(self.next_sequence, not self._keeps_null, is_delete_marker=True)
        try:
            with self._account.folder(self._root, self._bucket, self._path[:-1]) as folder:
                there = status_of(self._path[-1], folder)
                if there is not None and stat.S_ISREG(there.st_mode):
                    kept = self.keep(there, folder)
                    os.unlink(self._path[-1], dir_fd=folder)
                    if not kept:
                        self._remove_record(State.of(there))
        except BucketNotFoundError:
            raise
        except FileNotFoundError:
            pass  # a marker is left all the same, as on S3
        self.forget_null()
        self._files.add_marker(marker)
        return self._prune()

    def remove(self, version: str) -> None:
        """Remove a version for good. One that is not there needs no removing.

        Raises:
            IntegrityError: the version that would be the newest then is damaged.
            ConflictError: it cannot be, because a folder with objects has its name.
        """
        newest = self.newest()
        old = self.old(newest)
        if newest is not None and newest.id == version:
            self._remove_newest(newest, old)
        else:
            found = next((one for one in old if one.id == version), None)
            if found is None:
                return
            hidden = newest is None and found is old[0] and found.is_delete_marker
            if hidden and old[1:] and not old[1].is_delete_marker:
                self._bring_back(old[1])
            self._remove_old(version, newest.state if newest is not None else None)
        self._files.sync()
        self._files.prune()
        self._prune()

    def _newest(self, there: os.stat_result | None) -> Newest | None:
        if there is None or not stat.S_ISREG(there.st_mode):
            return None
        state = State.of(there)
        record = read_record(self._root, record_path(self._bucket, self._path, state))
        return Newest(state, (record.version if record is not None else None) or NULL)

    def _remove_newest(self, newest: Newest, old: Sequence[OldVersion]) -> None:
        # Its second name, where a writer was killed, must not come to light.
        self._remove_old(newest.id, newest.state)
        if old and not old[0].is_delete_marker:
            self._bring_back(old[0])
        else:
            with self._account.folder(self._root, self._bucket, self._path[:-1]) as folder:
                os.unlink(self._path[-1], dir_fd=folder)
                self._account.sync(folder)
        self._remove_record(newest.state)

    def _bring_back(self, old: OldVersion) -> None:
        """Make an old version the newest one again."""
        state = State.of(self._files.status(old))
        checked_record(self._root, self._bucket, self._path, old, state)
        folder = self._account.open_folder(self._root, self._bucket, self._path[:-1], create=True)
        try:
            clear_name(self._account, self._root, self._bucket, self._path, folder)
            self._files.move_out(old, self._path[-1], folder)
            self._account.sync(folder)
        finally:
            os.close(folder)

    def _remove_old(self, version: str, newest: State | None, but: OldVersion | None = None) -> None:
        """Remove the files of an old version; a second name shares its record with the newest version."""
        for old in self._files.list():
            if old.id == version and old != but:
                state = State.of(self._files.status(old))
                self._files.remove(old)
                if not old.is_delete_marker and state != newest:
                    self._remove_record(state)

    def _remove_record(self, state: State) -> None:
        remove_record(self._root, record_path(self._bucket, self._path, state))

    def _prune(self) -> Sequence[bytes]:
        return prune(self._account, self._root, self._bucket, self._path[:-1])


def checked_record(
    root: int, bucket: str, path: Sequence[bytes], old: OldVersion, state: State
) -> Record | None:
    """The record that was written with an old version; what another program wrote has none.

    Raises:
        IntegrityError: it is not there any more; the file or the record was changed.
    """
    record = read_record(root, record_path(bucket, path, state))
    if not old.is_null and (record is None or record.version != old.id):
        what = f"{bucket}/{b'/'.join(path).decode(errors='backslashreplace')}"
        raise IntegrityError(f"The version {old.id} of {what} is damaged.", retryable=False)
    return record
