"""The roles on Azure and Google Cloud allow what the adapters' requests need, and Azure's nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from aegis_multimodal_ai_system.storage import CloudStorageAdapter
from tests.servers.azurite import AzuriteServer
from tests.servers.fault_proxy import FaultProxy
from tests.servers.gcs import GCSServer
from tests.servers.http1 import RequestHead
from tests.unit.aegis.storage.stores import azure_store, gcs_store
from tests.unit.infra.modules import TERRAFORM, inner, load

LARGE = 20 << 20
BUCKET = "aegis-permissions"

CONTAINERS = "Microsoft.Storage/storageAccounts/blobServices/containers"
AZURE_VERBS = {"DELETE": "delete", "GET": "read", "HEAD": "read", "PUT": "write"}
GCS_VERBS = {"DELETE": "delete", "POST": "create", "PUT": "create"}

GCS_ROLES = {
    "roles/storage.objectUser": {
        f"storage.objects.{verb}" for verb in ("create", "delete", "get", "list", "update")
    },
}
"""Of what is in them, what concerns objects and buckets
(https://cloud.google.com/storage/docs/access-control/iam-roles)."""


class StopError(Exception):
    """Ends an upload midway."""


def azure_permission(request: RequestHead) -> str:
    """The action that a request needs
    (https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory)."""
    query = parse_qs(urlsplit(request.target).query)
    assert "container" not in query.get("restype", []) or "comp" in query, (
        "a request for the container itself"
    )
    return f"{CONTAINERS}/blobs/{AZURE_VERBS[request.method]}"


def gcs_permission(request: RequestHead) -> str:
    """The permission that a request needs
    (https://cloud.google.com/storage/docs/access-control/iam-json)."""
    parts = urlsplit(request.target).path.strip("/").split("/")
    of_objects = parts[parts.index("b") + 2 :]
    assert of_objects, "a request for the bucket itself"
    if request.method == "GET":
        return "storage.objects.get" if len(of_objects) > 1 else "storage.objects.list"
    return f"storage.objects.{GCS_VERBS[request.method]}"


def journey(adapter: CloudStorageAdapter, folder: Path) -> None:
    """What an application does with its bucket."""
    large = folder / "large"
    with large.open("wb") as file:
        file.truncate(LARGE)
    small = folder / "small"
    small.write_bytes(b"weights")

    def stop(done: int, _total: int | None) -> None:
        if done > 8 << 20:
            raise StopError

    assert not adapter.exists("models/none")
    adapter.upload(small, "models/small")
    adapter.upload(small, "models/small")
    adapter.upload(large, "models/large")
    with pytest.raises(StopError):
        adapter.upload(large, "models/broken", progress=stop)
    assert {found.key for found in adapter.list("models/")} == {"models/large", "models/small"}
    assert adapter.stat("models/large").size == LARGE
    assert adapter.download("models/small", folder / "copy").read_bytes() == b"weights"
    assert sum(map(len, adapter.stream("models/large"))) == LARGE
    adapter.delete("models/small")
    adapter.delete("models/large")


def test_the_role_on_azure_is_what_the_requests_need(
    azurite_server: AzuriteServer, fault_proxy: Callable[[int], FaultProxy], tmp_path: Path
) -> None:
    store = azure_store(azurite_server, tmp_path)
    address = urlsplit(azurite_server.url)
    proxy = fault_proxy(address.port or 0)
    with store.open(BUCKET) as direct:
        direct.client.create_bucket(BUCKET)
        with store.open(BUCKET, account_url=f"http://127.0.0.1:{proxy.port}{address.path}") as adapter:
            journey(adapter, tmp_path)
        direct.client.delete_bucket(BUCKET, force=True)
    role = inner(load(TERRAFORM / "azure").only("azurerm_role_definition"), "permissions")
    assert {azure_permission(request) for request in proxy.requests} == {*role["data_actions"]}


def test_the_roles_on_google_cloud_allow_what_the_requests_need(
    gcs_server: GCSServer, fault_proxy: Callable[[int], FaultProxy], tmp_path: Path
) -> None:
    store = gcs_store(gcs_server, tmp_path)
    proxy = fault_proxy(urlsplit(gcs_server.endpoint).port or 0)
    with store.open(BUCKET) as direct:
        direct.client.create_bucket(BUCKET)
        with store.open(BUCKET, endpoint_url=f"http://127.0.0.1:{proxy.port}") as adapter:
            journey(adapter, tmp_path)
        direct.client.delete_bucket(BUCKET, force=True)
    needed = {gcs_permission(request) for request in proxy.requests}
    given = [block["role"] for block in load(TERRAFORM / "gcp").of_type("google_storage_bucket_iam_member")]
    assert sorted(given) == sorted(GCS_ROLES)
    assert needed <= set().union(*(GCS_ROLES[role] for role in given))
    for role in given:
        others = set().union(*(GCS_ROLES[other] for other in given if other != role))
        assert needed - others, f"{role} is not needed"
