"""``cmx du``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import NotFoundError


@click.command(short_help="Add up the objects below a prefix.")
@click.argument("url")
@output_options
@click.pass_obj
def du(session: Session, url: str) -> None:
    """Add up the objects of a bucket, or those whose keys begin with a prefix.

    JSON: one object: url, objects, bytes.
    """
    storage, bucket, prefix = session.bucket(url)
    objects = total = 0
    for page in storage.list_objects(bucket, prefix).pages():
        objects += len(page.objects)
        total += sum(info.size for info in page.objects)
    if prefix and not objects:
        raise NotFoundError(f"Nothing is at {url}.", resource=f"{bucket}/{prefix}")
    session.show(
        {"url": url, "objects": objects, "bytes": total},
        f"{text.size(total)}  {text.counted(objects, 'object')}  {text.printable(url)}",
    )
