"""One line on a terminal that says what is waited for."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from codomyrmex.cloud.cli import text

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session

_CLEAR = "\r\x1b[K"


@contextmanager
def waiting(session: Session, name: str) -> Iterator[Callable[[str], None]]:
    """Show how long something has been waited for, and its state; gives what takes the state.

    Nothing is shown where standard error is no terminal, nor with ``--quiet`` or ``--json``.

    Args:
        session: how to print.
        name: what is waited for.
    """
    began = time.monotonic()
    shows = sys.stderr.isatty() and not (session.quiet or session.json)

    def show(state: str) -> None:
        if shows:
            passed = text.seconds(time.monotonic() - began)
            sys.stderr.write(f"{_CLEAR}{text.printable(name)}: {text.printable(state)}, {passed}")
            sys.stderr.flush()

    try:
        yield show
    finally:
        if shows:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
