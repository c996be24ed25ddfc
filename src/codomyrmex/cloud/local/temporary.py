"""Temporary files: named at random, and removed a day after the process that wrote them was killed."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress

from codomyrmex.cloud.local.account import TEMPORARY, Account

_ABANDONED_AFTER = 86_400
"""Seconds since the last write; no upload rests that long."""


def new_temporary() -> str:
    """The path of a temporary file to be, below the root."""
    return f"{TEMPORARY}/{secrets.token_hex(12)}"


def write_all(descriptor: int, data: memoryview) -> None:
    """Write all bytes, however many the system takes at once."""
    while data:
        data = data[os.write(descriptor, data) :]


def remove_abandoned(account: Account, root: int) -> None:
    """Remove what killed processes left. Done once for each client, since it rarely finds anything."""
    if account.swept:
        return
    account.swept = True
    with suppress(FileNotFoundError):
        folder = os.open(TEMPORARY, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=root)
        try:
            oldest = time.time() - _ABANDONED_AFTER
            for name in os.listdir(folder):
                # Another process may be doing the same.
                with suppress(FileNotFoundError):
                    if os.stat(name, dir_fd=folder).st_mtime < oldest:
                        os.unlink(name, dir_fd=folder)
        finally:
            os.close(folder)
