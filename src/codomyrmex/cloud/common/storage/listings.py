"""Listing objects, and looking at one."""

from __future__ import annotations

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.storage.listing import ObjectListing
from codomyrmex.cloud.common.storage.types import Directory, ObjectInfo
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference


class ListMethods(StorageDriver):
    """The methods of a client that tell what is in a bucket."""

    @operation("list_objects")
    def list_objects(self, bucket: str, prefix: str = "", *, page_token: str | None = None) -> ObjectListing:
        """The objects whose keys begin with ``prefix``.

        The prefix is a string, not a folder: ``rep`` finds ``reports/x``. The first page is fetched now, the
        others as the listing is read; it can be read again and then lists anew.

        Args:
            bucket: the bucket.
            prefix: what the keys begin with.
            page_token: where to begin, from an earlier page of the same bucket and prefix.

        Raises:
            BucketNotFoundError: the bucket is not there.
            PermissionDeniedError: the credentials do not allow to list it.
        """
        check_bucket_reference(bucket)
        self._check_prefix(prefix)
        return ObjectListing(
            lambda token: self._list_page(bucket, prefix, delimited=False, token=token or page_token)
        )

    @operation("list_directory")
    def list_directory(self, bucket: str, prefix: str = "") -> Directory:
        """One level of ``/`` below ``prefix``, which usually ends with ``/`` or is empty.

        Raises:
            BucketNotFoundError: the bucket is not there.
        """
        check_bucket_reference(bucket)
        self._check_prefix(prefix)
        directories: list[str] = []
        objects: list[ObjectInfo] = []
        listing = ObjectListing(lambda token: self._list_page(bucket, prefix, delimited=True, token=token))
        for page in listing.pages():
            directories += page.prefixes
            objects += page.objects
        return Directory(bucket, prefix, tuple(directories), tuple(objects))

    @operation("get_metadata")
    def get_metadata(self, bucket: str, key: str, *, version: str | None = None) -> ObjectInfo:
        """What the store knows of an object: size, time, ETag, content type, the user's metadata.

        Raises:
            NotFoundError: the object is not there.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self._check_version(version)
        return self._head(bucket, key, version)

    @operation("object_exists")
    def object_exists(self, bucket: str, key: str) -> bool:
        """Whether the object is there. A missing bucket or permission is an error, not ``False``.

        Raises:
            BucketNotFoundError: the bucket is not there.
            PermissionDeniedError: the credentials do not allow to ask.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        try:
            self._head(bucket, key, None)
        except BucketNotFoundError:
            raise
        except NotFoundError:
            if not self.names_missing_buckets and not self._bucket_exists(bucket):
                raise BucketNotFoundError(f"The bucket {bucket} is not there.") from None
            return False
        return True
