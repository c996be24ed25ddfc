"""From a name to its clients, and from an address to what it means.

connect("aws").storage.list_buckets()
resolve("s3://bucket/key")
"""

from __future__ import annotations

from codomyrmex.cloud.connection.cloud import Cloud, Connections, Location, connect, resolve
from codomyrmex.cloud.connection.services import only_client, service_for
from codomyrmex.cloud.connection.storage import storage_class, storage_for

__all__ = [
    "Cloud",
    "Connections",
    "Location",
    "connect",
    "only_client",
    "resolve",
    "service_for",
    "storage_class",
    "storage_for",
]
