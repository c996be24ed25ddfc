"""What a Swift account can do, as far as its address tells."""

from __future__ import annotations

from collections.abc import Mapping

from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability

_ACCOUNT = Capabilities(
    {
        Capability.IF_ABSENT: (
            "Swift looks before it writes, so that two writers at a time may both succeed; "
            "declare it in capabilities where there is one"
        ),
        Capability.IF_MATCH: "Swift knows no If-Match on writes and overwrites in spite of it",
        Capability.STORAGE_CLASS: "a storage policy belongs to a whole container, from its creation on",
        Capability.TAGS: "Swift has no object tags; metadata is what it has",
        Capability.ENCRYPTION: "the service encrypts everything or nothing; no request chooses",
        Capability.REQUESTER_PAYS: "requests are charged to the account that owns the container",
        Capability.CHECKSUMS: "MD5 is what the service compares and keeps",
        Capability.RESTORE: "Swift has no archive to bring objects back from",
        Capability.LIFECYCLE: "Swift has no rules; each object may have an end of its own (X-Delete-At)",
        Capability.PUBLIC_ACCESS_BLOCK: "nothing stands above a container's list of readers",
        Capability.OBJECT_LOCK: "who may write a container may delete its objects",
        Capability.NOTIFICATIONS: "Swift has nobody to tell of what happens in a container",
        Capability.UNFINISHED_UPLOADS: "segments are objects, which belong to an upload only by their names",
    }
)


def capabilities_of(declared: Mapping[str, bool] | None) -> Capabilities:
    """The capabilities of an account, with what the configuration declares of it."""
    return _ACCOUNT.declare(declared or {})
