"""What instances are made from, what is in them, and how many there may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import compute_of, nova_of
from codomyrmex.cloud.cli.kinds import listing
from codomyrmex.cloud.cli.table import QUOTA_COLUMNS

if TYPE_CHECKING:
    from codomyrmex.cloud.common.compute import AvailabilityZone, ComputeClient, InstanceType
    from codomyrmex.cloud.common.quotas import Quota
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient, VolumeAttachment


@listing(
    compute_of,
    "List the sizes of instances.",
    {"NAME": "name", "VCPUS": "vcpus", "MEMORY MIB": "memory_mib", "DISK GIB": "disk_gib", "ID": "id"},
)
def types(client: ComputeClient) -> Iterable[InstanceType]:
    """List the sizes that instances can have.

    JSON: one size a line: id, name, vcpus, memory_mib, disk_gib, details and more.
    """
    return client.list_instance_types()


@listing(compute_of, "List availability zones.", {"NAME": "name", "AVAILABLE": "is_available"})
def zones(client: ComputeClient) -> Iterable[AvailabilityZone]:
    """List the availability zones of the region.

    JSON: one zone a line: name, is_available and more.
    """
    return client.list_availability_zones()


@listing(nova_of, "Show what may be used, and is.", QUOTA_COLUMNS)
def quota(client: InfomaniakComputeClient) -> Iterable[Quota]:
    """Show how many instances, processors and how much memory there may be, and are.

    JSON: one limit a line: name, limit (null without one), used.
    """
    return client.list_quotas()


@listing(
    nova_of,
    "List the volumes of an instance.",
    {"VOLUME": "volume_id", "DEVICE": "device", "DELETED WITH IT": "delete_on_termination"},
)
@click.argument("instance")
def volumes(client: InfomaniakComputeClient, instance: str) -> Iterable[VolumeAttachment]:
    """List the volumes that an instance has; cmx volume attaches and detaches them.

    JSON: one volume a line: volume_id, instance_id, device, delete_on_termination.
    """
    return client.list_volume_attachments(client.find_instance(instance).id)
