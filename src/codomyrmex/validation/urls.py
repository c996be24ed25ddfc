"""Addresses of objects (``s3://bucket/key``) and of services (``https://host``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codomyrmex.validation.buckets import check_bucket_reference
from codomyrmex.validation.errors import ValidationError

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


@dataclass(frozen=True, slots=True)
class StorageURL:
    """Where an object, a prefix or a local file is.

    Attributes:
        scheme: the name of a profile, in lower case; ``file`` for a local path.
        bucket: the bucket, or ``None`` for the whole account and for a local path.
        key: the key or prefix, exactly as written; ``""`` for the whole bucket. The path, for a local path.
    """

    scheme: str
    bucket: str | None
    key: str

    @property
    def is_local_path(self) -> bool:
        """Whether this is a path on this machine, and ``key`` that path."""
        return self.scheme == "file"

    def __str__(self) -> str:
        if self.is_local_path:
            return self.key
        if self.bucket is None:
            return f"{self.scheme}://"
        return f"{self.scheme}://{self.bucket}/{self.key}"


def parse_storage_url(url: str) -> StorageURL:
    """Split an address; the key is what follows the bucket's slash, byte for byte.

    Nothing is decoded or normalised, and ``?`` and ``#`` belong to the key: ``s3://b//a`` is the key
    ``/a``. What has no scheme is a local path, as is a Windows drive. Only a ``file:`` URL is
    percent-decoded, as RFC 8089 has it, so that ``Path.as_uri()`` comes back.

    Args:
        url: for instance ``s3://bucket/key``, ``s3://``, ``file:///tmp/a`` or ``./a``.

    Raises:
        ValidationError: empty, with a NUL, a key without a bucket, or a file on another host.
    """
    if not isinstance(url, str):
        raise ValidationError(f"an address is text, not {type(url).__name__}")
    if not url:
        raise ValidationError("an address is not empty")
    if "\0" in url:
        raise ValidationError(f"the address {url[:64]!r} holds a NUL character")
    match = _SCHEME.match(url)
    if match is None:
        return StorageURL("file", None, url)
    scheme, rest = match[1].lower(), url[match.end() :]
    if scheme == "file":
        return StorageURL("file", None, _file_url_path(url, rest))
    if not rest:
        return StorageURL(scheme, None, "")
    bucket, _, key = rest.partition("/")
    if not bucket:
        raise ValidationError(f"{url!r} names no bucket; write {scheme}://bucket/key")
    check_bucket_reference(bucket)
    return StorageURL(scheme, bucket, key)


def check_endpoint_url(url: str) -> None:
    """Refuse what is not the address of a service.

    Args:
        url: ``http`` or ``https``, a host, perhaps a port, perhaps a path prefix.

    Raises:
        ValidationError: another scheme, no host, a bad port, or a user, a query, a fragment or a space
            in it. The message repeats the URL only where it can hold no password.
    """
    from urllib.parse import urlsplit

    if not isinstance(url, str):
        raise ValidationError(f"an endpoint URL is text, not {type(url).__name__}")
    if "@" in url:
        raise ValidationError("an endpoint URL holds no user and password; they belong in the profile")
    if "?" in url or "#" in url:
        raise ValidationError("an endpoint URL holds no query and no fragment")
    if not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url):
        raise ValidationError(f"the endpoint URL {url!r} holds a space or a character that no URL may hold")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValidationError(f"the endpoint URL {url!r} has a host or port that cannot be read") from None
    if parts.scheme not in ("http", "https"):
        raise ValidationError(f"the endpoint URL {url!r} does not start with http:// or https://")
    if not host:
        raise ValidationError(f"the endpoint URL {url!r} names no host")
    if port == 0:
        raise ValidationError(f"the endpoint URL {url!r} names port 0, on which nothing listens")


def _file_url_path(url: str, rest: str) -> str:
    from urllib.parse import unquote

    host, slash, path = rest.partition("/")
    if host not in ("", "localhost") or not slash:
        raise ValidationError(f"{url!r} names a file on another host; write file:///path")
    decoded = unquote(slash + path, errors="surrogateescape")
    if "\0" in decoded:
        raise ValidationError(f"the address {url[:64]!r} holds a NUL character")
    # file:///C:/data is the drive C:, not a folder of that name.
    return decoded[1:] if re.match(r"/[A-Za-z]:", decoded) else decoded
