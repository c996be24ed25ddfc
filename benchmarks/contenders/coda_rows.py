"""Rows of Coda: ``WHO read|upsert|ask COUNT BASE_URL TOKEN DOC TABLE``.

WHO is ``ours``, or ``requests`` with the rows of a request: ``requests:25``, ``requests-session:500``.
``read`` reads the whole table, ``upsert`` changes COUNT rows by their names, ``ask`` asks COUNT times who
calls.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from benchmarks.contenders.meter import measure

Rows = list[dict[str, Any]]


def row(number: int) -> dict[str, Any]:
    """The cells of a row, by the names of the columns."""
    return {
        "Name": f"row {number}",
        "Count": number * 2,
        "Done": True,
        "Price": number / 4,
    }


class Ours:
    """Our client."""

    def __init__(self, base_url: str, token: str, doc: str, table: str) -> None:
        from codomyrmex.cloud import CodaClient

        self.client = CodaClient(token, base_url=base_url, limits={})
        self.doc, self.table = doc, table

    def read(self) -> Rows:
        """All rows, by the names of the columns."""
        return self.client.table(self.doc, self.table).to_records()

    def upsert(self, count: int) -> None:
        """Change rows, and wait until they are."""
        rows = map(row, range(count))
        self.client.upsert_rows(self.doc, self.table, rows, key_columns=["Name"]).wait()

    def ask(self) -> None:
        """The smallest request."""
        self.client.whoami()


class Requests:
    """A loop of `requests`, as the API's own examples have it, or with one session for all."""

    def __init__(self, size: int, session: bool, base_url: str, token: str, doc: str, table: str) -> None:
        import requests

        self.http: Any = requests.Session() if session else requests
        self.base_url = base_url
        self.rows = f"{base_url}/docs/{doc}/tables/{table}/rows"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.size = size

    def _send(self, method: str, url: str, **options: Any) -> Any:
        answer = self.http.request(method, url, headers=self.headers, timeout=60, **options)
        answer.raise_for_status()
        return answer.json()

    def read(self) -> Rows:
        """All rows, by the names of the columns."""
        found: Rows = []
        parameters: dict[str, Any] = {"useColumnNames": "true", "limit": self.size}
        while True:
            page = self._send("GET", self.rows, params=parameters)
            found += [item["values"] for item in page["items"]]
            if not page.get("nextPageToken"):
                return found
            parameters = {"pageToken": page["nextPageToken"]}

    def upsert(self, count: int) -> None:
        """Change rows, and see that the last change is made."""
        for first in range(0, count, self.size):
            cells = [
                {"cells": [{"column": name, "value": value} for name, value in row(number).items()]}
                for number in range(first, min(first + self.size, count))
            ]
            answer = self._send("POST", self.rows, json={"rows": cells, "keyColumns": ["Name"]})
        status = self._send("GET", f"{self.base_url}/mutationStatus/{answer['requestId']}")
        assert status["completed"]

    def ask(self) -> None:
        """The smallest request."""
        self._send("GET", f"{self.base_url}/whoami")


def main() -> None:
    """Measure one piece of work; connections and modules are there before."""
    who, what, count, *place = sys.argv[1:]
    name, _, size = who.partition(":")
    client: Any = Ours(*place) if name == "ours" else Requests(int(size), name == "requests-session", *place)
    client.ask()
    measure(_work(client, what, int(count)))


def _work(client: Any, what: str, count: int) -> Callable[[], None]:
    def read() -> None:
        rows = client.read()
        assert len(rows) == count
        assert rows[-1]["Name"] == f"row {count - 1}"

    def upsert() -> None:
        client.upsert(count)

    def ask() -> None:
        for _ in range(count):
            client.ask()

    return {"read": read, "upsert": upsert, "ask": ask}[what]


if __name__ == "__main__":
    main()
