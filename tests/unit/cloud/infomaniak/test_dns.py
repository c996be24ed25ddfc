"""What only Designate has: PTR records, transfers, limits; and what it cannot hold is refused before."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud import (
    CloudError,
    ConflictError,
    DNSState,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    QuotaExceededError,
    Zone,
)
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient
from tests.contract.dns_account import REFUSED_BY_DESIGNATE, DNSAccount

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A new project."""
    with openstack_cloud.project() as project:
        yield project


@pytest.fixture(scope="module")
def other(openstack_cloud: Any) -> Iterator[InfomaniakDNSClient]:
    """The client of another project."""
    with openstack_cloud.project() as project:
        yield InfomaniakDNSClient(project.credentials())


@pytest.fixture(scope="module")
def account(openstack_cloud: Any, project: Any) -> DNSAccount:
    """The project's client, with the application credential, which DNS takes."""
    return DNSAccount(
        InfomaniakDNSClient(project.restricted()), openstack_cloud.dns_server, REFUSED_BY_DESIGNATE
    )


@pytest.fixture(scope="module")
def client(account: DNSAccount) -> InfomaniakDNSClient:
    """The same by itself."""
    assert isinstance(account.client, InfomaniakDNSClient)
    return account.client


@pytest.fixture(scope="module")
def zone(account: DNSAccount) -> Iterator[Zone]:
    """A zone of the project."""
    with account.zone() as zone:
        yield zone


@pytest.fixture(scope="module")
def floating_ip(project: Any) -> Any:
    """A floating IP address of the project."""
    with project.sdk() as sdk:
        network = sdk.network.find_network("public")
        return sdk.network.create_ip(floating_network_id=network.id)


def test_importing_the_client_loads_no_sdk() -> None:
    program = (
        "import sys, codomyrmex.cloud.infomaniak.dns; "
        "print([name for name in ('openstack', 'keystoneauth1', 'dns.name') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_name_of_a_floating_ip(
    account: DNSAccount, client: InfomaniakDNSClient, floating_ip: Any
) -> None:
    address = floating_ip.floating_ip_address
    assert client.find_ptr_record(address).name is None
    name = f"host{secrets.token_hex(3)}.example.net."
    made = client.set_ptr_record(floating_ip.id, name.removesuffix("."), ttl=600)
    assert (made.address, made.name, made.ttl, made.state) == (address, name, 600, DNSState.ACTIVE)
    assert client.get_ptr_record(floating_ip.id) == made
    assert made in list(client.list_ptr_records())
    reverse = ".".join(reversed(address.split("."))) + ".in-addr.arpa."
    account.expect(reverse, "PTR", {name})

    client.unset_ptr_record(floating_ip.id)
    assert client.get_ptr_record(floating_ip.id).name is None
    wait_until(
        lambda: account.ask(reverse, "PTR"),
        Wait(
            noun="answer",
            wanted="empty",
            state=str,
            reached=lambda answer: answer == set(),
            failed=lambda _: False,
        ),
        timeout=60,
        first_pause=0.2,
    )


def test_a_zone_goes_to_another_project(
    account: DNSAccount, client: InfomaniakDNSClient, other: InfomaniakDNSClient
) -> None:
    zone = client.create_zone(account.name(), wait=False)
    taken_back = client.create_zone_transfer(zone.id)
    client.delete_zone_transfer(taken_back.id)
    with pytest.raises(NotFoundError):
        client.get_zone_transfer(taken_back.id)

    offer = client.create_zone_transfer(zone.id, description="for a test")
    assert offer.key is not None
    assert offer.key not in repr(offer)
    assert (offer.zone_name, offer.description) == (zone.name, "for a test")
    assert offer in list(client.list_zone_transfers())
    assert other.get_zone_transfer(offer.id).key is None
    with pytest.raises(PermissionDeniedError) as raised:
        other.accept_zone_transfer(offer.id, "WRONGKEY")
    assert "WRONGKEY" not in str(raised.value)
    assert other.accept_zone_transfer(offer.id, offer.key) == zone.id
    assert other.get_zone(zone.id).details["project_id"] != zone.details["project_id"]
    with pytest.raises(NotFoundError):
        client.get_zone(zone.id)
    other.delete_zone(zone.id, wait=False)


def test_below_the_zone_of_another_project(zone: Zone, other: InfomaniakDNSClient) -> None:
    with pytest.raises(ConflictError, match="another tenant"):
        other.create_zone(f"sub.{zone.name}")


def test_a_name_that_the_cloud_forbids(openstack_cloud: Any, account: DNSAccount) -> None:
    name = account.name("forbidden")
    with openstack_cloud.admin() as admin:
        blacklist = admin.dns.create_blacklist(pattern=f"^{name[:15]}.*")
        with pytest.raises(InvalidRequestError, match="Blacklisted"):
            account.client.create_zone(name)
        admin.dns.delete_blacklist(blacklist)


@pytest.mark.parametrize(
    ("name", "type", "data", "kind", "reason"),
    [
        ("a", "TLSA", "3 1 1 " + "ab" * 32, NotSupportedError, "has no TLSA records"),
        ("a", "CAA", '0 issue "ca.example.net; a=b"', NotSupportedError, "loses the parameters"),
        ("a", "TXT", '"one" "two"', NotSupportedError, "join those"),
        ("a", "CAA", '128 issue "ca.example.net"', InvalidRequestError, "does not take it"),
        ("a", "SRV", "0 5 5060 sip.example.net.", InvalidRequestError, "name is invalid"),
    ],
)
def test_what_designate_cannot_hold(
    client: InfomaniakDNSClient,
    zone: Zone,
    name: str,
    type: str,
    data: str,
    kind: type[CloudError],
    reason: str,
) -> None:
    with pytest.raises(kind, match=reason):
        client.create_record_set(zone, name, type, data)


def test_unknown_ids(client: InfomaniakDNSClient) -> None:
    for call in (
        lambda: client.get_ptr_record(UNKNOWN),
        lambda: client.set_ptr_record(UNKNOWN, "a.example.net"),
        lambda: client.find_ptr_record("192.0.2.1"),
        lambda: client.create_zone_transfer(UNKNOWN),
        lambda: client.accept_zone_transfer(UNKNOWN, "KEY"),
        lambda: client.delete_zone_transfer(UNKNOWN),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_a_plan_over_the_quota_is_put_back(
    openstack_cloud: Any, project: Any, client: InfomaniakDNSClient, zone: Zone
) -> None:
    count = len(list(client.list_record_sets(zone)))
    with openstack_cloud.admin() as admin:
        admin.dns.patch(
            f"/quotas/{project.project_id}",
            json={"zone_recordsets": count + 1},
            headers={"X-Auth-All-Projects": "true"},
        )
    assert client.get_limits()["max_zone_recordsets"] == count + 1
    plan = client.plan_changes(zone, "one A 192.0.2.1\ntwo A 192.0.2.2\nthree A 192.0.2.3\n", delete=False)
    with pytest.raises(QuotaExceededError) as raised:
        client.apply_changes(plan)
    assert "Not put back" not in str(raised.value)
    assert len(list(client.list_record_sets(zone))) == count
