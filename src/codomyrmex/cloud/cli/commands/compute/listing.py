"""What instances are made from, and how many there may be."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.compute.account import compute_of, openstack_of, reading_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list

_TYPES = {"NAME": "name", "VCPUS": "vcpus", "MEMORY MIB": "memory_mib", "DISK GIB": "disk_gib", "ID": "id"}
_ZONES = {"NAME": "name", "AVAILABLE": "is_available"}
_QUOTAS = {"NAME": "name", "USED": "used", "LIMIT": "limit"}


@click.command(short_help="List the sizes of instances.")
@reading_options
@click.pass_obj
def types(session: Session, profile: str) -> None:
    """List the sizes that instances can have.

    JSON: one size a line: id, name, vcpus, memory_mib, disk_gib, details and more.
    """
    show_list(session, compute_of(session, profile).list_instance_types(), _TYPES)


@click.command(short_help="List availability zones.")
@reading_options
@click.pass_obj
def zones(session: Session, profile: str) -> None:
    """List the availability zones of the region.

    JSON: one zone a line: name, is_available and more.
    """
    show_list(session, compute_of(session, profile).list_availability_zones(), _ZONES)


@click.command(short_help="Show what may be used, and is.")
@reading_options
@click.pass_obj
def quota(session: Session, profile: str) -> None:
    """Show how many instances, processors and how much memory there may be, and are.

    JSON: one limit a line: name, limit (null without one), used.
    """
    show_list(session, openstack_of(session, profile).list_quotas(), _QUOTAS)
