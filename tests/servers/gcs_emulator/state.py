"""What is stored: buckets with their objects, upload sessions."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.gcs_emulator.messages import ApiError
from tests.servers.gcs_emulator.stored import Stored, etag_of, now


@dataclass
class Bucket:
    """A bucket; of each name the generations in their order, the live one last, where there is one."""

    name: str
    project: str
    location: str = "US"
    settings: dict[str, Any] = field(default_factory=dict)
    policy_number: int = 1
    notifications: dict[str, dict[str, Any]] = field(default_factory=dict)
    next_notification: int = 1
    objects: dict[str, list[Stored]] = field(default_factory=dict)
    created: str = field(default_factory=now)
    metageneration: int = 1

    def __post_init__(self) -> None:
        members = {who: f"project{who.title()}:{self.project}" for who in ("editor", "owner", "viewer")}
        self.policy: dict[str, Any] = {
            "kind": "storage#policy",
            "resourceId": f"projects/_/buckets/{self.name}",
            "version": 1,
            "etag": etag_of(self.policy_number),
            "bindings": [
                {"role": "roles/storage.legacyBucketOwner", "members": [members["editor"], members["owner"]]},
                {"role": "roles/storage.legacyBucketReader", "members": [members["viewer"]]},
            ],
        }

    @property
    def storage_class(self) -> str:
        """The class of objects that say none."""
        return str(self.settings.get("storageClass", "STANDARD"))

    @property
    def versioning(self) -> bool:
        """Whether what is replaced or deleted is kept."""
        return bool((self.settings.get("versioning") or {}).get("enabled", False))

    @property
    def is_closed_to_the_public(self) -> bool:
        """Whether public access prevention is enforced."""
        found = self.settings.get("iamConfiguration") or {}
        return bool(found.get("publicAccessPrevention") == "enforced")

    @property
    def is_public(self) -> bool:
        """Whether everyone may read the objects."""
        readers = [
            one["members"] for one in self.policy["bindings"] if one["role"] == "roles/storage.objectViewer"
        ]
        return not self.is_closed_to_the_public and any("allUsers" in members for members in readers)

    def demand_no_payer(self) -> None:
        """Let a request pass that names no project.

        Raises:
            ApiError: whoever asks has to pay.
        """
        if (self.settings.get("billing") or {}).get("requesterPays"):
            message = "Bucket is a requester pays bucket but no user project provided."
            raise ApiError(400, "required", message)

    def check_free(self, stored: Stored) -> None:
        """Let a generation go that nothing keeps.

        Raises:
            ApiError: it is held, or retained by itself or by the bucket.
        """
        if any(stored.holds.values()):
            message = f"Object '{self.name}/{stored.name}' is under active hold and cannot be deleted."
            raise ApiError(403, "objectUnderActiveHold", message)
        moment = datetime.now(UTC)
        period = timedelta(
            seconds=int((self.settings.get("retentionPolicy") or {}).get("retentionPeriod", 0))
        )
        ends = datetime.fromisoformat(stored.created) + period
        if stored.retention is not None:
            ends = max(ends, datetime.fromisoformat(stored.retention["retainUntilTime"]))
        if moment < ends:
            message = f"Object '{self.name}/{stored.name}' is subject to retention until {ends.isoformat()}."
            raise ApiError(403, "retentionPolicyNotMet", message)

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
            "etag": etag_of(self.metageneration),
            **{name: value for name, value in self.settings.items() if value is not None},
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
        """Put a new generation in the place of the live one, which a versioned bucket keeps.

        Raises:
            ApiError: the live one must stay.
        """
        self.hide(stored.name)
        if self.settings.get("defaultEventBasedHold"):
            stored.holds.setdefault("eventBasedHold", True)
        self.objects.setdefault(stored.name, []).append(stored)

    def hide(self, name: str) -> None:
        """Take the live generation away.

        Raises:
            ApiError: it must stay.
        """
        live = self.live(name)
        if live is None:
            return
        if self.versioning:
            live.deleted = now()
        else:
            self.remove(live)

    def remove(self, stored: Stored) -> None:
        """Forget a generation for good.

        Raises:
            ApiError: it must stay.
        """
        self.check_free(stored)
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
