"""The contract of block storage: what every provider's client does alike."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from codomyrmex.cloud.common.block_storage import (
    BlockStorageClient,
    Snapshot,
    SnapshotState,
    Volume,
    VolumeState,
)
from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
    QuotaExceededError,
)
from tests.contract.block_storage import BlockStorageHarness, name_of, openstack_block_storage

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module", params=[pytest.param("infomaniak", marks=pytest.mark.openstack_cloud)])
def account(request: pytest.FixtureRequest) -> Iterator[BlockStorageHarness]:
    """An account of each provider."""
    with openstack_block_storage(request.getfixturevalue("openstack_cloud")) as harness:
        yield harness


@pytest.fixture(scope="module")
def client(account: BlockStorageHarness) -> BlockStorageClient:
    """The client under test."""
    return account.client


@pytest.fixture(scope="module")
def volume(client: BlockStorageClient) -> Volume:
    """A volume that rows only read."""
    made = client.create_volume(name_of("read"), 1, tags={"for": "reading"})
    return client.wait_for_volume(made.id)


@pytest.fixture(scope="module")
def snapshot(client: BlockStorageClient, volume: Volume) -> Snapshot:
    """A snapshot of it."""
    made = client.create_snapshot(volume.id, name_of("kept"), tags={"for": "reading"})
    return client.wait_for_snapshot(made.id)


def test_a_volume_lives_through_its_states(account: BlockStorageHarness, client: BlockStorageClient) -> None:
    name = name_of("volume")
    made = client.create_volume(name, 1, tags={"team": "blue"})
    assert made.state in (VolumeState.CREATING, VolumeState.AVAILABLE)
    states: list[VolumeState] = []
    there = client.wait_for_volume(made.id, progress=lambda seen: states.append(seen.state))
    assert states[-1] is VolumeState.AVAILABLE
    assert (there.name, there.size_gib, there.tags) == (name, 1, {"team": "blue"})
    assert there.created_at is not None
    assert there.created_at.tzinfo is not None
    assert there.attachments == ()
    seen = account.look(made.id)
    assert (seen.name, seen.size_gib, seen.tags) == (name, 1, {"team": "blue"})
    client.delete_volume(made.id)
    gone = client.wait_for_volume(made.id, VolumeState.DELETED)
    assert (gone.id, gone.state) == (made.id, VolumeState.DELETED)
    with pytest.raises(NotFoundError):
        client.get_volume(made.id)


def test_listed_volumes_are_those_that_are_got(client: BlockStorageClient, volume: Volume) -> None:
    (listed,) = (one for one in client.list_volumes() if one.id == volume.id)
    assert listed == client.get_volume(volume.id) == client.find_volume(volume.name)
    assert client.find_volume(volume.id) == listed


def test_a_name_of_two_volumes_is_refused_with_their_ids(client: BlockStorageClient) -> None:
    name = name_of("twin")
    twins = [client.create_volume(name, 1).id for _ in range(2)]
    with pytest.raises(InvalidRequestError) as refusal:
        client.find_volume(name)
    assert all(twin in refusal.value.message for twin in twins)


def test_name_and_tags_change(account: BlockStorageHarness, client: BlockStorageClient) -> None:
    made = client.wait_for_volume(client.create_volume(name_of("old"), 1, tags={"a": "1", "b": "2"}).id)
    name = name_of("new")
    changed = client.update_volume(made.id, name=name)
    assert (changed.name, changed.tags) == (name, {"a": "1", "b": "2"})
    assert client.update_volume(made.id, tags={"b": "3"}).tags == {"b": "3"}
    seen = account.look(made.id)
    assert (seen.name, seen.tags) == (name, {"b": "3"})
    assert client.update_volume(made.id).name == name


def test_a_volume_grows(account: BlockStorageHarness, client: BlockStorageClient) -> None:
    made = client.wait_for_volume(client.create_volume(name_of("grows"), 1).id)
    client.extend_volume(made.id, 2)
    assert client.wait_for_volume(made.id).size_gib == 2
    assert account.look(made.id).size_gib == 2
    with pytest.raises(InvalidRequestError) as refusal:
        client.extend_volume(made.id, 1)
    assert made.id in str(refusal.value)


@pytest.mark.parametrize("source", ["image", "snapshot", "volume"])
def test_a_volume_is_made_from(
    source: str, account: BlockStorageHarness, volume: Volume, snapshot: Snapshot
) -> None:
    client, name = account.client, name_of(source)
    if source == "image":
        made = client.create_volume(name, 1, image=account.image)
    elif source == "snapshot":
        made = client.create_volume(name, snapshot=snapshot.id)
    else:
        made = client.create_volume(name, 2, source_volume=volume.id)
    there = client.wait_for_volume(made.id, timeout=600)
    found = (there.image_id, there.snapshot_id, there.source_volume_id)
    assert (
        found
        == {
            "image": (account.image, None, None),
            "snapshot": (None, snapshot.id, None),
            "volume": (None, None, volume.id),
        }[source]
    )
    assert there.size_gib == (2 if source == "volume" else 1)
    assert there.bootable == (source == "image")


def test_a_volume_is_attached_and_detached(account: BlockStorageHarness, client: BlockStorageClient) -> None:
    made = client.wait_for_volume(client.create_volume(name_of("attached"), 1).id)
    attachment = client.attach_volume(made.id, account.instance)
    assert attachment.instance_id == account.instance
    held = client.wait_for_volume(made.id, VolumeState.IN_USE)
    assert [one.instance_id for one in held.attachments] == [account.instance]
    assert account.look(made.id).instances == [account.instance]
    with pytest.raises(ConflictError) as refusal:
        client.delete_volume(made.id)
    assert account.instance in refusal.value.message
    with pytest.raises(ConflictError):
        client.attach_volume(made.id, account.instance)
    client.detach_volume(made.id)
    assert client.wait_for_volume(made.id).attachments == ()
    assert account.look(made.id).instances == []
    with pytest.raises(ConflictError, match="no instance"):
        client.detach_volume(made.id)


def test_a_snapshot_lives_through_its_states(client: BlockStorageClient, volume: Volume) -> None:
    name = name_of("snapshot")
    made = client.create_snapshot(volume.id, name, tags={"team": "blue"})
    there = client.wait_for_snapshot(made.id)
    assert (there.name, there.size_gib, there.volume_id) == (name, 1, volume.id)
    assert (there.state, there.tags) == (SnapshotState.AVAILABLE, {"team": "blue"})
    assert client.find_snapshot(name) == there
    assert there in list(client.list_snapshots())
    with pytest.raises(ConflictError) as refusal:
        client.delete_volume(volume.id)
    assert made.id in refusal.value.message
    client.delete_snapshot(made.id)
    assert client.wait_for_snapshot(made.id, SnapshotState.DELETED).state is SnapshotState.DELETED
    assert made.id not in {one.id for one in client.list_snapshots(volume.id)}


@pytest.mark.usefixtures("volume")
def test_quotas_count_what_there_is(account: BlockStorageHarness) -> None:
    quotas = {quota.name: quota for quota in account.client.list_quotas()}
    found = quotas[account.quota]
    assert found.limit is not None
    assert 1 <= found.used <= found.limit
    (none,) = (quota for quota in account.cramped.list_quotas() if quota.name == account.quota)
    assert (none.limit, none.used) == (0, 0)


def test_over_quota(account: BlockStorageHarness) -> None:
    with pytest.raises(QuotaExceededError):
        account.cramped.create_volume(name_of("too-many"), 1)
    assert list(account.cramped.list_volumes()) == []


def test_the_type_of_a_volume(account: BlockStorageHarness, client: BlockStorageClient) -> None:
    with account.two_types() as (first, second):
        assert {first, second} <= {kind.name for kind in client.list_volume_types()}
        made = client.wait_for_volume(client.create_volume(name_of("typed"), 1, volume_type=first).id)
        assert made.volume_type == first
        client.retype_volume(made.id, second)
        assert client.wait_for_volume(made.id).volume_type == second
        with pytest.raises(NotFoundError):
            client.retype_volume(made.id, "no such type")
        client.delete_volume(made.id)
        client.wait_for_volume(made.id, VolumeState.DELETED)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("get_volume", (UNKNOWN,)),
        ("find_volume", ("no-such-volume",)),
        ("update_volume", (UNKNOWN,)),
        ("extend_volume", (UNKNOWN, 2)),
        ("retype_volume", (UNKNOWN, "a type")),
        ("delete_volume", (UNKNOWN,)),
        ("detach_volume", (UNKNOWN,)),
        ("attach_volume", (UNKNOWN, UNKNOWN)),
        ("wait_for_volume", (UNKNOWN,)),
        ("get_snapshot", (UNKNOWN,)),
        ("find_snapshot", ("no-such-snapshot",)),
        ("create_snapshot", (UNKNOWN, "name")),
        ("delete_snapshot", (UNKNOWN,)),
        ("wait_for_snapshot", (UNKNOWN,)),
    ],
)
def test_what_is_not_there(client: BlockStorageClient, method: str, arguments: tuple[object, ...]) -> None:
    with pytest.raises(NotFoundError) as missing:
        getattr(client, method)(*arguments)
    assert str(missing.value.provider) == client.provider
    assert missing.value.operation == method


@pytest.mark.parametrize("source", ["image", "snapshot", "source_volume", "volume_type"])
def test_a_source_that_is_not_there(client: BlockStorageClient, source: str) -> None:
    with pytest.raises(NotFoundError):
        client.create_volume(name_of("orphan"), 1, **{source: UNKNOWN})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [
        {"size_gib": 0},
        {"size_gib": 1.5},
        {"size_gib": True},
        {},
        {"image": UNKNOWN},
        {"size_gib": 1, "image": UNKNOWN, "snapshot": UNKNOWN},
        {"size_gib": 1, "zone": "no such zone"},
        {"size_gib": 1, "snapshot": ".."},
    ],
)
def test_what_no_volume_is_made_of(client: BlockStorageClient, arguments: dict[str, object]) -> None:
    with pytest.raises(InvalidRequestError):
        client.create_volume("wrong", **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", ["", "..", " padded", "new\nline"])
def test_ids_that_name_nothing(client: BlockStorageClient, wrong: str) -> None:
    with pytest.raises(InvalidRequestError):
        client.get_volume(wrong)
    with pytest.raises(InvalidRequestError):
        client.create_volume(wrong, 1)


def test_an_id_leads_nowhere_else(client: BlockStorageClient, volume: Volume) -> None:
    for crooked in (f"{volume.id}/metadata", f"../volumes/{volume.id}", f"{volume.id}?a=b", f"{volume.id}#a"):
        with pytest.raises(NotFoundError):
            client.get_volume(crooked)


def test_waits_end(client: BlockStorageClient, volume: Volume, snapshot: Snapshot) -> None:
    with pytest.raises(OperationTimeoutError, match="available, not in-use"):
        client.wait_for_volume(volume.id, VolumeState.IN_USE, timeout=0)
    with pytest.raises(OperationTimeoutError, match="available, not deleted"):
        client.wait_for_snapshot(snapshot.id, SnapshotState.DELETED, timeout=0)
    cancelled = Event()
    cancelled.set()
    with pytest.raises(CloudError, match="cancelled"):
        client.wait_for_volume(volume.id, VolumeState.IN_USE, cancelled=cancelled)


def test_what_is_gone_before_the_first_look_is_deleted(client: BlockStorageClient) -> None:
    volume = client.wait_for_volume(UNKNOWN, VolumeState.DELETED)
    assert (volume.id, volume.state) == (UNKNOWN, VolumeState.DELETED)
    snapshot = client.wait_for_snapshot(UNKNOWN, SnapshotState.DELETED)
    assert (snapshot.id, snapshot.state) == (UNKNOWN, SnapshotState.DELETED)


def test_eight_threads_share_a_client(client: BlockStorageClient, volume: Volume) -> None:
    def read(_turn: int) -> tuple[str, bool]:
        listed = {one.id for one in client.list_volumes()}
        return client.get_volume(volume.id).name, volume.id in listed

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(read, range(24))) == {(volume.name, True)}
