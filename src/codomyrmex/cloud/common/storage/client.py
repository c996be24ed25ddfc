"""The storage client: one class for every store."""

from __future__ import annotations

from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.storage.attributes import AttributeMethods
from codomyrmex.cloud.common.storage.buckets import BucketMethods
from codomyrmex.cloud.common.storage.listings import ListMethods
from codomyrmex.cloud.common.storage.locking import LockMethods
from codomyrmex.cloud.common.storage.objects import ObjectMethods
from codomyrmex.cloud.common.storage.reading import ReadMethods
from codomyrmex.cloud.common.storage.settings import SettingMethods
from codomyrmex.cloud.common.storage.unfinished import UploadMethods
from codomyrmex.cloud.common.storage.versions import PresignMethods, TagMethods, VersionMethods
from codomyrmex.cloud.common.storage.writing import WriteMethods

if TYPE_CHECKING:
    from typing import Self

    from codomyrmex.cloud.common.storage.bucket import Bucket
    from codomyrmex.cloud.filesystem import BucketFileSystem


class StorageClient(
    BucketMethods,
    ListMethods,
    ReadMethods,
    WriteMethods,
    ObjectMethods,
    VersionMethods,
    TagMethods,
    PresignMethods,
    AttributeMethods,
    SettingMethods,
    LockMethods,
    UploadMethods,
):
    """Buckets and objects, alike on every store.

    Arguments go as boto3 has them: file, bucket, key on the way up; bucket, key, file on the way down.
    Everything that fails raises a `CloudError`. A client is safe to share between threads, works in a forked
    child, makes no request when it is built, and can be used as a context manager.

    Attributes:
        profile: the name of the profile that describes it; ``None`` for a client that was built by hand.
    """

    profile: str | None = None

    @property
    def native(self) -> Any:
        """The provider's own SDK client, for what this class does not have.

        Raises:
            NotSupportedError: there is no SDK behind this store.
            MissingDependencyError: it is not installed.
        """
        raise NotSupportedError(f"There is no SDK behind {self.provider} storage.")

    def bucket(self, name: str) -> Bucket:
        """The same methods with the bucket said once. Nothing is sent."""
        from codomyrmex.cloud.common.storage.bucket import Bucket

        return Bucket(self, name)

    def filesystem(self, bucket: str) -> BucketFileSystem:
        """The bucket as an fsspec filesystem, whose paths are keys. Nothing is sent.

        Raises:
            MissingDependencyError: fsspec is not installed.
        """
        # It stands on the transfer engine and so above this module, which must not import it.
        room = import_module("codomyrmex.cloud.filesystem")
        return cast("BucketFileSystem", room.BucketFileSystem(self, bucket))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()
