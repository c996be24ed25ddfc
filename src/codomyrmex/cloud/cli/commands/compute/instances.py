"""Commands that show instances, and the one that makes them."""

from __future__ import annotations

from typing import IO, Any

import click

from codomyrmex.cloud.cli.commands.compute.account import (
    compute_of,
    instance_argument,
    reading_options,
    waiting_options,
)
from codomyrmex.cloud.cli.commands.compute.changing import wait_for
from codomyrmex.cloud.cli.options import tag_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one

_COLUMNS = {
    "NAME": "name",
    "STATE": "state",
    "TYPE": "instance_type",
    "PUBLIC": "public_ips",
    "PRIVATE": "private_ips",
    "ZONE": "zone",
    "ID": "id",
}


@click.command(short_help="List instances.")
@reading_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List the instances.

    JSON: one instance a line: id, name, state, public_ips, private_ips, details and more.
    """
    show_list(session, compute_of(session, profile).list_instances(), _COLUMNS)


@click.command(short_help="Show one instance.")
@instance_argument
@reading_options
@click.pass_obj
def show(session: Session, instance: str, profile: str) -> None:
    """Show an instance.

    JSON: the instance.
    """
    show_one(session, compute_of(session, profile).find_instance(instance))


@click.command(short_help="Make an instance.")
@click.argument("name")
@click.option("--image", required=True, help="The image to start from; see: cmx compute images ls.")
@click.option("--type", "instance_type", required=True, help="Its size; see: cmx compute types.")
@click.option("--network", help="The network to join; the provider's default if not given.")
@click.option("--key", "key_pair", help="The SSH key to let in; see: cmx compute keys ls.")
@click.option("--security-group", "security_groups", multiple=True, help="May be given several times.")
@tag_option
@click.option("--zone", help="The availability zone.")
@click.option("--disk", "root_disk_gib", type=click.IntRange(min=1), help="GiB of its root disk.")
@click.option("--group", "placement_group", help="The group that is kept together or apart.")
@click.option("--user-data", type=click.File("rb"), help="What cloud-init runs at the first start.")
@waiting_options
@click.pass_obj
def create(
    session: Session,
    /,
    profile: str,
    timeout: float,
    no_wait: bool,
    name: str,
    user_data: IO[bytes] | None,
    **options: Any,
) -> None:
    """Make an instance, and wait until it runs.

    JSON: the instance.
    """
    client = compute_of(session, profile)
    script = None if user_data is None else user_data.read()
    made = client.create_instance(name, user_data=script, **options)
    show_one(session, made if no_wait else wait_for(session, client, made, "running", timeout))


@click.command(short_help="Show what an instance wrote to its console.")
@instance_argument
@click.option("-n", "--lines", type=click.IntRange(min=1), help="The last lines, so many at most.")
@reading_options
@click.pass_obj
def console(session: Session, instance: str, lines: int | None, profile: str) -> None:
    """Show what an instance wrote to its serial console.

    JSON: one object: id, name, output.
    """
    client = compute_of(session, profile)
    found = client.find_instance(instance)
    output = client.get_console_output(found.id, lines=lines)
    session.show({"id": found.id, "name": found.name, "output": output}, output.rstrip("\n"))
