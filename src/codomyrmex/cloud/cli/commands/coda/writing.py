"""``cmx coda export`` and ``upsert``."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.clients import coda_of
from codomyrmex.cloud.cli.commands.coda.reading import PROFILE
from codomyrmex.cloud.cli.csvfiles import csv_argument, read_rows
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import no_wait_option, timeout_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.errors import CloudError

if TYPE_CHECKING:
    from typing import Literal

    from codomyrmex.cloud.coda_io import CodaClient
    from codomyrmex.cloud.coda_io.upsert import UpsertReport


@command(coda_of, "Save a page as Markdown or HTML.", profile=PROFILE)
@click.argument("doc")
@click.argument("page")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["markdown", "html"]), help="By FILE's ending if not given."
)
@timeout_option
def export(
    session: Session,
    client: CodaClient,
    doc: str,
    page: str,
    file: Path,
    form: Literal["markdown", "html"] | None,
    timeout: float,
) -> None:
    """Save a page as Markdown or HTML into FILE, which is replaced when all of it is there.

    JSON: one object: file, bytes.
    """
    form = form or ("html" if file.suffix.lower() in (".html", ".htm") else "markdown")
    with waiting(session, page) as show:
        show("exporting")
        client.export_page(doc, page, file, output_format=form, timeout=timeout)
    size = file.stat().st_size
    session.done({"file": str(file), "bytes": size}, f"{text.printable(str(file))} has {text.size(size)}")


@command(coda_of, "Put the rows of a CSV file into a table.", profile=PROFILE)
@click.argument("doc")
@click.argument("table")
@csv_argument
@click.option(
    "--key",
    "keys",
    metavar="COLUMN",
    multiple=True,
    help="Change rows that have the same here; may be repeated.",
)
@click.option("--after", type=click.IntRange(min=0), default=0, help="Leave out the first so many rows.")
@no_wait_option
@timeout_option
def upsert(
    session: Session,
    client: CodaClient,
    doc: str,
    table: str,
    file: BinaryIO,
    keys: tuple[str, ...],
    after: int,
    no_wait: bool,
    timeout: float,
) -> None:
    """Put the rows of a CSV file into a table; - is standard input. Its first line has the names of columns.

    Without --key all rows are added. When it ends early, it says after which row to go on.

    JSON: one object: rows, requests, made (whether the table has them already).
    """
    rows = islice(read_rows(file), after, None)
    with waiting(session, table) as show:
        try:
            change = client.upsert_rows(
                doc,
                table,
                rows,
                key_columns=keys,
                progress=lambda count: show(f"{after + count:,} rows sent"),
            )
        except CloudError as error:
            _say_how_far(session, getattr(error, "report", None), after)
            raise
        if not no_wait:
            show("waiting until Coda has them")
            change.wait(timeout)
    fields = {"rows": change.accepted, "requests": len(change.request_ids), "made": not no_wait}
    session.done(fields, f"{text.counted(change.accepted, 'row')} {'sent' if no_wait else 'in the table'}")


def _say_how_far(session: Session, report: UpsertReport | None, after: int) -> None:
    if report is None or session.json:
        return
    landed = after + report.accepted
    if report.unknown is not None:
        first, last = after + report.unknown.start + 1, after + report.unknown.stop
        session.warn(f"rows {first:,} to {last:,} may be in the table, and may not")
    session.warn(f"{text.counted(landed, 'row')} of the file were accepted; go on with --after {landed}")
