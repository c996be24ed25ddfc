"""What is only OpenStack's about usage and costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError, NotSupportedError
from codomyrmex.cloud.infomaniak.metering import InfomaniakMeteringClient
from tests.servers.capture import Answer, CaptureServer
from tests.servers.gnocchi.gnocchi import Measured
from tests.servers.gnocchi.server import GnocchiServer
from tests.servers.openstack.stack.rating import CloudKitty, Rated
from tests.servers.openstack.stack.region import region_with

START = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project without anything."""
    with openstack_cloud.project() as made:
        yield made


@pytest.fixture(scope="module")
def rating(cloudkitty: Any) -> CloudKitty:
    """CloudKitty with its second API."""
    return cloudkitty("v2")  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def rated(openstack_cloud: Any, rating: CloudKitty, project: Any) -> Iterator[InfomaniakMeteringClient]:
    """The client in a region that has CloudKitty."""
    with (
        region_with(openstack_cloud.admin(), {"rating": rating.url}) as region,
        InfomaniakMeteringClient(replace(project.restricted(), region=region)) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def gnocchi(openstack_cloud: Any) -> Iterator[GnocchiServer]:
    """What has measured."""
    with GnocchiServer(openstack_cloud.auth_url) as made:
        yield made


@pytest.fixture(scope="module")
def measured(
    openstack_cloud: Any, gnocchi: GnocchiServer, project: Any
) -> Iterator[InfomaniakMeteringClient]:
    """The client in a region that has Gnocchi."""
    with (
        region_with(openstack_cloud.admin(), {"metric": gnocchi.endpoint}) as region,
        InfomaniakMeteringClient(replace(project.restricted(), region=region)) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def client(project: Any) -> Iterator[InfomaniakMeteringClient]:
    """The client in a region that has neither; an application credential is enough."""
    with InfomaniakMeteringClient(project.restricted()) as made:
        yield made


def test_hours_of_a_server(client: InfomaniakMeteringClient, project: Any) -> None:
    sdk = project.sdk()
    made = sdk.compute.create_server(
        name="metered",
        flavor_id=sdk.compute.find_flavor("small").id,
        image_id=sdk.image.find_image("cirros").id,
        networks="none",
    )
    sdk.compute.wait_for_server(made, wait=120)
    items = {
        item.resource_type: item
        for item in client.list_usage(service="compute")
        if item.resource_id == made.id
    }
    assert set(items) == {"vcpus", "memory", "disk"}
    assert {item.name for item in items.values()} == {"metered"}
    assert items["vcpus"].quantity > 0
    assert items["memory"].quantity == pytest.approx(items["vcpus"].quantity * 128 / 1024)


def test_what_networks_and_object_storage_say(client: InfomaniakMeteringClient, project: Any) -> None:
    sdk = project.sdk()
    router = sdk.network.create_router(name="metered")
    address = sdk.network.create_ip(floating_network_id=sdk.network.find_network("public").id)
    items = {item.resource_id: item for item in client.list_usage(service="network")}
    assert items[router.id].name == "metered"
    assert items[address.id].name == address.floating_ip_address
    sdk.object_store.create_container("metered")
    sdk.object_store.upload_object("metered", "key", data=b"12345")
    held = {item.resource_type: item.quantity for item in client.list_usage(service="object_storage")}
    # Swift counts a little later.
    assert held.keys() == {"bytes", "objects", "containers"}
    assert held["bytes"] in (0, 5)


def test_a_region_without_rating_and_measures(client: InfomaniakMeteringClient) -> None:
    with pytest.raises(NotSupportedError, match="rating"):
        client.get_costs()
    with pytest.raises(NotSupportedError, match="rating"):
        client.list_costs()
    with pytest.raises(NotSupportedError, match="rating"):
        client.forecast()
    with pytest.raises(NotSupportedError, match="metric"):
        client.list_metered_resources()


@pytest.mark.parametrize(("currency", "amount"), [(None, 111), ("ICU", 111), ("CHF", "2.22"), ("EUR", 2)])
def test_units_are_francs_and_euros(
    rated: InfomaniakMeteringClient, rating: CloudKitty, project: Any, currency: str | None, amount: Any
) -> None:
    # The same point again changes nothing.
    rating.rate(
        Rated(project.project_id, START, START + HOUR, "instance", "a", 1, "instance", 111),
        Rated("another", START, START + HOUR, "instance", "b", 1, "instance", 1000),
    )
    found = rated.get_costs(START, START + HOUR, currency=currency)
    assert (found.currency, found.total.quantize(Decimal("0.01"))) == (currency or "ICU", Decimal(amount))


def test_more_than_a_page_of_costs(rated: InfomaniakMeteringClient, rating: CloudKitty, project: Any) -> None:
    begin, end = START + 100 * HOUR, START + 101 * HOUR
    rating.rate(
        *(
            Rated(project.project_id, begin, end, "instance", str(number), 1, "instance", 1)
            for number in range(2500)
        )
    )
    assert rated.get_costs(begin, end, by="resource").total == 2500
    assert len({item.resource_id for item in rated.list_costs(begin, end)}) == 2500


def test_what_the_processor_has_rated(
    rated: InfomaniakMeteringClient, rating: CloudKitty, project: Any
) -> None:
    begin, end = START + 200 * HOUR, START + 201 * HOUR
    about = {"id": "server", "project_id": project.project_id, "name": "metered"}
    measured = {"status": "success", "data": {"result": [{"metric": about, "value": [0, "4"]}]}}
    rating.price("vcpus", Decimal("0.25"))
    with CaptureServer(lambda _: Answer(body=json.dumps(measured).encode())) as prometheus:
        rating.process(project.project_id, begin, prometheus.endpoint)
        (asked,) = prometheus.requests
    assert project.project_id in asked.target
    (item,) = rated.list_costs(begin, end)
    assert (item.service, item.resource_id, item.name) == ("vcpus", "server", "metered")
    assert (item.quantity, item.unit, item.cost) == (4.0, "vcpu", Decimal(1))
    assert rated.get_costs(begin, end).total == 1


def test_measures_of_a_resource(
    measured: InfomaniakMeteringClient, gnocchi: GnocchiServer, project: Any
) -> None:
    values = {START + number * HOUR: float(number) for number in range(4)}
    gnocchi.gnocchi.measured = [
        Measured(project.project_id, f"{number:04}", "instance", START, {"cpu": values, "memory": {}}, 3600)
        for number in range(501)
    ]
    found = list(measured.list_metered_resources("instance"))
    assert len({one.id for one in found}) == 501
    assert (found[0].metrics, found[0].started_at, found[0].ended_at) == (("cpu", "memory"), START, None)
    measures = list(measured.list_measures(found[0].id, "cpu", START + HOUR, START + 3 * HOUR))
    assert [(one.at, one.span, one.value) for one in measures] == [
        (START + HOUR, HOUR, 1.0),
        (START + 2 * HOUR, HOUR, 2.0),
    ]
    for resource, metric in (("no-such", "cpu"), (found[0].id, "no-such")):
        with pytest.raises(NotFoundError, match="does not exist"):
            measured.list_measures(resource, metric, START, START + HOUR)
    with pytest.raises(InvalidRequestError, match="aggregation"):
        measured.list_measures(found[0].id, "cpu", START, START + HOUR, aggregation="no-such")
