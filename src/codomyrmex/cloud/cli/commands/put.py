"""``cmx put``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session, object_fields


@click.command()
@click.argument("url")
@click.option("--content-type", metavar="TYPE", help="The media type; by default what the suffix stands for.")
@click.option("--metadata", metavar="NAME=VALUE", multiple=True, help="Kept with it; repeatable.")
@click.option("--storage-class", metavar="CLASS", help="The provider's word for the tier.")
@click.option("--if-absent", is_flag=True, help="Only where nothing is yet.")
@output_options
@click.pass_obj
def put(
    session: Session,
    url: str,
    content_type: str | None,
    metadata: tuple[str, ...],
    storage_class: str | None,
    if_absent: bool,
) -> None:
    """Write standard input, of any length, into an object.

    The object appears when the input has ended, and not at all when it is interrupted.

    JSON: one object with the fields of `cmx stat`.
    """
    storage, bucket, key = session.object(url)
    session.target = url
    if sys.stdin.isatty() and not session.quiet:
        session.warn("reading from the terminal; Ctrl-D ends the object, Ctrl-C drops it")
    info = storage.put_object(
        bucket,
        key,
        _typed() if sys.stdin.isatty() else sys.stdin.buffer,
        content_type=content_type,
        metadata=dict(_pair(item) for item in metadata),
        storage_class=storage_class,
        if_absent=if_absent,
    )
    session.done(object_fields(url, info), f"{text.printable(url)}  {text.size(info.size)}")


def _typed() -> Iterator[bytes]:
    # A terminal goes on after its end: a second read would want a second Ctrl-D.
    return iter(lambda: os.read(sys.stdin.fileno(), 65536), b"")


def _pair(item: str) -> tuple[str, str]:
    name, equals, value = item.partition("=")
    if not equals:
        raise click.UsageError("--metadata takes NAME=VALUE.")
    return name, value
