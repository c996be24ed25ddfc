"""Neutron's networks, subnets and ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from codomyrmex.cloud.common.network.networks import Network, NetworkOperations
from codomyrmex.cloud.common.network.ports import Port, PortOperations, PortRequest
from codomyrmex.cloud.common.network.subnets import AllocationPool, Subnet, SubnetOperations, SubnetRequest
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.neutron import NeutronClient
from codomyrmex.cloud.infomaniak.network.neutron_values import network_of, port_of, subnet_of
from codomyrmex.validation import check_identifier

# The API's names of what an update may change, where they are others.
_SUBNET_FIELDS = {"dns_servers": "dns_nameservers", "dhcp": "is_dhcp_enabled", "gateway": "gateway_ip"}


class NeutronNetworks(NeutronClient, NetworkOperations):
    """Networks. They have no range of their own, so that of a new one is not kept."""

    def _list_networks(self) -> Iterator[Network]:
        return map(network_of, self._pages(self._neutron, "/networks", "networks"))

    def _get_network(self, network_id: str) -> Network:
        return network_of(json_of(self._neutron.get_network(network_id)))

    def _create_network(
        self, name: str, cidr: str | None, description: str, tags: Mapping[str, str]
    ) -> Network:
        return network_of(self._create("network", tags, name=name, description=description))

    def _update_network(self, network_id: str, changes: Mapping[str, Any]) -> Network:
        return network_of(self._update("network", network_id, changes))

    def _delete_network(self, network_id: str) -> None:
        with self._said_in_use("network", network_id=network_id):
            self._neutron.delete_network(network_id, ignore_missing=False)


class NeutronSubnets(NeutronClient, SubnetOperations):
    """Subnets. Machines find their addresses of version 6 by router advertisements in a range of 64 bits,
    and ask for them in any other."""

    def _list_subnets(self, network_id: str | None) -> Iterator[Subnet]:
        query = {} if network_id is None else {"network_id": network_id}
        return map(subnet_of, self._pages(self._neutron, "/subnets", "subnets", query))

    def _get_subnet(self, subnet_id: str) -> Subnet:
        return subnet_of(json_of(self._neutron.get_subnet(subnet_id)))

    def _create_subnet(self, request: SubnetRequest) -> Subnet:
        fields: dict[str, Any] = {
            "network_id": request.network_id,
            "ip_version": request.ip_version,
            "cidr": request.cidr,
            "name": request.name,
            "description": request.description,
            "is_dhcp_enabled": request.dhcp,
            "dns_nameservers": list(request.dns_servers),
        }
        if not request.has_gateway or request.gateway is not None:
            fields["gateway_ip"] = request.gateway
        if request.allocation_pools:
            fields["allocation_pools"] = _pools_for(request.allocation_pools)
        if request.ip_version == 6 and request.dhcp:
            mode = "slaac" if request.cidr.endswith("/64") else "dhcpv6-stateful"
            fields |= {"ipv6_ra_mode": mode, "ipv6_address_mode": mode}
        return subnet_of(self._create("subnet", request.tags, **fields))

    def _update_subnet(self, subnet_id: str, changes: Mapping[str, Any]) -> Subnet:
        fields = {_SUBNET_FIELDS.get(name, name): value for name, value in changes.items()}
        if "allocation_pools" in fields:
            fields["allocation_pools"] = _pools_for(fields["allocation_pools"])
        return subnet_of(self._update("subnet", subnet_id, fields))

    def _delete_subnet(self, subnet_id: str) -> None:
        with self._said_in_use("subnet", fixed_ips=f"subnet_id={subnet_id}"):
            self._neutron.delete_subnet(subnet_id, ignore_missing=False)


class NeutronPorts(NeutronClient, PortOperations):
    """Ports."""

    def _list_ports(self, network_id: str | None, device_id: str | None) -> Iterator[Port]:
        asked = {"network_id": network_id, "device_id": device_id}
        return self._ports(**{name: value for name, value in asked.items() if value is not None})

    def _get_port(self, port_id: str) -> Port:
        return port_of(json_of(self._neutron.get_port(port_id)))

    def _create_port(self, request: PortRequest) -> Port:
        fields: dict[str, Any] = {
            "network_id": request.network_id,
            "name": request.name,
            "description": request.description,
        }
        fixed = {"subnet_id": request.subnet_id, "ip_address": request.address}
        wanted = {name: value for name, value in fixed.items() if value is not None}
        if wanted:
            fields["fixed_ips"] = [wanted]
        if request.security_group_ids is not None:
            fields["security_group_ids"] = list(request.security_group_ids)
        return port_of(self._create("port", request.tags, **fields))

    def _update_port(self, port_id: str, changes: Mapping[str, Any]) -> Port:
        fields = dict(changes)
        if "addresses" in fields:
            fields["fixed_ips"] = [
                {"ip_address": address, "subnet_id": subnet_id}
                for address, subnet_id in fields.pop("addresses")
            ]
        return port_of(self._update("port", port_id, fields))

    def _delete_port(self, port_id: str) -> None:
        self._neutron.delete_port(port_id, ignore_missing=False)

    @operation("set_allowed_addresses")
    def set_allowed_addresses(self, port_id: str, cidrs: Sequence[str]) -> Port:
        """Let a port have traffic of further addresses than its own, such as one that machines take over from
        each other. https://docs.openstack.org/api-ref/network/v2/#allowed-address-pairs

        Args:
            port_id: Neutron's id.
            cidrs: all further addresses and ranges from now on; they are in ``details`` of the port.

        Raises:
            NotFoundError: it is not there.
            ConflictError: its traffic is not checked.
            InvalidRequestError: one of them is no address or range.
        """
        check_identifier(port_id, "a port id")
        pairs = [{"ip_address": cidr} for cidr in cidrs]
        return self._update_port(port_id, {"allowed_address_pairs": pairs})

    @operation("set_port_security")
    def set_port_security(self, port_id: str, enabled: bool) -> Port:
        """Check the traffic of a port or not: its addresses, and what its security groups let through.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it is to be checked no more, and has security groups or further addresses.
        """
        check_identifier(port_id, "a port id")
        return self._update_port(port_id, {"is_port_security_enabled": enabled})


def _pools_for(pools: Sequence[AllocationPool]) -> list[dict[str, str]]:
    return [{"start": pool.first, "end": pool.last} for pool in pools]
