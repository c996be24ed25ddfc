"""The log of a server: on standard error, for standard output is the protocol's."""

from __future__ import annotations

import logging

from codomyrmex.logging_monitoring import redact


class _Redacting(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def log_to_stderr() -> None:
    """Write warnings and worse of everything in this process to standard error, without secrets.

    It comes before a server is made, which would log in a way of its own.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacting("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
