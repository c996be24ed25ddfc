"""``cmx compute``: virtual machines, and what they are made from."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.compute import (
    changing,
    groups,
    images,
    instances,
    interfaces,
    keys,
    listing,
    nova,
)


@click.group(short_help="Virtual machines, images and SSH keys.")
def compute() -> None:
    """Virtual machines, images and SSH keys. Each is named by its name or its id."""


for _command in (
    instances.ls,
    instances.show,
    instances.create,
    changing.update,
    changing.start,
    changing.stop,
    changing.reboot,
    nova.resize,
    nova.confirm,
    nova.revert,
    nova.rebuild,
    nova.rescue,
    nova.unrescue,
    nova.pause,
    nova.suspend,
    nova.shelve,
    nova.unshelve,
    nova.lock,
    nova.unlock,
    nova.snapshot,
    nova.tags,
    changing.rm,
    instances.console,
    interfaces.interfaces,
    listing.volumes,
    images.images,
    listing.types,
    keys.keys,
    groups.groups,
    listing.zones,
    listing.quota,
):
    compute.add_command(_command)
