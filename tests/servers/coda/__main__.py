"""The server by itself, for measurements: ``python -m tests.servers.coda ROWS``.

It prints one line of JSON, which says where it is, and serves until its standard input ends.
"""

from __future__ import annotations

import json
import sys

from tests.servers.coda import making
from tests.servers.coda.server import CodaServer
from tests.servers.coda.tables import Column

_COLUMNS = (
    Column("c-name", "Name"),
    Column("c-count", "Count", "number"),
    Column("c-price", "Price", "number"),
    Column("c-done", "Done", "checkbox"),
)


def main(rows: int) -> None:
    """Serve a doc with a table of so many rows and an empty one. Nothing is limited or made later.

    Args:
        rows: how many.
    """
    with CodaServer() as server:
        server.service.changes.questions = 0
        user = making.add_user(server)
        doc = making.add_doc(server, user)
        values = ((f"row {number}", number, number / 4, number % 2 == 0) for number in range(rows))
        full = making.add_table(server, doc, "Full", _COLUMNS, values)
        empty = making.add_table(server, doc, "Empty", _COLUMNS)
        place = {
            "base_url": server.base_url,
            "token": making.add_token(server, user),
            "doc": doc.id,
            "full": full.id,
            "empty": empty.id,
        }
        sys.stdout.write(f"{json.dumps(place)}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
