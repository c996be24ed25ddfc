"""What Cinder has besides the contract of block storage."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.common.block_storage import Volume, VolumeState
from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
)
from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials
from codomyrmex.cloud.infomaniak.block_storage import BackupState, InfomaniakVolumeClient, VolumeTransfer
from tests.contract.block_storage import OpenStackBlockStorage, name_of

UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Volumes(InfomaniakVolumeClient):
    """A client that looks often."""

    poll_seconds = 0.05
    longest_poll_seconds = 0.2


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a user."""
    with openstack_cloud.project() as made:
        openstack_cloud.admin().block_storage.update_quota_set(made.project_id, volumes=100)
        yield made


@pytest.fixture(scope="module")
def cinder(project: Any) -> Volumes:
    """The user's client, by an application credential."""
    return Volumes(project.restricted())


@pytest.fixture
def volume(cinder: Volumes) -> Volume:
    """A new volume."""
    return cinder.wait_for_volume(cinder.create_volume(name_of("volume"), 1, tags={"a": "b"}).id)


@pytest.fixture
def broken(openstack_cloud: Any, volume: Volume) -> Volume:
    """A volume in error."""
    openstack_cloud.admin().block_storage.reset_volume_status(volume.id, "error", "detached", None)
    return volume


def test_flags_of_a_volume(project: Any, cinder: Volumes, volume: Volume) -> None:
    cinder.set_bootable(volume.id, True)
    cinder.set_read_only(volume.id, True)
    seen = cinder.get_volume(volume.id)
    assert (seen.bootable, seen.details["readonly"], seen.tags) == (True, "True", {"a": "b"})
    assert project.sdk().block_storage.get_volume(volume.id).is_bootable
    cinder.set_bootable(volume.id, False)
    assert not cinder.get_volume(volume.id).bootable


def test_a_volume_grows_while_an_instance_has_it(openstack_cloud: Any, project: Any) -> None:
    account = OpenStackBlockStorage(project, project, openstack_cloud.admin())
    made = account.client.wait_for_volume(account.client.create_volume(name_of("held"), 1).id)
    account.client.attach_volume(made.id, account.instance)
    account.client.wait_for_volume(made.id, VolumeState.IN_USE)
    account.client.extend_volume(made.id, 2)
    assert account.client.wait_for_volume(made.id, VolumeState.IN_USE).size_gib == 2
    with pytest.raises(ConflictError):
        account.client.create_snapshot(made.id, "only while attached")
    kept = account.client.create_snapshot(made.id, name_of("kept"), while_attached=True)
    assert account.client.wait_for_snapshot(kept.id).size_gib == 2
    account.client.detach_volume(made.id, account.instance)
    assert account.client.wait_for_volume(made.id).size_gib == 2


def test_pages_of_a_list_make_one_list(cinder: Volumes) -> None:
    made = {cinder.create_volume(name_of("page"), 1).id for _ in range(3)}
    listed = [volume.id for volume in cinder._volumes({"limit": "1"})]
    assert made <= set(listed)
    assert len(listed) == len(set(listed))


def test_an_image_of_a_volume(project: Any, cinder: Volumes, volume: Volume) -> None:
    name = name_of("image")
    image = cinder.create_image(volume.id, name)
    assert cinder.get_volume(volume.id).state in (VolumeState.MODIFYING, VolumeState.AVAILABLE)
    assert cinder.wait_for_volume(volume.id).id == volume.id
    assert project.sdk().image.get_image(image).name == name


def test_a_volume_goes_to_another_project(openstack_cloud: Any, cinder: Volumes, volume: Volume) -> None:
    offer = cinder.create_transfer(volume.id, name_of("offer"))
    assert offer.auth_key is not None
    assert offer.auth_key not in repr(offer)
    assert offer.auth_key.encode() not in pickle.dumps(offer)
    listed = next(one for one in cinder.list_transfers() if one.id == offer.id)
    assert (listed.volume_id, listed.auth_key) == (volume.id, None)
    with openstack_cloud.project() as other:
        theirs = Volumes(other.credentials())
        with pytest.raises(InvalidRequestError):
            theirs.accept_transfer(offer.id, "not the key")
        assert theirs.accept_transfer(offer.id, offer.auth_key) == volume.id
        assert theirs.wait_for_volume(volume.id).name == volume.name
    with pytest.raises(NotFoundError):
        cinder.get_volume(volume.id)


def test_an_offer_is_taken_back(cinder: Volumes, volume: Volume) -> None:
    offer = cinder.create_transfer(volume.id, name_of("offer"))
    with pytest.raises(ConflictError, match="awaiting-transfer"):
        cinder.delete_volume(volume.id)
    cinder.delete_transfer(offer.id)
    assert cinder.wait_for_volume(volume.id).id == volume.id


def test_a_volume_is_backed_up_and_restored(
    openstack_cloud: Any, project: Any, cinder: Volumes, volume: Volume
) -> None:
    with openstack_cloud.backups():
        full = cinder.wait_for_backup(cinder.create_backup(volume.id, name_of("full")).id)
        assert (full.size_gib, full.volume_id, full.is_incremental) == (1, volume.id, False)
        content = openstack_cloud.volume_file(volume.id)
        first = content.read_bytes()
        second = first.swapcase()
        content.write_bytes(second)
        cinder.wait_for_volume(volume.id)
        changed = cinder.wait_for_backup(
            cinder.create_backup(volume.id, name_of("changed"), incremental=True).id
        )
        assert changed.is_incremental
        assert [one for one in cinder.list_backups() if one.volume_id == volume.id] == [
            changed,
            cinder.get_backup(full.id),
        ]
        kept = [one.name for one in project.sdk().object_store.objects("volumebackups")]
        assert all(any(backup.id in name for name in kept) for backup in (full, changed))
        made = cinder.wait_for_volume(cinder.restore_backup(changed.id))
        assert made.id != volume.id
        assert openstack_cloud.volume_file(made.id).read_bytes() == second
        assert cinder.restore_backup(full.id, volume.id) == volume.id
        cinder.wait_for_volume(volume.id)
        assert content.read_bytes() == first
        with pytest.raises(ConflictError, match="Incremental backups"):
            cinder.delete_backup(full.id)
        for backup in (changed, full):
            cinder.wait_for_backup(backup.id)
            cinder.delete_backup(backup.id)
            assert cinder.wait_for_backup(backup.id, BackupState.DELETED).state is BackupState.DELETED
        assert list(project.sdk().object_store.objects("volumebackups")) == []


def test_a_volume_is_backed_up_while_an_instance_has_it(openstack_cloud: Any, project: Any) -> None:
    account = OpenStackBlockStorage(project, project, openstack_cloud.admin())
    client = Volumes(project.credentials())
    held = client.wait_for_volume(client.create_volume(name_of("held"), 1).id)
    client.attach_volume(held.id, account.instance)
    client.wait_for_volume(held.id, VolumeState.IN_USE)
    with openstack_cloud.backups():
        with pytest.raises(ConflictError, match="force"):
            client.create_backup(held.id, "never")
        backup = client.create_backup(held.id, name_of("backup"), while_attached=True)
        assert client.wait_for_backup(backup.id).volume_id == held.id
        assert client.wait_for_volume(held.id, VolumeState.IN_USE).attachments
        client.delete_backup(backup.id)
        client.wait_for_backup(backup.id, BackupState.DELETED)


def test_a_cloud_without_backups_says_so(openstack_cloud: Any, cinder: Volumes, volume: Volume) -> None:
    with openstack_cloud.backups(there=False):
        backup = cinder.create_backup(volume.id, name_of("backup"))
        assert backup.volume_id == volume.id
        with pytest.raises(NotSupportedError, match="no cinder-backup"):
            cinder.wait_for_backup(backup.id)
        assert backup.id in {one.id for one in cinder.list_backups()}
        assert "Service not found" in cinder.get_backup(backup.id).details["fail_reason"]
        with pytest.raises(NotSupportedError, match="no cinder-backup"):
            cinder.delete_backup(backup.id)
        assert cinder.wait_for_volume(volume.id).id == volume.id
        administrator = InfomaniakVolumeClient(connection=openstack_cloud.admin())
        with pytest.raises(NotSupportedError, match="no cinder-backup"):
            administrator.create_backup(volume.id, "refused before the call")


def test_what_a_volume_in_error_does_not_allow(cinder: Volumes, broken: Volume) -> None:
    for refused in (
        lambda: cinder.create_snapshot(broken.id, "never"),
        lambda: cinder.extend_volume(broken.id, 2),
        lambda: cinder.create_transfer(broken.id, "never"),
        lambda: cinder.attach_volume(broken.id, UNKNOWN),
        lambda: cinder.wait_for_volume(broken.id, timeout=5),
    ):
        with pytest.raises((ConflictError, NotFoundError)):
            refused()
    cinder.delete_volume(broken.id)
    assert cinder.wait_for_volume(broken.id, VolumeState.DELETED).state is VolumeState.DELETED


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("set_bootable", (UNKNOWN, True)),
        ("set_read_only", (UNKNOWN, True)),
        ("create_image", (UNKNOWN, "image")),
        ("create_transfer", (UNKNOWN, "transfer")),
        ("accept_transfer", (UNKNOWN, "key")),
        ("delete_transfer", (UNKNOWN,)),
        ("create_backup", (UNKNOWN, "backup")),
        ("get_backup", (UNKNOWN,)),
        ("restore_backup", (UNKNOWN,)),
        ("delete_backup", (UNKNOWN,)),
        ("wait_for_backup", (UNKNOWN,)),
    ],
)
def test_what_is_not_there(cinder: Volumes, method: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NotFoundError) as missing:
        getattr(cinder, method)(*arguments)
    assert (missing.value.provider, missing.value.operation) == ("infomaniak", method)


def test_a_secret_that_is_wrong(project: Any) -> None:
    wrong = InfomaniakCredentials(
        auth_url=project.auth_url, username=project.username, password="wrong", project_id=project.project_id
    )
    with pytest.raises(AuthenticationError):
        InfomaniakVolumeClient(wrong).list_volumes()


def test_the_key_of_an_offer_is_shown_to_nobody_else() -> None:
    offer = VolumeTransfer("id", "name", "volume", auth_key="the key")
    assert pickle.loads(pickle.dumps(offer)) == VolumeTransfer("id", "name", "volume")  # noqa: S301 - our own bytes
    assert "the key" not in repr(offer)
