"""The adapters there are: ours, and those that other packages install.

A package adds a cloud by an entry point of the group ``aegis.storage_adapters``, whose name is what
``OBJECT_STORE_TYPE`` says and whose value is a subclass of `StorageClient`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, cast

from codomyrmex.cloud.common.errors import ConfigurationError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.storage.client import StorageClient

GROUP = "aegis.storage_adapters"

_OWN = {
    "minio": ("minio_adapter", "MinIOStorageAdapter"),
    "local": ("local_adapter", "LocalStorageAdapter"),
    "s3": ("s3_adapter", "S3StorageAdapter"),
    "gcs": ("gcs_adapter", "GCSStorageAdapter"),
    "azure": ("azure_blob_adapter", "AzureBlobStorageAdapter"),
    "infomaniak": ("infomaniak_adapter", "InfomaniakStorageAdapter"),
}


def adapter_names() -> tuple[str, ...]:
    """The names of all adapters: ours, then those that are installed. None of them is imported."""
    return *_OWN, *sorted(entry_points(group=GROUP).names - _OWN.keys())


def is_known(name: str) -> bool:
    """Whether there is an adapter of this name. Other packages are asked only where it is none of ours.

    Args:
        name: as in ``OBJECT_STORE_TYPE``.
    """
    return name in _OWN or name in entry_points(group=GROUP).names


def adapter(name: str) -> type[StorageClient]:
    """The adapter of this name. One of ours is never replaced: it gets the credentials.

    Args:
        name: as in ``OBJECT_STORE_TYPE``.

    Raises:
        ConfigurationError: there is none of this name, two packages have one, it cannot be imported, or it is
            no `StorageClient`.
        MissingDependencyError: the extra of its provider is not installed.
    """
    if name in _OWN:
        module, kind = _OWN[name]
        found = getattr(import_module(f"aegis_multimodal_ai_system.storage.{module}"), kind)
        return cast("type[StorageClient]", found)
    entries = {entry.value: entry for entry in entry_points(group=GROUP, name=name)}
    if not entries:
        raise ConfigurationError(
            f"There is no storage adapter {name}; there are {', '.join(adapter_names())}."
        )
    if len(entries) > 1:
        raise ConfigurationError(f"There are two storage adapters {name}: {' and '.join(sorted(entries))}.")
    return _checked(*entries.values())


def _checked(entry: EntryPoint) -> type[StorageClient]:
    from aegis_multimodal_ai_system.storage.client import StorageClient

    try:
        found: Any = entry.load()
    except (ImportError, AttributeError) as error:
        raise ConfigurationError(
            f"The storage adapter {entry.name} ({entry.value}) cannot be imported: {error}."
        ) from error
    if not (isinstance(found, type) and issubclass(found, StorageClient)):
        raise ConfigurationError(f"The storage adapter {entry.name} ({entry.value}) is no StorageClient.")
    return found
