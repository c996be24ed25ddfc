"""``cmx compute``: virtual machines, and what they are made from."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.compute import changing, images, instances, keys, listing


@click.group(short_help="Virtual machines, images and SSH keys.")
def compute() -> None:
    """Virtual machines, images and SSH keys. Each is named by its name or its id."""


for command in (
    instances.ls,
    instances.show,
    instances.create,
    changing.start,
    changing.stop,
    changing.reboot,
    changing.resize,
    changing.rm,
    instances.console,
    images.images,
    listing.types,
    keys.keys,
    listing.zones,
    listing.quota,
):
    compute.add_command(command)
