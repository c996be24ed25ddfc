"""``cmx ls``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session, object_fields, url_of
from codomyrmex.cloud.common.errors import NotFoundError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import ObjectInfo
    from codomyrmex.cloud.connection import Location


@click.command()
@click.argument("url", default="local://")
@click.option("-r", "--recursive", is_flag=True, help="Every object below, not one level alone.")
@click.option("-H", "--human", is_flag=True, help="Sizes as 1.2 MB in place of bytes.")
@output_options
@click.pass_obj
def ls(session: Session, url: str, recursive: bool, human: bool) -> None:
    """List buckets, or the objects whose keys begin with a prefix.

    The prefix is a string, not a folder: s3://bucket/rep finds reports/x. Without an address, the buckets of
    the store on this machine are listed.

    JSON: one object a line. "type" is bucket (url, bucket), directory (url, bucket, prefix) or object (url,
    bucket, key, size, last_modified, etag, version, content_type, storage_class, metadata; null where a
    listing does not say).
    """
    storage, location = session.account(url)
    bucket = location.bucket
    if bucket is None:
        names = storage.list_buckets()
        for name in names:
            address = url_of(location, name)
            session.show({"type": "bucket", "url": address, "bucket": name}, text.printable(address))
        if not names and sys.stderr.isatty() and not session.quiet:
            session.warn(f"there are no buckets yet. Make one with: cmx mb {location.profile}://my-bucket")
        return
    listing = _Listing(session, location, human)
    if recursive:
        for page in storage.list_objects(bucket, location.key).pages():
            for info in page.objects:
                listing.show_object(info)
    else:
        level = storage.list_directory(bucket, location.key)
        for prefix in level.directories:
            listing.show_directory(bucket, prefix)
        for info in level.objects:
            listing.show_object(info)
    if location.key and not listing.shown:
        raise NotFoundError(f"Nothing is at {url}.", resource=f"{bucket}/{location.key}")


class _Listing:
    def __init__(self, session: Session, location: Location, human: bool) -> None:
        self._session = session
        self._location = location
        self._size = text.size if human else str
        # Names are shown from the last slash of the prefix on, as they stand in their folder.
        self._base = location.key.rfind("/") + 1
        self.shown = 0

    def show_directory(self, bucket: str, prefix: str) -> None:
        url = url_of(self._location, bucket, prefix)
        self._line({"type": "directory", "url": url, "bucket": bucket, "prefix": prefix}, "", "DIR", prefix)

    def show_object(self, info: ObjectInfo) -> None:
        fields: dict[str, object] = {}
        if self._session.json:
            fields = {"type": "object", **object_fields(url_of(self._location, info.bucket, info.key), info)}
        self._line(fields, text.moment(info.last_modified), self._size(info.size), info.key)

    def _line(self, fields: dict[str, object], time: str, size: str, key: str) -> None:
        self.shown += 1
        self._session.show(fields, f"{time:19}  {size:>12}  {text.printable(key[self._base :] or key)}")
