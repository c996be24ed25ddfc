"""Gnocchi, which keeps what is measured.

https://gnocchi.osci.io/rest.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.requests import ask

_PAGE = 500


@dataclass(frozen=True, slots=True)
class MeteredResource:
    """A resource that is measured.

    Attributes:
        id: its id.
        type: Gnocchi's name for what it is: ``instance``.
        metrics: the names of what is measured.
        started_at: since when.
        ended_at: until when; ``None`` while it stands.
        details: what else Gnocchi says about it.
    """

    id: str
    type: str
    metrics: tuple[str, ...]
    started_at: datetime | None
    ended_at: datetime | None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Measure:
    """One value of a metric.

    Attributes:
        at: where its span begins.
        span: how long it is.
        value: the value.
    """

    at: datetime
    span: timedelta
    value: float


def resources(service: Any, kind: str) -> Iterator[MeteredResource]:
    """The resources of a type that are measured; ``generic`` is every type."""
    query = {"limit": str(_PAGE), "sort": "id:asc"}
    while True:
        found = ask(service, "GET", "v1", "resource", kind, params=query)
        for one in found:
            yield MeteredResource(
                one["id"],
                one["type"],
                tuple(sorted(one["metrics"])),
                moment(one.get("started_at")),
                moment(one.get("ended_at")),
                one,
            )
        if len(found) < _PAGE:
            return
        query["marker"] = found[-1]["id"]


def measures(
    service: Any, resource_id: str, metric: str, start: datetime, end: datetime, aggregation: str
) -> Iterator[Measure]:
    """The values of one metric of a resource, in the order of their times."""
    path = ("v1", "resource", "generic", resource_id, "metric", metric, "measures")
    query = {"start": start.isoformat(), "stop": end.isoformat(), "aggregation": aggregation}
    for at, span, value in ask(service, "GET", *path, params=query):
        yield Measure(moment(at) or start, timedelta(seconds=span), value)
