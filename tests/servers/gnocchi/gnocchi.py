"""What Gnocchi answers, from the resources and measures that a test gives.

https://gnocchi.osci.io/rest.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.servers.gnocchi.refusals import RefusedError, check_names, time_of

_MEASURES = re.compile(r"v1/resource/generic/([^/]+)/metric/([^/]+)/measures")
_AGGREGATIONS = ("mean", "min", "max", "sum", "std", "count")


@dataclass(frozen=True)
class Measured:
    """A resource of a project, with the values of its metrics by their times."""

    project: str
    id: str
    type: str
    started_at: datetime
    metrics: dict[str, dict[datetime, float]] = field(default_factory=dict)
    granularity: float = 300.0


class Gnocchi:
    """The measures of every project.

    Attributes:
        measured: what is measured.
    """

    def __init__(self) -> None:
        self.measured: list[Measured] = []

    def answer(self, path: str, query: Mapping[str, str], project: str) -> Any:
        """The answer to a GET.

        Raises:
            RefusedError: there is no such path, or the query is not as described.
        """
        mine = {one.id: one for one in self.measured if one.project == project}
        found = _MEASURES.fullmatch(path)
        if found is not None:
            return _measures(mine, found[1], found[2], query)
        kind = path.removeprefix("v1/resource/")
        if "/" in kind or kind not in {"generic", *(one.type for one in self.measured)}:
            raise RefusedError(404, f"Resource type {kind} does not exist")
        return _resources([one for one in mine.values() if kind in ("generic", one.type)], query)


def _resources(found: list[Measured], query: Mapping[str, str]) -> list[dict[str, Any]]:
    check_names(query, "limit", "marker", "sort", "details", "history")
    found = sorted(found, key=lambda one: one.id)
    marker = query.get("marker")
    rest = [one for one in found if marker is None or one.id > marker]
    return [
        {
            "id": one.id,
            "type": one.type,
            "project_id": one.project,
            "original_resource_id": one.id,
            "started_at": one.started_at.isoformat(),
            "ended_at": None,
            "metrics": {name: f"{one.id}-{name}" for name in one.metrics},
        }
        for one in rest[: int(query.get("limit", 1000))]
    ]


def _measures(
    mine: Mapping[str, Measured], resource: str, metric: str, query: Mapping[str, str]
) -> list[list[Any]]:
    check_names(query, "start", "stop", "aggregation", "granularity", "refresh", "resample")
    if resource not in mine:
        raise RefusedError(404, f"Resource {resource} does not exist")
    one = mine[resource]
    if metric not in one.metrics:
        raise RefusedError(404, f"Metric {metric} does not exist")
    if query.get("aggregation", "mean") not in _AGGREGATIONS:
        raise RefusedError(400, "Invalid aggregation method")
    start, stop = time_of(query, "start"), time_of(query, "stop")
    return [
        [at.isoformat(), one.granularity, value]
        for at, value in sorted(one.metrics[metric].items())
        if start <= at < stop
    ]
