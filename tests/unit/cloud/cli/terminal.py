"""A terminal for ``cmx`` to run on."""

from __future__ import annotations

import os
import pty
import select
from collections.abc import Callable, Mapping
from time import monotonic

from tests.unit.cloud.cli.conftest import PROGRAM

SECONDS = 120
Answer = bytes | Callable[[], object]


def on_terminal(*arguments: str, answers: Mapping[bytes, Answer] | None = None) -> tuple[int, bytes]:
    """Run ``cmx`` on a terminal of its own.

    Args:
        arguments: those behind ``cmx``.
        answers: what to type, or to call, as soon as some text was written. After a Ctrl-C a line's end is
            needed: a signal just before the reading starts is seen when it ends.

    Returns:
        The exit code, and everything that was written.
    """
    pending = dict(answers or {})
    child, descriptor = pty.fork()
    if child == 0:
        os.execv(PROGRAM[0], [*PROGRAM, *arguments])  # noqa: S606
    output = b""
    deadline = monotonic() + SECONDS
    while chunk := _read(descriptor, deadline - monotonic()):
        output += chunk
        for question in [question for question in pending if question in output]:
            answer = pending.pop(question)
            if isinstance(answer, bytes):
                os.write(descriptor, answer)
            else:
                answer()
    os.close(descriptor)
    _, status = os.waitpid(child, 0)
    assert not pending, output
    return os.waitstatus_to_exitcode(status), output


def _read(descriptor: int, seconds: float) -> bytes:
    if seconds <= 0 or not select.select([descriptor], [], [], seconds)[0]:
        # Closing the terminal ends what runs on it.
        os.close(descriptor)
        raise TimeoutError(f"cmx has not ended within {SECONDS} s")
    try:
        return os.read(descriptor, 65536)
    except OSError:
        # What Linux says when the other side of a terminal is closed.
        return b""
