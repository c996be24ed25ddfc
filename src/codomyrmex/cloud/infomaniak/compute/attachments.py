"""Volumes and ports in servers of Nova.

https://docs.openstack.org/api-ref/compute/#servers-with-volume-attachments-servers-os-volume-attachments
https://docs.openstack.org/api-ref/compute/#port-interfaces-servers-os-interface
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.compute.service import NovaClient
from codomyrmex.cloud.infomaniak.compute.types import Interface, VolumeAttachment
from codomyrmex.validation import ValidationError, check_identifier

_VOLUMES, _INTERFACES = "os-volume_attachments", "os-interface"
_IN_USE = re.compile(r"already attached|status must be")


class NovaAttachments(NovaClient):
    """Each method returns at once; the volume or the port says when it is done."""

    @operation("list_volume_attachments")
    def list_volume_attachments(self, instance_id: str) -> tuple[VolumeAttachment, ...]:
        """The volumes in an instance.

        Raises:
            NotFoundError: the instance is not there.
        """
        check_identifier(instance_id, "an instance id")
        found = self._nova("GET", "servers", instance_id, _VOLUMES)["volumeAttachments"]
        return tuple(map(_attachment_of, found))

    @operation("attach_volume")
    def attach_volume(
        self,
        instance_id: str,
        volume_id: str,
        *,
        device: str | None = None,
        delete_on_termination: bool = False,
    ) -> VolumeAttachment:
        """Give a volume to an instance.

        Args:
            instance_id: Nova's id.
            volume_id: Cinder's id.
            device: where the instance should see it (``/dev/vdb``); few hypervisors follow that.
            delete_on_termination: whether the volume goes with the instance.

        Raises:
            NotFoundError: the instance or the volume is not there.
            ConflictError: the volume is in use, or the state of one of them does not allow it.
        """
        check_identifier(instance_id, "an instance id")
        check_identifier(volume_id, "a volume id")
        wanted: dict[str, Any] = {"volumeId": volume_id, "delete_on_termination": delete_on_termination}
        if device is not None:
            wanted["device"] = device
        try:
            made = self._nova("POST", "servers", instance_id, _VOLUMES, json={"volumeAttachment": wanted})
        except InvalidRequestError as refusal:
            if not _IN_USE.search(refusal.message):
                raise
            # Nova calls it a bad request when the volume is doing something else.
            raise ConflictError(
                refusal.message, status=refusal.status, request_id=refusal.request_id
            ) from refusal
        return _attachment_of(made["volumeAttachment"])

    @operation("detach_volume")
    def detach_volume(self, instance_id: str, volume_id: str) -> None:
        """Take a volume from an instance, which should have unmounted it.

        Raises:
            NotFoundError: the instance is not there, or the volume not in it.
        """
        check_identifier(instance_id, "an instance id")
        check_identifier(volume_id, "a volume id")
        self._nova("DELETE", "servers", instance_id, _VOLUMES, volume_id)

    @operation("list_interfaces")
    def list_interfaces(self, instance_id: str) -> tuple[Interface, ...]:
        """The ports in an instance.

        Raises:
            NotFoundError: the instance is not there.
        """
        check_identifier(instance_id, "an instance id")
        found = self._nova("GET", "servers", instance_id, _INTERFACES)["interfaceAttachments"]
        return tuple(map(_interface_of, found))

    @operation("attach_interface")
    def attach_interface(
        self, instance_id: str, *, port_id: str | None = None, network_id: str | None = None
    ) -> Interface:
        """Give an instance a port, or a new one in a network.

        Args:
            instance_id: Nova's id.
            port_id: Neutron's id of a port that is free.
            network_id: Neutron's id of a network, in place of a port.

        Raises:
            NotFoundError: the instance or the port is not there.
            ConflictError: the port is in use, or the instance's state does not allow it.
        """
        check_identifier(instance_id, "an instance id")
        if (port_id is None) == (network_id is None):
            raise ValidationError("an interface is made of a port or in a network: give one of the two")
        wanted = {"net_id": network_id} if port_id is None else {"port_id": port_id}
        body = {"interfaceAttachment": wanted}
        made = self._nova("POST", "servers", instance_id, _INTERFACES, json=body)
        return _interface_of(made["interfaceAttachment"])

    @operation("detach_interface")
    def detach_interface(self, instance_id: str, port_id: str) -> None:
        """Take a port from an instance; one that Nova made is deleted.

        Raises:
            NotFoundError: the instance is not there, or the port not in it.
        """
        check_identifier(instance_id, "an instance id")
        check_identifier(port_id, "a port id")
        self._nova("DELETE", "servers", instance_id, _INTERFACES, port_id)


def _attachment_of(attachment: Mapping[str, Any]) -> VolumeAttachment:
    return VolumeAttachment(
        volume_id=attachment["volumeId"],
        instance_id=attachment["serverId"],
        device=attachment["device"],
        delete_on_termination=attachment["delete_on_termination"],
    )


def _interface_of(interface: Mapping[str, Any]) -> Interface:
    return Interface(
        port_id=interface["port_id"],
        network_id=interface["net_id"],
        mac_address=interface["mac_addr"],
        ips=tuple(address["ip_address"] for address in interface["fixed_ips"]),
        state=interface["port_state"],
    )
