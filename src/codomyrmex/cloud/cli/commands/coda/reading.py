"""``cmx coda docs``, ``pages``, ``tables``, ``columns``, ``rows`` and ``whoami``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import coda_of
from codomyrmex.cloud.cli.csvfiles import csv_option, write_rows
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import Column, cell, show_one, show_records, show_rows

if TYPE_CHECKING:
    from codomyrmex.cloud.coda_io import CodaClient
    from codomyrmex.cloud.coda_io.models import Column as TableColumn
    from codomyrmex.cloud.coda_io.models import Doc, Page, TableReference

PROFILE = "coda"

_DOCS: dict[str, Column] = {"NAME": "name", "OWNER": "owner", "UPDATED": "updated_at", "ID": "id"}
_PAGES: dict[str, Column] = {"NAME": "name", "TYPE": "content_type", "HIDDEN": "is_hidden", "ID": "id"}
_TABLES: dict[str, Column] = {"NAME": "name", "TYPE": "table_type", "ID": "id"}
_COLUMNS: dict[str, Column] = {
    "NAME": "name",
    "FORMAT": lambda column: column.format.type,
    "FORMULA": "formula",
    "ID": "id",
}


@listing(coda_of, "List docs.", _DOCS, profile=PROFILE)
@click.option("--query", metavar="WORDS", help="Only those in which these words are found.")
@click.option("--mine", is_flag=True, help="Only my own.")
def docs(client: CodaClient, query: str | None, mine: bool) -> Iterable[Doc]:
    """List the docs that can be opened, those changed last first.

    JSON: one doc a line.
    """
    return client.list_docs(query=query, is_owner=mine or None)


@listing(coda_of, "List the pages of a doc.", _PAGES, profile=PROFILE)
@click.argument("doc")
def pages(client: CodaClient, doc: str) -> Iterable[Page]:
    """List the pages of a doc.

    JSON: one page a line.
    """
    return client.list_pages(doc)


@listing(coda_of, "List the tables and views of a doc.", _TABLES, profile=PROFILE)
@click.argument("doc")
def tables(client: CodaClient, doc: str) -> Iterable[TableReference]:
    """List the tables and views of a doc.

    JSON: one table a line.
    """
    return client.list_tables(doc)


@listing(coda_of, "List the columns of a table.", _COLUMNS, profile=PROFILE)
@click.argument("doc")
@click.argument("table")
def columns(client: CodaClient, doc: str, table: str) -> Iterable[TableColumn]:
    """List the columns of a table.

    JSON: one column a line.
    """
    return client.list_columns(doc, table)


@command(coda_of, "Print the rows of a table.", profile=PROFILE)
@click.argument("doc")
@click.argument("table")
@csv_option
@click.option("--query", metavar="COLUMN:VALUE", help='Only these, as "My column":"a text" or c-id:3.')
@click.option("--visible", is_flag=True, help="Only the rows and columns that can be seen in the doc.")
@click.option("-n", "--limit", type=click.IntRange(min=0), help="Print no more than so many.")
def rows(
    session: Session,
    client: CodaClient,
    doc: str,
    table: str,
    as_csv: bool,
    query: str | None,
    visible: bool,
    limit: int | None,
) -> None:
    """Print the rows of a table or a view.

    JSON: one row a line: the values of its cells by the names of the columns.
    """
    names = [column.name for column in client.list_columns(doc, table, visible_only=visible or None)]
    found = islice(client.table_records(doc, table, query=query, visible_only=visible or None), limit)
    if session.json:
        show_records(found)
    elif as_csv:
        write_rows(names, found)
    else:
        cells = ([cell(row.get(name)) for name in names] for row in found)
        show_rows(names, cells, quiet=session.quiet)


@command(coda_of, "Show whose token is used.", profile=PROFILE)
def whoami(session: Session, client: CodaClient) -> None:
    """Show whose token is used.

    JSON: the user.
    """
    show_one(session, client.whoami())
