"""``cmx uploads``: what killed programs left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.exits import exit_code_of_all
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import CloudError, NotFoundError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient, UnfinishedUpload

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _age(_context: click.Context, _option: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    found = re.fullmatch(r"(\d{1,6})([mhdw])", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no age; write 30m, 12h, 1d or 2w.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


_older_than = click.option(
    "--older-than", metavar="AGE", callback=_age, help="Only those begun so long ago: 30m, 12h, 1d, 2w."
)


@click.group(short_help="Find and end uploads that were left behind.")
def uploads() -> None:
    """Find and end uploads that were begun and never ended, whose parts take room and cost money."""


@uploads.command(short_help="List uploads under way.")
@click.argument("url")
@_older_than
@output_options
@click.pass_obj
def ls(session: Session, url: str, older_than: timedelta | None) -> None:
    """List the uploads under way to a bucket, or to keys that begin with a prefix.

    JSON: one upload a line: url, bucket, key, upload_id, started_at.
    """
    storage, bucket, prefix = session.bucket(url)
    for upload in _old(storage, bucket, prefix, older_than):
        fields = {
            "url": f"{url.partition('://')[0]}://{bucket}/{upload.key}",
            "bucket": bucket,
            "key": upload.key,
            "upload_id": upload.upload_id,
            "started_at": upload.started_at.isoformat() if upload.started_at else None,
        }
        session.show(
            fields, f"{text.moment(upload.started_at):19}  {upload.upload_id}  {text.printable(upload.key)}"
        )


@uploads.command(short_help="End uploads and delete their parts.")
@click.argument("url")
@_older_than
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@output_options
@click.pass_obj
def abort(session: Session, url: str, older_than: timedelta | None, yes: bool) -> None:
    """End the uploads under way to a bucket, or to keys that begin with a prefix, and delete their parts.

    A program that is still at one of them gets an error; --older-than spares it.

    JSON: one object: url, aborted (how many), failures (key, upload_id, error, message).
    """
    storage, bucket, prefix = session.bucket(url)
    found = list(_old(storage, bucket, prefix, older_than))
    if found and not yes:
        ask(session, f"Abort {text.counted(len(found), 'upload')} to {url}?", "aborted")
    failures = [(upload, error) for upload in found if (error := _abort(storage, upload)) is not None]
    for upload, error in failures:
        session.failure(upload.key, error)
    session.done(
        {
            "url": url,
            "aborted": len(found) - len(failures),
            "failures": [
                {
                    "key": upload.key,
                    "upload_id": upload.upload_id,
                    "error": type(error).__name__,
                    "message": error.message,
                }
                for upload, error in failures
            ],
        },
        f"{text.counted(len(found) - len(failures), 'upload')} to {text.printable(url)} aborted",
    )
    raise click.exceptions.Exit(exit_code_of_all(error for _upload, error in failures))


def _old(
    storage: StorageClient, bucket: str, prefix: str, older_than: timedelta | None
) -> Iterator[UnfinishedUpload]:
    before = None if older_than is None else datetime.now(UTC) - older_than
    for upload in storage.list_uploads(bucket, prefix):
        # One whose age nobody knows may be under way.
        if before is None or (upload.started_at is not None and upload.started_at <= before):
            yield upload


def _abort(storage: StorageClient, upload: UnfinishedUpload) -> CloudError | None:
    try:
        storage.abort_upload(upload.bucket, upload.key, upload.upload_id)
    except NotFoundError:
        return None  # It ended by itself meanwhile.
    except CloudError as error:
        return error
    return None
