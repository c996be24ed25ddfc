"""The tests' servers of Coda and the newsletter, each in a process of its own and without limits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rest_server(module: str, *arguments: str) -> Iterator[dict[str, str]]:
    """Run a server for as long as the block lasts.

    Args:
        module: what runs it; it prints where it is, as JSON, and ends with its standard input.
        arguments: for it.

    Yields:
        Where it is: its address, a token, and what is there.
    """
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
