"""Port forwarding of floating IPs, which not every OpenStack has: one address for several machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from codomyrmex.cloud.common.errors import NotFoundError, NotSupportedError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import check_port, parse_address
from codomyrmex.cloud.common.network.networks import changes_of
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.network.fields import JSON, json_of
from codomyrmex.cloud.infomaniak.network.neutron import NeutronClient
from codomyrmex.validation import ValidationError, check_identifier

_EXTENSION = "floating-ip-port-forwarding"


@dataclass(frozen=True, slots=True)
class PortForwarding:
    """Traffic to one port of a floating IP, which goes to a port of a machine.

    Attributes:
        id: Neutron's id.
        floating_ip_id: the floating IP.
        protocol: ``tcp`` or ``udp``.
        external_port: the port of the floating IP.
        port_id: the machine's port, as Neutron's networks have them.
        internal_address: the machine's address.
        internal_port: the port of the machine.
        description: what the user says about it.
    """

    id: str
    floating_ip_id: str
    protocol: str
    external_port: int
    port_id: str
    internal_address: str
    internal_port: int
    description: str = ""


class NeutronPortForwardings(NeutronClient):
    """What can be done with port forwardings.

    https://docs.openstack.org/api-ref/network/v2/#floating-ips-port-forwarding
    """

    @operation("list_port_forwardings")
    def list_port_forwardings(self, floating_ip_id: str) -> Iterator[PortForwarding]:
        """Every port forwarding of a floating IP, lazily.

        Raises:
            NotFoundError: the floating IP is not there.
            NotSupportedError: this cloud forwards no ports.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        path = f"/floatingips/{floating_ip_id}/port_forwardings"
        with self._said_if_missing():
            items = begin(self._pages(self._neutron, path, "port_forwardings"), self._error_of)
        return (_forwarding_of(item, floating_ip_id) for item in items)

    @operation("create_port_forwarding")
    def create_port_forwarding(
        self,
        floating_ip_id: str,
        external_port: int,
        port_id: str,
        internal_port: int,
        *,
        internal_address: str,
        protocol: str = "tcp",
        description: str = "",
    ) -> PortForwarding:
        """Forward a port of a floating IP, which must lead to no port as a whole.

        Args:
            floating_ip_id: the floating IP.
            external_port: the port of it.
            port_id: the port of Neutron's that the machine has.
            internal_port: the port that the machine serves on.
            internal_address: the machine's address.
            protocol: ``tcp`` or ``udp``.
            description: what to say about it.

        Raises:
            NotFoundError: the floating IP or the port is not there.
            ConflictError: one of the two ports is forwarded already, or the floating IP leads to a port.
            InvalidRequestError: no such protocol, port or address.
            NotSupportedError: this cloud forwards no ports.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        check_identifier(port_id, "a port id")
        _check_parts(external_port, internal_port, internal_address, protocol)
        with self._said_if_missing():
            made = self._neutron.create_port_forwarding(
                floatingip_id=floating_ip_id,
                external_port=external_port,
                internal_port_id=port_id,
                internal_port=internal_port,
                internal_ip_address=internal_address,
                protocol=protocol,
                description=description,
            )
        return _forwarding_of(json_of(made), floating_ip_id)

    @operation("update_port_forwarding")
    def update_port_forwarding(
        self,
        floating_ip_id: str,
        forwarding_id: str,
        *,
        external_port: int | None = None,
        port_id: str | None = None,
        internal_port: int | None = None,
        internal_address: str | None = None,
        protocol: str | None = None,
        description: str | None = None,
    ) -> PortForwarding:
        """Change a port forwarding; what is ``None`` stays as it is.

        The arguments and errors are those of :meth:`create_port_forwarding`.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        check_identifier(forwarding_id, "a port forwarding's id")
        _check_parts(external_port, internal_port, internal_address, protocol)
        changes = changes_of(
            external_port=external_port,
            internal_port_id=port_id,
            internal_port=internal_port,
            internal_ip_address=internal_address,
            protocol=protocol,
            description=description,
        )
        with self._said_if_missing():
            changed = self._neutron.update_floating_ip_port_forwarding(
                floating_ip_id, forwarding_id, **changes
            )
        return _forwarding_of(json_of(changed), floating_ip_id)

    @operation("delete_port_forwarding")
    def delete_port_forwarding(self, floating_ip_id: str, forwarding_id: str) -> None:
        """Forward a port no more.

        Raises:
            NotFoundError: it is not there.
            NotSupportedError: this cloud forwards no ports.
        """
        check_identifier(floating_ip_id, "a floating IP's id")
        check_identifier(forwarding_id, "a port forwarding's id")
        with self._said_if_missing():
            self._neutron.delete_floating_ip_port_forwarding(
                floating_ip_id, forwarding_id, ignore_missing=False
            )

    @contextmanager
    def _said_if_missing(self) -> Iterator[None]:
        """Say that this cloud has no port forwarding, where that is why something is not there."""
        from openstack.exceptions import NotFoundException

        try:
            yield
        except (NotFoundError, NotFoundException) as raised:
            if self._has_extension():
                raise
            raise NotSupportedError(
                f"This cloud forwards no ports of floating IPs: its Neutron has no extension {_EXTENSION}."
            ) from raised

    def _has_extension(self) -> bool:
        return bool(self._neutron.get(f"/extensions/{_EXTENSION}").status_code != 404)


def _check_parts(
    external_port: int | None, internal_port: int | None, internal_address: str | None, protocol: str | None
) -> None:
    if external_port is not None:
        check_port(external_port, "the external port")
    if internal_port is not None:
        check_port(internal_port, "the internal port")
    if internal_address is not None:
        parse_address(internal_address, "the internal address")
    if protocol not in (None, "tcp", "udp"):
        raise ValidationError(f"tcp and udp are forwarded, not {protocol!r}")


def _forwarding_of(item: JSON, floating_ip_id: str) -> PortForwarding:
    return PortForwarding(
        id=item["id"],
        floating_ip_id=floating_ip_id,
        protocol=item["protocol"],
        external_port=item["external_port"],
        port_id=item["internal_port_id"],
        internal_address=item["internal_ip_address"],
        internal_port=item["internal_port"],
        description=item.get("description") or "",
    )
