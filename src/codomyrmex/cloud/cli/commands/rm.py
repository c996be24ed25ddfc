"""``cmx rm``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.exits import exit_code_of_all
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import NotFoundError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import ObjectInfo, StorageClient


@click.command()
@click.argument("url")
@click.option("-r", "--recursive", is_flag=True, help="The object of this name and everything below it.")
@click.option("-y", "--yes", is_flag=True, help="With -r: do not ask.")
@output_options
@click.pass_obj
def rm(session: Session, url: str, recursive: bool, yes: bool) -> None:
    """Delete an object, or with -r everything below a name.

    A name is a folder here and not a prefix: -r s3://bucket/rep deletes rep and rep/x, and never reports.

    JSON: one object: url, deleted (how many), failures (key, error, message).
    """
    if not recursive:
        storage, bucket, key = session.object(url)
        storage.get_metadata(bucket, key)
        storage.delete_object(bucket, key)
        session.done({"url": url, "deleted": 1, "failures": []}, f"{text.printable(url)} is deleted")
        return
    storage, bucket, key = session.bucket(url)
    if not yes:
        _ask(session, url, storage, bucket, key)
    _delete(session, url, storage, bucket, key)


def _below(storage: StorageClient, bucket: str, key: str) -> Iterator[ObjectInfo]:
    folder = key if not key or key.endswith("/") else f"{key}/"
    if key != folder and storage.object_exists(bucket, key):
        yield storage.get_metadata(bucket, key)
    yield from storage.list_objects(bucket, folder)


def _ask(session: Session, url: str, storage: StorageClient, bucket: str, key: str) -> None:
    objects = size = 0
    for info in _below(storage, bucket, key):
        objects += 1
        size += info.size
    if objects:
        ask(session, f"Delete {text.counted(objects, 'object')} ({text.size(size)}) at {url}?")


def _delete(session: Session, url: str, storage: StorageClient, bucket: str, key: str) -> None:
    report = storage.delete_objects(bucket, (info.key for info in _below(storage, bucket, key)))
    if key and not report.deleted and not report.failures:
        raise NotFoundError(f"Nothing is at {url}.", resource=f"{bucket}/{key}")
    for failure in report.failures:
        session.failure(failure.key, failure.error)
    failures = [
        {"key": failure.key, "error": type(failure.error).__name__, "message": failure.error.message}
        for failure in report.failures
    ]
    session.done(
        {"url": url, "deleted": report.deleted, "failures": failures},
        f"{text.counted(report.deleted, 'object')} at {text.printable(url)} deleted",
    )
    raise click.exceptions.Exit(exit_code_of_all(failure.error for failure in report.failures))
