"""Changing what an object has besides its bytes, in place."""

from __future__ import annotations

from collections.abc import Mapping

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.storage.types import Attributes, ObjectInfo
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference, check_content_type, check_metadata


class AttributeMethods(StorageDriver):
    """The methods of a client that change an object's attributes and leave its bytes."""

    @operation("set_metadata")
    def set_metadata(
        self, bucket: str, key: str, metadata: Mapping[str, str], *, content_type: str | None = None
    ) -> ObjectInfo:
        """Replace an object's metadata; an empty mapping removes all of it.

        Args:
            bucket: its bucket.
            key: its key.
            metadata: the user's own names and values; names become lower case.
            content_type: another media type; ``None`` leaves it.

        Raises:
            NotFoundError: the object is not there.
            PreconditionFailedError: it was replaced meanwhile; the new one is as it was written.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.METADATA)
        if content_type is not None:
            check_content_type(content_type)
        return self._set_attributes(bucket, key, Attributes(check_metadata(metadata), content_type))

    @operation("set_storage_class")
    def set_storage_class(self, bucket: str, key: str, storage_class: str) -> ObjectInfo:
        """Move an object to another tier.

        Args:
            bucket: its bucket.
            key: its key.
            storage_class: the provider's word for the tier.

        Raises:
            NotFoundError: the object is not there.
            ConflictError: it is in an archive; restore it first.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.STORAGE_CLASS)
        if not (storage_class.isascii() and storage_class.isprintable() and storage_class):
            raise InvalidRequestError("storage_class is printable ASCII text.")
        return self._set_attributes(bucket, key, Attributes(storage_class=storage_class))

    @operation("restore_object")
    def restore_object(self, bucket: str, key: str, *, days: int = 1) -> None:
        """Ask for an object to be brought back from an archive; it can be read some hours later.

        Args:
            bucket: its bucket.
            key: its key.
            days: how long it is to stay readable, at least: Azure moves it out of the archive for good.

        Raises:
            NotFoundError: the object is not there.
            ConflictError: it is on its way already.
            InvalidRequestError: it is in no archive, or ``days`` is below 1.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.RESTORE)
        if days < 1:
            raise InvalidRequestError("days must be at least 1.")
        self._restore(bucket, key, days)
