"""The values that only OpenStack's compute has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerGroup:
    """A group whose instances Nova keeps together or apart.

    Attributes:
        id: Nova's id.
        name: its name, which need not be the only one.
        policy: ``affinity``, ``anti-affinity``, ``soft-affinity`` or ``soft-anti-affinity``.
        instance_ids: of the instances in it.
    """

    id: str
    name: str
    policy: str
    instance_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VolumeAttachment:
    """A volume in an instance.

    Attributes:
        volume_id: Cinder's id of the volume.
        instance_id: Nova's id of the instance.
        device: where the instance sees it (``/dev/vdb``), as far as Nova can say.
        delete_on_termination: whether the volume goes with the instance.
    """

    volume_id: str
    instance_id: str
    device: str | None
    delete_on_termination: bool


@dataclass(frozen=True, slots=True)
class Interface:
    """A port of a network in an instance.

    Attributes:
        port_id: Neutron's id of the port.
        network_id: Neutron's id of the network.
        mac_address: of the port.
        ips: its addresses.
        state: Neutron's word for the state of the port: ``ACTIVE``, ``DOWN``.
    """

    port_id: str
    network_id: str
    mac_address: str
    ips: tuple[str, ...]
    state: str
