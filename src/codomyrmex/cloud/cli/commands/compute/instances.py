"""Commands that show instances, and the one that makes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import click

from codomyrmex.cloud.cli.clients import compute_of
from codomyrmex.cloud.cli.commands.compute.acting import wait_for
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import no_wait_option, tag_option, timeout_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one
from codomyrmex.cloud.common.compute import ComputeClient, Instance, InstanceState

_instances = Kind("instance", compute_of, lambda client, name: client.find_instance(name))


@_instances.ls(
    "List instances.",
    {
        "NAME": "name",
        "STATE": "state",
        "TYPE": "instance_type",
        "PUBLIC": "public_ips",
        "PRIVATE": "private_ips",
        "ZONE": "zone",
        "ID": "id",
    },
)
def ls(client: ComputeClient) -> Iterator[Instance]:
    """List the instances.

    JSON: one instance a line: id, name, state, public_ips, private_ips, details and more.
    """
    return client.list_instances()


@_instances.show("Show one instance.")
def show(_client: ComputeClient, instance: Instance) -> Instance:
    """Show an instance.

    JSON: the instance.
    """
    return instance


@command(compute_of, "Make an instance.")
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
@no_wait_option
@timeout_option
def create(
    session: Session,
    client: ComputeClient,
    /,
    name: str,
    user_data: IO[bytes] | None,
    no_wait: bool,
    timeout: float,
    **options: Any,
) -> None:
    """Make an instance, and wait until it runs.

    JSON: the instance.
    """
    script = None if user_data is None else user_data.read()
    made = client.create_instance(name, user_data=script, **options)
    show_one(session, made if no_wait else wait_for(session, client, made, InstanceState.RUNNING, timeout))


@command(compute_of, "Show what an instance wrote to its console.")
@click.argument("instance")
@click.option("-n", "--lines", type=click.IntRange(min=1), help="The last lines, so many at most.")
def console(session: Session, client: ComputeClient, instance: str, lines: int | None) -> None:
    """Show what an instance wrote to its serial console.

    JSON: one object: id, name, output.
    """
    found = client.find_instance(instance)
    output = client.get_console_output(found.id, lines=lines)
    session.show({"id": found.id, "name": found.name, "output": output}, output.rstrip("\n"))
