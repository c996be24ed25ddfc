"""``cmx cat``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient


@click.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@output_options
@click.pass_obj
def cat(session: Session, urls: tuple[str, ...]) -> None:
    """Write objects to standard output.

    JSON: one object a line: url, size, encoding (utf-8, or base64 where it is not text), content.
    """
    for url in urls:
        storage, bucket, key = session.object(url)
        if session.json:
            session.show({"url": url, **_content(storage.get_object(bucket, key))}, "")
        else:
            _copy(storage, bucket, key)


def _copy(storage: StorageClient, bucket: str, key: str) -> None:
    output = sys.stdout.buffer
    for chunk in storage.stream_object(bucket, key):
        output.write(chunk)
    output.flush()


def _content(data: bytes) -> dict[str, object]:
    try:
        encoding, content = "utf-8", data.decode()
    except UnicodeDecodeError:
        from base64 import b64encode

        encoding, content = "base64", b64encode(data).decode()
    return {"size": len(data), "encoding": encoding, "content": content}
