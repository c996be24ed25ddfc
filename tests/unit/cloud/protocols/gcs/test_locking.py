"""Retention and holds, with google-cloud-storage as a second pair of eyes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import PermissionDeniedError
from codomyrmex.cloud.common.storage import Retention
from codomyrmex.cloud.gcp.storage import GCSClient
from tests.contract.independent import gcs_client
from tests.servers.gcs import PROJECT, GCSServer

SOON = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)


@pytest.fixture
def ours(gcs_server: GCSServer) -> GCSClient:
    return GCSClient(PROJECT, credentials=gcs_server.account(), endpoint_url=gcs_server.endpoint)


@pytest.fixture
def theirs(gcs_server: GCSServer) -> Any:
    return gcs_client(gcs_server)


@pytest.fixture
def locked(ours: GCSClient, theirs: Any) -> Iterator[str]:
    """A bucket whose objects can be locked and which keeps no versions, with an object."""
    name = f"locking-{secrets.token_hex(6)}"
    bucket = theirs.create_bucket(name, enable_object_retention=True)
    bucket.blob("key").upload_from_string(b"data")
    yield name
    for info in ours.list_objects(name):
        ours.set_legal_hold(name, info.key, False)
        retention = ours.get_retention(name, info.key)
        if retention is not None and retention.mode == "compliance":
            return  # nobody can empty this bucket; it goes with the server
        ours.delete_object(name, info.key, bypass_governance=True)
    ours.delete_bucket(name)


@pytest.mark.parametrize(("mode", "theirs_for_it"), [("governance", "Unlocked"), ("compliance", "Locked")])
def test_modes_are_theirs_by_another_name(
    ours: GCSClient, theirs: Any, locked: str, mode: Any, theirs_for_it: str
) -> None:
    ours.set_retention(locked, "key", Retention(SOON, mode))
    found = theirs.bucket(locked).get_blob("key").retention
    assert (found.mode, found.retain_until_time) == (theirs_for_it, SOON)
    assert ours.get_retention(locked, "key") == Retention(SOON, mode)


def test_compliance_is_for_everyone(ours: GCSClient, locked: str) -> None:
    ours.set_retention(locked, "key", Retention(SOON, "compliance"))
    for retention in (None, Retention(SOON - timedelta(minutes=1), "compliance"), Retention(SOON)):
        with pytest.raises(PermissionDeniedError):
            ours.set_retention(locked, "key", retention, bypass_governance=True)
    with pytest.raises(PermissionDeniedError):
        ours.delete_object(locked, "key", bypass_governance=True)
    longer = Retention(SOON + timedelta(minutes=1), "compliance")
    ours.set_retention(locked, "key", longer)
    assert ours.get_retention(locked, "key") == longer


@pytest.mark.parametrize("how", ["retention", "hold"])
def test_what_is_locked_is_not_replaced_or_deleted_in_bulk(ours: GCSClient, locked: str, how: str) -> None:
    if how == "hold":
        ours.set_legal_hold(locked, "key", True)
    else:
        ours.set_retention(locked, "key", Retention(SOON))
    with pytest.raises(PermissionDeniedError):
        ours.put_object(locked, "key", b"other")
    (failure,) = ours.delete_objects(locked, ["key"]).failures
    assert isinstance(failure.error, PermissionDeniedError)
    assert ours.get_object(locked, "key") == b"data"


def test_who_may_bypass_deletes_without_a_version(ours: GCSClient, locked: str) -> None:
    ours.set_retention(locked, "key", Retention(SOON))
    with pytest.raises(PermissionDeniedError):
        ours.delete_object(locked, "key")
    ours.delete_object(locked, "key", bypass_governance=True)
    assert not ours.object_exists(locked, "key")
    ours.delete_object(locked, "key", bypass_governance=True)
