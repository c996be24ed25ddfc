"""How far a call is, told to the client while its tool works."""

from __future__ import annotations

import asyncio
from time import monotonic

from mcp.server.mcpserver import Context

_SECONDS = 0.5
"""Between two messages at least: a transfer takes note of its bytes far more often."""


class Teller:
    """Tells a client that asked for it how many bytes its call has carried. It is made on the server's loop,
    and called on the tool's thread.

    Args:
        context: of the call.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._loop = asyncio.get_running_loop()
        self._next = 0.0

    def __call__(self, carried: int) -> None:
        """Tell it, unless that was just done. A client that reads slowly does not hold up the tool."""
        now = monotonic()
        if now >= self._next:
            self._next = now + _SECONDS
            asyncio.run_coroutine_threadsafe(self._context.report_progress(carried), self._loop)
