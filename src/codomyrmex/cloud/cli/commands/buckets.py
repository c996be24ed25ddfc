"""``cmx mb`` and ``cmx rb``: make and remove buckets."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import ConflictError


@click.command()
@click.argument("url")
@click.option("--region", help="Where to; by default the profile's region.")
@output_options
@click.pass_obj
def mb(session: Session, url: str, region: str | None) -> None:
    """Make a bucket.

    JSON: one object: url, bucket, created (true).
    """
    storage, bucket = session.bare_bucket(url)
    storage.create_bucket(bucket, region=region)
    session.done({"url": url, "bucket": bucket, "created": True}, f"{text.printable(url)} is made")


@click.command(short_help="Remove a bucket, empty unless --force is given.")
@click.argument("url")
@click.option("--force", is_flag=True, help="Delete everything in it too, after asking.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@output_options
@click.pass_obj
def rb(session: Session, url: str, force: bool, yes: bool) -> None:
    """Remove a bucket, which has to be empty unless --force is given.

    JSON: one object: url, bucket, removed (true).
    """
    storage, bucket = session.bare_bucket(url)
    if force and not yes:
        ask(session, f"Delete {url} and everything in it? There is no way back.")
    try:
        storage.delete_bucket(bucket, force=force)
    except ConflictError as error:
        if not force:
            error.message += f" Delete what is in it too with: cmx rb --force {url}"
        raise
    session.done({"url": url, "bucket": bucket, "removed": True}, f"{text.printable(url)} is removed")
