"""Listing every version of every object in the order of the keys, without collecting the tree."""

from __future__ import annotations

import os
from collections.abc import Iterator
from heapq import merge
from itertools import groupby

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.storage.types import ObjectVersion
from codomyrmex.cloud.local.account import Account, open_folder
from codomyrmex.cloud.local.faults import typed_errors
from codomyrmex.cloud.local.history import History
from codomyrmex.cloud.local.keys import key_of
from codomyrmex.cloud.local.listing import next_page
from codomyrmex.cloud.local.objects import modified
from codomyrmex.cloud.local.records import State
from codomyrmex.cloud.local.versioning import read_versioning, versions_folder
from codomyrmex.cloud.local.versions import version_named


def list_versions(account: Account, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
    """Every version and delete marker below ``prefix``; the newest of each key first.

    The versions of one key are those of one moment.

    Raises:
        BucketNotFoundError: the bucket is not there.
    """
    keys = merge(_newest_keys(account, bucket, prefix), _old_keys(account, bucket, prefix))
    for key, _same in groupby(keys):
        with typed_errors(f"{bucket}/{key_of(key)}"):
            versions = _versions_of(account, bucket, key)
        yield from versions


def holds_version(account: Account, bucket: str) -> bool:
    """Whether an old version or a delete marker of anything is left in a bucket."""
    return next(_old_keys(account, bucket, ""), None) is not None


def _newest_keys(account: Account, bucket: str, prefix: str) -> Iterator[bytes]:
    token: str | None = None
    while True:
        with typed_errors(bucket):
            page = next_page(account, bucket, prefix, False, token)
        for info in page.objects:
            yield info.key.encode("utf-8", "surrogateescape")
        token = page.token
        if token is None:
            return


def _old_keys(account: Account, bucket: str, prefix: str) -> Iterator[bytes]:
    """The keys that have old versions, in their order, in which ``a-b`` lies before ``a/b``."""
    beginning = prefix.encode("utf-8", "surrogateescape")
    # Each folder stands for a key, and with a slash for the beginning of others.
    waiting = _below(account, bucket, b"")
    while waiting:
        key = waiting.pop()
        if key.endswith(b"/"):
            if key.startswith(beginning) or beginning.startswith(key):
                waiting += _below(account, bucket, key)
        # Other bytes than the prefix's may be the same text, if the prefix ends within a character.
        elif key_of(key).startswith(prefix) and _has_version(account, bucket, key):
            yield key


def _below(account: Account, bucket: str, path: bytes) -> list[bytes]:
    """What the folders in a folder stand for, the last first."""
    names = [name for name, is_folder in _entries(account, bucket, path) if is_folder]
    return sorted((path + name + end for name in names for end in (b"", b"/")), reverse=True)


def _has_version(account: Account, bucket: str, key: bytes) -> bool:
    return any(
        not is_folder and version_named(os.fsdecode(name)) is not None
        for name, is_folder in _entries(account, bucket, key)
    )


def _entries(account: Account, bucket: str, path: bytes) -> list[tuple[bytes, bool]]:
    """The names in a folder of old versions, and whether they are folders; none where it is gone."""
    where = os.fsencode(versions_folder(bucket)) + b"/" + path
    with typed_errors(bucket), account.opened(bucket) as root:
        try:
            folder = open_folder(where, root)
        except NotFoundError:
            return []
        try:
            with os.scandir(folder) as entries:
                return [(os.fsencode(entry.name), entry.is_dir(follow_symlinks=False)) for entry in entries]
        finally:
            os.close(folder)


def _versions_of(account: Account, bucket: str, key: bytes) -> list[ObjectVersion]:
    text = key_of(key)
    with (
        account.opened(bucket) as root,
        account.folder(root, bucket),
        account.locked(root, bucket) as lock,
    ):
        history = History(account, root, bucket, key.split(b"/"), read_versioning(root, bucket, lock))
        newest = history.newest()
        versions = []
        if newest is not None:
            versions.append(_described(bucket, text, newest.id, newest.state, is_latest=True))
        for number, old in enumerate(history.old(newest)):
            state = State.of(history.status(old))
            if old.is_delete_marker:
                latest = newest is None and number == 0
                versions.append(
                    ObjectVersion(bucket, text, old.id, latest, True, last_modified=modified(state))
                )
            else:
                versions.append(_described(bucket, text, old.id, state, is_latest=False))
        return versions


def _described(bucket: str, key: str, version: str, state: State, *, is_latest: bool) -> ObjectVersion:
    return ObjectVersion(
        bucket,
        key,
        version,
        is_latest,
        size=state.size,
        last_modified=modified(state),
        etag=state.etag,
    )
