"""The adapters and the servers that each is run against."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aegis_multimodal_ai_system.storage import (
    AzureBlobStorageAdapter,
    CloudStorageAdapter,
    GCSStorageAdapter,
    InfomaniakStorageAdapter,
    LocalStorageAdapter,
    MinIOStorageAdapter,
    S3StorageAdapter,
)
from tests.servers.azurite import AzuriteServer
from tests.servers.gcs import GCSServer
from tests.servers.s3_server import S3Server


@dataclass(frozen=True)
class Store:
    """An adapter, and what leads it to its server.

    Attributes:
        kind: the adapter.
        arguments: what it is built from, beside the bucket.
        wrong: of these, those that make its credentials wrong.
        variables: the settings that describe the same.
        secret: what must not be shown.
    """

    kind: Callable[..., CloudStorageAdapter]
    arguments: dict[str, Any]
    variables: dict[str, str]
    wrong: dict[str, Any] = field(default_factory=dict)
    secret: str = "no secret but this"

    def open(self, bucket: str, **replaced: Any) -> CloudStorageAdapter:
        """The adapter for a bucket."""
        return self.kind(bucket=bucket, **self.arguments | replaced)


def s3_store(kind: Callable[..., CloudStorageAdapter], name: str) -> Callable[[S3Server, Path], Store]:
    """A store whose adapter takes a key pair."""

    def describe(server: S3Server, _folder: Path) -> Store:
        arguments = {
            "endpoint_url": server.endpoint,
            "region": server.region,
            "access_key": server.access_key,
            "secret_key": server.secret_key,
        }
        variables = {
            "OBJECT_STORE_TYPE": name,
            "OBJECT_STORE_ENDPOINT": server.endpoint,
            "OBJECT_STORE_REGION": server.region,
            "OBJECT_STORE_ACCESS_KEY": server.access_key,
            "OBJECT_STORE_SECRET_KEY": server.secret_key,
        }
        return Store(kind, arguments, variables, {"secret_key": "another-secret-key"}, server.secret_key)

    return describe


def azure_store(server: AzuriteServer, _folder: Path) -> Store:
    """A container of Azurite's account."""
    arguments = {"account_url": server.url, "account": server.account, "account_key": server.account_key}
    variables = {
        "OBJECT_STORE_TYPE": "azure",
        "OBJECT_STORE_ENDPOINT": server.url,
        "OBJECT_STORE_ACCESS_KEY": server.account,
        "OBJECT_STORE_SECRET_KEY": server.account_key,
    }
    wrong = {"account_key": server.other().account_key}
    return Store(AzureBlobStorageAdapter, arguments, variables, wrong, server.account_key)


def gcs_store(server: GCSServer, _folder: Path) -> Store:
    """A bucket of the service account."""
    account = json.dumps(server.account())
    arguments = {"endpoint_url": server.endpoint, "credentials_json": account}
    variables = {
        "OBJECT_STORE_TYPE": "gcs",
        "OBJECT_STORE_ENDPOINT": server.endpoint,
        "OBJECT_STORE_SECRET_KEY": account,
    }
    wrong = {"credentials_json": json.dumps(server.account(server.other_private_key))}
    secret = server.private_key.splitlines()[3]
    return Store(GCSStorageAdapter, arguments, variables, wrong, secret)


def local_store(_server: None, folder: Path) -> Store:
    """A bucket in a folder."""
    root = folder / "account"
    variables = {"OBJECT_STORE_TYPE": "local", "OBJECT_STORE_ROOT": str(root)}
    return Store(LocalStorageAdapter, {"root": root}, variables)


STORES: dict[str, tuple[str | None, Callable[[Any, Path], Store]]] = {
    "local": (None, local_store),
    "minio-moto": ("moto_server", s3_store(MinIOStorageAdapter, "minio")),
    "minio-ceph": ("ceph_server", s3_store(MinIOStorageAdapter, "minio")),
    "s3-moto": ("moto_server", s3_store(S3StorageAdapter, "s3")),
    "s3-ceph": ("ceph_server", s3_store(S3StorageAdapter, "s3")),
    "infomaniak-ceph": ("ceph_server", s3_store(InfomaniakStorageAdapter, "infomaniak")),
    "azure-azurite": ("azurite_server", azure_store),
    "gcs-emulator": ("gcs_server", gcs_store),
}
"""By the name that the tests' ids show: the fixture of the server, and what describes the store."""

SIGNED = ["minio-ceph", "s3-ceph", "infomaniak-ceph", "azure-azurite", "gcs-emulator"]
"""The names of those whose servers look at who calls."""
