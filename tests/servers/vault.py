"""The read call of Vault, with a few secrets and a few troubles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

TOKEN = "root"
ANSWERS: dict[str, tuple[int, Any]] = {
    "/v1/secret/data/app": (
        200,
        {"data": {"data": {"key": "hush", "number": 7}, "metadata": {"version": 1}}},
    ),
    "/v1/kv/app": (200, {"data": {"key": "hush", "data": "field named data"}}),
    "/v1/secret/data/denied": (403, {"errors": ["permission denied for hush"]}),
    "/v1/secret/data/broken": (500, {"errors": ["internal error with hush"]}),
}


class _Handler(BaseHTTPRequestHandler):
    """The read call of Vault's HTTP interface."""

    def do_GET(self) -> None:
        token_is_right = self.headers.get("X-Vault-Token") == TOKEN
        status, answer = (
            ANSWERS.get(self.path, (404, {"errors": []})) if token_is_right else (403, {"errors": []})
        )
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def running_vault() -> Iterator[str]:
    """Run it for as long as the block lasts; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
