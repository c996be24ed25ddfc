"""Neutron's routers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from codomyrmex.cloud.common.errors import ConflictError, NotFoundError
from codomyrmex.cloud.common.network.ports import Port
from codomyrmex.cloud.common.network.routers import Route, Router, RouterInterface, RouterOperations
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.neutron import NeutronClient
from codomyrmex.cloud.infomaniak.network.neutron_values import ROUTER_INTERFACES, router_of


class NeutronRouters(NeutronClient, RouterOperations):
    """Routers."""

    def _list_routers(self) -> Iterator[Router]:
        ports: dict[str | None, list[Port]] = defaultdict(list)
        for port in self._ports(device_owner=ROUTER_INTERFACES):
            ports[port.device_id].append(port)
        for item in self._pages(self._neutron, "/routers", "routers"):
            yield router_of(item, ports[item["id"]])

    def _get_router(self, router_id: str) -> Router:
        return self._with_interfaces(self._neutron.get_router(router_id))

    def _create_router(
        self, name: str, gateway_network_id: str | None, description: str, tags: Mapping[str, str]
    ) -> Router:
        fields: dict[str, Any] = {"name": name, "description": description}
        if gateway_network_id is not None:
            fields["external_gateway_info"] = {"network_id": gateway_network_id}
        return router_of(self._create("router", tags, **fields), ())

    def _update_router(self, router_id: str, changes: Mapping[str, Any]) -> Router:
        changed = self._update("router", router_id, changes)
        return router_of(changed, self._interfaces(router_id))

    def _delete_router(self, router_id: str) -> None:
        from openstack.exceptions import ConflictException

        try:
            self._neutron.delete_router(router_id, ignore_missing=False)
        except ConflictException as refusal:
            subnets = ", ".join(interface.subnet_id for interface in self._get_router(router_id).interfaces)
            if not subnets:
                raise
            raise ConflictError(
                f"The router has interfaces in the subnets {subnets}; remove them first.", status=409
            ) from refusal

    def _add_router_interface(self, router_id: str, subnet_id: str) -> RouterInterface:
        # A POST without the subnet's address in the answer: that is the gateway's.
        made = self._change_interfaces(router_id, "add", subnet_id)
        port = next(self._ports(id=made["port_id"]))
        address = next(fixed.address for fixed in port.addresses if fixed.subnet_id == subnet_id)
        return RouterInterface(subnet_id, port.id, address)

    def _remove_router_interface(self, router_id: str, subnet_id: str) -> None:
        self._change_interfaces(router_id, "remove", subnet_id)

    def _change_interfaces(self, router_id: str, verb: str, subnet_id: str) -> dict[str, Any]:
        # The methods of openstacksdk for this take other names from one version to the next.
        path = f"/routers/{quote(router_id, safe='')}/{verb}_router_interface"
        answer = self._neutron.put(path, json={"subnet_id": subnet_id})
        from openstack.exceptions import raise_from_response

        raise_from_response(answer)
        found: dict[str, Any] = answer.json()
        return found

    def _set_router_gateway(self, router_id: str, network_id: str | None) -> Router:
        gateway = {} if network_id is None else {"network_id": network_id}
        return self._with_interfaces(self._neutron.update_router(router_id, external_gateway_info=gateway))

    def _add_router_route(self, router_id: str, route: Route) -> Router:
        return self._with_interfaces(self._neutron.add_extra_routes_to_router(router_id, _routes_body(route)))

    def _remove_router_route(self, router_id: str, route: Route) -> Router:
        if route not in self._get_router(router_id).routes:
            raise NotFoundError(
                f"The router has no route to {route.cidr} by {route.next_hop}.", resource=router_id
            )
        return self._with_interfaces(
            self._neutron.remove_extra_routes_from_router(router_id, _routes_body(route))
        )

    def _with_interfaces(self, router: Any) -> Router:
        return router_of(json_of(router), self._interfaces(router.id))

    def _interfaces(self, router_id: str) -> Iterator[Port]:
        return self._ports(device_id=router_id, device_owner=ROUTER_INTERFACES)


def _routes_body(route: Route) -> dict[str, Any]:
    return {"router": {"routes": [{"destination": route.cidr, "nexthop": route.next_hop}]}}
