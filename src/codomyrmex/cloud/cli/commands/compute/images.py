"""``cmx compute images``: what instances are made from."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.commands.compute.account import compute_of, openstack_of, reading_options
from codomyrmex.cloud.cli.options import yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.common.compute import Image

_COLUMNS = {"NAME": "name", "STATE": "state", "SIZE": "size", "PUBLIC": "is_public", "ID": "id"}


@click.group(short_help="List, upload, download and delete images.")
def images() -> None:
    """What instances are made from."""


@images.command(short_help="List images.")
@reading_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List the images that instances can be made from.

    JSON: one image a line: id, name, state, size, min_disk_gib, is_public, details and more.
    """
    show_list(session, compute_of(session, profile).list_images(), _COLUMNS)


@images.command(short_help="Show one image.")
@click.argument("image")
@reading_options
@click.pass_obj
def show(session: Session, image: str, profile: str) -> None:
    """Show an image.

    JSON: the image.
    """
    show_one(session, compute_of(session, profile).find_image(image))


@images.command(short_help="Make an image of a file.")
@click.argument("file", type=click.File("rb"))
@click.argument("name")
@click.option("--format", "disk_format", help="qcow2, raw, iso, ...; seen from the file if not given.")
@click.option("--min-disk", type=click.IntRange(min=0), default=0, help="GiB of the smallest root disk.")
@click.option("--min-memory", type=click.IntRange(min=0), default=0, help="MiB of memory at least.")
@reading_options
@click.pass_obj
def upload(
    session: Session,
    file: IO[bytes],
    name: str,
    disk_format: str | None,
    min_disk: int,
    min_memory: int,
    profile: str,
) -> None:
    """Make an image of a file, or of standard input with -, and check that all of it has arrived.

    JSON: the image.
    """
    client = openstack_of(session, profile)
    with waiting(session, name) as tell:
        made = client.upload_image(
            name,
            file,
            disk_format=disk_format,
            min_disk_gib=min_disk,
            min_memory_mib=min_memory,
            progress=lambda sent: tell(f"{text.size(sent)} sent"),
        )
    show_one(session, made)


@images.command(short_help="Write an image to a file.")
@click.argument("image")
@click.argument("file", type=click.Path(path_type=Path))
@reading_options
@click.pass_obj
def download(session: Session, image: str, file: Path, profile: str) -> None:
    """Write the data of an image to a file, which appears when all of it is there and checked.

    JSON: one object: id, name, size, file.
    """
    client = openstack_of(session, profile)
    found = client.find_image(image)
    with waiting(session, found.name) as tell:
        client.download_image(found.id, file, progress=lambda come: tell(f"{text.size(come)} received"))
    session.done(_fields(found) | {"file": str(file)}, f"{found.name} is in {file}")


@images.command(short_help="Delete an image.")
@click.argument("image")
@yes_option
@reading_options
@click.pass_obj
def rm(session: Session, image: str, yes: bool, profile: str) -> None:
    """Delete an image. Instances that were made from it stay.

    JSON: one object: id, name, size.
    """
    client = openstack_of(session, profile)
    found = client.find_image(image)
    if not yes:
        ask(session, f"Delete the image {found.name} ({found.id})?")
    client.delete_image(found.id)
    session.done(_fields(found), f"{found.name} deleted")


def _fields(image: Image) -> dict[str, str | int | None]:
    return {"id": image.id, "name": image.name, "size": image.size}
