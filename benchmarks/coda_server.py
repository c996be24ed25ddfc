"""The tests' Coda in a process of its own, without limits: ``ROWS``, how many its table has.

It prints where it is, as JSON, and ends with its standard input.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from tests.servers.coda import making
from tests.servers.coda.server import CodaServer
from tests.servers.coda.tables import Column

COLUMNS = (
    Column("c-name", "Name"),
    Column("c-count", "Count", "number"),
    Column("c-done", "Done", "checkbox"),
    Column("c-note", "Note"),
)


@dataclass(frozen=True)
class Place:
    """Where a table is.

    Attributes:
        base_url: the API's address.
        token: a user's.
        doc: the doc's id.
        table: the id of a table with rows.
    """

    base_url: str
    token: str
    doc: str
    table: str


@contextmanager
def coda_server(rows: int) -> Iterator[Place]:
    """Run it for as long as the block lasts."""
    command = [sys.executable, "-m", "benchmarks.coda_server", str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Place(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()


def main() -> None:
    """Serve until the other end of standard input is closed."""
    count = int(sys.argv[1])
    with CodaServer() as server:
        server.service.changes.questions = 0
        user = making.add_user(server)
        doc = making.add_doc(server, user)
        cells = (
            (f"row {number}", number, number % 2 == 1, f"what is said of row {number}, in a few words")
            for number in range(count)
        )
        table = making.add_table(server, doc, "Tasks", COLUMNS, cells)
        place = Place(server.base_url, making.add_token(server, user), doc.id, table.id)
        print(json.dumps(asdict(place)), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
