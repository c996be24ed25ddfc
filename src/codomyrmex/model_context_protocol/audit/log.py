"""Writes the lines of an audit."""

from __future__ import annotations

import errno
import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codomyrmex.model_context_protocol.audit.chain import (
    START,
    Head,
    last_line,
    linked,
    locked,
    read_head,
    write_head,
)
from codomyrmex.model_context_protocol.audit.redaction import redacted_arguments, redacted_text


class Audit:
    """A log of calls. Threads and processes may write to the same one.

    A line that was changed or removed before stays visible: the next one follows what was last written, not
    what is found.

    Args:
        path: the log, as JSON lines; its head is kept beside it, in ``<name>.head``. ``None`` to form the
            lines and keep none.
        fsync: whether each line is on the disk before `record` returns.

    Raises:
        OSError: the log cannot be written there.
    """

    def __init__(self, path: Path | None, *, fsync: bool = True) -> None:
        self._path = path
        self._fsync = fsync
        self._lock = threading.Lock()
        self._head = START
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(path) as log:
                # From now on, a head that is not there was removed.
                if os.fstat(log).st_size == 0 and read_head(path) is None:
                    write_head(path, START, fsync=fsync)

    @property
    def head(self) -> Head:
        """The number and the hash of the last line that this object wrote."""
        return self._head

    def record(
        self,
        *,
        session: str,
        role: str,
        tool: str,
        arguments: Mapping[str, Any],
        outcome: str,
        denial: str | None = None,
        type: str | None = None,
        message: str | None = None,
        seconds: float = 0.0,
        bytes: int = 0,
    ) -> None:
        """Write down a call.

        Args:
            session: who called.
            role: as what.
            tool: what was called.
            arguments: with what; secrets are left out, and long values cut.
            outcome: ``success``, ``denied`` or ``error``.
            denial: at what it failed in the gate.
            type: the kind of its error.
            message: what the caller was told.
            seconds: how long it took.
            bytes: how many bytes of objects it carried.

        Raises:
            OSError: it cannot be written.
        """
        line = {
            "time": datetime.now(UTC).isoformat(timespec="microseconds"),
            "session": redacted_text(session),
            "role": role,
            "tool": redacted_text(tool),
            "arguments": redacted_arguments(arguments),
            "outcome": outcome,
            "denial": denial,
            "type": type,
            "message": None if message is None else redacted_text(message),
            "seconds": seconds,
            "bytes": bytes,
        }
        if self._path is not None:
            self._head = _append(self._path, line, fsync=self._fsync)
            return
        with self._lock:
            self._head, _line = linked(self._head, line)


def _append(path: Path, fields: Mapping[str, Any], *, fsync: bool) -> Head:
    with locked(path) as log:
        last, end = last_line(log)
        head, line = linked(_to_follow(read_head(path) or START, last), fields)
        # What another process did not finish was never acknowledged.
        os.ftruncate(log, end)
        _write(log, line + b"\n", end)
        if fsync:
            os.fsync(log)
        write_head(path, head, fsync=fsync)
    return head


def _to_follow(head: Head, last: bytes) -> Head:
    """What the next line follows: the head, or the one line that a process wrote before it was killed."""
    with suppress(ValueError, TypeError, KeyError):
        found = json.loads(last)
        if (found["number"], found["previous"]) == (head.number + 1, head.hash):
            return Head(found["number"], found["hash"])
    return head


def _write(log: int, line: bytes, end: int) -> None:
    """Append a line whole, or not at all."""
    try:
        if os.write(log, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        os.ftruncate(log, end)
        raise
