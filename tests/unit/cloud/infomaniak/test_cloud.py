"""All services of one account as one cloud: its resources, and those that are there for a while."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest

from codomyrmex.cloud import connect
from codomyrmex.cloud.common.block_storage import VolumeState
from codomyrmex.cloud.common.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
)
from codomyrmex.cloud.common.providers import ResourceType
from codomyrmex.cloud.connection.infomaniak import InfomaniakCloud
from codomyrmex.cloud.connection.temporary import RUN, sweep
from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    with openstack_cloud.project() as project:
        yield project


@pytest.fixture(autouse=True)
def variables(project: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "AUTH_URL": project.auth_url,
        "REGION": project.region,
        "USERNAME": project.username,
        "PASSWORD": project.password,
        "PROJECT_ID": project.project_id,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"INFOMANIAK_{name}", value)


@pytest.fixture
def cloud() -> Iterator[InfomaniakCloud]:
    with connect("infomaniak") as found:
        assert isinstance(found, InfomaniakCloud)
        yield found


def _names(cloud: InfomaniakCloud, type: ResourceType | None = None) -> set[tuple[str, str]]:
    return {(str(one.type), one.name) for one in cloud.list_resources(type)}


def test_resources_are_made_found_and_deleted_whatever_they_are(cloud: InfomaniakCloud, project: Any) -> None:
    network = cloud.create_resource(ResourceType.NETWORK, "net", tags={"team": "ants"})
    volume = cloud.create_resource(ResourceType.VOLUME, "disk", details={"size_gib": 1})
    key = cloud.create_resource(ResourceType.KEY_PAIR, "key")
    mine = {("network", "net"), ("volume", "disk"), ("key_pair", "key")}
    # Every project has a group of this name.
    assert _names(cloud) - {("security_group", "default")} == mine
    assert _names(cloud, ResourceType.VOLUME) == {("volume", "disk")}
    assert cloud.get_resource(network.id).tags == {"team": "ants"}
    assert cloud.get_resource(volume.id, ResourceType.VOLUME).name == "disk"
    assert project.sdk().network.get_network(network.id).name == "net"
    cloud.block_storage.wait_for_volume(volume.id)
    for resource in (network, volume, key):
        cloud.delete_resource(resource.id)
    cloud.block_storage.wait_for_volume(volume.id, VolumeState.DELETED)
    assert _names(cloud) == {("security_group", "default")}


def test_eight_threads_share_a_cloud(cloud: InfomaniakCloud) -> None:
    network = cloud.create_resource(ResourceType.NETWORK, "shared")
    cloud.close()
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(lambda _: _names(cloud), range(8)))
    assert seen == [{("security_group", "default"), ("network", "shared")}] * 8
    cloud.delete_resource(network.id, ResourceType.NETWORK)


def test_what_cannot_be_found_or_made_is_said(cloud: InfomaniakCloud) -> None:
    nowhere = "00000000-0000-0000-0000-000000000000"
    for type in (None, ResourceType.INSTANCE):
        with pytest.raises(NotFoundError) as missing:
            cloud.get_resource(nowhere, type)
        assert missing.value.resource == nowhere
    with pytest.raises(NotFoundError):
        cloud.delete_resource(nowhere)
    with pytest.raises(NotSupportedError, match="document"):
        cloud.list_resources(ResourceType.DOCUMENT)
    with pytest.raises(NotSupportedError, match="other"):
        cloud.create_resource(ResourceType.NETWORK, "far", region="other")
    with pytest.raises(InvalidRequestError):
        cloud.create_resource(ResourceType.NETWORK, "")


def test_what_is_temporary_is_gone_at_the_end(cloud: InfomaniakCloud, project: Any) -> None:
    with cloud.temporary() as scratch:
        network = scratch.network.create_network("net")
        scratch.network.create_port(network.id)
        subnet = scratch.network.create_subnet(network.id, "10.0.0.0/24")
        router = scratch.network.create_router("router")
        scratch.network.add_router_interface(router.id, subnet.id)
        scratch.network.add_router_route(router.id, "192.168.0.0/16", "10.0.0.9")
        instance = scratch.compute.create_instance(
            "one", image="cirros", instance_type="tiny", network=network.id
        )
        volume = scratch.block_storage.create_volume("disk", 1)
        scratch.block_storage.wait_for_volume(volume.id)
        scratch.block_storage.create_snapshot(volume.id, "frozen")
        scratch.compute.create_key_pair("key")
        scratch.dns.create_zone("gone.example.", wait=False)
        scratch.create_resource(ResourceType.BUCKET, "gone")
        assert RUN in scratch.compute.get_instance(instance.id).tags
        kept = cloud.network.create_network("kept")
    assert _names(cloud) == {("security_group", "default"), ("network", "kept")}
    assert [one.name for one in project.sdk().network.networks(project_id=project.project_id)] == ["kept"]
    cloud.network.delete_network(kept.id)


def test_a_bucket_that_nothing_could_remove_is_refused(
    openstack_cloud: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with openstack_cloud.project() as other:
        keys = InfomaniakIdentityClient(other.credentials()).create_access_key()
        monkeypatch.setenv("INFOMANIAK_S3_ACCESS_KEY", keys.access_key)
        monkeypatch.setenv("INFOMANIAK_S3_SECRET_KEY", str(keys.secret))
        monkeypatch.setenv("INFOMANIAK_S3_ENDPOINT", openstack_cloud.s3_url)
        monkeypatch.setenv("INFOMANIAK_S3_REGION", "us-east-1")
        with connect("infomaniak") as cloud, cast("InfomaniakCloud", cloud).temporary() as scratch:
            for create in (scratch.storage.create_bucket, scratch.storage.ensure_bucket):
                with pytest.raises(ConflictError, match="another project's"):
                    create("elsewhere")
        with other.sdk() as sdk:
            assert list(sdk.object_store.containers()) == []


def test_what_cannot_be_removed_is_said_with_the_reason(cloud: InfomaniakCloud) -> None:
    network = cloud.network.create_network("busy")
    port = cloud.network.create_port(network.id)
    report = sweep(cloud, [cloud.get_resource(network.id, ResourceType.NETWORK)], timeout=0)
    (failure,) = report.failures
    assert isinstance(failure.error, ConflictError)
    assert failure.resource.name == "busy"
    cloud.network.delete_port(port.id)
    assert sweep(cloud, [failure.resource]).removed == (failure.resource,)
