"""The contract of DNS: what a client changes is what the name servers answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from codomyrmex.cloud import (
    AlreadyExistsError,
    ChangePlan,
    CloudError,
    ConflictError,
    DNSClient,
    DNSState,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
    RecordSet,
    Zone,
    ZoneChange,
)
from codomyrmex.cloud.common.dns.records import text_strings
from codomyrmex.cloud.common.dns.text import cut, quoted
from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient
from tests.contract.dns_account import REFUSED_BY_DESIGNATE, SECONDS, DNSAccount
from tests.servers.process import wait_until

UNKNOWN = "00000000-0000-4000-8000-000000000000"
LONG = "x" * 300


@contextmanager
def _infomaniak(openstack_cloud: Any) -> Iterator[DNSAccount]:
    with openstack_cloud.project() as project:
        client = InfomaniakDNSClient(project.credentials())
        yield DNSAccount(client, openstack_cloud.dns_server, REFUSED_BY_DESIGNATE)


# The fixture of each provider's server, and how to get an account there.
ACCOUNTS = {"infomaniak": ("openstack_cloud", _infomaniak)}


@pytest.fixture(scope="module", params=[pytest.param("infomaniak", marks=pytest.mark.openstack_cloud)])
def account(request: pytest.FixtureRequest) -> Iterator[DNSAccount]:
    """A new account of each provider."""
    server, join = ACCOUNTS[request.param]
    with join(request.getfixturevalue(server)) as account:
        yield account


@pytest.fixture(scope="module")
def zone(account: DNSAccount) -> Iterator[Zone]:
    """A zone that rows share, each with names of its own."""
    with account.zone() as zone:
        yield zone


def test_the_life_of_a_zone(account: DNSAccount) -> None:
    client, name = account.client, account.name()
    zone = client.create_zone(
        name.removesuffix("."), email="dns@example.net", ttl=600, description="for a test"
    )
    assert (zone.name, zone.state, zone.ttl, zone.email) == (name, DNSState.ACTIVE, 600, "dns@example.net")
    account.expect(name, "NS", set(zone.name_servers))
    assert f" {zone.serial} " in next(iter(account.ask(name, "SOA")))

    with pytest.raises(OperationTimeoutError, match="the zone is active, not deleted, after 0 s"):
        client.wait_for_zone(zone.id, DNSState.DELETED, timeout=0)
    assert zone.id in {one.id for one in client.list_zones()}
    assert client.find_zone(name).id == client.find_zone(zone.id).id == zone.id

    changed = client.update_zone(zone.id, ttl=700, email="admin@example.net")
    assert (changed.ttl, changed.email, changed.state) == (700, "admin@example.net", DNSState.ACTIVE)
    wait_until(
        lambda: "admin.example.net." in next(iter(account.ask(name, "SOA"))), "the new address", SECONDS
    )

    client.delete_zone(zone.id)
    account.expect(name, "SOA", set())
    with pytest.raises(NotFoundError):
        client.get_zone(zone.id)


def test_the_life_of_a_record_set(account: DNSAccount, zone: Zone) -> None:
    client, name = account.client, f"www.{zone.name}"
    made = client.create_record_set(zone, "www", "A", ["192.0.2.1", "192.0.2.2"], ttl=60)
    assert (made.name, made.type, made.ttl, made.state) == (name, "A", 60, DNSState.ACTIVE)
    account.expect(name, "A", {"192.0.2.1", "192.0.2.2"})
    assert set(made.records) == {"192.0.2.1", "192.0.2.2"}
    assert account.ttl(name, "A") == 60

    assert client.get_record_set(zone.id, name, "a").records == made.records
    assert [one.key for one in client.list_record_sets(zone, name="www")] == [(name, "A")]
    assert (name, "A") in {one.key for one in client.list_record_sets(zone, type="A")}
    assert {"SOA", "NS", "A"} <= {one.type for one in client.list_record_sets(zone.id)}

    assert client.update_record_set(zone, "www", "A", ttl=120).records == made.records
    assert account.ttl(name, "A") == 120
    assert client.upsert_record_set(zone, "www", "A", "192.0.2.3").ttl is None
    account.expect(name, "A", {"192.0.2.3"})
    assert account.ttl(name, "A") == 3600

    client.delete_record_set(zone, "www", "A")
    account.expect(name, "A", set())
    with pytest.raises(NotFoundError, match="has no A records"):
        client.get_record_set(zone, "www", "A")


ROWS = [
    ("aaaa", "AAAA", "2001:DB8:0::1", "2001:db8::1"),
    ("bücher", "CNAME", "www.example.net.", "www.example.net."),
    ("mx", "MX", "10 mail", "10 mail.{zone}"),
    ("_sip._tcp", "SRV", "0 5 5060 sip.example.net.", "0 5 5060 sip.example.net."),
    ("caa", "CAA", '0 issue "ca.example.net"', '0 issue "ca.example.net"'),
    ("ptr", "PTR", "host.example.net.", "host.example.net."),
    ("sshfp", "SSHFP", "4 2 " + "AB" * 32, "4 2 " + "ab" * 32),
    ("naptr", "NAPTR", '100 10 S SIP+D2U "" _sip._udp.a.', '100 10 "S" "SIP+D2U" "" _sip._udp.a.'),
    ("https", "HTTPS", "1 web.example.net. alpn=h2", '1 web.example.net. alpn="h2"'),
    ("*.any", "A", "192.0.2.7", "192.0.2.7"),
    ("txt", "TXT", 'say "hi"; \\o/ é', r'"say \"hi\"; \\o/ \195\169"'),
    ("edge", "TXT", "x" * 255, None),
    ("long", "TXT", LONG, None),
    ("escapes", "TXT", '"' * 250, None),
]


@pytest.fixture(scope="module")
def served(account: DNSAccount) -> Iterator[Zone]:
    """A zone with a record set of each row, made by one plan."""
    with account.zone() as zone:
        wanted = [RecordSet(zone.name, name, type, (written(type, data),)) for name, type, data, _ in ROWS]
        account.client.apply_changes(account.client.plan_changes(zone, wanted))
        yield zone


@pytest.mark.parametrize(("name", "type", "data", "answer"), ROWS)
def test_every_type_reaches_the_name_servers(
    account: DNSAccount, served: Zone, name: str, type: str, data: str, answer: str | None
) -> None:
    made = account.client.get_record_set(served, name, type)
    wait_until(lambda: bool(account.ask(made.name, type)), "an answer", SECONDS)
    (found,) = account.ask(made.name, type)
    if answer is not None:
        assert found == answer.format(zone=served.name)
        assert made.records == (found,)
    if type == "TXT":
        assert b"".join(text_strings(found)).decode() == data
    same = account.client.upsert_record_set(served, name, type, written(type, data), wait=False)
    assert same.state is DNSState.ACTIVE, "nothing was sent"


def test_the_last_of_many_changes_is_waited_for(account: DNSAccount) -> None:
    with account.zone() as zone:
        # Changed for longer than it takes until the name servers have the first.
        wanted = [RecordSet(zone.name, f"n{number}", "A", ("192.0.2.1",)) for number in range(25)]
        account.client.apply_changes(account.client.plan_changes(zone, wanted))
        account.expect(f"n24.{zone.name}", "A", {"192.0.2.1"})
        account.client.apply_changes(account.client.plan_changes(zone, []))
        for number in range(25):
            account.expect(f"n{number}.{zone.name}", "A", set())


def test_a_zone_is_planned_and_applied(account: DNSAccount) -> None:
    client = account.client
    with account.zone() as zone:
        file = "$TTL 300\n@ MX 10 mail\nmail A 192.0.2.1\nold A 192.0.2.2\n@ NS elsewhere.example.net.\n"
        plan = client.plan_changes(zone, file)
        assert len(plan.creates) == 3
        client.apply_changes(plan)
        account.expect(f"mail.{zone.name}", "A", {"192.0.2.1"})
        account.expect(zone.name, "MX", {f"10 mail.{zone.name}"})
        account.expect(zone.name, "NS", set(zone.name_servers))

        wanted = [
            RecordSet(zone.name, "mail", "A", ("192.0.2.9",), 300),
            RecordSet(zone.name, "old", "CNAME", ("mail",)),
        ]
        plan = client.plan_changes(zone.id, wanted)
        assert f"-old.{zone.name} 300 IN A 192.0.2.2\n+old.{zone.name} 3600 IN CNAME" in plan.diff()
        client.apply_changes(plan)
        account.expect(f"mail.{zone.name}", "A", {"192.0.2.9"})
        account.expect(f"old.{zone.name}", "CNAME", {f"mail.{zone.name}"})
        account.expect(zone.name, "MX", set())
        assert not client.plan_changes(zone, client.export_zone(zone))
        assert not client.plan_changes(zone, wanted[:1], delete=False)


def test_a_plan_does_not_outlive_a_change(account: DNSAccount, zone: Zone) -> None:
    client = account.client
    client.upsert_record_set(zone, "planned", "A", "192.0.2.1", wait=False)
    plan = client.plan_changes(zone, "planned A 192.0.2.2\nfresh A 192.0.2.2\n", delete=False)
    client.upsert_record_set(zone, "planned", "A", "192.0.2.3")
    with pytest.raises(ConflictError, match="A changed after the plan"):
        client.apply_changes(plan)
    account.expect(f"planned.{zone.name}", "A", {"192.0.2.3"})
    account.expect(f"fresh.{zone.name}", "A", set())


def refused(plan: ChangePlan, account: DNSAccount) -> ChangePlan:
    """A plan with one change more, that the service refuses."""
    name, type, data = account.refused
    zone = plan.zone.name
    last = ZoneChange(None, RecordSet(zone, f"{name}.{zone}", type, (data,)))
    return replace(plan, changes=(*plan.changes, last))


@pytest.mark.parametrize("reason", ["refused", "time is over"])
def test_a_plan_that_fails_changes_nothing(account: DNSAccount, reason: str) -> None:
    client = account.client
    with account.zone() as zone:
        client.upsert_record_set(zone, "changed", "A", "192.0.2.1", wait=False)
        client.upsert_record_set(zone, "gone", "A", "192.0.2.2", ttl=77)
        before = client.export_zone(zone).splitlines()
        plan = client.plan_changes(zone, "changed A 192.0.2.8\nnew A 192.0.2.9\n")
        if reason == "refused":
            with pytest.raises(InvalidRequestError) as raised:
                client.apply_changes(refused(plan, account))
        else:
            with pytest.raises(OperationTimeoutError) as raised:  # type: ignore[assignment]
                client.apply_changes(plan, timeout=0)
        assert "Not put back" not in str(raised.value)
        client.wait_for_zone(zone.id)
        assert client.export_zone(zone).splitlines()[3:] == before[3:]
        account.expect(f"changed.{zone.name}", "A", {"192.0.2.1"})
        assert account.ttl(f"gone.{zone.name}", "A") == 77
        account.expect(f"new.{zone.name}", "A", set())


def test_a_zone_file_makes_a_zone(account: DNSAccount) -> None:
    name = account.name()
    file = (
        f"$ORIGIN {name}\n$TTL 900\n@ IN SOA ns.example.net. dns.example.net. 1 2 3 4 5\n"
        "@ IN NS ns.example.net.\nwww IN A 192.0.2.1\n"
    )
    zone = account.client.import_zone(file)
    assert (zone.name, zone.ttl, zone.email) == (name, 900, "dns@example.net")
    account.expect(f"www.{name}", "A", {"192.0.2.1"})
    with pytest.raises(AlreadyExistsError):
        account.client.import_zone(file)
    account.delete(zone)


def test_a_zone_file_that_fails_leaves_no_zone(account: DNSAccount) -> None:
    name, (label, type, data) = account.name(), account.refused
    with pytest.raises(InvalidRequestError):
        account.client.import_zone(f"www 60 A 192.0.2.1\n{label} 60 {type} {data}\n", name=name)
    with pytest.raises(InvalidRequestError, match="'LOC'"):
        account.client.import_zone("@ 60 LOC 42 21 54 N 71 06 18 W -24m 30m\n", name=name)
    assert name not in {one.name for one in account.client.list_zones() if one.state is DNSState.ACTIVE}


Call = Callable[[DNSClient, Zone], object]


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda c, _: c.get_zone(UNKNOWN), NotFoundError),
        (lambda c, _: c.get_zone("no-uuid"), NotFoundError),
        (lambda c, _: c.find_zone("nobody.example"), NotFoundError),
        (lambda c, _: c.update_zone(UNKNOWN, ttl=1), NotFoundError),
        (lambda c, _: c.delete_zone(UNKNOWN), NotFoundError),
        (lambda c, _: c.list_record_sets(UNKNOWN), NotFoundError),
        (lambda c, _: c.wait_for_zone(UNKNOWN), NotFoundError),
        (lambda c, z: c.create_zone(z.name), AlreadyExistsError),
        (lambda c, _: c.create_zone("exa mple.org"), InvalidRequestError),
        (lambda c, _: c.create_zone("a.example", ttl=-1), InvalidRequestError),
        (lambda c, z: c.get_record_set(z, "nothing", "A"), NotFoundError),
        (lambda c, z: c.update_record_set(z, "nothing", "A", "192.0.2.1"), NotFoundError),
        (lambda c, z: c.delete_record_set(z, "nothing", "A"), NotFoundError),
        (lambda c, z: c.delete_record_set(z, "@", "SOA"), InvalidRequestError),
        (lambda c, z: c.delete_record_set(z, z.name, "NS"), InvalidRequestError),
        (lambda c, z: c.upsert_record_set(z, "@", "NS", "ns.example.net."), InvalidRequestError),
        (lambda c, z: c.create_record_set(z, "a.example.com.", "A", "192.0.2.1"), InvalidRequestError),
        (lambda c, z: c.create_record_set(z, "a", "A", "no address"), InvalidRequestError),
        (lambda c, z: c.create_record_set(z, "a", "A", []), InvalidRequestError),
        (lambda c, z: c.create_record_set(z, "taken", "A", "192.0.2.1"), AlreadyExistsError),
        (lambda c, z: c.create_record_set(z, "taken", "CNAME", "a.b."), ConflictError),
        (lambda c, z: c.plan_changes(z, "taken CNAME a.b.\ntaken A 192.0.2.1\n"), InvalidRequestError),
    ],
)
def test_what_is_refused(account: DNSAccount, zone: Zone, call: Call, kind: type[CloudError]) -> None:
    account.client.upsert_record_set(zone, "taken", "A", "192.0.2.200", wait=False)
    with pytest.raises(kind) as raised:
        call(account.client, zone)
    assert type(raised.value) is kind
    assert raised.value.operation is not None


def test_eight_threads_share_a_client(account: DNSAccount, zone: Zone) -> None:
    def change(number: int) -> None:
        name = f"thread{number}"
        account.client.create_record_set(zone, name, "A", f"192.0.2.{number}")
        account.expect(f"{name}.{zone.name}", "A", {f"192.0.2.{number}"})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(change, range(8)))

    def delete(number: int) -> None:
        account.client.delete_record_set(zone, f"thread{number}", "A")
        account.expect(f"thread{number}.{zone.name}", "A", set())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(delete, range(8)))


def written(type: str, data: str) -> str:
    """The data of a row as a caller writes it: a text that begins with a quotation mark has to be quoted."""
    return quoted(cut(data.encode())) if type == "TXT" and data.startswith('"') else data
