"""Retention and legal hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from codomyrmex.cloud.common.errors import (
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
)
from codomyrmex.cloud.common.storage import Retention, StorageClient
from tests.contract.harness import Harness

pytestmark = pytest.mark.needs("object_lock")


def in_days(days: int) -> datetime:
    """A moment that every service can say to the second."""
    return (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0)


@pytest.fixture
def new_locked_bucket(store: Harness, client: StorageClient) -> Iterator[Callable[[], str]]:
    """Makes a bucket whose objects can be locked, with an object."""
    made: list[str] = []

    def make() -> str:
        name = store.new_bucket_name()
        client.create_bucket(name, object_lock=True)
        made.append(name)
        client.put_object(name, "key", b"data")
        return name

    yield make
    for name in made:
        for one in list(client.list_versions(name)):
            client.delete_object(name, one.key, version=one.version, bypass_governance=True)


def only_version(client: StorageClient, bucket: str) -> str:
    """The version of the object, which a plain deletion would only hide."""
    (version,) = [one for one in client.list_versions(bucket, "key") if not one.is_delete_marker]
    return version.version


def test_what_is_retained_cannot_be_deleted(
    client: StorageClient, new_locked_bucket: Callable[[], str]
) -> None:
    locked = new_locked_bucket()
    assert client.get_retention(locked, "key") is None
    retention = Retention(in_days(1))
    client.set_retention(locked, "key", retention)
    assert client.get_retention(locked, "key") == retention
    with pytest.raises(PermissionDeniedError):
        client.delete_object(locked, "key", version=only_version(client, locked))
    assert client.get_object(locked, "key") == b"data"


def test_a_retention_grows_and_shrinks_only_for_who_may(
    client: StorageClient, new_locked_bucket: Callable[[], str]
) -> None:
    locked = new_locked_bucket()
    client.set_retention(locked, "key", Retention(in_days(1)))
    longer, shorter = Retention(in_days(3)), Retention(in_days(2))
    client.set_retention(locked, "key", longer)
    with pytest.raises(PermissionDeniedError):
        client.set_retention(locked, "key", shorter)
    assert client.get_retention(locked, "key") == longer
    client.set_retention(locked, "key", shorter, bypass_governance=True)
    assert client.get_retention(locked, "key") == shorter


def test_a_retention_is_taken_back(client: StorageClient, new_locked_bucket: Callable[[], str]) -> None:
    locked = new_locked_bucket()
    client.set_retention(locked, "key", Retention(in_days(1)))
    client.set_retention(locked, "key", None, bypass_governance=True)
    assert client.get_retention(locked, "key") is None
    client.delete_object(locked, "key", version=only_version(client, locked))


def test_who_may_deletes_what_is_retained(
    client: StorageClient, new_locked_bucket: Callable[[], str]
) -> None:
    locked = new_locked_bucket()
    client.set_retention(locked, "key", Retention(in_days(1)))
    client.delete_object(locked, "key", version=only_version(client, locked), bypass_governance=True)
    assert list(client.list_versions(locked)) == []


def test_a_hold_holds_until_it_is_taken_back(
    client: StorageClient, new_locked_bucket: Callable[[], str]
) -> None:
    locked = new_locked_bucket()
    assert not client.get_legal_hold(locked, "key")
    client.set_legal_hold(locked, "key", True)
    assert client.get_legal_hold(locked, "key")
    with pytest.raises(PermissionDeniedError):
        client.delete_object(locked, "key", version=only_version(client, locked), bypass_governance=True)
    client.set_legal_hold(locked, "key", False)
    assert not client.get_legal_hold(locked, "key")
    client.delete_object(locked, "key", version=only_version(client, locked))


def test_moments_that_cannot_be_are_refused(
    client: StorageClient, new_locked_bucket: Callable[[], str]
) -> None:
    locked = new_locked_bucket()
    for until in (datetime.now(UTC) - timedelta(seconds=1), datetime(2999, 1, 1)):  # noqa: DTZ001 - that is it
        with pytest.raises(InvalidRequestError):
            client.set_retention(locked, "key", Retention(until))
    assert client.get_retention(locked, "key") is None


def test_a_missing_object_is_not_locked(client: StorageClient, new_locked_bucket: Callable[[], str]) -> None:
    locked = new_locked_bucket()
    for call in (
        lambda: client.get_retention(locked, "nothing"),
        lambda: client.get_legal_hold(locked, "nothing"),
        lambda: client.set_legal_hold(locked, "nothing", True),
        lambda: client.set_retention(locked, "nothing", Retention(in_days(1))),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_a_bucket_without_a_lock_holds_nothing(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    assert client.get_retention(bucket, "key") is None
    assert not client.get_legal_hold(bucket, "key")


def test_a_hold_needs_a_bucket_with_a_lock(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"data")
    assert not client.get_legal_hold(bucket, "key")
    refused = (InvalidRequestError, NotSupportedError)
    try:
        with pytest.raises(refused):
            client.set_legal_hold(bucket, "key", True)
        assert client.get_object(bucket, "key") == b"data"
    finally:
        # Where it is held all the same, the bucket could not be emptied.
        with suppress(*refused):
            client.set_legal_hold(bucket, "key", False)
