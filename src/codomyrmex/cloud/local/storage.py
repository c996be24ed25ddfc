"""The embedded store: a folder is an account, its subfolders are buckets, objects are plain files in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    ConfigurationError,
    InvalidRequestError,
    NotSupportedError,
    PreconditionFailedError,
)
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.checks import Check
from codomyrmex.cloud.common.storage.client import StorageClient
from codomyrmex.cloud.common.storage.driver import Received, Sink, StorageDriver, Watch
from codomyrmex.cloud.common.storage.parts import MIB
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo, ObjectVersion, Page, PutOptions
from codomyrmex.cloud.local import buckets
from codomyrmex.cloud.local.account import Account
from codomyrmex.cloud.local.deleting import delete_object, delete_version
from codomyrmex.cloud.local.faults import typed_errors
from codomyrmex.cloud.local.keys import encode_escaped, path_of
from codomyrmex.cloud.local.listing import next_page
from codomyrmex.cloud.local.opening import open_object
from codomyrmex.cloud.local.tags import set_tags
from codomyrmex.cloud.local.upload import LocalUpload
from codomyrmex.cloud.local.version_listing import list_versions
from codomyrmex.validation import BucketRules, ValidationError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body
    from codomyrmex.cloud.common.storage.meter import Meter
    from codomyrmex.cloud.common.storage.upload import Upload

_MISSING = {
    Capability.STORAGE_CLASS: "a file system has a single tier",
    Capability.ENCRYPTION: "encrypting files is the work of the file system",
    Capability.PRESIGN: "no server would answer the URL",
    Capability.BATCH_DELETE: "each file is removed by itself",
    Capability.ANONYMOUS: "the rights of the process are what counts",
    Capability.REQUESTER_PAYS: "nobody is charged",
    Capability.CHECKSUMS: "only MD5 is kept",
    Capability.RESTORE: "a file system has no archive",
    Capability.LIFECYCLE: "nothing runs that would act on a rule",
    Capability.CORS: "no browser reads it",
    Capability.POLICY: "the rights of the files are what counts",
    Capability.PUBLIC_ACCESS_BLOCK: "the rights of the files are what counts",
    Capability.OBJECT_LOCK: "this library could refuse, but who owns the files can delete them all the same",
    Capability.NOTIFICATIONS: "nothing runs that would tell anybody",
    Capability.UNFINISHED_UPLOADS: "what killed writers leave is removed by a later write, after a day",
    Capability.ANY_KEY: (
        "a key is the path of a file, so it has no empty part, no '.' or '..' and none over 255 bytes, "
        "and a file cannot lie below another"
    ),
}


class LocalStorageClient(StorageClient):
    """Buckets and objects in a folder, for programs that have no service at hand.

    What is written appears whole or not at all, whatever other threads, processes and power failures do. A
    file that another program put there is an object too. Symbolic links are not followed, and are no objects.
    In a bucket that keeps versions, the newest is the plain file, and the old ones are below `.codomyrmex`.

    Args:
        root: the folder, made with the first bucket; by default ``CODOMYRMEX_LOCAL_ROOT``, else the
            platform's folder for the data of programs.
        capabilities: switches capabilities off (or on) by name.
        durable: wait until what was written is on the disk; without it, a power failure may undo it.

    Raises:
        ConfigurationError: a name that is no capability.
        NotSupportedError: this system lacks what it takes to open files without following links.
    """

    provider = CloudProvider.LOCAL
    bucket_rules: ClassVar[BucketRules] = "local"
    # More than this is written through a buffer of this size.
    single_put_limit = MIB

    def __init__(
        self,
        root: str | os.PathLike[str] | None = None,
        *,
        capabilities: Mapping[str, bool] | None = None,
        durable: bool = True,
    ) -> None:
        if os.name != "posix":
            raise NotSupportedError(
                "The embedded store needs POSIX, where folders can be opened and files locked."
            )
        self.capabilities = Capabilities(_MISSING).declare(capabilities or {})
        self._account = Account(str(_root(root)), durable)

    @property
    def _place(self) -> str:
        return os.path.realpath(self._account.root)

    def _sees(self, other: StorageDriver) -> bool:
        return isinstance(other, LocalStorageClient) and self._place == other._place

    def __repr__(self) -> str:
        return f"LocalStorageClient({self._account.root!r})"

    def _list_buckets(self) -> list[str]:
        with typed_errors(self._account.root):
            try:
                with os.scandir(self._account.root) as entries:
                    names = [
                        os.fsencode(entry.name) for entry in entries if entry.is_dir(follow_symlinks=False)
                    ]
            except FileNotFoundError:
                return []
            except NotADirectoryError as error:
                raise ConfigurationError(
                    f"{self._account.root} is not a folder, so it holds no buckets."
                ) from error
        return [name.decode() for name in sorted(names) if not name.startswith(b".") and _is_text(name)]

    def _bucket_exists(self, bucket: str) -> bool:
        try:
            with (
                typed_errors(bucket),
                self._account.opened(bucket) as root,
                self._account.folder(root, bucket),
            ):
                return True
        except BucketNotFoundError:
            return False

    def _create_bucket(self, bucket: str, region: str | None) -> None:
        with typed_errors(bucket):
            self._account.create()
            with self._account.opened(bucket) as root:
                buckets.create_bucket(self._account, root, bucket)

    def _delete_bucket(self, bucket: str) -> None:
        with typed_errors(bucket), self._account.opened(bucket) as root:
            buckets.delete_bucket(self._account, root, bucket)

    def _empty_bucket(self, bucket: str) -> None:
        with typed_errors(bucket), self._account.opened(bucket) as root:
            buckets.empty_bucket(self._account, root, bucket)

    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        with typed_errors(bucket):
            return next_page(self._account, bucket, prefix, delimited, token)

    def _head(self, bucket: str, key: str, version: str | None) -> ObjectInfo:
        with open_object(self._account, bucket, key, version) as found:
            return found.info

    def _read(
        self,
        bucket: str,
        key: str,
        sink: Sink,
        *,
        start: int | None = None,
        end: int | None = None,
        version: str | None = None,
        if_match: str | None = None,
        limit: int | None = None,
        watch: Watch | None = None,
    ) -> Received:
        with open_object(self._account, bucket, key, version) as found:
            if if_match is not None and if_match != found.info.etag:
                raise PreconditionFailedError(f"{bucket}/{key} has not the ETag {if_match}.")
            position, behind, _ = slice(start, end).indices(found.info.size)
            if limit is not None and behind - position > limit:
                raise InvalidRequestError(f"{bucket}/{key} has more than {limit} bytes.")
            received = 0
            while position < behind:
                block = found.read_at(position, min(MIB, behind - position))
                if not block:
                    break
                sink.write(block)
                position += len(block)
                received += len(block)
                if watch is not None:
                    watch(0, received)
            found.check_unchanged()
            return Received(found.info, Check("md5", bytes.fromhex(found.md5)) if found.md5 else None)

    def _put(self, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None) -> ObjectInfo:
        with LocalUpload(self._account, bucket, key, options) as upload:
            upload.write(body)
            if watch is not None:
                watch(len(body), 0)
            return upload.commit()

    def _begin_upload(
        self, bucket: str, key: str, options: PutOptions, size: int | None, meter: Meter
    ) -> Upload:
        return LocalUpload(self._account, bucket, key, options, meter.advance)

    def _copy(
        self,
        source_bucket: str,
        source_key: str,
        bucket: str,
        key: str,
        *,
        if_absent: bool,
        version: str | None,
    ) -> ObjectInfo:
        with open_object(self._account, source_bucket, source_key, version) as source:
            content_type = source.info.content_type or "application/octet-stream"
            options = PutOptions(content_type, source.info.metadata, if_absent)
            upload = LocalUpload(self._account, bucket, key, options)
            with upload:
                upload.copy(source)
                return upload.commit()

    def _set_attributes(self, bucket: str, key: str, changes: Attributes) -> ObjectInfo:
        # A record belongs to one state of the data, so new attributes come with a new state.
        with open_object(self._account, bucket, key) as source:
            there = source.info
            options = PutOptions(
                changes.content_type or there.content_type or "application/octet-stream",
                there.metadata if changes.metadata is None else changes.metadata,
                if_match=there.etag,
            )
            upload = LocalUpload(self._account, bucket, key, options)
            with upload:
                upload.copy(source)
                return upload.commit()

    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        with typed_errors(f"{bucket}/{key}"), self._account.opened(bucket) as root:
            if version is None:
                delete_object(self._account, root, bucket, path_of(key))
            else:
                delete_version(self._account, root, bucket, path_of(key), version)

    def _get_tags(self, bucket: str, key: str) -> dict[str, str]:
        with open_object(self._account, bucket, key) as found:
            return dict(found.tags)

    def _set_tags(self, bucket: str, key: str, tags: Mapping[str, str]) -> None:
        with typed_errors(f"{bucket}/{key}"):
            set_tags(self._account, bucket, key, tags)

    def _list_versions(self, bucket: str, prefix: str) -> Iterator[ObjectVersion]:
        self._check_prefix(prefix)
        return begin(list_versions(self._account, bucket, prefix))

    def _get_versioning(self, bucket: str) -> bool:
        with typed_errors(bucket), self._account.opened(bucket) as root:
            return buckets.get_versioning(self._account, root, bucket)

    def _set_versioning(self, bucket: str, enabled: bool) -> None:
        with typed_errors(bucket), self._account.opened(bucket) as root:
            buckets.set_versioning(self._account, root, bucket, enabled)

    def _check_key(self, key: str) -> None:
        path_of(key)

    def _check_prefix(self, prefix: str) -> None:
        try:
            super()._check_prefix(prefix)
        except ValidationError:
            if encode_escaped(prefix) is None:
                raise


def _root(root: str | os.PathLike[str] | None) -> Path:
    given = root or os.environ.get("CODOMYRMEX_LOCAL_ROOT")
    if given:
        with typed_errors("the current folder"):
            return Path(os.path.expanduser(given)).absolute()
    from codomyrmex.config_management.data_folder import default_local_root

    return default_local_root()


def _is_text(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
