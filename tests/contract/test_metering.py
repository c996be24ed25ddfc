"""Usage and costs, the same on every cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotSupportedError
from codomyrmex.cloud.common.metering import MeteringClient
from tests.contract.metering import MeteringPlace
from tests.contract.openstack_metering import openstack_place

START = datetime(2026, 3, 1, tzinfo=UTC)
END = datetime(2026, 3, 11, tzinfo=UTC)


@pytest.fixture(scope="module", params=["v2", "v1"])
def place(openstack_cloud: Any, cloudkitty: Any, request: pytest.FixtureRequest) -> Iterator[MeteringPlace]:
    """An account that owes nothing."""
    with openstack_place(openstack_cloud, cloudkitty(request.param)) as found:
        yield found


@pytest.fixture(scope="module")
def owed(place: MeteringPlace) -> tuple[str, str]:
    """The ids of a server and a volume that cost something in the first ten days of March."""
    server, volume = place.resource(), place.resource()
    place.rates("volume.size", volume, START - timedelta(hours=1), Decimal(1000))
    for day in range(2):
        place.rates("instance", server, START + timedelta(days=day), Decimal("3.25"))
        place.rates("volume.size", volume, START + timedelta(days=day), Decimal("0.5"))
    place.rates("volume.size", volume, END, Decimal(1000))
    return server, volume


def test_costs_by_service_resource_and_day(place: MeteringPlace, owed: tuple[str, str]) -> None:
    def costs(by: Any) -> list[tuple[str, Decimal]]:
        found = place.client.get_costs(START, END, by=by)
        assert found.total == Decimal("7.5")
        return [(line.key, line.amount) for line in found.lines]

    assert costs("service") == [("instance", Decimal("6.5")), ("volume.size", Decimal(1))]
    assert costs("resource") == [(owed[0], Decimal("6.5")), (owed[1], Decimal(1))]
    assert costs("day") == [("2026-03-01", Decimal("3.75")), ("2026-03-02", Decimal("3.75"))]


@pytest.mark.usefixtures("owed")
def test_every_cost_has_its_resource(place: MeteringPlace) -> None:
    items = list(place.client.list_costs(START, END, service="volume.size"))
    assert [(item.name, item.quantity, item.cost) for item in items] == [("named", 1.5, Decimal("0.5"))] * 2
    assert (items[0].start, items[0].end) == (START, START + timedelta(hours=1))
    assert len(list(place.client.list_costs(START, END))) == 4


def test_a_period_without_costs(place: MeteringPlace) -> None:
    long_ago = START - timedelta(days=300)
    assert list(place.client.list_costs(long_ago, long_ago + timedelta(days=1))) == []
    assert place.client.get_costs(long_ago, long_ago + timedelta(days=1)).total == 0


def test_the_forecast_goes_on_as_the_month_began(place: MeteringPlace) -> None:
    now = datetime.now(UTC)
    place.rates(
        "instance",
        place.resource(),
        now.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
        Decimal(10),
    )
    found = place.client.forecast()
    assert found.spent == 10
    assert (found.since.day, found.until.day, found.until > now) == (1, 1, True)
    share = (found.until - found.since) / (now - found.since)
    assert float(found.amount) == pytest.approx(10 * share, rel=0.01)


def test_what_is_used_is_listed_and_added_up(place: MeteringPlace) -> None:
    ids = {place.uses(), place.uses()}
    items = list(place.client.list_usage(service=place.service))
    assert ids <= {item.resource_id for item in items}
    assert all(item.quantity >= 0 and item.service == place.service for item in items)
    (whole,) = place.client.list_usage(service=place.service, group_by="service")
    assert whole.quantity == pytest.approx(sum(item.quantity for item in items), abs=0.1)
    single = place.client.list_usage(service=place.service, group_by="resource")
    assert {item.resource_id for item in single} == {item.resource_id for item in items}


def test_what_began_later_is_not_of_the_period(place: MeteringPlace) -> None:
    place.uses()
    assert list(place.client.list_usage(START, END, service=place.service)) == []


def test_every_service_at_once_and_what_is_missing(place: MeteringPlace) -> None:
    used = place.uses()
    found = place.client.get_all_usage()
    assert used in {item.resource_id for item in found.items}
    (problem,) = found.problems
    assert (problem.service, problem.error) == ("load_balancing", "NotSupportedError")
    assert "load-balancer" in problem.message


def test_quotas(place: MeteringPlace) -> None:
    before = {quota.name: quota for quota in place.client.list_quotas()}
    place.uses()
    after = {quota.name: quota for quota in place.client.list_quotas()}
    changed = {name for name in after if after[name].used > before[name].used}
    assert changed
    assert all(name.startswith(place.service) for name in changed)
    assert {name.partition(".")[0] for name in after} <= set(place.client.services)


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.get_costs(END, START),
        lambda client: client.get_costs(START, START),
        lambda client: client.list_costs(END, START),
        lambda client: client.list_usage(END, START),
        lambda client: client.get_all_usage(END, START),
        lambda client: client.get_costs(START.replace(tzinfo=None), END),
        lambda client: client.get_costs(START, END, by="colour"),
        lambda client: client.list_usage(service="no-such-service"),
    ],
)
def test_what_is_invalid(place: MeteringPlace, call: Callable[[MeteringClient], Any]) -> None:
    with pytest.raises(InvalidRequestError):
        call(place.client)


def test_a_currency_that_there_is_not(place: MeteringPlace) -> None:
    with pytest.raises(NotSupportedError, match="XYZ"):
        place.client.get_costs(START, END, currency="XYZ")


@pytest.mark.usefixtures("owed")
def test_eight_threads_share_a_client(place: MeteringPlace) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: place.client.get_costs(START, END).total, range(16)))
    assert found == [Decimal("7.5")] * 16
