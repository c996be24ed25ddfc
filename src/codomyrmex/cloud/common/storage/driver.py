"""What a provider fills in: the hooks below the public methods, and nothing else.

A hook gets arguments that were validated. It raises `CloudError`, or lets the wire's errors pass.
"""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    InvalidRequestError,
)
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.checks import Check, check_bytes
from codomyrmex.cloud.common.storage.features import FeatureHooks
from codomyrmex.cloud.common.storage.limits import Limit
from codomyrmex.cloud.common.storage.many import ReadItem, each
from codomyrmex.cloud.common.storage.parts import MIB
from codomyrmex.validation import BucketRules, check_key
from codomyrmex.validation.errors import encode_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from codomyrmex.cloud.common.content import Body
    from codomyrmex.cloud.common.providers import CloudProvider
    from codomyrmex.cloud.common.storage.meter import Meter
    from codomyrmex.cloud.common.storage.types import (
        ObjectInfo,
        Page,
        PutOptions,
    )
    from codomyrmex.cloud.common.storage.upload import Upload

Watch = Callable[[int, int], None]
_MOST_ROOM = 16 * MIB


class Sink(Protocol):
    """Where a read puts the bytes."""

    def write(self, chunk: bytes, /) -> object:
        """Take the next chunk."""
        ...

    def restart(self) -> None:
        """Forget everything: the read begins again."""
        ...

    @property
    def size(self) -> int:
        """Bytes written since the last restart."""
        ...


class ByteSink:
    """Keeps what a read gives in memory, in one piece: nothing is put together at the end.

    Args:
        expected: bytes that are likely to come; room for them is made at once, within reason.
    """

    __slots__ = ("_buffer",)

    def __init__(self, expected: int = 0) -> None:
        # Bytes that are all zero are pages that nobody has touched yet.
        self._buffer = io.BytesIO(bytes(min(expected, _MOST_ROOM)))

    def write(self, chunk: bytes, /) -> object:
        """Keep the chunk in memory."""
        return self._buffer.write(chunk)

    def restart(self) -> None:
        """Begin again at the first byte."""
        self._buffer.seek(0)

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._buffer.tell()

    def data(self) -> bytes:
        """All that was written."""
        self._buffer.truncate()
        return self._buffer.getvalue()


class Received(NamedTuple):
    """What came with the bytes of a read: the whole object's description, and its digest at the service."""

    info: ObjectInfo
    check: Check | None


class PutItem(NamedTuple):
    """A small object to be written among many."""

    key: str
    body: Body
    options: PutOptions
    tag: Any


class StorageDriver(FeatureHooks, ABC):
    """The hooks of a store.

    Attributes:
        provider: who runs it.
        capabilities: what this endpoint can do.
        bucket_rules: whose rules a new bucket's name obeys.
        single_put_limit: bytes up to which an object is written in one piece.
        concurrency: connections that one large transfer uses.
        names_missing_buckets: whether asking for an object tells a bucket that is not there from an object
            that is not.
    """

    capability: ClassVar[str] = "storage"
    provider: CloudProvider
    capabilities: Capabilities
    bucket_rules: ClassVar[BucketRules] = "s3"
    single_put_limit: int = 16 * MIB
    concurrency = Limit(8)
    names_missing_buckets: ClassVar[bool] = True

    @abstractmethod
    def _list_buckets(self) -> list[str]: ...

    @abstractmethod
    def _bucket_exists(self, bucket: str) -> bool: ...

    @abstractmethod
    def _create_bucket(self, bucket: str, region: str | None) -> None:
        """Raises `AlreadyExistsError` when the bucket is there, whoever owns it."""

    @abstractmethod
    def _delete_bucket(self, bucket: str) -> None:
        """Raises `ConflictError` when it is not empty."""

    @abstractmethod
    def _list_page(self, bucket: str, prefix: str, *, delimited: bool, token: str | None) -> Page:
        """One page of the keys that begin with ``prefix``; with ``delimited``, one level of ``/`` only."""

    @abstractmethod
    def _head(self, bucket: str, key: str, version: str | None) -> ObjectInfo: ...

    @abstractmethod
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
        """Write the bytes from ``start`` to before ``end`` into ``sink``.

        A negative ``start`` counts from the end. A range that begins behind the end of the object writes
        nothing. ``if_match`` pins the ETag: another one is a `PreconditionFailedError`. More than ``limit``
        bytes are an `InvalidRequestError`.
        """

    def _get(self, bucket: str, key: str, version: str | None, limit: int | None) -> bytes:
        """The whole object in memory, checked; more than ``limit`` bytes are an `InvalidRequestError`."""
        sink = ByteSink()
        received = self._read(bucket, key, sink, version=version, limit=limit)
        data = sink.data()
        check_bytes(received.check, data, f"{bucket}/{key}")
        return data

    def _describe(self, read: ObjectInfo) -> ObjectInfo:
        """All that is known of an object, after a read: for services whose reads do not tell everything."""
        return read

    @abstractmethod
    def _put(self, bucket: str, key: str, body: Body, options: PutOptions, watch: Watch | None) -> ObjectInfo:
        """Write an object of at most ``single_put_limit`` bytes in one piece."""

    @abstractmethod
    def _begin_upload(
        self, bucket: str, key: str, options: PutOptions, size: int | None, meter: Meter
    ) -> Upload:
        """Begin an object that is written piece by piece; ``size`` is its length, where known."""

    @abstractmethod
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
        """Copy on the server's side, metadata and content type included; ``version`` is the source's."""

    @property
    def _place(self) -> str:
        """Where the buckets are: what clients that may see the same objects have in common."""
        return f"{self.provider}:{id(self)}"

    def _sees(self, other: StorageDriver) -> bool:
        """Whether the names of buckets mean the same to ``other``, so that the server can copy."""
        return self is other

    def _copy_from(
        self,
        source: StorageDriver,
        source_bucket: str,
        source_key: str,
        bucket: str,
        key: str,
        *,
        if_absent: bool,
    ) -> ObjectInfo | None:
        """Let the server fetch an object of another account; ``None`` where it cannot."""
        return None

    @abstractmethod
    def _delete(self, bucket: str, key: str, version: str | None) -> None:
        """Delete; a key that is not there is no error."""

    def _delete_many(self, bucket: str, keys: Iterable[str]) -> Iterator[tuple[str, CloudError | None]]:
        """Delete each key, and say how that went; a missing bucket is raised."""
        for key in keys:
            try:
                self._delete(bucket, key, None)
            except BucketNotFoundError:
                raise
            except CloudError as error:
                yield key, error
            else:
                yield key, None

    def _put_many(
        self, bucket: str, items: Iterable[PutItem], concurrency: int
    ) -> Iterator[tuple[Any, ObjectInfo | CloudError]]:
        """Write many small objects, several at a time; yields each item's tag with how it ended."""

        def put(item: PutItem) -> ObjectInfo:
            return self._put(bucket, item.key, item.body, item.options, None)

        for item, outcome in each(put, items, concurrency):
            yield item.tag, outcome

    def _get_many(
        self, bucket: str, items: Iterable[tuple[str, Any]], concurrency: int
    ) -> Iterator[tuple[Any, bytes | CloudError]]:
        """Read many small objects, whole and checked, several at a time; ``items`` are keys and tags."""

        def get(item: tuple[str, Any]) -> bytes:
            return self._get(bucket, item[0], None, None)

        for item, outcome in each(get, items, concurrency):
            yield item[1], outcome

    def _read_many(
        self, bucket: str, items: Iterable[ReadItem], concurrency: int
    ) -> Iterator[tuple[Any, Received | CloudError]]:
        """Read ranges, several at a time; yields each item's tag with how it ended."""

        def read(item: ReadItem) -> Received:
            return self._read(
                bucket, item.key, item.sink, start=item.start, end=item.end, if_match=item.if_match
            )

        for item, outcome in each(read, items, concurrency):
            yield item.tag, outcome

    def _empty_bucket(self, bucket: str) -> None:
        """Delete everything in a bucket, so that it can be deleted itself."""
        token: str | None = None
        while True:
            page = self._list_page(bucket, "", delimited=False, token=token)
            for _key, error in self._delete_many(bucket, [info.key for info in page.objects]):
                if error is not None:
                    raise error
            token = page.token
            if token is None:
                return

    def _presigned_headers(self, method: str) -> Mapping[str, str]:
        """What a request with a presigned URL must carry."""
        return {}

    def _check_key(self, key: str) -> None:
        """Refuse a key that this store cannot hold, before any request."""
        check_key(key)

    def _check_prefix(self, prefix: str) -> None:
        """Refuse a prefix that no key of this store can begin with."""
        if not isinstance(prefix, str):
            raise InvalidRequestError(f"A prefix is text, not {type(prefix).__name__}.")
        encode_utf8(prefix, "the prefix")

    def _check_version(self, version: str | None) -> None:
        """Refuse a version where the store keeps none, before any request."""
        if version is not None:
            self.capabilities.require(Capability.VERSIONING)

    def close(self) -> None:
        """Close idle connections; the client can still be used."""
