"""What a log record carries as its message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.logging_monitoring.redaction import redact, redact_fields


class Event(dict[str, Any]):
    """The fields of a record, which reads as one line where a handler formats it as text."""

    @classmethod
    def of(cls, event: str, fields: Mapping[str, Any], *, traceback: bool = False) -> Event:
        """An event with its secrets taken out; with the traceback of the current exception if asked."""
        made = cls({"event": redact(event)} | redact_fields(fields))
        if traceback:
            from traceback import format_exc

            # As text and not as exc_info: a handler would format that without redaction.
            made["exception"] = redact(format_exc().rstrip())
        return made

    def __str__(self) -> str:
        pairs = [f"{name}={value!r}" for name, value in self.items() if name not in ("event", "exception")]
        line = " ".join([str(self["event"]), *pairs])
        return f"{line}\n{self['exception']}" if "exception" in self else line
