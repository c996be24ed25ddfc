"""``cmx cp``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.exits import exit_code_of_all
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session, url_of
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError

if TYPE_CHECKING:
    from codomyrmex.cloud.connection import Location
    from codomyrmex.cloud.transfer import TransferReport


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("-r", "--recursive", is_flag=True, help="A folder, or every object below a prefix.")
@click.option("--include", metavar="GLOB", multiple=True, help="Only these, as *.csv or logs/*; repeatable.")
@click.option("--exclude", metavar="GLOB", multiple=True, help="All but these; repeatable.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be copied, and copy nothing.")
@click.option("-v", "--verbose", is_flag=True, help="A line for every file.")
@click.option(
    "-j", "--concurrency", type=click.IntRange(1, 256), metavar="N", help="Transfers at the same time."
)
@output_options
@click.pass_obj
def cp(
    session: Session,
    source: str,
    target: str,
    recursive: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    dry_run: bool,
    verbose: bool,
    concurrency: int | None,
) -> None:
    """Copy files and objects: up, down, and between any two stores.

    A target that ends with a slash, or is a folder or a bucket, is copied into. Every file appears whole or
    not at all. A file that fails does not stop the others.

    \b
    cmx cp report.pdf s3://bucket/reports/
    cmx cp -r s3://bucket/reports ./reports --include '*.pdf'
    cmx cp -r s3://bucket minio://copy

    JSON: one object: files, bytes, seconds, skipped (links and special files), failures (source, target,
    error, message), losses (source, target, lost: what the target cannot hold, such as tags). With
    --dry-run, one object a line: source, target, size (null for a file here).
    """
    origin, destination = _locations(session, source, target)
    if dry_run:
        _show_plan(session, origin, destination, recursive, include, exclude)
        return
    from codomyrmex.cloud.cli.memory import share_large_blocks
    from codomyrmex.cloud.cli.progress import TransferProgress
    from codomyrmex.cloud.transfer import transfer

    share_large_blocks()
    with TransferProgress(session, verbose=verbose) as progress:
        report = transfer(
            origin,
            destination,
            recursive=recursive,
            include=include,
            exclude=exclude,
            observer=progress,
            concurrency=concurrency,
        )
    _show_report(session, origin, destination, report)


def _locations(session: Session, source: str, target: str) -> tuple[Location, Location]:
    if "-" in (source, target):
        raise InvalidRequestError("For standard input and output there are: cmx put URL, and cmx cat URL.")
    origin, destination = session.resolve(source), session.resolve(target)
    session.target = target
    if origin.storage is None and destination.storage is None:
        raise InvalidRequestError(
            "Both are paths on this machine. An address in storage begins with a profile, such as local://bucket/key"
        )
    if origin.path is not None and not origin.path.exists():
        raise NotFoundError(f"{source} is not there.")
    return origin, destination


def _show_plan(
    session: Session,
    source: Location,
    target: Location,
    recursive: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
) -> None:
    from codomyrmex.cloud.transfer import plan

    refusals = []
    for item in plan(source, target, recursive=recursive, include=include, exclude=exclude):
        if item.refusal is not None:
            refusals.append(item.refusal)
            session.failure(_address(source, item.source), item.refusal)
            continue
        origin, destination = _address(source, item.source), _address(target, item.target)
        session.show(
            {"source": origin, "target": destination, "size": item.size},
            text.printable(f"{origin} -> {destination}"),
        )
    raise click.exceptions.Exit(exit_code_of_all(refusals))


def _show_report(session: Session, source: Location, target: Location, report: TransferReport) -> None:
    failures = []
    for failure in report.failures:
        origin = _address(source, failure.transfer.source)
        destination = _address(target, failure.transfer.target)
        kind, message = type(failure.error).__name__, failure.error.message
        failures.append({"source": origin, "target": destination, "error": kind, "message": message})
        session.failure(origin, failure.error)
    fields = {
        "files": report.files,
        "bytes": report.bytes,
        "seconds": round(report.seconds, 3),
        "skipped": report.skipped,
        "failures": failures,
        "losses": [
            {
                "source": _address(source, loss.transfer.source),
                "target": _address(target, loss.transfer.target),
                "lost": list(loss.lost),
            }
            for loss in report.losses
        ],
    }
    session.done(fields, _summary(report))
    raise click.exceptions.Exit(exit_code_of_all(failure.error for failure in report.failures))


def _summary(report: TransferReport) -> str:
    took = max(report.seconds, 1e-3)
    speed = f"{text.size(report.bytes / took)}/s"
    if report.files > 1:
        speed = f"{report.files / took:,.0f} files/s, {speed}"
    parts = [
        text.counted(report.files, "file"),
        f"{text.size(report.bytes)} in {text.seconds(report.seconds)} ({speed})",
    ]
    if report.skipped:
        parts.append(f"{text.counted(report.skipped, 'link or special file')} skipped")
    if report.losses:
        what = ", ".join(sorted({lost for loss in report.losses for lost in loss.lost}))
        parts.append(f"{text.counted(len(report.losses), 'file')} without {what}")
    if report.failures:
        parts.append(f"{text.counted(len(report.failures), 'file')} failed")
    return ", ".join(parts)


def _address(location: Location, name: str) -> str:
    """What a transfer calls by its path or key, as an address."""
    return name if location.bucket is None else url_of(location, location.bucket, name)
