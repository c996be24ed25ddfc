"""CloudKitty, which rates what Gnocchi measures.

Its second API where there is one, else the first.

https://docs.openstack.org/cloudkitty/latest/api-reference/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.metering import UsageItem
from codomyrmex.cloud.infomaniak.requests import ask

if TYPE_CHECKING:
    from codomyrmex.cloud.common.metering.client import CostKey

UNIT = "ICU"
_PAGE = 1000
_NOTHING = "No resource found"
_GROUPS = {"service": ("type",), "resource": ("type", "id"), "day": ("time",)}


class Rating:
    """CloudKitty of one project.

    Args:
        service: an adapter of keystoneauth1 for it.
    """

    def __init__(self, service: Any) -> None:
        self._service = service
        self._is_first = False

    def costs(self, start: datetime, end: datetime, by: CostKey) -> dict[str, Decimal]:
        """Costs in CloudKitty's unit, by their key."""
        found: defaultdict[str, Decimal] = defaultdict(Decimal)
        for key, amount in self._summed(start, end, by):
            found[key] += amount
        return dict(found)

    def items(self, start: datetime, end: datetime, service: str | None) -> Iterator[UsageItem]:
        """Everything that was rated."""
        if not self._is_first:
            try:
                yield from self._frames(start, end, service)
            except NotFoundError as error:
                if _NOTHING in error.message:
                    return
                self._is_first = True
        if self._is_first:
            yield from self._first_frames(start, end, service)

    def _summed(self, start: datetime, end: datetime, by: CostKey) -> Iterator[tuple[str, Decimal]]:
        if not self._is_first:
            try:
                yield from self._summary(start, end, by)
            except NotFoundError:
                self._is_first = True
        if self._is_first:
            yield from self._first_summary(start, end, by)

    def _summary(self, start: datetime, end: datetime, by: CostKey) -> Iterator[tuple[str, Decimal]]:
        query = {**_period(start, end), "groupby": ",".join(_GROUPS[by])}
        for page in self._pages("summary", query, "results"):
            for values in page["results"]:
                row = dict(zip(page["columns"], values, strict=True))
                if row["rate"] is not None:  # InfluxDB has a row for every hour, null where nothing was rated
                    yield _key(by, row), Decimal(str(row["rate"]))

    def _frames(self, start: datetime, end: datetime, service: str | None) -> Iterator[UsageItem]:
        query = _period(start, end) | ({} if service is None else {"filters": f"type:{service}"})
        for page in self._pages("dataframes", query, "dataframes"):
            for frame in page["dataframes"]:
                since, until = _time(frame["period"]["begin"]), _time(frame["period"]["end"])
                for kind, points in frame["usage"].items():
                    for point in points:
                        said = {**point.get("metadata", {}), **point.get("groupby", {})}
                        quantity, unit = point["vol"]["qty"], point["vol"]["unit"]
                        yield _item(kind, said, quantity, unit, since, until, point["rating"]["price"])

    def _first_summary(self, start: datetime, end: datetime, by: CostKey) -> Iterator[tuple[str, Decimal]]:
        if by == "service":
            query = {**_naive_period(start, end), "groupby": "res_type"}
            for row in self._ask("v1", "report", "summary", query=query)["summary"]:
                yield row["res_type"], Decimal(str(row["rate"]))
            return
        for item in self._first_frames(start, end, None):
            key = item.start.date().isoformat() if by == "day" else item.resource_id or item.service
            yield key, item.cost or Decimal(0)

    def _first_frames(self, start: datetime, end: datetime, service: str | None) -> Iterator[UsageItem]:
        query = _naive_period(start, end) | ({} if service is None else {"resource_type": service})
        for frame in self._ask("v1", "storage", "dataframes", query=query)["dataframes"]:
            since, until = _time(frame["begin"]), _time(frame["end"])
            for one in frame["resources"]:
                yield _item(one["service"], one["desc"], one["volume"], "", since, until, one["rating"])

    def _pages(self, name: str, query: Mapping[str, str], key: str) -> Iterator[Any]:
        offset = 0
        while True:
            page = self._ask("v2", name, query={**query, "offset": str(offset), "limit": str(_PAGE)})
            yield page
            if not page[key] or offset + _PAGE >= page["total"]:
                return
            offset += _PAGE

    def _ask(self, *path: str, query: Mapping[str, str]) -> Any:
        return ask(self._service, "GET", *path, params=query)


def _item(
    kind: str,
    said: Mapping[str, Any],
    quantity: Any,
    unit: str,
    since: datetime,
    until: datetime,
    price: Any,
) -> UsageItem:
    resource = said.get("id") or said.get("resource_id")
    name = said.get("display_name") or said.get("name") or resource or kind
    return UsageItem(
        kind,
        kind,
        resource,
        name,
        float(quantity),
        unit,
        since,
        until,
        Decimal(str(price)),
        UNIT,
        details=said,
    )


def _key(by: CostKey, row: Mapping[str, Any]) -> str:
    if by == "day":
        return _time(row["begin"]).date().isoformat()
    return str((row.get("id") if by == "resource" else None) or row["type"])


def _period(start: datetime, end: datetime) -> dict[str, str]:
    return {"begin": start.isoformat(timespec="seconds"), "end": end.isoformat(timespec="seconds")}


def _naive_period(start: datetime, end: datetime) -> dict[str, str]:
    # The first API knows no time zones.
    return {key: value.removesuffix("+00:00") for key, value in _period(start, end).items()}


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
