"""Copying, moving and deleting objects within one store."""

from __future__ import annotations

from collections.abc import Iterable

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.storage.types import DeleteFailure, DeleteReport, ObjectInfo
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference


class ObjectMethods(StorageDriver):
    """The methods of a client that copy, move and delete without reading."""

    @operation("copy_object")
    def copy_object(
        self, source_bucket: str, source_key: str, bucket: str, key: str, *, if_absent: bool = False
    ) -> ObjectInfo:
        """Copy an object on the server's side, of any size, with its metadata and content type.

        Args:
            source_bucket: where it is.
            source_key: its key there.
            bucket: where to.
            key: its key there.
            if_absent: copy only where nothing is.

        Raises:
            NotFoundError: the source is not there.
            PreconditionFailedError: ``if_absent`` does not hold.
        """
        self._check_pair(source_bucket, source_key, bucket, key, if_absent)
        return self._copy(source_bucket, source_key, bucket, key, if_absent=if_absent, version=None)

    @operation("move_object")
    def move_object(
        self, source_bucket: str, source_key: str, bucket: str, key: str, *, if_absent: bool = False
    ) -> ObjectInfo:
        """Copy an object on the server's side, and delete the source when that is done.

        Raises:
            NotFoundError: the source is not there.
            InvalidRequestError: source and target are the same object.
            PreconditionFailedError: ``if_absent`` does not hold.
        """
        if (source_bucket, source_key) == (bucket, key):
            raise InvalidRequestError(f"{bucket}/{key} cannot be moved onto itself.")
        self._check_pair(source_bucket, source_key, bucket, key, if_absent)
        info = self._copy(source_bucket, source_key, bucket, key, if_absent=if_absent, version=None)
        self._delete(source_bucket, source_key, None)
        return info

    @operation("delete_object")
    def delete_object(
        self, bucket: str, key: str, *, version: str | None = None, bypass_governance: bool = False
    ) -> None:
        """Delete an object; one that is not there is no error, as on every service.

        Args:
            bucket: its bucket.
            key: its key.
            version: delete this version for good. Without it, a bucket that keeps versions only hides the
            object.
            bypass_governance: use the right to delete a version that is retained in governance mode.

        Raises:
            BucketNotFoundError: the bucket is not there.
            PermissionDeniedError: the credentials do not allow it, or the version is retained or held.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self._check_version(version)
        if bypass_governance:
            self.capabilities.require(Capability.OBJECT_LOCK)
            self._delete_retained(bucket, key, version)
        else:
            self._delete(bucket, key, version)

    @operation("delete_objects")
    def delete_objects(self, bucket: str, keys: Iterable[str]) -> DeleteReport:
        """Delete many objects, in as few requests as the service allows.

        Args:
            bucket: their bucket.
            keys: any number of keys; an iterator is read as it is needed.

        Returns:
            How many are gone, and each that is not, with its error.

        Raises:
            BucketNotFoundError: the bucket is not there.
            InvalidRequestError: ``keys`` is a single string.
        """
        check_bucket_reference(bucket)
        if isinstance(keys, str):
            raise InvalidRequestError(
                "delete_objects takes many keys; for a single one there is delete_object."
            )
        deleted, failures = 0, []
        for key, error in self._delete_many(bucket, self._checked(keys)):
            if error is None:
                deleted += 1
            else:
                failures.append(DeleteFailure(key, error))
        return DeleteReport(deleted, tuple(failures))

    def _checked(self, keys: Iterable[str]) -> Iterable[str]:
        for key in keys:
            self._check_key(key)
            yield key

    def _check_pair(
        self, source_bucket: str, source_key: str, bucket: str, key: str, if_absent: bool
    ) -> None:
        check_bucket_reference(source_bucket)
        check_bucket_reference(bucket)
        self._check_key(source_key)
        self._check_key(key)
        if if_absent:
            self.capabilities.require(Capability.IF_ABSENT)
