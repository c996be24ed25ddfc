"""``cmx compute images``: what instances are made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import compute_of, nova_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import new_name_option, pairs, several, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.common.compute import ComputeClient, Image
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient


@click.group(short_help="List, upload, download and delete images.")
def images() -> None:
    """What instances are made from."""


_images = Kind("image", compute_of, lambda client, name: client.find_image(name), images)


@_images.ls(
    "List images.", {"NAME": "name", "STATE": "state", "SIZE": "size", "PUBLIC": "is_public", "ID": "id"}
)
def ls(client: ComputeClient) -> Iterable[Image]:
    """List the images that instances can be made from.

    JSON: one image a line: id, name, state, size, min_disk_gib, is_public, details and more.
    """
    return client.list_images()


@_images.show("Show one image.")
def show(_client: ComputeClient, image: Image) -> Image:
    """Show an image.

    JSON: the image.
    """
    return image


@command(nova_of, "Make an image of a file.", group=images)
@click.argument("file", type=click.File("rb"))
@click.argument("name")
@click.option("--format", "disk_format", help="qcow2, raw, iso, ...; seen from the file if not given.")
@click.option("--min-disk", type=click.IntRange(min=0), default=0, help="GiB of the smallest root disk.")
@click.option("--min-memory", type=click.IntRange(min=0), default=0, help="MiB of memory at least.")
def upload(
    session: Session,
    client: InfomaniakComputeClient,
    file: IO[bytes],
    name: str,
    disk_format: str | None,
    min_disk: int,
    min_memory: int,
) -> None:
    """Make an image of a file, or of standard input with -, and check that all of it has arrived.

    JSON: the image.
    """
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


@command(nova_of, "Write an image to a file.", group=images)
@click.argument("image")
@click.argument("file", type=click.Path(path_type=Path))
def download(session: Session, client: InfomaniakComputeClient, image: str, file: Path) -> None:
    """Write the data of an image to a file, which appears when all of it is there and checked.

    JSON: one object: id, name, size, file.
    """
    found = client.find_image(image)
    with waiting(session, found.name) as tell:
        client.download_image(found.id, file, progress=lambda come: tell(f"{text.size(come)} received"))
    session.done(_fields(found) | {"file": str(file)}, f"{found.name} is in {file}")


_glance_images = Kind("image", nova_of, lambda client, name: client.find_image(name), images)


@_glance_images.update("Change an image.")
@new_name_option
@click.option("--tag", "tags", multiple=True, metavar="TAG", callback=several, help="A tag; all that it has.")
@click.option("--protected/--unprotected", default=None, help="Keep it from being deleted, or do not.")
@click.option(
    "--property", "properties", multiple=True, metavar="NAME=VALUE", callback=pairs, help="Such as os_distro."
)
@click.option("--no-property", "removed", multiple=True, metavar="NAME", help="A property to remove.")
def update(
    client: InfomaniakComputeClient,
    image: Image,
    properties: dict[str, str],
    removed: tuple[str, ...],
    **changes: Any,
) -> Image:
    """Change an image. What is not given stays as it is.

    JSON: the image.
    """
    return client.update_image(image.id, properties=properties | dict.fromkeys(removed), **changes)


@command(nova_of, "Delete an image.", group=images)
@click.argument("image")
@yes_option
def rm(session: Session, client: InfomaniakComputeClient, image: str, yes: bool) -> None:
    """Delete an image. Instances that were made from it stay.

    JSON: one object: id, name, size.
    """
    found = client.find_image(image)
    if not yes:
        ask(session, f"Delete the image {found.name} ({found.id})?")
    client.delete_image(found.id)
    session.done(_fields(found), f"{found.name} deleted")


def _fields(image: Image) -> dict[str, str | int | None]:
    return {"id": image.id, "name": image.name, "size": image.size}
