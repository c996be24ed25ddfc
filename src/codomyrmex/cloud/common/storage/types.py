"""The values that storage speaks in: the same on every store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage.parts import PartSizes

Progress = Callable[[int, int | None], object]
"""Called with the bytes moved so far and the total (``None`` where it is not known), at least once a second
while a transfer lasts, from any of its threads. What it raises ends the transfer and leaves nothing
behind."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """What is known of an object without reading it.

    Attributes:
        bucket: its bucket.
        key: its exact key.
        size: bytes.
        last_modified: timezone-aware, or ``None`` where the answer did not say.
        etag: the service's tag of these bytes, without quotes.
        version: the version's id, where the bucket keeps versions.
        content_type: the media type; ``None`` in listings of services that do not list it.
        storage_class: the service's own word for the tier.
        metadata: the user's own names (lower case) and values; empty in listings.
        parts: the sizes of the parts it was uploaded in, where that is known: what its digest is made of.
        tag_count: how many tags it has; 0 in listings, and where the service does not say.
    """

    bucket: str
    key: str
    size: int
    last_modified: datetime | None = None
    etag: str | None = None
    version: str | None = None
    content_type: str | None = None
    storage_class: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)
    parts: PartSizes | None = field(default=None, repr=False)
    tag_count: int = 0


@dataclass(frozen=True, slots=True)
class ObjectVersion:
    """One version of an object, or the marker that says it was deleted."""

    bucket: str
    key: str
    version: str
    is_latest: bool
    is_delete_marker: bool = False
    size: int = 0
    last_modified: datetime | None = None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class UnfinishedUpload:
    """An upload in parts that was begun, and neither completed nor aborted.

    Attributes:
        bucket: the bucket it goes to.
        key: the key it is to have.
        upload_id: the service's name for it.
        started_at: when it was begun, timezone-aware; ``None`` where the service does not say.
    """

    bucket: str
    key: str
    upload_id: str
    started_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """One level below a prefix.

    Attributes:
        prefix: what was asked for.
        directories: the prefixes one level down, each with its trailing ``/``.
        objects: the objects of this level.
    """

    bucket: str
    prefix: str
    directories: tuple[str, ...]
    objects: tuple[ObjectInfo, ...]


@dataclass(frozen=True, slots=True)
class DeleteFailure:
    """A key that is still there, and why."""

    key: str
    error: CloudError


@dataclass(frozen=True, slots=True)
class DeleteReport:
    """The end of a bulk delete.

    Attributes:
        deleted: how many keys are gone; a key that was never there counts, as it does on every service.
        failures: those that are not.
    """

    deleted: int
    failures: tuple[DeleteFailure, ...] = ()

    def raise_on_failure(self) -> None:
        """Raise the first failure's error, if there is one."""
        if self.failures:
            raise self.failures[0].error


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing, as a driver reads it.

    Attributes:
        objects: the objects of the page.
        prefixes: the common prefixes, where a delimiter was asked for.
        token: what fetches the next page; ``None`` at the end.
    """

    objects: list[ObjectInfo]
    prefixes: list[str]
    token: str | None


@dataclass(frozen=True, slots=True)
class Encryption:
    """Server-side encryption of one object.

    Attributes:
        algorithm: ``AES256`` for the service's own keys, ``aws:kms`` for a key of AWS's key service; by
            default what goes with the key.
        key_id: a key of one's own, by the name that the service's key service has for it (on Azure: that of
            an encryption scope); ``None`` for the service's or the account's default one.
    """

    algorithm: str | None = None
    key_id: str | None = None


@dataclass(frozen=True, slots=True)
class PutOptions:
    """How an object is to be written.

    Attributes:
        md5: that of all its bytes, where who gives them has it and checks them against it before the last.
    """

    content_type: str
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False)
    if_absent: bool = False
    if_match: str | None = None
    storage_class: str | None = None
    encryption: Encryption | None = None
    md5: bytes | None = None


@dataclass(frozen=True, slots=True)
class Attributes:
    """What is to change of an object besides its bytes; ``None`` leaves a thing as it is."""

    metadata: Mapping[str, str] | None = field(default=None, hash=False)
    content_type: str | None = None
    storage_class: str | None = None
