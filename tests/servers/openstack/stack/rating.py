"""The cloud's CloudKitty, as a test sees it."""

from __future__ import annotations

import json
import urllib.request
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.servers.openstack.stack import backends
from tests.servers.openstack.stack.demand import demand
from tests.servers.openstack.stack.readiness import connect
from tests.servers.openstack.stack.services.cloudkitty import FIRST, influxd
from tests.servers.openstack.stack.site import Site
from tests.servers.process import ServerUnavailableError


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
