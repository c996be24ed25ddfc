"""What every compute client promises, against the real service."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from codomyrmex.cloud.common.compute import ComputeClient, Image, ImageState, Instance, InstanceState
from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
)

NOWHERE = "00000000-0000-4000-8000-000000000000"
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHtZ6bkpkTSGWTTnT1vcvnJcH2ZGaOONB0wZuoNpaHlM a@b"

BY_NAME_OR_ID = [
    "get_instance",
    "find_instance",
    "start_instance",
    "stop_instance",
    "reboot_instance",
    "terminate_instance",
    "get_console_output",
    "get_image",
    "find_image",
    "get_instance_type",
    "find_instance_type",
    "get_key_pair",
    "delete_key_pair",
]


@dataclass(frozen=True)
class Account:
    """An account of a provider, and what its instances are made from, by name."""

    client: ComputeClient
    image: str
    instance_type: str
    network: str

    def create(self, name: str, **options: Any) -> Instance:
        """Begin to make an instance."""
        return self.client.create_instance(
            name, image=self.image, instance_type=self.instance_type, network=self.network, **options
        )


def _infomaniak(openstack_cloud: Any) -> Iterator[Account]:
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient

    class Impatient(InfomaniakComputeClient):
        poll_seconds: ClassVar[float] = 0.1
        longest_poll_seconds: ClassVar[float] = 0.4

    with openstack_cloud.project() as project:
        sdk = project.sdk()
        network = sdk.network.create_network(name="lan")
        sdk.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.1.0.0/24")
        with Impatient(project.credentials()) as client:
            yield Account(client, "cirros", "tiny", "lan")
        sdk.close()


ACCOUNTS = {"infomaniak": ("openstack_cloud", _infomaniak)}


@pytest.fixture(scope="module", params=[pytest.param("infomaniak", marks=pytest.mark.openstack_cloud)])
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    """A new account of each provider."""
    server, begin = ACCOUNTS[request.param]
    yield from begin(request.getfixturevalue(server))


@pytest.fixture(scope="module")
def client(account: Account) -> ComputeClient:
    """The client of the account."""
    return account.client


@pytest.fixture(scope="module")
def running(account: Account, client: ComputeClient) -> Instance:
    """One that runs; a row that changes it brings it back."""
    client.import_key_pair("door", PUBLIC_KEY)
    made = account.create("runs", key_pair="door", tags={"team": "ants"}, user_data="#!/bin/sh\n")
    return client.wait_for_state(made.id, InstanceState.RUNNING, timeout=600)


def test_a_new_instance_has_what_was_asked_for(
    account: Account, client: ComputeClient, running: Instance
) -> None:
    assert (running.name, running.state) == ("runs", InstanceState.RUNNING)
    assert running.image == client.find_image(account.image).id
    assert running.instance_type == account.instance_type
    assert (running.key_pair, running.tags) == ("door", {"team": "ants"})
    assert running.created_at is not None
    assert running.created_at.tzinfo is not None
    assert running.private_ips[0].startswith("10.1.0.")
    assert running.zone in {zone.name for zone in client.list_availability_zones() if zone.is_available}


def test_it_is_found_by_id_by_name_and_in_the_list(client: ComputeClient, running: Instance) -> None:
    assert client.find_instance(running.id).name == "runs"
    assert client.find_instance("runs").id == client.get_instance(running.id).id == running.id
    assert [one.name for one in client.list_instances() if one.id == running.id] == ["runs"]


def test_the_life_of_an_instance(account: Account, client: ComputeClient) -> None:
    made = account.create("lives")
    seen: list[InstanceState] = []

    def wait(state: InstanceState) -> None:
        client.wait_for_state(made.id, state, timeout=600, progress=lambda one: seen.append(one.state))

    wait(InstanceState.RUNNING)
    client.stop_instance(made.id)
    wait(InstanceState.STOPPED)
    with pytest.raises(ConflictError, match="stop"):
        client.stop_instance(made.id)
    client.start_instance(made.id)
    wait(InstanceState.RUNNING)
    client.reboot_instance(made.id)
    wait(InstanceState.RUNNING)
    client.terminate_instance(made.id)
    wait(InstanceState.TERMINATED)
    passed = [state for state, before in zip(seen, [None, *seen], strict=False) if state is not before]
    assert set(passed) <= set(InstanceState) - {InstanceState.ERROR, InstanceState.UNKNOWN}
    assert (passed[0], passed[-1]) == (InstanceState.PENDING, InstanceState.TERMINATED)
    # Some providers show it for a while.
    left = {one.id: one.state for one in client.list_instances()}
    assert left.get(made.id, InstanceState.TERMINATED) is InstanceState.TERMINATED


def test_name_and_tags_change(client: ComputeClient, running: Instance) -> None:
    changed = client.update_instance(running.id, name="renamed", tags={"colour": "red"})
    assert (changed.name, changed.tags) == ("renamed", {"colour": "red"})
    back = client.update_instance(running.id, name="runs", tags=running.tags)
    assert (back.name, back.tags) == ("runs", {"team": "ants"})


def test_the_console_says_something(client: ComputeClient, running: Instance) -> None:
    assert client.get_console_output(running.id, lines=5)


@pytest.mark.parametrize("method", BY_NAME_OR_ID)
@pytest.mark.parametrize("identifier", [NOWHERE, "no such/thing?"])
def test_what_is_not_there(client: ComputeClient, method: str, identifier: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        getattr(client, method)(identifier)
    assert (caught.value.operation, caught.value.resource) == (method, identifier)


@pytest.mark.parametrize("missing", ["image", "instance_type", "network", "key_pair"])
def test_an_instance_of_what_is_not_there(account: Account, client: ComputeClient, missing: str) -> None:
    wanted: dict[str, Any] = {
        "image": account.image,
        "instance_type": account.instance_type,
        "network": account.network,
    }
    with pytest.raises(NotFoundError, match="nowhere"):
        client.create_instance("vm", **wanted | {missing: "nowhere"})


def test_a_wait_ends_with_its_time(account: Account, client: ComputeClient, running: Instance) -> None:
    with pytest.raises(OperationTimeoutError, match=r"is running, not stopped, after 0\.2 s"):
        client.wait_for_state(running.id, InstanceState.STOPPED, timeout=0.2)
    with pytest.raises(OperationTimeoutError, match="is available, not deleted"):
        client.wait_for_image(client.find_image(account.image).id, ImageState.DELETED, timeout=0)


def test_an_ambiguous_name_is_refused_with_the_candidates(
    account: Account, client: ComputeClient, running: Instance
) -> None:
    twin = account.create("runs")
    with pytest.raises(InvalidRequestError, match="2 instances have this name") as caught:
        client.find_instance("runs")
    assert twin.id in str(caught.value)
    assert running.id in str(caught.value)
    client.update_instance(twin.id, name="ran")
    client.terminate_instance(twin.id)


def test_images_and_types(account: Account, client: ComputeClient) -> None:
    image = client.find_image(account.image)
    assert (image.state, client.get_image(image.id)) == (ImageState.AVAILABLE, image)
    assert image in list(client.list_images())
    assert client.wait_for_image(image.id) == image
    size = client.find_instance_type(account.instance_type)
    assert size in list(client.list_instance_types())
    assert client.get_instance_type(size.id) == size
    assert min(size.vcpus, size.memory_mib) >= 1


def test_key_pairs(client: ComputeClient) -> None:
    made = client.create_key_pair("made")
    assert made.private_key is not None
    assert "PRIVATE KEY" in made.private_key
    assert "PRIVATE KEY" not in f"{made!r} {made.details}"
    kept = client.get_key_pair("made")
    assert (kept.public_key, kept.fingerprint) == (made.public_key, made.fingerprint)
    assert kept.private_key is None
    with pytest.raises(AlreadyExistsError):
        client.create_key_pair("made")
    imported = client.import_key_pair("imported", PUBLIC_KEY + "\n")
    assert (imported.public_key, imported.private_key) == (PUBLIC_KEY, None)
    assert {"made", "imported"} <= {pair.name for pair in client.list_key_pairs()}
    client.delete_key_pair("made")
    client.delete_key_pair("imported")
    assert not {"made", "imported"} & {pair.name for pair in client.list_key_pairs()}


def test_a_bad_public_key_is_refused(client: ComputeClient) -> None:
    with pytest.raises(InvalidRequestError):
        client.import_key_pair("bad", "ssh-rsa nonsense")


def test_eight_threads_share_a_client(account: Account, client: ComputeClient, running: Instance) -> None:
    def use(_: int) -> tuple[Instance, Image, str]:
        name = f"pair-{secrets.token_hex(4)}"
        client.import_key_pair(name, PUBLIC_KEY)
        client.delete_key_pair(name)
        return client.find_instance("runs"), client.find_image(account.image), name

    with ThreadPoolExecutor(8) as threads:
        used = list(threads.map(use, range(8)))
    assert {(instance.id, image.name) for instance, image, _ in used} == {(running.id, account.image)}
    assert not {name for _, _, name in used} & {pair.name for pair in client.list_key_pairs()}
