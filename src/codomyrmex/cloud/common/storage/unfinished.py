"""Uploads that were begun and never ended, as a killed program leaves them."""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.storage.types import UnfinishedUpload
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference


class UploadMethods(StorageDriver):
    """The methods of a client for uploads that nobody will end."""

    @operation("list_uploads")
    def list_uploads(self, bucket: str, prefix: str = "") -> Iterator[UnfinishedUpload]:
        """The uploads to keys that begin with ``prefix`` that are under way or were left behind, lazily.

        Their parts are paid for like objects. One that is old is one that nobody goes on with.

        Raises:
            BucketNotFoundError: the bucket is not there.
            NotSupportedError: the store has no such uploads, or does not list them.
        """
        check_bucket_reference(bucket)
        self._check_prefix(prefix)
        self.capabilities.require(Capability.UNFINISHED_UPLOADS)
        return self._list_uploads(bucket, prefix)

    @operation("abort_upload")
    def abort_upload(self, bucket: str, key: str, upload_id: str) -> None:
        """End an upload, and delete the parts that arrived. Whoever is still at it gets an error.

        Args:
            bucket: the bucket.
            key: the key it was to have.
            upload_id: which one, as `list_uploads` has it.

        Raises:
            NotFoundError: there is no such upload, or not any more.
            NotSupportedError: the store has no such uploads.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.UNFINISHED_UPLOADS)
        self._abort_upload(bucket, key, upload_id)
