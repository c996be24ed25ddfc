"""The cloud's CloudKitty, as a test sees it."""

from __future__ import annotations

import json
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.servers.openstack.stack import backends
from tests.servers.openstack.stack.demand import demand
from tests.servers.openstack.stack.readiness import connect
from tests.servers.openstack.stack.runner import Runner
from tests.servers.openstack.stack.services.cloudkitty import FIRST, influxd
from tests.servers.openstack.stack.site import Site
from tests.servers.process import ServerUnavailableError

SCRIPT = Path(__file__).with_name("rate_period.py")


@dataclass(frozen=True)
class Rated:
    """What one resource of a project used in one collect period, and its price."""

    project: str
    begin: datetime
    end: datetime
    type: str
    id: str
    qty: float
    unit: str
    price: float
    name: str = ""

    @property
    def groupby(self) -> dict[str, str]:
        """What it can be grouped by."""
        return {"id": self.id, "project_id": self.project}


def start_rating(site: Site) -> None:
    """Have CloudKitty run.

    Raises:
        ServerUnavailableError: this machine has no InfluxDB.
    """
    if influxd() is None:
        raise ServerUnavailableError("no influxd (scripts/bootstrap debian)")
    demand(site, "cloudkitty")
    statement = f"{site.url('influx')}/query?q=CREATE+DATABASE+cloudkitty"
    urllib.request.urlopen(urllib.request.Request(statement, method="POST")).close()


class CloudKitty:
    """CloudKitty over one of its kinds of storage.

    Args:
        site: where it runs.
        version: ``v1`` or ``v2``: over the first kind of storage it has no second API.

    Attributes:
        url: its address.
    """

    def __init__(self, site: Site, version: str) -> None:
        self._site = site
        self._is_first = version == "v1"
        self.url = site.url(FIRST if self._is_first else "cloudkitty")

    def rate(self, *rated: Rated) -> None:
        """Let it have rated this."""
        if self._is_first:
            rows = ", ".join(map(_row, rated))
            columns = "begin, end, tenant_id, unit, qty, res_type, rate, `desc`"
            statement = f"INSERT INTO rated_data_frames ({columns}) VALUES {rows}"  # noqa: S608
            backends.execute(self._site, statement, "cloudkitty")
            return
        with connect(self._site) as admin:
            answer = admin.session.post(f"{self.url}/v2/dataframes", json={"dataframes": _frames(rated)})
            answer.raise_for_status()

    def price(self, metric: str, cost: Decimal) -> None:
        """Let each unit of a metric cost this in what :meth:`process` rates; a metric has one price."""
        modules, rules = f"{self.url}/v1/rating/modules", f"{self.url}/v1/rating/module_config/hashmap"
        with connect(self._site) as admin:
            priced = admin.session.get(f"{rules}/services").json()["services"]
            if metric in {service["name"] for service in priced}:
                return
            service = admin.session.post(f"{rules}/services", json={"name": metric}).json()["service_id"]
            rule = {"service_id": service, "type": "flat", "cost": str(cost), "start": "2020-01-01T00:00:00"}
            admin.session.post(f"{rules}/mappings?force=true", json=rule)
            enabled = {"module_id": "hashmap", "enabled": True}
            admin.session.put(f"{modules}/hashmap", json=enabled, redirect=False)

    def process(self, project: str, begin: datetime, prometheus: str) -> None:
        """Collect and rate what a project has used in the hour that begins then.

        Args:
            project: its id.
            begin: when the hour begins.
            prometheus: the address of what has measured.
        """
        name = "first.conf" if self._is_first else "second.conf"
        configuration = str(self._site.folder / "cloudkitty" / name)
        Runner(self._site).run("python", str(SCRIPT), configuration, prometheus, project, begin.isoformat())


def _frames(rated: tuple[Rated, ...]) -> list[dict[str, Any]]:
    """Data frames of the second API; each has all of one period."""
    periods: dict[tuple[str, str], defaultdict[str, list[Any]]] = {}
    for one in rated:
        usage = periods.setdefault((one.begin.isoformat(), one.end.isoformat()), defaultdict(list))
        usage[one.type].append(
            {
                "vol": {"unit": one.unit, "qty": one.qty},
                "rating": {"price": one.price},
                "groupby": one.groupby,
                "metadata": {"name": one.name},
            }
        )
    return [
        {"period": {"begin": begin, "end": end}, "usage": usage} for (begin, end), usage in periods.items()
    ]


def _row(one: Rated) -> str:
    """What its first kind of storage writes for it."""
    begin, end = (f"{time:%Y-%m-%d %H:%M:%S}" for time in (one.begin, one.end))
    about = json.dumps({**one.groupby, "name": one.name})
    values = (begin, end, one.project, one.unit, one.qty, one.type, one.price, about)
    return "({})".format(", ".join(f"'{value}'" for value in values))
