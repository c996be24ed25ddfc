"""The values of virtual machines, the same on every cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class InstanceState(StrEnum):
    """Where an instance is in its life; ``UNKNOWN`` for a word of the provider that is none of these.

    ``STOPPED`` is every state in which it does not run and a start makes it run again.
    """

    PENDING = "pending"
    RUNNING = "running"
    REBOOTING = "rebooting"
    STOPPING = "stopping"
    STOPPED = "stopped"
    TERMINATING = "terminating"
    TERMINATED = "terminated"
    ERROR = "error"
    UNKNOWN = "unknown"


class ImageState(StrEnum):
    """Whether instances can be made from an image."""

    PENDING = "pending"
    AVAILABLE = "available"
    DISABLED = "disabled"
    DELETED = "deleted"
    ERROR = "error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Instance:
    """One virtual machine.

    Attributes:
        id: the provider's own id.
        name: its name; the id where it has none.
        state: where it is in its life.
        provider: whose it is.
        region: where it is.
        zone: the zone inside the region.
        instance_type: its size, by the provider's name for it.
        image: the id of the image it was made from.
        public_ips: its addresses on the internet.
        private_ips: its addresses in its own networks.
        created_at: when it was made, with a time zone.
        state_reason: why it is in this state, where the provider says so.
        key_pair: the name of the SSH key that it let in at its first start.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: InstanceState
    provider: str
    region: str | None = None
    zone: str | None = None
    instance_type: str | None = None
    image: str | None = None
    public_ips: tuple[str, ...] = ()
    private_ips: tuple[str, ...] = ()
    created_at: datetime | None = None
    state_reason: str | None = None
    key_pair: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class InstanceRequest:
    """What :meth:`ComputeClient.create_instance` was asked for. ``user_data`` often holds secrets."""

    name: str
    image: str
    instance_type: str
    network: str | None = None
    key_pair: str | None = None
    security_groups: tuple[str, ...] = ()
    user_data: bytes | None = field(default=None, repr=False)
    tags: Mapping[str, str] = field(default_factory=dict)
    zone: str | None = None
    root_disk_gib: int | None = None
    placement_group: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """What instances are made from.

    Attributes:
        id: the provider's own id.
        name: its name; the id where it has none.
        state: whether instances can be made from it.
        provider: whose it is.
        region: where it is.
        size: bytes of its data; ``None`` before there are any.
        min_disk_gib: the smallest root disk that holds it.
        min_memory_mib: the least memory it starts with.
        architecture: of the processor, where the provider says so: ``x86_64``.
        is_public: whether every account may use it.
        created_at: when it was made, with a time zone.
        tags: the user's own labels; the value is empty where the provider's labels have none.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: ImageState
    provider: str
    region: str | None = None
    size: int | None = None
    min_disk_gib: int | None = None
    min_memory_mib: int | None = None
    architecture: str | None = None
    is_public: bool = False
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class InstanceType:
    """One size of instances.

    Attributes:
        id: the provider's own id, which often is the name.
        name: the provider's name for it: ``t3.micro``.
        vcpus: processors.
        memory_mib: memory.
        disk_gib: the disk that comes with it; 0 where disks are made apart.
        provider: whose it is.
        region: where it is.
        details: what else the provider says about it.
    """

    id: str
    name: str
    vcpus: int
    memory_mib: int
    disk_gib: int
    provider: str
    region: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """One SSH key that instances can let in.

    Attributes:
        name: its name.
        provider: whose it is.
        region: where it is.
        fingerprint: of the public key, as the provider computes it.
        public_key: in the form of ``authorized_keys``, where the provider says it.
        private_key: of a pair that was just made, in PEM; nobody can ask for it again.
        created_at: when it was made, with a time zone.
        tags: its labels.
        details: what else the provider says about it.
    """

    name: str
    provider: str
    region: str | None = None
    fingerprint: str | None = None
    public_key: str | None = None
    private_key: str | None = field(default=None, repr=False)
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class AvailabilityZone:
    """One part of a region that fails apart from the others.

    Attributes:
        name: the provider's name for it.
        is_available: whether instances can be made there now.
        provider: whose it is.
        region: where it is.
        details: what else the provider says about it.
    """

    name: str
    is_available: bool
    provider: str
    region: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)
