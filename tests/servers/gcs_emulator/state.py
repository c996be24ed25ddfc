"""What is stored: buckets, objects with their generations, upload sessions."""

from __future__ import annotations

import hashlib
import itertools
import threading
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
        }
        if self.components:
            resource["componentCount"] = self.components
        else:
            resource["md5Hash"] = self.md5
        if self.deleted is not None:
            resource["timeDeleted"] = self.deleted
        return resource


@dataclass
class Bucket:
    """A bucket; of each name the generations in their order, the live one last, where there is one."""

    name: str
    location: str = "US"
    storage_class: str = "STANDARD"
    versioning: bool = False
    objects: dict[str, list[Stored]] = field(default_factory=dict)
    created: str = field(default_factory=now)
    metageneration: int = 1

    def resource(self) -> dict[str, Any]:
        """The bucket as the API has it."""
        return {
            "kind": "storage#bucket",
            "id": self.name,
            "name": self.name,
            "location": self.location,
            "storageClass": self.storage_class,
            "timeCreated": self.created,
            "updated": self.created,
            "metageneration": str(self.metageneration),
            "etag": b64encode(str(self.metageneration).encode()).decode(),
            "versioning": {"enabled": self.versioning},
        }

    def live(self, name: str) -> Stored | None:
        """The newest generation, unless it was deleted."""
        found = self.objects.get(name, [])
        return found[-1] if found and found[-1].deleted is None else None

    def find(self, name: str, generation: str | None) -> Stored:
        """The live object, or the generation that is asked for.

        Raises:
            ApiError: it is not there.
        """
        found = self.live(name)
        if generation is not None:
            every = self.objects.get(name, [])
            found = next((one for one in every if str(one.generation) == generation), None)
        if found is None:
            raise ApiError(404, "notFound", f"No such object: {self.name}/{name}")
        return found

    def store(self, stored: Stored) -> None:
        """Put a new generation in the place of the live one, which a versioned bucket keeps."""
        self.hide(stored.name)
        self.objects.setdefault(stored.name, []).append(stored)

    def hide(self, name: str) -> None:
        """Take the live generation away."""
        live = self.live(name)
        if live is None:
            return
        if self.versioning:
            live.deleted = now()
        else:
            self.remove(live)

    def remove(self, stored: Stored) -> None:
        """Forget a generation for good."""
        rest = [one for one in self.objects[stored.name] if one is not stored]
        if rest:
            self.objects[stored.name] = rest
        else:
            del self.objects[stored.name]


@dataclass
class Session:
    """A resumable upload."""

    bucket: str
    resource: dict[str, Any]
    conditions: Mapping[str, str]
    data: bytearray = field(default_factory=bytearray)
    made: dict[str, Any] | None = None


class State:
    """Everything that the service knows, behind one lock."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.buckets: dict[str, Bucket] = {}
        self.sessions: dict[str, Session] = {}
        self.rewrites: dict[str, tuple[Any, int]] = {}
        self.violations: list[str] = []

    def bucket(self, name: str) -> Bucket:
        """A bucket.

        Raises:
            ApiError: it is not there.
        """
        if name not in self.buckets:
            raise ApiError(404, "notFound", "The specified bucket does not exist.")
        return self.buckets[name]


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
