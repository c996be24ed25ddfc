"""What the tests of Coda are made with: a server, a user of it, and clients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.wire import RetryPolicy
from tests.servers.coda import making
from tests.servers.coda.server import CodaServer
from tests.servers.coda.state import Doc, User
from tests.servers.coda.tables import Column, Table

COLUMNS = (
    Column("c-name", "Name"),
    Column("c-count", "Count", "number"),
    Column("c-done", "Done", "checkbox"),
)
BRIEF = RetryPolicy(budget=5, max_attempts=3, first_delay=0.01)
"""Patient enough for one fault, and soon at its end."""


@dataclass
class CodaAccount:
    """A user of a server of its own, whose changes are made at once and whose rates are not limited."""

    server: CodaServer
    user: User
    token: str

    def client(self, token: str | None = None, **options: Any) -> CodaClient:
        """A new client, without limits if none are given."""
        options = {"limits": {}, "retry": BRIEF, **options}
        return CodaClient(token or self.token, base_url=self.server.base_url, **options)

    def doc(self, name: str = "Launch") -> Doc:
        """A new doc of the user."""
        return making.add_doc(self.server, self.user, name)

    def table(
        self, doc: Doc, rows: int = 0, columns: Sequence[Column] = COLUMNS, name: str = "Tasks"
    ) -> Table:
        """A new table, with rows such as ``("row 3", 3, True)``."""
        values = ((f"row {number}", number, number % 2 == 1) for number in range(rows))
        return making.add_table(self.server, doc, name, columns, values)


@pytest.fixture
def coda() -> Iterator[CodaAccount]:
    """An account at a Coda of the test's own."""
    with CodaServer() as server:
        server.service.changes.questions = 0
        user = making.add_user(server)
        yield CodaAccount(server, user, making.add_token(server, user))
