"""Tools of resources, costs and machines, where they need no cloud, and once with one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from codomyrmex.cloud import (
    BucketNotFoundError,
    CloudError,
    InvalidRequestError,
    LocalStorageClient,
    NotSupportedError,
    PermissionDeniedError,
    UsageItem,
)
from codomyrmex.cloud import mcp_tools as tools
from codomyrmex.cloud.mcp_tools.estimating import estimate
from tests.contract.coda_account import CodaAccount
from tests.contract.heat import TEMPLATES
from tests.servers.openstack.stack.cloud import OpenStackCloud, Project
from tests.servers.process import wait_until
from tests.unit.cloud.mcp_tools.test_storage import question

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)


def rated(cost: str, flavor: str, hours: int = 1) -> UsageItem:
    """One machine for some hours."""
    until = BEGAN + timedelta(hours=hours)
    details = {"flavor_name": flavor}
    return UsageItem(
        "instance", "instance", "i", "i", 1.0, "instance", BEGAN, until, Decimal(cost), "ICU", details=details
    )


def test_buckets_of_a_store_are_resources(store: LocalStorageClient) -> None:
    for number in range(4):
        store.create_bucket(f"bucket-{number}")
    first = tools.list_resources("local", limit=3)
    rest = tools.list_resources("local", "bucket", cursor=first["cursor"], limit=3)
    names = [one["name"] for one in (*first["resources"], *rest["resources"])]
    assert (names, rest["cursor"]) == (["b", *(f"bucket-{number}" for number in range(4))], None)
    found = tools.get_resource("local", "b")["resource"]
    assert (found["id"], found["type"], found["provider"], found["details"]) == ("b", "bucket", "local", {})
    with pytest.raises(BucketNotFoundError):
        tools.get_resource("local", "nothing")
    with pytest.raises(NotSupportedError, match="nothing of the type volume"):
        tools.list_resources("local", "volume")


def test_docs_are_resources(coda: CodaAccount) -> None:
    doc = coda.doc("Launch")
    (found,) = tools.list_resources("coda")["resources"]
    assert (found["id"], found["name"], found["type"]) == (doc.id, "Launch", "document")
    details = tools.get_resource("coda", doc.id, "document")["resource"]["details"]
    assert details is not None
    assert details["owner"] == coda.user.email


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026-03"])
def test_days(day: str) -> None:
    with pytest.raises(CloudError):
        tools.cost_summary("infomaniak", start=day)


def test_an_estimate_is_by_the_like_of_it() -> None:
    items = [rated("2", "small"), rated("2", "small"), rated("40", "large", 4)]
    found = estimate(items, "instance", 3, 100, "small")
    assert (found["price"], found["amount"], found["currency"]) == ("2.000000000", "600.000000", "ICU")
    assert found["basis"] == "last month's 2 records: 4.000000 for 2.00 hours of a unit"
    assert estimate(items, "instance", 1, 10, "large")["amount"] == "100.000000"
    with pytest.raises(NotSupportedError, match="no price of instance of the size huge"):
        estimate(items, "instance", 1, 1, "huge")


@pytest.mark.parametrize("line", ["$GENERATE 1-9999999 a$ A 10.0.0.1", "( $generate 1-9 a$ A 10.0.0.1 )"])
def test_a_zone_file_that_multiplies_is_refused(line: str) -> None:
    with pytest.raises(InvalidRequestError, match="GENERATE"):
        tools.plan_dns_change("example.org.", f"@ A 10.0.0.1\n{line}\n")


@pytest.mark.parametrize("call", [tools.list_cloud_instances, tools.usage_summary, tools.list_resources])
def test_what_is_missing_is_named(call: Any) -> None:
    with pytest.raises(CloudError, match="INFOMANIAK_APP_CREDENTIAL_ID"):
        call()


@pytest.fixture
def project(openstack_cloud: OpenStackCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project whose user the environment names."""
    with openstack_cloud.project() as project:
        monkeypatch.setenv("INFOMANIAK_AUTH_URL", project.auth_url)
        monkeypatch.setenv("INFOMANIAK_REGION", project.region)
        monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_ID", project.application_credential_id)
        monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_SECRET", project.application_credential_secret)
        yield project


@pytest.fixture
def machine(project: Project) -> Iterator[str]:
    """The id of a machine of the project."""
    with project.sdk() as sdk:
        network = sdk.network.create_network(name="lan")
        sdk.network.create_subnet(network_id=network.id, ip_version=4, cidr="10.3.0.0/24")
        server = sdk.compute.create_server(
            name="web",
            image_id=sdk.image.find_image("cirros", ignore_missing=False).id,
            flavor_id=sdk.compute.find_flavor("tiny", ignore_missing=False).id,
            networks=[{"uuid": network.id}],
        )
        yield sdk.compute.wait_for_server(server).id


def test_machines(machine: str) -> None:
    def becomes(state: str) -> None:
        wait_until(lambda: tools.get_cloud_instance(machine)["instance"]["state"] == state, f"it is {state}")

    (found,) = tools.list_cloud_instances()["instances"]
    assert (found["id"], found["name"], found["state"]) == (machine, "web", "running")
    assert found["addresses"][0].startswith("10.3.0.")
    assert tools.get_cloud_instance(machine)["instance"]["instance_type"] == "tiny"
    for call, verb, then in (
        (tools.reboot_cloud_instance, "Restart", "running"),
        (tools.stop_cloud_instance, "Stop", "stopped"),
    ):
        asked = question(call, profile="infomaniak", instance_id=machine)
        assert asked == f'{verb} the instance "web" ({machine}), which is running?'
        assert machine in call(machine)["message"]
        becomes(then)
    assert machine in tools.start_cloud_instance(machine)["message"]
    becomes("running")
    page = tools.list_resources("infomaniak", "instance")
    assert [one["id"] for one in page["resources"]] == [machine]
    used = {
        line["resource_type"]: line for line in tools.usage_summary()["lines"] if line["service"] == "compute"
    }
    assert {kind: line["resources"] for kind, line in used.items()} == {"vcpus": 1, "memory": 1, "disk": 1}


def test_what_would_be_is_told_and_nothing_is_made(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tools.validate_stack(TEMPLATES.echo)
    assert [one["name"] for one in known["parameters"]] == ["value", "secret"]
    with pytest.raises(CloudError, match="line 4"):
        tools.validate_stack(TEMPLATES.broken)
    with pytest.raises(PermissionDeniedError, match="INFOMANIAK_PASSWORD"):
        tools.preview_stack("design", TEMPLATES.echo)
    for name in ("ID", "SECRET"):
        monkeypatch.delenv(f"INFOMANIAK_APP_CREDENTIAL_{name}")
    monkeypatch.setenv("INFOMANIAK_USERNAME", project.username)
    monkeypatch.setenv("INFOMANIAK_PASSWORD", project.password)
    monkeypatch.setenv("INFOMANIAK_PROJECT_ID", project.project_id)
    preview = tools.preview_stack("design", TEMPLATES.echo, {"value": "hello"})
    assert {change["action"] for change in preview["changes"]} == {"add"}
    assert "hello" not in json.dumps(preview)
    zone = f"z{uuid.uuid4().hex[:8]}.example."
    with project.sdk() as sdk:
        made = sdk.dns.create_zone(name=zone, email="ops@example.org", ttl=60)
        plan = tools.plan_dns_change(zone, "www 300 IN A 192.0.2.1\nmail 300 IN A 192.0.2.2\n", keep=True)
        assert (plan["creates"], plan["updates"], plan["deletes"]) == (2, 0, 0)
        assert "192.0.2.2" in plan["diff"]
        assert not list(sdk.orchestration.stacks())
        assert {one.type for one in sdk.dns.recordsets(made)} == {"NS", "SOA"}
        sdk.dns.delete_zone(made)
