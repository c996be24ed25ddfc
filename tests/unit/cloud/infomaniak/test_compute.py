"""What only OpenStack's compute has, against real Nova and Glance."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

from codomyrmex.cloud.common.compute import ImageState, Instance, InstanceState
from codomyrmex.cloud.common.errors import (
    ConflictError,
    IntegrityError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
    OperationTimeoutError,
    PermissionDeniedError,
    QuotaExceededError,
)
from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient
from codomyrmex.cloud.infomaniak.compute.formats import disk_format_of
from codomyrmex.cloud.infomaniak.compute.states import instance_state
from tests.servers.process import wait_until

NOWHERE = "00000000-0000-4000-8000-000000000000"
DATA = os.urandom(3 * 1024 * 1024 + 17)


class Impatient(InfomaniakComputeClient):
    """A client that looks often."""

    poll_seconds: ClassVar[float] = 0.1
    longest_poll_seconds: ClassVar[float] = 0.4


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project with a network."""
    with openstack_cloud.project() as project:
        yield project


@pytest.fixture(scope="module")
def sdk(project: Any) -> Iterator[Any]:
    """openstacksdk of its own, to look at results another way."""
    with project.sdk() as connection:
        yield connection


@pytest.fixture(scope="module")
def network(sdk: Any) -> str:
    """The id of the network ``lan``."""
    made = sdk.network.create_network(name="lan")
    sdk.network.create_subnet(network_id=made.id, ip_version=4, cidr="10.2.0.0/24")
    return str(made.id)


@pytest.fixture(scope="module")
def client(project: Any) -> Iterator[Impatient]:
    """The client of an application credential, which suffices for all of it."""
    with Impatient(project.restricted()) as client:
        yield client


@pytest.fixture(scope="module")
def server(client: Impatient, network: str) -> Instance:
    """One that runs; a test that changes it brings it back."""
    group = client.create_server_group("apart", "soft-anti-affinity")
    made = client.create_instance(
        "server", image="cirros", instance_type="tiny", network=network, placement_group="apart"
    )
    assert client.get_server_group(group.id).instance_ids == (made.id,)
    return client.wait_for_state(made.id, InstanceState.RUNNING, timeout=600)


def test_resize_is_confirmed_or_reverted(client: Impatient, server: Instance) -> None:
    for decide, size in ((client.revert_resize, "tiny"), (client.confirm_resize, "small")):
        client.resize_instance(server.id, "small")
        resized = client.wait_for_status(server.id, "VERIFY_RESIZE", timeout=600)
        assert (resized.instance_type, resized.state) == ("small", InstanceState.RUNNING)
        decide(server.id)
        assert client.wait_for_status(server.id, "ACTIVE", timeout=600).instance_type == size
    with pytest.raises(ConflictError, match="active"):
        client.confirm_resize(server.id)


@pytest.mark.parametrize(
    ("stop", "status"),
    [
        ("pause_instance", "PAUSED"),
        ("suspend_instance", "SUSPENDED"),
        ("shelve_instance", "SHELVED_OFFLOADED"),
    ],
)
def test_what_stands_still_is_stopped_and_started(
    client: Impatient, server: Instance, stop: str, status: str
) -> None:
    getattr(client, stop)(server.id)
    assert client.wait_for_status(server.id, status, timeout=600).state is InstanceState.STOPPED
    client.start_instance(server.id)
    assert client.wait_for_state(server.id, InstanceState.RUNNING, timeout=600).details["status"] == "ACTIVE"


def test_rescue_and_rebuild(client: Impatient, sdk: Any, server: Instance) -> None:
    with pytest.raises(OperationTimeoutError, match="is ACTIVE, not RESCUE, after 0 s"):
        client.wait_for_status(server.id, "RESCUE", timeout=0)
    client.rescue_instance(server.id, "cirros")
    assert client.wait_for_status(server.id, "RESCUE", timeout=600).state is InstanceState.RUNNING
    client.unrescue_instance(server.id)
    client.wait_for_status(server.id, "ACTIVE", timeout=600)
    client.rebuild_instance(server.id, "cirros", name="rebuilt")
    client.wait_for_status(server.id, "ACTIVE", timeout=600)
    assert sdk.compute.get_server(server.id).name == "rebuilt"
    client.update_instance(server.id, name="server")


def test_a_locked_instance_is_left_alone(client: Impatient, sdk: Any, server: Instance) -> None:
    client.lock_instance(server.id, "mine")
    locked = sdk.compute.get_server(server.id)
    assert (locked.is_locked, locked.locked_reason) == (True, "mine")
    client.unlock_instance(server.id)
    assert not sdk.compute.get_server(server.id).is_locked


def test_an_instance_becomes_an_image(client: Impatient, server: Instance) -> None:
    image = client.snapshot_instance(server.id, "snapshot")
    assert client.wait_for_image(image.id, timeout=600).name == "snapshot"
    assert client.wait_for_status(server.id, "ACTIVE", timeout=600).state is InstanceState.RUNNING
    client.delete_image(image.id)


def test_volumes_come_and_go(client: Impatient, sdk: Any, server: Instance) -> None:
    volume = sdk.block_storage.create_volume(size=1, name="data")

    def becomes(status: str) -> None:
        wait_until(lambda: sdk.block_storage.get_volume(volume.id).status == status, f"it is {status}")

    becomes("available")
    attached = client.attach_volume(server.id, volume.id, delete_on_termination=True)
    becomes("in-use")
    assert attached.delete_on_termination
    assert [one.volume_id for one in client.list_volume_attachments(server.id)] == [volume.id]
    with pytest.raises(ConflictError, match=server.id):
        client.attach_volume(server.id, volume.id)
    client.detach_volume(server.id, volume.id)
    becomes("available")
    # Nova forgets it after Cinder has let it go.
    wait_until(lambda: client.list_volume_attachments(server.id) == (), "nothing is attached")
    for missing in (
        lambda: client.attach_volume(server.id, NOWHERE),
        lambda: client.detach_volume(server.id, NOWHERE),
    ):
        with pytest.raises(NotFoundError):
            missing()


def test_ports_come_and_go(client: Impatient, sdk: Any, server: Instance, network: str) -> None:
    port = sdk.network.create_port(network_id=network)
    own = client.attach_interface(server.id, network_id=network)
    given = client.attach_interface(server.id, port_id=port.id)
    assert given.port_id == port.id
    assert given.ips == (port.fixed_ips[0]["ip_address"],)
    assert {own.port_id, port.id} < {one.port_id for one in client.list_interfaces(server.id)}
    assert sdk.network.get_port(own.port_id).device_id == server.id
    for made in (own, given):
        client.detach_interface(server.id, made.port_id)
    wait_until(lambda: len(client.list_interfaces(server.id)) == 1, "the ports are gone")
    with pytest.raises(InvalidRequestError, match="one of the two"):
        client.attach_interface(server.id)


def test_tags_without_values(client: Impatient, sdk: Any, server: Instance) -> None:
    client.set_server_tags(server.id, ["blue", "old"])
    assert set(client.get_server_tags(server.id)) == {"blue", "old"}
    assert set(sdk.compute.get_server(server.id).tags) == {"blue", "old"}
    with pytest.raises(InvalidRequestError):
        client.set_server_tags(server.id, ["a/b"])


def test_server_groups(client: Impatient, sdk: Any) -> None:
    group = client.create_server_group("together", "affinity")
    assert sdk.compute.get_server_group(group.id).policy == "affinity"
    assert client.find_server_group("together") == group
    assert group in list(client.list_server_groups())
    client.delete_server_group(group.id)
    with pytest.raises(NotFoundError):
        client.get_server_group(group.id)
    with pytest.raises(InvalidRequestError, match="a policy is one of"):
        client.create_server_group("odd", "far")


def test_a_build_that_fails_says_why(client: Impatient, sdk: Any, network: str, openstack_cloud: Any) -> None:
    with openstack_cloud.admin() as admin:
        # More memory than any machine has; the quota must not refuse it before.
        admin.compute.update_quota_set(sdk.current_project_id, ram=-1)
        huge = admin.compute.create_flavor(name=secrets.token_hex(8), ram=10_000_000, vcpus=1, disk=1)
        made = client.create_instance("huge", image="cirros", instance_type=huge.name, network=network)
        with pytest.raises(ConflictError, match="No valid host was found"):
            client.wait_for_state(made.id, InstanceState.RUNNING, timeout=600)
        admin.compute.delete_flavor(huge)
    client.terminate_instance(made.id)
    gone = client.wait_for_state(made.id, InstanceState.TERMINATED, timeout=600)
    assert gone.state is InstanceState.TERMINATED


def test_a_root_disk_of_its_own_goes_with_the_instance(client: Impatient, sdk: Any, network: str) -> None:
    made = client.create_instance(
        "large", image="cirros", instance_type="tiny", root_disk_gib=2, zone="nova", user_data="#!/bin/sh"
    )
    running = client.wait_for_state(made.id, InstanceState.RUNNING, timeout=600)
    assert running.image is None
    (disk,) = client.list_volume_attachments(made.id)
    assert disk.delete_on_termination
    assert sdk.block_storage.get_volume(disk.volume_id).size == 2
    # Without a network it joins the only one there is.
    assert [one.network_id for one in client.list_interfaces(made.id)] == [network]
    client.terminate_instance(made.id)


def test_an_ambiguous_network_is_refused_with_the_candidates(client: Impatient, sdk: Any) -> None:
    twins = [sdk.network.create_network(name="twin").id for _ in range(2)]
    with pytest.raises(InvalidRequestError, match="2 networks have this name") as caught:
        client.create_instance("vm", image="cirros", instance_type="tiny", network="twin")
    assert all(twin in str(caught.value) for twin in twins)
    for twin in twins:
        sdk.network.delete_network(twin)


def test_quotas_say_what_is_used_and_are_kept(
    client: Impatient, sdk: Any, server: Instance, openstack_cloud: Any
) -> None:
    quotas = {quota.name: quota for quota in client.list_quotas()}
    assert server.id in {instance.id for instance in client.list_instances()}
    assert quotas["instances"].used >= 1
    assert quotas["instances"].limit == sdk.compute.get_limits().absolute.instances
    with openstack_cloud.admin() as admin:
        # Forced: an instance whose end is not seen yet would make room.
        admin.compute.update_quota_set(sdk.current_project_id, instances=1, force=True)
        with pytest.raises(QuotaExceededError, match="instances"):
            client.create_instance("more", image="cirros", instance_type="tiny", network="lan")
        admin.compute.update_quota_set(sdk.current_project_id, instances=-1)
    assert {quota.name: quota.limit for quota in client.list_quotas()}["instances"] is None


def test_an_image_goes_up_and_comes_down(client: Impatient, sdk: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "source.img", tmp_path / "target.img"
    source.write_bytes(DATA)
    sent: list[int] = []
    image = client.upload_image(
        "own", source, tags=["a"], properties={"os_distro": "none"}, min_disk_gib=1, progress=sent.append
    )
    assert (image.state, image.size, image.tags) == (ImageState.AVAILABLE, len(DATA), {"a": ""})
    assert (image.details["disk_format"], image.details["os_distro"]) == ("raw", "none")
    assert sent[-1] == len(DATA)
    assert sdk.image.download_image(image.id).content == DATA
    client.download_image(image.id, target)
    assert target.read_bytes() == DATA
    changed = client.update_image(
        image.id, name="mine", tags=[], protected=True, properties={"os_distro": None, "a/b": "c"}
    )
    assert (changed.name, changed.tags, changed.details["a/b"]) == ("mine", {}, "c")
    assert "os_distro" not in changed.details
    with pytest.raises(PermissionDeniedError, match="protected"):
        client.delete_image(image.id)
    client.update_image(image.id, protected=False)
    client.delete_image(image.id)
    with pytest.raises(NotFoundError):
        client.download_image(image.id, target)
    assert target.read_bytes() == DATA


def test_an_image_without_data_is_not_downloaded(client: Impatient, sdk: Any, tmp_path: Path) -> None:
    queued = sdk.image.create_image("queued", disk_format="raw", container_format="bare")
    with pytest.raises(ConflictError, match="no data yet; it is pending"):
        client.download_image(queued.id, tmp_path / "queued")
    assert list(tmp_path.iterdir()) == []


def test_an_upload_that_fails_leaves_no_image(client: Impatient, tmp_path: Path) -> None:
    class Interrupted(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > len(DATA) // 2:
                raise KeyboardInterrupt
            return super().read(size)

    with pytest.raises(KeyboardInterrupt):
        client.upload_image("half", Interrupted(DATA))

    class Broken(Interrupted):
        def read(self, size: int | None = -1, /) -> bytes:
            try:
                return super().read(size)
            except KeyboardInterrupt:
                raise OSError(5, "Input/output error") from None

    with pytest.raises(LocalFileError, match="Input/output error"):
        client.upload_image("half", Broken(DATA))
    with pytest.raises(LocalFileError):
        client.upload_image("half", tmp_path / "missing")
    with pytest.raises(InvalidRequestError, match="not for text"):
        client.upload_image("half", io.StringIO("text"))  # type: ignore[arg-type]
    assert "half" not in {image.name for image in client.list_images()}


def test_an_image_that_arrives_changed_is_deleted(client: Impatient) -> None:
    class Changed(Impatient):
        def _request(self, service: Any, method: str, *path: str, **options: Any) -> Any:
            if path[-1] == "file":
                options["data"] = (bytes(len(piece)) for piece in options["data"])
            return super()._request(service, method, *path, **options)

    with Changed(connection=client.native) as faulty, pytest.raises(IntegrityError, match="sha512"):
        faulty.upload_image("changed", io.BytesIO(DATA))
    assert "changed" not in {image.name for image in client.list_images()}


def test_every_image_of_many_pages(client: Impatient, sdk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codomyrmex.cloud.infomaniak.compute.catalogue._PAGE", "1")
    assert [image.id for image in client.list_images()] == [image.id for image in sdk.image.images()]


@pytest.mark.parametrize(
    ("beginning", "name"),
    [
        (b"QFI\xfb\0", "qcow2"),
        (b"KDMV", "vmdk"),
        (bytes(0x8001) + b"CD001", "iso"),
        (b"anything", "raw"),
        (b"", "raw"),
    ],
)
def test_a_format_is_seen_from_the_data(beginning: bytes, name: str) -> None:
    assert disk_format_of(beginning) == name


@pytest.mark.parametrize(
    ("status", "task", "state"),
    [
        ("ACTIVE", None, InstanceState.RUNNING),
        ("ACTIVE", "powering-off", InstanceState.STOPPING),
        ("ACTIVE", "image_uploading", InstanceState.RUNNING),
        ("SHUTOFF", "powering-on", InstanceState.PENDING),
        ("ERROR", "deleting", InstanceState.TERMINATING),
        ("SHELVED_OFFLOADED", "spawning", InstanceState.PENDING),
        ("HARD_REBOOT", "reboot_started_hard", InstanceState.REBOOTING),
        ("WEIRD", None, InstanceState.UNKNOWN),
    ],
)
def test_states(status: str, task: str | None, state: InstanceState) -> None:
    assert instance_state({"status": status, "OS-EXT-STS:task_state": task}) is state
