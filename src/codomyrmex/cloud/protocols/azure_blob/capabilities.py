"""What a storage account can do, as far as its address tells."""

from __future__ import annotations

from collections.abc import Mapping

from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability

_ACCOUNT = Capabilities(
    {
        Capability.VERSIONING: (
            "versions are a setting of the storage account, which its data plane neither shows nor switches; "
            "declare it in capabilities where they are on"
        ),
        Capability.REQUESTER_PAYS: "requests are charged to the owner of the storage account",
        Capability.CHECKSUMS: "MD5 is what the service keeps with an object; its CRC-64 is not kept",
        Capability.UNFINISHED_UPLOADS: (
            "blocks that wait tell neither upload nor time, and nothing throws them away without showing an "
            "object that nobody wrote; they go by themselves after a week"
        ),
        Capability.LIFECYCLE: "rules belong to the whole account, and are its management plane's",
        Capability.CORS: "rules belong to the whole account, not to a container",
        Capability.PUBLIC_ACCESS_BLOCK: (
            "public access is forbidden for the whole account, on its management plane"
        ),
        Capability.OBJECT_LOCK: (
            "a container learns to keep versions immutable on the account's management plane, which the data "
            "plane does not show; declare it in capabilities where it has"
        ),
        Capability.NOTIFICATIONS: "Event Grid sends them, which subscribes on the management plane",
        Capability.ANY_KEY: (
            "the service folds parts that end with a dot, makes slashes of backslashes, and holds no control "
            "characters and no more than 254 parts"
        ),
    }
)


def capabilities_of(declared: Mapping[str, bool] | None) -> Capabilities:
    """The capabilities of an account, with what the configuration declares of it."""
    return _ACCOUNT.declare(declared or {})
