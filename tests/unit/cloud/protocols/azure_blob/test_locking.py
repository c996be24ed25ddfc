"""Retention and legal hold in an account whose containers can have them, which Azurite cannot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from azure.storage.blob import BlobServiceClient, ImmutabilityPolicy

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import NotFoundError, NotSupportedError, PermissionDeniedError
from codomyrmex.cloud.common.storage import Retention
from tests.servers.azure_versions import VersionedAccount
from tests.servers.capture import CaptureServer
from tests.unit.cloud.protocols.azure_blob.conftest import KEY


def in_days(days: int) -> datetime:
    return (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)


@pytest.fixture
def client(connect: Callable[..., AzureBlobClient], capture_server: CaptureServer) -> AzureBlobClient:
    """A client of an account that locks versions, with an object."""
    client = connect(versioning=True, object_lock=True)
    capture_server.answer = VersionedAccount()
    client.put_object("bucket", "key", b"data")
    return client


@pytest.fixture
def theirs(capture_server: CaptureServer) -> Any:
    """The SDK's client of the same object, which holds the stand-in against Microsoft's own requests."""
    service = BlobServiceClient(f"{capture_server.endpoint}/account", credential=KEY, retry_total=0)
    return service.get_blob_client("bucket", "key")


def version_of(client: AzureBlobClient) -> str:
    (version,) = client.list_versions("bucket", "key")
    return version.version


def test_what_is_retained_is_not_deleted(client: AzureBlobClient, theirs: Any) -> None:
    assert client.get_retention("bucket", "key") is None
    retention = Retention(in_days(2))
    client.set_retention("bucket", "key", retention)
    assert client.get_retention("bucket", "key") == retention
    policy = theirs.get_blob_properties().immutability_policy
    assert (policy.expiry_time, policy.policy_mode) == (retention.until, "unlocked")
    with pytest.raises(PermissionDeniedError, match="retained"):
        client.delete_object("bucket", "key", version=version_of(client))
    # It was not hidden either.
    assert client.get_object("bucket", "key") == b"data"
    client.delete_object("bucket", "key")
    with pytest.raises(PermissionDeniedError, match="retention"):
        client.delete_object("bucket", "key", version=version_of(client))


def test_a_retention_shrinks_only_for_who_says_so(client: AzureBlobClient) -> None:
    client.set_retention("bucket", "key", Retention(in_days(2)))
    for shorter in (Retention(in_days(1)), None):
        with pytest.raises(PermissionDeniedError, match="governance mode"):
            client.set_retention("bucket", "key", shorter)
        client.set_retention("bucket", "key", Retention(in_days(3)))
        client.set_retention("bucket", "key", shorter, bypass_governance=True)
        assert client.get_retention("bucket", "key") == shorter


def test_nobody_shortens_compliance(client: AzureBlobClient, theirs: Any) -> None:
    locked = ImmutabilityPolicy(expiry_time=in_days(2), policy_mode="Locked")
    theirs.set_immutability_policy(locked)
    assert client.get_retention("bucket", "key") == Retention(in_days(2), "compliance")
    client.set_retention("bucket", "key", Retention(in_days(3), "compliance"))
    with pytest.raises(PermissionDeniedError, match="compliance mode"):
        client.set_retention("bucket", "key", None, bypass_governance=True)
    with pytest.raises(PermissionDeniedError, match="retained"):
        client.delete_object("bucket", "key", version=version_of(client), bypass_governance=True)
    assert client.get_object("bucket", "key") == b"data"


def test_no_second_is_lost(client: AzureBlobClient) -> None:
    until = in_days(1)
    client.set_retention("bucket", "key", Retention(until + timedelta(microseconds=1)))
    assert client.get_retention("bucket", "key") == Retention(until + timedelta(seconds=1))


def test_who_may_deletes_what_is_retained(client: AzureBlobClient) -> None:
    client.set_retention("bucket", "key", Retention(in_days(1)))
    client.delete_object("bucket", "key", version=version_of(client), bypass_governance=True)
    assert list(client.list_versions("bucket")) == []
    client.delete_object("bucket", "key", version="2020-01-01T00:00:00.0000000Z", bypass_governance=True)


def test_a_hold_holds_until_it_is_taken_back(client: AzureBlobClient, theirs: Any) -> None:
    assert not client.get_legal_hold("bucket", "key")
    client.set_legal_hold("bucket", "key", True)
    assert client.get_legal_hold("bucket", "key")
    assert theirs.get_blob_properties().has_legal_hold
    client.set_retention("bucket", "key", Retention(in_days(1)))
    with pytest.raises(PermissionDeniedError, match="held"):
        client.delete_object("bucket", "key", version=version_of(client), bypass_governance=True)
    assert client.get_retention("bucket", "key") is not None
    theirs.set_legal_hold(False)
    assert not client.get_legal_hold("bucket", "key")
    theirs.delete_immutability_policy()
    client.delete_object("bucket", "key", version=version_of(client))
    assert list(client.list_versions("bucket")) == []


def test_a_missing_object_is_not_locked(client: AzureBlobClient) -> None:
    for call in (
        lambda: client.get_retention("bucket", "nothing"),
        lambda: client.get_legal_hold("bucket", "nothing"),
        lambda: client.set_legal_hold("bucket", "nothing", True),
        lambda: client.set_retention("bucket", "nothing", Retention(in_days(1))),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_a_bucket_learns_it_elsewhere(client: AzureBlobClient) -> None:
    with pytest.raises(NotSupportedError, match="management plane"):
        client.create_bucket("another", object_lock=True)
