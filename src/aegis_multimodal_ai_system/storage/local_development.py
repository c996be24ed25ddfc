"""The bucket of the local stack, the only one that is not made by infrastructure."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, TypeGuard
from urllib.parse import urlsplit

from aegis_multimodal_ai_system.storage.local_adapter import LocalStorageAdapter
from aegis_multimodal_ai_system.storage.minio_adapter import MinIOStorageAdapter
from codomyrmex.cloud.common.errors import NotSupportedError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.storage.client import StorageClient


def ensure_bucket(storage: StorageClient) -> bool:
    """Make the bucket of a client on this machine, unless it is there.

    It is no method of the client, so that no code that has one can call it by chance in production.

    Args:
        storage: a client of the embedded store, or of a server on loopback.

    Returns:
        ``True`` when it was made now.

    Raises:
        NotSupportedError: the store is elsewhere; nothing was sent.
    """
    if not is_on_this_machine(storage):
        raise NotSupportedError(
            f"The bucket {storage.bucket} is not on this machine; make it where infrastructure is described."
        )
    return storage.client.ensure_bucket(storage.bucket)


def is_on_this_machine(storage: StorageClient) -> TypeGuard[LocalStorageAdapter | MinIOStorageAdapter]:
    """Whether a client is one of the embedded store, or of a server on loopback.

    Args:
        storage: any client.
    """
    if isinstance(storage, MinIOStorageAdapter):
        return _is_loopback(storage.endpoint_url)
    return isinstance(storage, LocalStorageAdapter)


def _is_loopback(url: str | None) -> bool:
    host = urlsplit(url or "").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
