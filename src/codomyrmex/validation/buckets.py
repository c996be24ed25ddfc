"""Bucket names: strict when a bucket is created, loose when one is named.

A bucket that exists may be older than today's rules, so only creation is strict.

Sources:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
    https://cloud.google.com/storage/docs/buckets#naming
    https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    https://docs.openstack.org/api-ref/object-store/#create-container
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from codomyrmex.validation.errors import ValidationError, encode_utf8

BucketRules = Literal["s3", "gcs", "azure", "swift", "local"]

_S3_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")
_S3_SUFFIXES = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")
_AZURE_SPECIAL = ("$root", "$web", "$logs")
_MAX_FOLDER_BYTES = 255
_SWIFT_SEGMENTS = "_segments"
_MAX_CONTAINER_NAME = 255 - len(_SWIFT_SEGMENTS)


def check_bucket_name(name: str, rules: BucketRules = "s3") -> None:
    """Refuse a name under which the provider would not create a bucket.

    Args:
        name: the name of the bucket to be.
        rules: whose rules: ``s3`` (and every server that speaks S3), ``gcs``, ``azure``, ``swift`` or
            ``local``.

    Raises:
        ValidationError: the name breaks a rule; the message says which.
    """
    check_bucket_reference(name)
    reason = _RULES[rules](name)
    if reason:
        raise ValidationError(f"{name!r} cannot be a bucket name: {reason}")


def check_bucket_reference(name: str) -> None:
    """Refuse what cannot name a bucket on any service, old or new.

    Args:
        name: the name of a bucket that should exist.

    Raises:
        ValidationError: not text, empty, ``.`` or ``..``, with a slash or a NUL, or not Unicode.
    """
    if not isinstance(name, str):
        raise ValidationError(f"a bucket name is text, not {type(name).__name__}")
    if not name:
        raise ValidationError("a bucket name is not empty")
    if name in (".", ".."):
        raise ValidationError(f"{name!r} is not a bucket name")
    if "/" in name or "\0" in name:
        raise ValidationError(f"the bucket name {name!r} holds a slash or a NUL character")
    if not name.isascii():
        encode_utf8(name, "the bucket name")


def _s3(name: str) -> str | None:
    if not 3 <= len(name) <= 63:
        return f"it has {len(name)} characters; 3 to 63 are allowed"
    if not re.fullmatch(r"[a-z0-9.-]+", name):
        return "only lower-case letters, digits, dots and hyphens are allowed"
    if not re.fullmatch(r"[a-z0-9].*[a-z0-9]", name):
        return "it must begin and end with a letter or a digit"
    if ".." in name:
        return "two dots stand side by side"
    if _looks_like_ipv4(name):
        return "it looks like an IP address"
    if name.startswith(_S3_PREFIXES):
        return f"the prefixes {', '.join(_S3_PREFIXES)} are reserved"
    if name.endswith(_S3_SUFFIXES):
        return f"the suffixes {', '.join(_S3_SUFFIXES)} are reserved"
    return None


def _gcs(name: str) -> str | None:
    longest = 222 if "." in name else 63
    if not 3 <= len(name) <= longest:
        return f"it has {len(name)} characters; 3 to {longest} are allowed"
    if not re.fullmatch(r"[a-z0-9._-]+", name):
        return "only lower-case letters, digits, dots, hyphens and underscores are allowed"
    if not re.fullmatch(r"[a-z0-9].*[a-z0-9]", name):
        return "it must begin and end with a letter or a digit"
    if not all(1 <= len(part) <= 63 for part in name.split(".")):
        return "each part between dots has 1 to 63 characters"
    if _looks_like_ipv4(name):
        return "it looks like an IP address"
    if name.startswith("goog") or "google" in name:
        return "names with 'google' or starting with 'goog' are reserved"
    return None


def _azure(name: str) -> str | None:
    if name in _AZURE_SPECIAL:
        return None
    if not 3 <= len(name) <= 63:
        return f"it has {len(name)} characters; 3 to 63 are allowed"
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return "only lower-case letters, digits and hyphens are allowed"
    if name.startswith("-") or name.endswith("-") or "--" in name:
        return "each hyphen must stand between letters or digits"
    return None


def _swift(name: str) -> str | None:
    # Swift itself takes anything; what stands here needs no escaping anywhere, and Ceph takes it too.
    if not 3 <= len(name) <= _MAX_CONTAINER_NAME:
        return f"it has {len(name)} characters; 3 to {_MAX_CONTAINER_NAME} are allowed"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        return (
            "only letters, digits, dots, hyphens and underscores are allowed, and the first is a letter or "
            "a digit"
        )
    if name.endswith(_SWIFT_SEGMENTS):
        return f"containers whose names end with {_SWIFT_SEGMENTS} are for the segments of large objects"
    return None


def _local(name: str) -> str | None:
    if len(name) > _MAX_FOLDER_BYTES:
        return f"it has {len(name)} characters; a folder's name has at most {_MAX_FOLDER_BYTES}"
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?", name):
        return (
            "a folder that every system can hold has letters, digits, dots, hyphens and underscores, "
            "begins with a letter or a digit and does not end with a dot"
        )
    return None


def _looks_like_ipv4(name: str) -> bool:
    return re.fullmatch(r"\d+\.\d+\.\d+\.\d+", name) is not None


_RULES: dict[BucketRules, Callable[[str], str | None]] = {
    "s3": _s3,
    "gcs": _gcs,
    "azure": _azure,
    "swift": _swift,
    "local": _local,
}
