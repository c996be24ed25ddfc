"""What CloudKitty's two APIs answer, from the data frames that a test gives.

https://docs.openstack.org/cloudkitty/latest/api-reference/v1/v1.html
https://docs.openstack.org/cloudkitty/latest/api-reference/v2/index.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.servers.rating.refusals import RefusedError, check_names, time_of


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


class CloudKitty:
    """The rating of every project.

    Args:
        versions: the APIs that there are.

    Attributes:
        rated: what was rated.
    """

    def __init__(self, versions: tuple[str, ...]) -> None:
        self._versions = versions
        self.rated: list[Rated] = []

    def answer(self, path: str, query: Mapping[str, str], project: str) -> Any:
        """The answer to a GET.

        Raises:
            RefusedError: there is no such path, or the query is not as described.
        """
        calls: dict[str, Callable[[Mapping[str, str], str], Any]] = {
            "v1/report/summary": self._report,
            "v1/storage/dataframes": self._storage,
            "v2/summary": self._summary,
            "v2/dataframes": self._dataframes,
        }
        if path not in calls or path[:2] not in self._versions:
            raise RefusedError(404, "The requested URL was not found on the server.")
        return calls[path](query, project)

    def _between(self, query: Mapping[str, str], project: str, *, zoned: bool) -> list[Rated]:
        begin, end = time_of(query, "begin", zoned=zoned), time_of(query, "end", zoned=zoned)
        return [one for one in self.rated if one.project == project and begin <= one.begin < end]

    def _report(self, query: Mapping[str, str], project: str) -> Any:
        check_names(query, "begin", "end", "tenant_id", "service", "groupby", "all_tenants")
        found = self._between(query, project, zoned=False)
        groups: defaultdict[str | None, list[Rated]] = defaultdict(list)
        for one in found:
            groups[one.type if "res_type" in query.get("groupby", "") else None].append(one)
        return {
            "summary": [
                {
                    "res_type": kind or "ALL",
                    "tenant_id": project,
                    "begin": query["begin"],
                    "end": query["end"],
                    "rate": str(sum(one.price for one in ones)),
                }
                for kind, ones in groups.items()
            ]
        }

    def _storage(self, query: Mapping[str, str], project: str) -> Any:
        check_names(query, "begin", "end", "tenant_id", "resource_type")
        kind = query.get("resource_type")
        return {
            "dataframes": [
                {
                    "begin": one.begin.replace(tzinfo=None).isoformat(),
                    "end": one.end.replace(tzinfo=None).isoformat(),
                    "tenant_id": project,
                    "resources": [
                        {
                            "service": one.type,
                            "desc": {**one.groupby, "name": one.name},
                            "volume": str(one.qty),
                            "rating": str(one.price),
                        }
                    ],
                }
                for one in self._between(query, project, zoned=False)
                if kind in (None, one.type)
            ]
        }

    def _summary(self, query: Mapping[str, str], project: str) -> Any:
        check_names(query, "begin", "end", "groupby", "filters", "offset", "limit")
        names = [name for name in query.get("groupby", "").split(",") if name]
        groups: defaultdict[tuple[str, ...], list[Rated]] = defaultdict(list)
        for one in self._between(query, project, zoned=True):
            values = {**one.groupby, "type": one.type, "time": one.begin.isoformat()}
            groups[tuple(values[name] for name in names)].append(one)
        shown = [name for name in names if name != "time"]
        results = [
            [
                ones[0].begin.isoformat() if "time" in names else query["begin"],
                ones[0].end.isoformat() if "time" in names else query["end"],
                sum(one.qty for one in ones),
                sum(one.price for one in ones),
                *(value for name, value in zip(names, key, strict=True) if name != "time"),
            ]
            for key, ones in groups.items()
        ]
        return {
            "total": len(results),
            "columns": ["begin", "end", "qty", "rate", *shown] if results else [],
            "results": _page(results, query),
        }

    def _dataframes(self, query: Mapping[str, str], project: str) -> Any:
        check_names(query, "begin", "end", "filters", "offset", "limit")
        kind = query.get("filters", "").removeprefix("type:")
        found = [one for one in self._between(query, project, zoned=True) if kind in ("", one.type)]
        if not found:
            raise RefusedError(404, "No resource found for provided filters.")
        return {
            "total": len(found),
            "dataframes": [
                {
                    "period": {"begin": one.begin.isoformat(), "end": one.end.isoformat()},
                    "usage": {
                        one.type: [
                            {
                                "vol": {"unit": one.unit, "qty": one.qty},
                                "rating": {"price": one.price},
                                "groupby": one.groupby,
                                "metadata": {"name": one.name},
                            }
                        ]
                    },
                }
                for one in _page(found, query)
            ],
        }


def _page(found: list[Any], query: Mapping[str, str]) -> list[Any]:
    try:
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 100))
    except ValueError:
        raise RefusedError(400, "Invalid data: expected int") from None
    if offset < 0 or limit < 1:
        raise RefusedError(400, "Invalid data: out of range")
    return found[offset : offset + limit]
