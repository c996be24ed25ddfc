"""One generation of an object, and the conditions that requests have on it."""

from __future__ import annotations

import hashlib
import itertools
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import google_crc32c

from tests.servers.gcs_emulator.messages import ApiError

_GENERATIONS = itertools.count(time.time_ns() // 1000)
COPIED = (
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "contentLanguage",
    "contentType",
    "customTime",
    "metadata",
)
"""The fields of an object that its writer chooses."""


def now() -> str:
    """This moment, as resources have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Stored:
    """One generation of an object."""

    bucket: str
    name: str
    data: bytes
    chosen: dict[str, Any]
    storage_class: str
    components: int = 0
    key_name: str | None = None
    retention: dict[str, Any] | None = None
    holds: dict[str, bool] = field(default_factory=dict)
    generation: int = field(default_factory=lambda: next(_GENERATIONS))
    metageneration: int = 1
    created: str = field(default_factory=now)
    updated: str = field(default_factory=now)
    deleted: str | None = None

    def __post_init__(self) -> None:
        self.md5 = b64encode(hashlib.md5(self.data, usedforsecurity=False).digest()).decode()
        self.crc32c = crc32c_of(self.data)

    def resource(self) -> dict[str, Any]:
        """The object as the API has it."""
        resource = {
            "kind": "storage#object",
            "id": f"{self.bucket}/{self.name}/{self.generation}",
            "name": self.name,
            "bucket": self.bucket,
            "generation": str(self.generation),
            "metageneration": str(self.metageneration),
            "size": str(len(self.data)),
            "storageClass": self.storage_class,
            "timeCreated": self.created,
            "updated": self.updated,
            "crc32c": self.crc32c,
            "etag": b64encode(f"{self.generation}/{self.metageneration}".encode()).decode(),
            **self.chosen,
            **self.holds,
        }
        if self.key_name is not None:
            resource["kmsKeyName"] = f"{self.key_name}/cryptoKeyVersions/1"
        if self.retention is not None:
            resource["retention"] = self.retention
        if self.components:
            resource["componentCount"] = self.components
        else:
            resource["md5Hash"] = self.md5
        if self.deleted is not None:
            resource["timeDeleted"] = self.deleted
        return resource


def etag_of(number: int) -> str:
    """The tag of the so-manieth form of something."""
    return b64encode(str(number).encode()).decode()


def crc32c_of(data: bytes) -> str:
    """The CRC-32C, as resources have it."""
    value: int = google_crc32c.extend(0, data)
    return b64encode(value.to_bytes(4, "big")).decode()


def check_conditions(query: Mapping[str, str], live: Stored | None) -> None:
    """Hold the live object against the conditions of a request.

    Raises:
        ApiError: one does not hold.
    """
    generation = live.generation if live else 0
    metageneration = live.metageneration if live else 0
    holds: dict[str, Callable[[int], bool]] = {
        "ifGenerationMatch": lambda wanted: wanted == generation,
        "ifGenerationNotMatch": lambda wanted: wanted != generation,
        "ifMetagenerationMatch": lambda wanted: live is not None and wanted == metageneration,
        "ifMetagenerationNotMatch": lambda wanted: live is not None and wanted != metageneration,
    }
    for name, test in holds.items():
        if name in query and not test(int(query[name])):
            raise ApiError(
                412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold."
            )
