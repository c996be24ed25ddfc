"""Values from Neutron's JSON: https://docs.openstack.org/api-ref/network/v2/"""

from __future__ import annotations

from collections.abc import Iterable

from codomyrmex.cloud.common.network.addresses import FloatingIp
from codomyrmex.cloud.common.network.networks import Network
from codomyrmex.cloud.common.network.ports import Port, PortAddress
from codomyrmex.cloud.common.network.routers import Route, Router, RouterInterface
from codomyrmex.cloud.common.network.security import Direction, SecurityGroup, SecurityGroupRule
from codomyrmex.cloud.common.network.subnets import AllocationPool, Subnet
from codomyrmex.cloud.infomaniak.network.fields import JSON, common_of, state_of

# The ports by which a router is in a subnet, of one router and of the kinds that are on several hosts.
ROUTER_INTERFACES = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def network_of(item: JSON) -> Network:
    """A network."""
    return Network(
        state=state_of(item),
        subnet_ids=tuple(item.get("subnets") or ()),
        external=bool(item.get("router:external")),
        shared=bool(item.get("shared")),
        mtu=item.get("mtu"),
        **common_of(item, "status", "subnets", "router:external", "shared", "mtu"),
    )


def subnet_of(item: JSON) -> Subnet:
    """A subnet."""
    return Subnet(
        network_id=item["network_id"],
        cidr=item["cidr"],
        ip_version=item["ip_version"],
        gateway=item.get("gateway_ip"),
        dns_servers=tuple(item.get("dns_nameservers") or ()),
        dhcp=bool(item.get("enable_dhcp")),
        allocation_pools=tuple(
            AllocationPool(pool["start"], pool["end"]) for pool in item.get("allocation_pools") or ()
        ),
        **common_of(
            item,
            "network_id",
            "cidr",
            "ip_version",
            "gateway_ip",
            "dns_nameservers",
            "enable_dhcp",
            "allocation_pools",
        ),
    )


def port_of(item: JSON) -> Port:
    """A port."""
    return Port(
        network_id=item["network_id"],
        state=state_of(item),
        mac_address=item["mac_address"],
        addresses=tuple(
            PortAddress(fixed["ip_address"], fixed["subnet_id"]) for fixed in item.get("fixed_ips") or ()
        ),
        device_id=item.get("device_id") or None,
        device_owner=item.get("device_owner") or None,
        security_group_ids=tuple(item.get("security_groups") or ()),
        **common_of(
            item,
            "network_id",
            "status",
            "mac_address",
            "fixed_ips",
            "device_id",
            "device_owner",
            "security_groups",
        ),
    )


def router_of(item: JSON, ports: Iterable[Port]) -> Router:
    """A router.

    Args:
        item: the JSON.
        ports: its ports in subnets.
    """
    gateway = item.get("external_gateway_info") or {}
    return Router(
        state=state_of(item),
        gateway_network_id=gateway.get("network_id"),
        gateway_addresses=tuple(fixed["ip_address"] for fixed in gateway.get("external_fixed_ips") or ()),
        interfaces=tuple(
            RouterInterface(fixed.subnet_id, port.id, fixed.address)
            for port in ports
            for fixed in port.addresses
        ),
        routes=tuple(Route(one["destination"], one["nexthop"]) for one in item.get("routes") or ()),
        **common_of(item, "status", "routes"),
    )


def rule_of(item: JSON) -> SecurityGroupRule:
    """A rule of a security group."""
    read = (
        "id",
        "security_group_id",
        "direction",
        "ethertype",
        "protocol",
        "port_range_min",
        "port_range_max",
        "remote_ip_prefix",
        "remote_group_id",
        "description",
        "tenant_id",
    )
    return SecurityGroupRule(
        id=item["id"],
        group_id=item["security_group_id"],
        direction=Direction(item["direction"]),
        ip_version=6 if item["ethertype"] == "IPv6" else 4,
        protocol=item.get("protocol"),
        port_min=item.get("port_range_min"),
        port_max=item.get("port_range_max"),
        cidr=item.get("remote_ip_prefix"),
        remote_group_id=item.get("remote_group_id"),
        description=item.get("description") or "",
        details={name: value for name, value in item.items() if name not in read},
    )


def group_of(item: JSON) -> SecurityGroup:
    """A security group with its rules."""
    # Neutron's order is another each time.
    rules = sorted(map(rule_of, item.get("security_group_rules") or ()), key=_order_of)
    return SecurityGroup(rules=tuple(rules), **common_of(item, "security_group_rules"))


def _order_of(rule: SecurityGroupRule) -> tuple[str, int, str, int, str]:
    return rule.direction.value, rule.ip_version, rule.protocol or "", rule.port_min or 0, rule.id


def floating_ip_of(item: JSON) -> FloatingIp:
    """A floating IP."""
    fields = common_of(
        item,
        "floating_ip_address",
        "floating_network_id",
        "status",
        "port_id",
        "fixed_ip_address",
        "router_id",
    )
    del fields["name"]
    return FloatingIp(
        address=item["floating_ip_address"],
        state=state_of(item),
        network_id=item.get("floating_network_id"),
        port_id=item.get("port_id"),
        fixed_address=item.get("fixed_ip_address"),
        router_id=item.get("router_id"),
        **fields,
    )
