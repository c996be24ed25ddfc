"""Object storage: the client, its values, and the hooks that a provider fills in."""

from __future__ import annotations

from codomyrmex.cloud.common.storage.bucket import Bucket
from codomyrmex.cloud.common.storage.capabilities import Capabilities, Capability
from codomyrmex.cloud.common.storage.client import StorageClient
from codomyrmex.cloud.common.storage.listing import ObjectListing
from codomyrmex.cloud.common.storage.locking import Retention
from codomyrmex.cloud.common.storage.settings import CorsRule, LifecycleRule, Notification, Transition
from codomyrmex.cloud.common.storage.types import (
    Attributes,
    DeleteFailure,
    DeleteReport,
    Directory,
    Encryption,
    ObjectInfo,
    ObjectVersion,
    Progress,
    UnfinishedUpload,
)

__all__ = [
    "Attributes",
    "Bucket",
    "Capabilities",
    "Capability",
    "CorsRule",
    "DeleteFailure",
    "DeleteReport",
    "Directory",
    "Encryption",
    "LifecycleRule",
    "Notification",
    "ObjectInfo",
    "ObjectListing",
    "ObjectVersion",
    "Progress",
    "Retention",
    "StorageClient",
    "Transition",
    "UnfinishedUpload",
]
