"""What some stores have: versions, tags, presigned URLs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage.capabilities import Capability
from codomyrmex.cloud.common.storage.driver import StorageDriver
from codomyrmex.cloud.common.storage.types import ObjectInfo, ObjectVersion
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_bucket_reference


class VersionMethods(StorageDriver):
    """The methods of a client for buckets that keep versions."""

    @operation("list_versions")
    def list_versions(self, bucket: str, prefix: str = "") -> Iterator[ObjectVersion]:
        """Every version and delete marker below ``prefix``, lazily; the newest of each key first.

        Raises:
            NotSupportedError: the store keeps no versions.
        """
        check_bucket_reference(bucket)
        self.capabilities.require(Capability.VERSIONING)
        return self._list_versions(bucket, prefix)

    @operation("restore_version")
    def restore_version(self, bucket: str, key: str, version: str) -> ObjectInfo:
        """Make an old version the newest again, by copying it onto its own key.

        Raises:
            NotFoundError: there is no such version.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.VERSIONING)
        return self._copy(bucket, key, bucket, key, if_absent=False, version=version)

    @operation("get_versioning")
    def get_versioning(self, bucket: str) -> bool:
        """Whether the bucket keeps versions."""
        check_bucket_reference(bucket)
        self.capabilities.require(Capability.VERSIONING)
        return self._get_versioning(bucket)

    @operation("set_versioning")
    def set_versioning(self, bucket: str, enabled: bool) -> None:
        """Let the bucket keep versions from now on, or keep no new ones."""
        check_bucket_reference(bucket)
        self.capabilities.require(Capability.VERSIONING)
        self._set_versioning(bucket, enabled)


class TagMethods(StorageDriver):
    """The methods of a client for object tags."""

    @operation("get_tags")
    def get_tags(self, bucket: str, key: str) -> dict[str, str]:
        """The tags of an object."""
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.TAGS)
        return self._get_tags(bucket, key)

    @operation("set_tags")
    def set_tags(self, bucket: str, key: str, tags: Mapping[str, str]) -> None:
        """Replace all tags of an object; an empty mapping removes them.

        Raises:
            InvalidRequestError: more than 10 tags, a name over 128 or a value over 256 characters.
        """
        check_bucket_reference(bucket)
        self._check_key(key)
        self.capabilities.require(Capability.TAGS)
        if len(tags) > 10 or any(
            not 0 < len(name) <= 128 or len(value) > 256 for name, value in tags.items()
        ):
            raise InvalidRequestError(
                "An object has at most 10 tags, names of 1 to 128 and values of up to 256 characters."
            )
        self._set_tags(bucket, key, tags)


class PresignMethods(StorageDriver):
    """The methods of a client that sign URLs for others."""

    @operation("generate_presigned_url")
    def generate_presigned_url(
        self, bucket: str, key: str, *, method: str = "GET", expires_in: int = 3600
    ) -> str:
        """A URL with which anyone can do one thing with one object for a while. Nothing is sent.

        Args:
            bucket: its bucket.
            key: its key.
            method: ``GET`` or ``PUT``.
            expires_in: seconds it is to work.

        Raises:
            InvalidRequestError: another method, a time beyond the service's limit, or one that outlives the
                credentials that sign it.
            NotSupportedError: the store signs no URLs.
        """
        return self._presign_checked(bucket, [key], method, expires_in)[0]

    @operation("generate_presigned_urls")
    def generate_presigned_urls(
        self, bucket: str, keys: Iterable[str], *, method: str = "GET", expires_in: int = 3600
    ) -> list[str]:
        """A presigned URL for each key, in their order; see `generate_presigned_url`."""
        return self._presign_checked(bucket, keys, method, expires_in)

    def presigned_url_headers(self, method: str = "GET") -> dict[str, str]:
        """The headers that a request with a presigned URL must carry, beside its body; on most stores none.

        Args:
            method: ``GET`` or ``PUT``.
        """
        self.capabilities.require(Capability.PRESIGN)
        return dict(self._presigned_headers(method))

    def _presign_checked(self, bucket: str, keys: Iterable[str], method: str, expires_in: int) -> list[str]:
        check_bucket_reference(bucket)
        self.capabilities.require(Capability.PRESIGN)
        if method not in ("GET", "PUT"):
            raise InvalidRequestError(f"URLs are signed for GET and PUT, not for {method}.")
        if expires_in < 1:
            raise InvalidRequestError("expires_in must be at least 1 second.")
        urls = []
        for key in keys:
            self._check_key(key)
            urls.append(self._presign(method, bucket, key, expires_in))
        return urls
