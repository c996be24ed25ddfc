"""Serves Keystone on a port of 127.0.0.1, in the Python that has it installed.

One request at a time, as its SQLite database takes one writer.
"""

from __future__ import annotations

import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(WSGIServer):
    # Who finds the queue full tries again after a second, and then after two, four, ...
    request_queue_size = 128


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keystone has a log of its own."""


if __name__ == "__main__":
    # Keystone takes what is left on the command line for its own.
    port = int(sys.argv.pop())
    from keystone.wsgi.api import application

    make_server("127.0.0.1", port, application, _Server, _Silent).serve_forever()
