"""``cmx stat``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session, object_fields
from codomyrmex.cloud.common.errors import BucketNotFoundError
from codomyrmex.cloud.common.storage import ObjectInfo


@click.command()
@click.argument("url")
@output_options
@click.pass_obj
def stat(session: Session, url: str) -> None:
    """Show what is known of an object, or whether a bucket is there.

    JSON: one object: url, bucket, key, size, last_modified, etag, version, content_type, storage_class,
    metadata; of a bucket, url and bucket.
    """
    storage, bucket, key = session.bucket(url)
    if key:
        info = storage.get_metadata(bucket, key)
        session.show(object_fields(url, info), _table(url, info))
    elif storage.bucket_exists(bucket):
        session.show({"url": url, "bucket": bucket}, f"{text.printable(url)} is there")
    else:
        raise BucketNotFoundError(f"The bucket {bucket} is not there.", resource=bucket)


def _table(url: str, info: ObjectInfo) -> str:
    rows = {
        "url": url,
        "size": f"{info.size:,} bytes" + (f" ({text.size(info.size)})" if info.size >= 1000 else ""),
        "modified": text.moment(info.last_modified),
        "etag": info.etag,
        "type": info.content_type,
        "class": info.storage_class,
        "version": info.version,
        **{f"metadata {name}": value for name, value in info.metadata.items()},
    }
    width = max(map(len, rows))
    known = {name: value for name, value in rows.items() if value is not None}
    return "\n".join(f"{name:{width}}  {text.printable(value)}" for name, value in known.items())
