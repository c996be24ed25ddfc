"""What lets a request pass: an OAuth 2.0 token, or nothing.

https://cloud.google.com/storage/docs/authentication
"""

from __future__ import annotations

from typing import Protocol

from codomyrmex.cloud.protocols.tokens import CurrentToken, TokenSource


class Authorization(Protocol):
    """How a client shows who it is."""

    def header(self) -> str | None:
        """The value of ``Authorization``; ``None`` for none."""
        ...

    def refresh(self) -> bool:
        """Get a fresh one after the service refused it; ``False`` when there is no other."""
        ...


class Anonymous:
    """No credentials: what is public can be read."""

    def header(self) -> None:
        """There is none."""

    def refresh(self) -> bool:
        """There is no other."""
        return False


class BearerToken:
    """An OAuth 2.0 token, replaced before it ends."""

    def __init__(self, source: TokenSource) -> None:
        self._token = CurrentToken(source)

    def header(self) -> str:
        """The token in force."""
        return f"Bearer {self._token.get()}"

    def refresh(self) -> bool:
        """Get another token; ``True`` when there is one, or has just been one."""
        return self._token.refresh()
