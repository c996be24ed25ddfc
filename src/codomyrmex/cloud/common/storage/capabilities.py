"""What an endpoint can do, as data: each capability is there, or the reason why it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from codomyrmex.cloud.common.errors import ConfigurationError, NotSupportedError


class Capability(StrEnum):
    """Something that not every store can do."""

    IF_ABSENT = "if_absent"
    IF_MATCH = "if_match"
    VERSIONING = "versioning"
    TAGS = "tags"
    STORAGE_CLASS = "storage_class"
    ENCRYPTION = "encryption"
    PRESIGN = "presign"
    BATCH_DELETE = "batch_delete"
    ANONYMOUS = "anonymous"
    REQUESTER_PAYS = "requester_pays"
    CHECKSUMS = "checksums"
    ANY_KEY = "any_key"
    METADATA = "metadata"
    RESTORE = "restore"
    LIFECYCLE = "lifecycle"
    CORS = "cors"
    POLICY = "policy"
    PUBLIC_ACCESS_BLOCK = "public_access_block"
    OBJECT_LOCK = "object_lock"
    NOTIFICATIONS = "notifications"
    UNFINISHED_UPLOADS = "unfinished_uploads"

    @property
    def description(self) -> str:
        """What it means, in a few words."""
        return _DESCRIPTIONS[self]


_DESCRIPTIONS = {
    Capability.IF_ABSENT: "write only where nothing is",
    Capability.IF_MATCH: "overwrite only a known version",
    Capability.VERSIONING: "list, read, restore and delete versions",
    Capability.TAGS: "object tags",
    Capability.STORAGE_CLASS: "storage class chosen at upload",
    Capability.ENCRYPTION: "server-side encryption chosen at upload",
    Capability.PRESIGN: "presigned GET and PUT",
    Capability.BATCH_DELETE: "delete many keys in one request",
    Capability.ANONYMOUS: "access without credentials",
    Capability.REQUESTER_PAYS: "requester-pays buckets",
    Capability.CHECKSUMS: "checksums besides MD5, checked by the service",
    Capability.ANY_KEY: "every key of up to 1,024 bytes",
    Capability.METADATA: "metadata changed in place",
    Capability.RESTORE: "objects brought back from an archive",
    Capability.LIFECYCLE: "lifecycle rules",
    Capability.CORS: "rules for pages of other origins",
    Capability.POLICY: "bucket policies",
    Capability.PUBLIC_ACCESS_BLOCK: "public access blocked for a whole bucket",
    Capability.OBJECT_LOCK: "retention and legal hold",
    Capability.NOTIFICATIONS: "notifications of what happens in a bucket",
    Capability.UNFINISHED_UPLOADS: "list and abort unfinished uploads",
}


class Capabilities(Mapping[Capability, str | None]):
    """The capabilities of one endpoint: maps each to ``None`` (it has it) or to the reason why it has not."""

    __slots__ = ("_reasons",)

    def __init__(self, missing: Mapping[Capability, str] | None = None) -> None:
        self._reasons: dict[Capability, str | None] = dict.fromkeys(Capability)
        self._reasons.update(missing or {})

    def __getitem__(self, capability: Capability) -> str | None:
        return self._reasons[capability]

    def __iter__(self) -> Iterator[Capability]:
        return iter(self._reasons)

    def __len__(self) -> int:
        return len(self._reasons)

    def __repr__(self) -> str:
        return f"Capabilities({', '.join(name for name in self if self.has(name))})"

    def has(self, capability: Capability) -> bool:
        """Whether the endpoint can."""
        return self._reasons[capability] is None

    def require(self, capability: Capability) -> None:
        """Let pass what the endpoint can.

        Raises:
            NotSupportedError: it cannot; the message gives the reason.
        """
        reason = self._reasons[capability]
        if reason is not None:
            raise NotSupportedError(
                f"This endpoint has no {capability.value} ({capability.description}): {reason}."
            )

    def declare(self, declared: Mapping[str, bool]) -> Capabilities:
        """The same with some of them switched on or off by name.

        Raises:
            ConfigurationError: a name that is no capability.
        """
        reasons = dict(self._reasons)
        for name, there in declared.items():
            try:
                reasons[Capability(name)] = None if there else "it was switched off in the configuration"
            except ValueError:
                known = ", ".join(Capability)
                raise ConfigurationError(f"{name!r} is not a capability; there are {known}.") from None
        return Capabilities({name: reason for name, reason in reasons.items() if reason is not None})
