"""Neutron's floating IPs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.network.addresses import AddressOperations, FloatingIp
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.neutron import NeutronClient
from codomyrmex.cloud.infomaniak.network.neutron_values import floating_ip_of


class NeutronAddresses(NeutronClient, AddressOperations):
    """Floating IPs. A router must lead from a port's subnet to the external network."""

    def _list_floating_ips(self) -> Iterator[FloatingIp]:
        return map(floating_ip_of, self._pages(self._neutron, "/floatingips", "floatingips"))

    def _get_floating_ip(self, floating_ip_id: str) -> FloatingIp:
        return floating_ip_of(json_of(self._neutron.get_ip(floating_ip_id)))

    def _allocate_floating_ip(
        self, network_id: str | None, description: str, tags: Mapping[str, str]
    ) -> FloatingIp:
        of = network_id or self._external_network()
        return floating_ip_of(self._create("ip", tags, floating_network_id=of, description=description))

    def _external_network(self) -> str:
        query = {"router:external": "true"}
        found = list(self._pages(self._neutron, "/networks", "networks", query))
        if not found:
            raise NotFoundError("No network is external, so there are no floating IPs.")
        if len(found) > 1:
            named = ", ".join(f"{network['name']} ({network['id']})" for network in found)
            raise InvalidRequestError(f"Several networks are external; say which: {named}.")
        return str(found[0]["id"])

    def _update_floating_ip(self, floating_ip_id: str, changes: Mapping[str, Any]) -> FloatingIp:
        return floating_ip_of(self._update("ip", floating_ip_id, changes))

    def _associate_floating_ip(
        self, floating_ip_id: str, port_id: str, fixed_address: str | None
    ) -> FloatingIp:
        fields = {"port_id": port_id}
        if fixed_address is not None:
            fields["fixed_ip_address"] = fixed_address
        return floating_ip_of(json_of(self._neutron.update_ip(floating_ip_id, **fields)))

    def _disassociate_floating_ip(self, floating_ip_id: str) -> FloatingIp:
        if self._get_floating_ip(floating_ip_id).port_id is None:
            raise ConflictError("The floating IP leads to no port.", resource=floating_ip_id)
        return floating_ip_of(json_of(self._neutron.update_ip(floating_ip_id, port_id=None)))

    def _release_floating_ip(self, floating_ip_id: str) -> None:
        self._neutron.delete_ip(floating_ip_id, ignore_missing=False)
