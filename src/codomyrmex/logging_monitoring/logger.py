"""The logger that modules hold: costs nothing until somebody listens."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import logging

_DEBUG, _INFO, _WARNING, _ERROR = 10, 20, 30, 40


class Logger:
    """A structured logger over a standard one of the same name.

    A record is made only where a handler of the standard library would hear it, so a program that
    configured no logging sees no output and pays for none. Secrets are taken out when the record is
    made: no handler, ours or another's, ever holds one.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<Logger {self.name}>"

    def debug(self, event: str, /, **fields: Any) -> None:
        """Log ``event`` with its ``fields`` at level DEBUG."""
        self._log(_DEBUG, event, fields)

    def info(self, event: str, /, **fields: Any) -> None:
        """Log ``event`` with its ``fields`` at level INFO."""
        self._log(_INFO, event, fields)

    def warning(self, event: str, /, **fields: Any) -> None:
        """Log ``event`` with its ``fields`` at level WARNING."""
        self._log(_WARNING, event, fields)

    def error(self, event: str, /, **fields: Any) -> None:
        """Log ``event`` with its ``fields`` at level ERROR."""
        self._log(_ERROR, event, fields)

    def exception(self, event: str, /, **fields: Any) -> None:
        """Log ``event`` at level ERROR with the traceback of the exception being handled."""
        self._log(_ERROR, event, fields, traceback=True)

    def _log(self, level: int, event: str, fields: dict[str, Any], *, traceback: bool = False) -> None:
        logger = _listening(self.name, level)
        if logger is None:
            return
        from codomyrmex.logging_monitoring.event import Event

        # Two frames up is the caller of debug(), info(), …, which the record then names.
        logger.log(level, Event.of(event, fields, traceback=traceback), stacklevel=3)


@cache
def get_logger(name: str) -> Logger:
    """The logger of this name, usually ``__name__``."""
    return Logger(name)


def _listening(name: str, level: int) -> logging.Logger | None:
    """The standard logger, where one of its handlers would take a record of this level."""
    if "logging" not in sys.modules:
        return None
    import logging

    logger = logging.getLogger(name)
    if not logger.isEnabledFor(level):
        return None
    ancestor: logging.Logger | None = logger
    while ancestor is not None:
        if any(level >= h.level and not isinstance(h, logging.NullHandler) for h in ancestor.handlers):
            return logger
        ancestor = ancestor.parent if ancestor.propagate else None
    return None
