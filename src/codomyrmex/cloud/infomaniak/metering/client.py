"""The client of usage and costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.metering import MeteringClient, UsageItem
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.metering import gnocchi, usage
from codomyrmex.cloud.infomaniak.metering.quotas import quotas
from codomyrmex.cloud.infomaniak.metering.rating import UNIT, Rating
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from codomyrmex.validation import check_identifier

if TYPE_CHECKING:
    from codomyrmex.cloud.common.metering.client import CostKey
    from codomyrmex.cloud.common.quotas import Quota

# https://docs.infomaniak.cloud/metering/billing: what one franc or euro is in Infomaniak Cloud Units.
_UNITS_FOR = {"CHF": Decimal(50), "EUR": Decimal("55.5")}
_READERS = {
    "compute": usage.compute,
    "block_storage": usage.block_storage,
    "network": usage.network,
    "load_balancing": usage.load_balancing,
    "object_storage": usage.object_storage,
}


class InfomaniakMeteringClient(OpenStackClient, MeteringClient):
    """Usage and costs of Infomaniak's public cloud, or of any other OpenStack.

    Usage is what Nova, Cinder, Neutron, Octavia and Swift say themselves. Costs are CloudKitty's, in
    Infomaniak Cloud Units (``ICU``) or, converted, in ``CHF`` or ``EUR``; measures are Gnocchi's.
    """

    services: ClassVar[tuple[str, ...]] = tuple(_READERS)

    @operation("list_metered_resources")
    def list_metered_resources(self, kind: str = "generic") -> Iterator[gnocchi.MeteredResource]:
        """The resources that Gnocchi measures, lazily.

        Args:
            kind: Gnocchi's name for a type of resource; ``generic`` is every type.

        Raises:
            NotSupportedError: the cloud has no Gnocchi.
            NotFoundError: there is no such type.
        """
        check_identifier(kind, "a type of resource")
        return begin(gnocchi.resources(self._adapter("metric"), kind), self._error_of)

    @operation("list_measures")
    def list_measures(
        self, resource_id: str, metric: str, start: datetime, end: datetime, *, aggregation: str = "mean"
    ) -> Iterator[gnocchi.Measure]:
        """The values of one metric of a resource, in the order of their times.

        Args:
            resource_id: the id of the resource.
            metric: the name of the metric: ``cpu``.
            start: where the period begins, with a time zone.
            end: where it ends.
            aggregation: how values of one span are put together: ``mean``, ``max``, ``sum``.

        Raises:
            NotSupportedError: the cloud has no Gnocchi.
            NotFoundError: there is no such resource or metric.
            InvalidRequestError: there is no such aggregation.
        """
        check_identifier(resource_id, "a resource id")
        check_identifier(metric, "a metric")
        found = gnocchi.measures(self._adapter("metric"), resource_id, metric, start, end, aggregation)
        return begin(found, self._error_of)

    def _list_usage(self, service: str, start: datetime, end: datetime) -> Iterator[UsageItem]:
        return _READERS[service](self, start, end)

    def _list_costs(self, start: datetime, end: datetime, service: str | None) -> Iterator[UsageItem]:
        return Rating(self._adapter("rating")).items(start, end, service)

    def _get_costs(self, start: datetime, end: datetime, by: CostKey) -> dict[str, Decimal]:
        return Rating(self._adapter("rating")).costs(start, end, by)

    def _currency(self, currency: str | None) -> tuple[str, Decimal]:
        if currency is None or currency == UNIT:
            return UNIT, Decimal(1)
        if currency not in _UNITS_FOR:
            raise NotSupportedError(f"Costs are in {UNIT}, {', '.join(_UNITS_FOR)}, not in {currency}.")
        return currency, 1 / _UNITS_FOR[currency]

    def _list_quotas(self) -> Iterator[Quota]:
        return quotas(self)

    def _adapter(self, service: str) -> Any:
        """What asks a service that openstacksdk has no calls for."""
        from keystoneauth1.adapter import Adapter

        native = self.native
        return Adapter(
            native.session,
            service_type=service,
            interface="public",
            region_name=self.region,
            endpoint_override=native.config.get_endpoint(service),
        )
