"""Where the service is, and how a bucket and an object become an address there."""

from __future__ import annotations

from urllib.parse import urlsplit

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.wire.addresses import is_loopback
from codomyrmex.cloud.wire.target import encode_path, encode_segment
from codomyrmex.validation import ValidationError, check_endpoint_url

_GOOGLE = "https://storage.googleapis.com"


class Endpoint:
    """The JSON API and the XML API of one service.

    Args:
        url: its address; ``None`` for Google's own.

    Raises:
        ConfigurationError: it is no address.
    """

    def __init__(self, url: str | None = None) -> None:
        url = url or _GOOGLE
        try:
            check_endpoint_url(url)
        except ValidationError as error:
            raise ConfigurationError(str(error)) from error
        parts = urlsplit(url)
        self.origin = f"{parts.scheme}://{parts.netloc.lower()}"
        self._prefix = parts.path.rstrip("/")
        self.host = parts.netloc.lower()
        self.is_encrypted = parts.scheme == "https"
        self.is_loopback = is_loopback(parts.hostname or "")

    @property
    def url(self) -> str:
        """The address without anything behind it."""
        return self.origin + self._prefix

    def json_path(self, bucket: str | None, key: str | None = None) -> str:
        """The path of a resource of the JSON API.

        Args:
            bucket: ``None`` for all of them.
            key: ``""`` for the bucket's objects, ``None`` for the bucket itself.
        """
        return f"{self._prefix}/storage/v1{_resource_path(bucket, key)}"

    def rewrite_path(self, source_bucket: str, source_key: str, bucket: str, key: str) -> str:
        """The path that copies one object to another."""
        return f"{self.json_path(source_bucket, source_key)}/rewriteTo{_resource_path(bucket, key)}"

    def upload_path(self, bucket: str) -> str:
        """The path to which objects are uploaded."""
        return f"{self._prefix}/upload/storage/v1/b/{encode_segment(bucket)}/o"

    def batch_path(self) -> str:
        """The path for batches."""
        return f"{self._prefix}/batch/storage/v1"

    def object_path(self, bucket: str, key: str) -> str:
        """The path of an object in the XML API, where signed URLs lead."""
        return f"{self._prefix}/{encode_path(bucket)}/{encode_path(key)}"

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"


def _resource_path(bucket: str | None, key: str | None) -> str:
    """The path of a bucket or an object; a key is one segment, its slashes encoded.

    https://cloud.google.com/storage/docs/request-endpoints#encoding
    """
    path = "/b"
    if bucket is not None:
        path += f"/{encode_segment(bucket)}"
    if key is not None:
        path += f"/o/{encode_segment(key)}" if key else "/o"
    return path
