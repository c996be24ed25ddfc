"""``cmx usage``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codomyrmex.cloud.cli.chart import bars
from tests.servers.openstack.stack.rating import Rated
from tests.servers.openstack.stack.region import region_with
from tests.unit.cloud.cli.conftest import Cmx
from tests.unit.cloud.cli.terminal import on_terminal

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def variables(openstack_cloud: Any, cloudkitty: Any) -> Iterator[dict[str, str]]:
    """Who calls: a user who owes 4 ICU for a server and 1 for a volume, on two days."""
    rating = cloudkitty("v2")
    added = {"rating": rating.url}
    with (
        region_with(openstack_cloud.admin(), added, without=("load-balancer",)) as region,
        openstack_cloud.project() as project,
    ):
        for day, service, price in ((0, "instance", 4.0), (1, "volume.size", 1.0)):
            begin = START + timedelta(days=day)
            end = begin + timedelta(hours=1)
            rating.rate(Rated(project.project_id, begin, end, service, f"id-{day}", 1, "GiB", price))
        yield {
            "INFOMANIAK_AUTH_URL": project.auth_url,
            "INFOMANIAK_REGION": region,
            "INFOMANIAK_APP_CREDENTIAL_ID": project.application_credential_id,
            "INFOMANIAK_APP_CREDENTIAL_SECRET": project.application_credential_secret,
        }


@pytest.fixture
def usage(cmx: Cmx, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Cmx:
    """Runs ``cmx usage`` as that user."""
    for key, value in variables.items():
        monkeypatch.setenv(key, value)
    return lambda *arguments: cmx("usage", *arguments)


def test_costs(usage: Cmx) -> None:
    period = ("--from", "2026-03-01", "--to", "2026-04-01")
    assert usage("costs", *period).out.splitlines() == [
        "SERVICE      ICU",
        "instance     4.00",
        "volume.size  1.00",
        "5.00 ICU from 2026-03-01 to 2026-04-01",
    ]
    assert usage(*period).out == usage("costs", *period).out
    found = usage(*period, "--by", "day", "--currency", "CHF", "--json").object
    assert (found["currency"], float(found["total"])) == ("CHF", 0.1)
    assert [line["key"] for line in found["lines"]] == ["2026-03-01", "2026-03-02"]


@pytest.mark.usefixtures("usage")
def test_a_terminal_gets_a_chart() -> None:
    code, shown = on_terminal("usage", "--from", "2026-03-01", "--to", "2026-04-01")
    first, second = (line for line in shown.decode().splitlines() if "." in line and "ICU" not in line)
    assert code == 0
    assert (first.count("█"), second.count("█")) == (40, 10)


def test_usage_and_what_is_missing(usage: Cmx) -> None:
    found = usage("ls", "--json")
    assert {"object_storage"} <= {item["service"] for item in found.lines}
    assert "load_balancing: " in found.err
    assert usage("ls", "--service", "object_storage").out.splitlines()[0].startswith("SERVICE")


def test_quotas_and_forecast(usage: Cmx) -> None:
    found = {quota["name"]: quota for quota in usage("quotas", "--json").lines}
    assert found["compute.cores"]["limit"] > found["compute.cores"]["used"] == 0
    assert "compute.cores" in usage("quotas").out
    assert usage("forecast", "--json").object["currency"] == "ICU"
    assert usage("forecast").out.startswith("0.00 ICU for ")


def test_periods_that_are_none(usage: Cmx) -> None:
    assert "is no time" in usage("costs", "--from", "yesterday").err
    assert "begins before it ends" in usage("costs", "--from", "2026-03-02", "--to", "2026-03-01").err


@pytest.mark.parametrize(
    ("values", "width", "shown"),
    [
        ([4.0, 2.0, 1.0, 0.0, -1.0], 4, ["████", "██", "█", "", ""]),
        ([1.0, 0.0001, 0.5625], 2, ["██", "▏", "█▏"]),
        ([0.0], 5, [""]),
        ([1.0], 0, [""]),
        ([], 5, []),
    ],
)
def test_bars(values: list[float], width: int, shown: list[str]) -> None:
    assert bars(values, width) == shown
