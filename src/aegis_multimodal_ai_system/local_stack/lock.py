"""One run at a time."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.errors import LocalStackError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder of the state, which is made where it is not there.

    Args:
        folder: the folder.

    Raises:
        LocalStackError: another run holds it, or it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        file = (folder / "lock").open("wb")
    except OSError as error:
        raise LocalStackError(f"{folder} cannot be used: {error.strerror}.") from None
    with file:
        try:
            # The kernel lets go when the process ends, however that is.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalStackError("Another run of the local stack's script is at work here.") from None
        yield
