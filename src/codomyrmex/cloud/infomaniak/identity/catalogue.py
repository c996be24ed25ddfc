"""The services of a cloud and where they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.identity.requests import KeystoneRequests


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one service is.

    Attributes:
        service: its name: ``nova``.
        type: what it does: ``compute``.
        region: the region that it serves.
        interface: for whom: ``public``, ``internal`` or ``admin``.
        url: its address.
    """

    service: str
    type: str
    region: str | None
    interface: str
    url: str


class CatalogueOperations(KeystoneRequests):
    """What :class:`InfomaniakIdentityClient` does with the catalogue.

    https://docs.openstack.org/api-ref/identity/v3/#get-service-catalog
    """

    @operation("list_endpoints")
    def list_endpoints(
        self, *, type: str | None = None, region: str | None = None, interface: str | None = None
    ) -> Iterator[Endpoint]:
        """The addresses of the services that the caller can use.

        Args:
            type: of services that do this alone: ``compute``.
            region: of this region alone.
            interface: of this one alone: ``public``, ``internal`` or ``admin``.
        """
        wanted = {"type": type, "region": region, "interface": interface}
        chosen = {name: value for name, value in wanted.items() if value is not None}
        return begin(
            (
                endpoint
                for endpoint in self._endpoints()
                if all(getattr(endpoint, name) == value for name, value in chosen.items())
            ),
            self._error_of,
        )

    def _endpoints(self) -> Iterator[Endpoint]:
        for service in self._ask("GET", "auth", "catalog")["catalog"]:
            for found in service["endpoints"]:
                yield Endpoint(
                    service=service.get("name") or service["type"],
                    type=service["type"],
                    region=found.get("region_id"),
                    interface=found["interface"],
                    url=found["url"],
                )
