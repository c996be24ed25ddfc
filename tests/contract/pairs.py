"""The clients and the servers that each is run against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from codomyrmex.cloud.common.storage import (
    CorsRule,
    Encryption,
    LifecycleRule,
    StorageClient,
    Transition,
)
from codomyrmex.cloud.wire import RetryPolicy
from tests.contract.harness import SMALL_PAGE, Harness
from tests.contract.independent import uncommitted_blobs, unfinished_uploads
from tests.contract.servers_table import BY_CHANCE, HAVING, LACKING, UNSUPPORTED, listed_in
from tests.contract.swift_pairs import identity_of, swift_ceph, swift_openstack
from tests.servers.azurite import AzuriteServer
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.openstack.server import OpenStackServer
from tests.servers.s3_server import S3Server

Join = Callable[[str, Any, Path], Harness]


@dataclass(frozen=True)
class Pair:
    """A client and the fixture of its server, where it has one."""

    server: str | None
    join: Join


def _memory(name: str, _server: None, _folder: Path) -> Harness:
    from codomyrmex.cloud.local.memory import MemoryStorageClient

    account = MemoryStorageClient()

    def connect(**replaced: Any) -> StorageClient:
        # The objects live in the client, so there is one; another one is only good for what needs no objects.
        return MemoryStorageClient(**replaced) if replaced else account

    return Harness(name, name, connect, lambda _bucket: [], listed_in(UNSUPPORTED, name))


def _local(name: str, _server: None, folder: Path) -> Harness:
    from codomyrmex.cloud.local.storage import LocalStorageClient

    def connect(**replaced: Any) -> StorageClient:
        return LocalStorageClient(folder, **replaced)

    def unfinished_files(_bucket: str) -> list[str]:
        # Files in the buckets' folders are objects; beside this folder are locks, records and versions.
        return [path.name for path in folder.glob(".codomyrmex/unfinished/*")]

    return Harness(name, name, connect, unfinished_files, listed_in(UNSUPPORTED, name))


def _s3(module: str, client_class: str) -> Join:
    def join(name: str, server: S3Server, _folder: Path) -> Harness:
        lacking = LACKING.get(server.name, {})
        declared = {**dict.fromkeys(HAVING.get(server.name, ()), True), **dict.fromkeys(lacking, False)}
        # The quickest of these servers shows pages and batches as they are.
        size = 1000 if server.name == "ceph" else SMALL_PAGE
        options = {
            "endpoint_url": server.endpoint,
            "region": server.region,
            "access_key": server.access_key,
            "secret_key": server.secret_key,
            "retry": RetryPolicy(longest_delay=0.2),
        }

        def connect(*, capabilities: Mapping[str, bool] | None = None, **replaced: Any) -> StorageClient:
            build = getattr(import_module(module), client_class)
            client = build(**options | replaced, capabilities=declared | dict(capabilities or {}))
            client.page_size = client.batch_size = size
            return cast("StorageClient", client)

        def uploads(bucket: str) -> list[str]:
            return unfinished_uploads(server, bucket)

        credentials: dict[str, dict[str, Any]] = {
            "wrong": {"secret_key": "another-secret-key"},
            "none": {"access_key": None, "secret_key": None, "anonymous": True},
            "ending": {
                "session_token": "token",
                "credentials_expire_at": datetime.now(UTC) + timedelta(hours=1),
            },
        }
        return Harness(
            name,
            server.name,
            connect,
            uploads,
            listed_in(UNSUPPORTED, name, server.name),
            listed_in(BY_CHANCE, server.name),
            lacking,
            server.secret_key,
            credentials,
            page_size=size,
            batch_size=size,
        )

    return join


def _azure(name: str, server: AzuriteServer, _folder: Path) -> Harness:
    from codomyrmex.cloud.azure.storage import AzureBlobClient

    lacking = LACKING.get(server.name, {})
    declared = {**dict.fromkeys(HAVING.get(server.name, ()), True), **dict.fromkeys(lacking, False)}
    options: dict[str, Any] = {
        "account_url": server.url,
        "account_key": server.account_key,
        "retry": RetryPolicy(longest_delay=0.2),
    }

    def connect(*, capabilities: Mapping[str, bool] | None = None, **replaced: Any) -> StorageClient:
        client = AzureBlobClient(**options | replaced, capabilities=declared | dict(capabilities or {}))
        client.page_size = SMALL_PAGE
        return client

    def uncommitted(bucket: str) -> list[str]:
        return uncommitted_blobs(server, bucket)

    credentials: dict[str, dict[str, Any]] = {
        "wrong": {"account_key": server.other().account_key},
        "none": {"account_key": None, "anonymous": True},
        "ending": {"credentials_expire_at": datetime.now(UTC) + timedelta(hours=1)},
    }
    return Harness(
        name,
        server.name,
        connect,
        uncommitted,
        listed_in(UNSUPPORTED, name, server.name),
        listed_in(BY_CHANCE, server.name),
        lacking,
        server.account_key,
        credentials,
        storage_class="Cool",
        archive="Archive",
        encryptions=(Encryption(key_id="scope"), Encryption("AES256", "scope")),
        page_size=SMALL_PAGE,
        public_policy=lambda _bucket: {"public_access": "blob", "identifiers": []},
    )


def _gcs(name: str, server: GCSServer, _folder: Path) -> Harness:
    from google.oauth2.service_account import Credentials

    from codomyrmex.cloud.gcp.storage import GCSClient

    options: dict[str, Any] = {
        "project": PROJECT,
        # Made once: to look at a key's primes takes 50 ms.
        "credentials": Credentials.from_service_account_info(server.account()),
        "endpoint_url": server.endpoint,
        "retry": RetryPolicy(longest_delay=0.2),
    }

    def connect(**replaced: Any) -> StorageClient:
        return GCSClient(**options | replaced)

    credentials: dict[str, dict[str, Any]] = {
        "wrong": {"credentials": server.account(server.other_private_key)},
        "none": {"credentials": None, "anonymous": True},
        "ending": {"credentials_expire_at": datetime.now(UTC) + timedelta(hours=1)},
    }
    return Harness(
        name,
        server.name,
        connect,
        server.unfinished,
        listed_in(UNSUPPORTED, name, server.name),
        secret=server.private_key,
        other_credentials=credentials,
        storage_class="NEARLINE",
        encryptions=(Encryption(key_id=GCS_KEY), Encryption("AES256", GCS_KEY)),
        public_policy=gcs_public_policy,
        lifecycle=(
            LifecycleRule("*", abort_uploads_after=2),
            LifecycleRule("logs/*", "logs/", expire_after=30),
            LifecycleRule("old & new/*", "old & new/", expire_old_versions_after=7),
        ),
        transitions=LifecycleRule(
            "*", transitions=(Transition(30, "NEARLINE"), Transition(90, "ARCHIVE")), expire_after=400
        ),
        cors=(
            CorsRule(("https://example.com",), ("GET", "HEAD"), ("x-one",), ("x-one",), 600),
            CorsRule(("*",)),
        ),
    )


GCS_KEY = "projects/contract-project/locations/us/keyRings/ring/cryptoKeys/key"


def gcs_public_policy(_bucket: str) -> dict[str, Any]:
    """The IAM policy that lets everyone read a bucket's objects."""
    return {"bindings": [{"role": "roles/storage.objectViewer", "members": ["allUsers"]}]}


def _s3_openstack(name: str, server: OpenStackServer, folder: Path) -> Harness:
    keys = identity_of(server).create_access_key()
    origin = server.storage_url.partition("/v1/")[0]
    s3 = S3Server(name, origin, keys.access_key, str(keys.secret))
    return _INFOMANIAK(name, s3, folder)


_S3 = _s3("codomyrmex.cloud.aws.storage", "S3Client")
_MINIO = _s3("codomyrmex.cloud.minio.storage", "MinIOClient")
_INFOMANIAK = _s3("codomyrmex.cloud.infomaniak.object_storage", "InfomaniakS3Client")

PAIRS = {
    "memory": Pair(None, _memory),
    "local": Pair(None, _local),
    "s3-moto": Pair("moto", _S3),
    "s3-ceph": Pair("ceph", _S3),
    "s3-rclone": Pair("rclone", _S3),
    "minio-ceph": Pair("ceph", _MINIO),
    "azure-azurite": Pair("azurite", _azure),
    "gcs-emulator": Pair("gcs", _gcs),
    "swift-ceph": Pair("ceph", swift_ceph),
    "swift-openstack": Pair("openstack", swift_openstack),
    "infomaniak-openstack": Pair("openstack", _s3_openstack),
}
"""By the name that the tests' ids show."""

FIRST_OF_EACH_SERVER = list({pair.server or name: name for name, pair in reversed(PAIRS.items())}.values())[
    ::-1
]
"""The names of the pairs for what stands on the client and does not know its class."""

EACH_SERVER_AND_PROTOCOL = [name for name, pair in PAIRS.items() if pair.join not in (_MINIO, _INFOMANIAK)]
"""The same where a server's two protocols differ: what S3's client sends, its other clients send, too."""

ONE_OF_EACH_PROTOCOL = ["memory", "local", "s3-ceph", "azure-azurite", "gcs-emulator", "swift-ceph"]
"""The same for what takes long: on the quickest server of each protocol."""
