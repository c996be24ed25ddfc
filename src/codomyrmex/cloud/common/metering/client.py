"""Usage and costs of one account and region."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import ClassVar, Literal

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.metering.values import (
    CostForecast,
    CostLine,
    CostSummary,
    UsageItem,
    UsageProblem,
    UsageSummary,
)
from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.common.side_by_side import side_by_side
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError

CostKey = Literal["service", "resource", "day"]
_KEYS = ("service", "resource", "day")


class MeteringClient(ServiceClient, ABC):
    """Usage and costs of one account and region.

    A period is from ``start`` on to before ``end``, both with a time zone; without them it is the current
    month until now, in UTC. A provider fills in the hooks that begin with an underscore.

    Attributes:
        services: the services whose usage there is.
    """

    capability: ClassVar[str] = "metering"
    services: ClassVar[tuple[str, ...]] = ()

    @operation("list_usage")
    def list_usage(
        self,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        service: str | None = None,
        group_by: Literal["service", "resource"] | None = None,
    ) -> Iterator[UsageItem]:
        """What was used, lazily; of a service that reports no past, what stands now and began before ``end``.

        Args:
            start: where the period begins.
            end: where it ends.
            service: one of `services`; all of them one after the other if not given.
            group_by: add up what is of one service, or of one resource.

        Raises:
            InvalidRequestError: the period ends before it begins, or there is no such service.
            NotSupportedError: the account's cloud has no such service.
        """
        start, end = _period(start, end)
        if service is not None and service not in self.services:
            raise ValidationError(f"there is no usage of {service!r}, but of {', '.join(self.services)}")
        asked = self.services if service is None else (service,)
        items = (item for one in asked for item in self._list_usage(one, start, end))
        return begin(items if group_by is None else _grouped(items, group_by), self._error_of)

    @operation("get_all_usage")
    def get_all_usage(self, start: datetime | None = None, end: datetime | None = None) -> UsageSummary:
        """What was used of every service, all asked at once. One that refuses or is not there is said.

        Args:
            start: where the period begins.
            end: where it ends.

        Raises:
            InvalidRequestError: the period ends before it begins.
        """
        start, end = _period(start, end)

        def used(service: str) -> Iterator[UsageItem | UsageProblem]:
            try:
                yield from begin(self._list_usage(service, start, end), self._error_of)
            except CloudError as error:
                yield UsageProblem(service, type(error).__name__, error.message)

        found = side_by_side([partial(used, service) for service in self.services])
        in_order = sorted(found, key=lambda one: self.services.index(one.service))
        return UsageSummary(
            start,
            end,
            tuple(one for one in in_order if isinstance(one, UsageItem)),
            tuple(one for one in in_order if isinstance(one, UsageProblem)),
        )

    @operation("list_costs")
    def list_costs(
        self, start: datetime | None = None, end: datetime | None = None, *, service: str | None = None
    ) -> Iterator[UsageItem]:
        """What was rated, lazily, each item with its cost in the provider's own unit.

        Args:
            start: where the period begins.
            end: where it ends.
            service: only that of one service, by the name that the rating has for it.

        Raises:
            InvalidRequestError: the period ends before it begins.
            NotSupportedError: the account's cloud rates nothing.
        """
        start, end = _period(start, end)
        return begin(self._list_costs(start, end, service), self._error_of)

    @operation("get_costs")
    def get_costs(
        self,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        by: CostKey = "service",
        currency: str | None = None,
    ) -> CostSummary:
        """What a period costs by service, resource or day (of UTC).

        Args:
            start: where the period begins.
            end: where it ends.
            by: what the lines are about.
            currency: what to give amounts in; the provider's own unit if not given.

        Raises:
            InvalidRequestError: the period ends before it begins; there is no such key.
            NotSupportedError: the account's cloud rates nothing, or not in this currency.
        """
        start, end = _period(start, end)
        if by not in _KEYS:
            raise ValidationError(f"costs are by {', '.join(_KEYS)}, not by {by!r}")
        unit, rate = self._currency(currency)
        lines = [CostLine(key, amount * rate) for key, amount in self._get_costs(start, end, by).items()]
        lines.sort(key=lambda line: (line.key,) if by == "day" else (-line.amount, line.key))
        return CostSummary(start, end, by, unit, tuple(lines))

    @operation("forecast")
    def forecast(self, *, currency: str | None = None) -> CostForecast:
        """What the current month will cost if it goes on as it began.

        Args:
            currency: what to give amounts in; the provider's own unit if not given.

        Raises:
            NotSupportedError: the account's cloud rates nothing, or not in this currency.
        """
        since, now = _period(None, None)
        until = (since + timedelta(days=32)).replace(day=1)
        so_far = self.get_costs(since, now, currency=currency)
        share = Decimal((until - since) / (now - since))
        basis = f"the cost of {(now - since) / timedelta(days=1):.1f} days of {(until - since).days}"
        return CostForecast(so_far.total * share, so_far.currency, so_far.total, since, until, basis)

    @operation("list_quotas")
    def list_quotas(self) -> Iterator[Quota]:
        """What the account may have at most, of every service that says it: ``compute.cores``."""
        return begin(self._list_quotas(), self._error_of)

    @abstractmethod
    def _list_usage(self, service: str, start: datetime, end: datetime) -> Iterator[UsageItem]: ...

    @abstractmethod
    def _list_costs(self, start: datetime, end: datetime, service: str | None) -> Iterator[UsageItem]: ...

    @abstractmethod
    def _get_costs(self, start: datetime, end: datetime, by: CostKey) -> dict[str, Decimal]: ...

    @abstractmethod
    def _currency(self, currency: str | None) -> tuple[str, Decimal]:
        """A currency and what the provider's unit is worth in it."""

    @abstractmethod
    def _list_quotas(self) -> Iterator[Quota]: ...


def _period(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime]:
    until = datetime.now(UTC) if end is None else end
    if until.tzinfo is None or (start is not None and start.tzinfo is None):
        raise ValidationError("a period is of times with a time zone")
    until = until.astimezone(UTC)
    since = (
        (until - timedelta.resolution).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        if start is None
        else start.astimezone(UTC)
    )
    if since >= until:
        raise ValidationError(f"a period begins before it ends, not at {since.isoformat()}")
    return since, until


def _grouped(items: Iterable[UsageItem], group_by: str) -> Iterator[UsageItem]:
    groups: dict[tuple[str | None, ...], UsageItem] = {}
    for item in items:
        resource = item.resource_id if group_by == "resource" else None
        key = (item.service, item.resource_type, item.unit, item.currency, resource)
        before = groups.get(key)
        if before is None:
            name = item.name if group_by == "resource" else item.service
            groups[key] = replace(item, resource_id=resource, name=name, tags={}, details={})
            continue
        costs = [one.cost for one in (before, item) if one.cost is not None]
        groups[key] = replace(
            before, quantity=before.quantity + item.quantity, cost=sum(costs, Decimal(0)) if costs else None
        )
    return iter(groups.values())
