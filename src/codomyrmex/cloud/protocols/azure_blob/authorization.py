"""What lets a request pass besides the account's key: a signature that somebody gave, a token, or nothing."""

from __future__ import annotations

from typing import Protocol

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.azure_blob.signing import Unsigned
from codomyrmex.cloud.protocols.tokens import CurrentToken, TokenSource


class Authorization(Protocol):
    """How a client shows who it is."""

    @property
    def query(self) -> str:
        """What it adds to the query string, encoded; ``""`` for nothing."""
        ...

    def header(self, request: Unsigned) -> str | None:
        """The value of ``Authorization``; ``None`` for none."""
        ...

    def refresh(self) -> bool:
        """Get a fresh one after the service called it expired; ``False`` when there is no other."""
        ...


class Anonymous:
    """No credentials: what is public can be read."""

    query = ""

    def header(self, request: Unsigned) -> None:
        """There is none."""

    def refresh(self) -> bool:
        """There is no other."""
        return False


class SasToken:
    """A shared access signature that somebody else made: a query string of its own.

    Raises:
        ConfigurationError: it is none.
    """

    def __init__(self, token: str) -> None:
        self.query = token.strip().removeprefix("?").strip("&")
        if "sig=" not in self.query or not (self.query.isascii() and self.query.isprintable()):
            raise ConfigurationError("A SAS token is a query string with a signature (sig=...).")

    def header(self, request: Unsigned) -> None:
        """The query string is enough."""

    def refresh(self) -> bool:
        """There is no other."""
        return False

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")


class BearerToken:
    """A token of Entra ID, replaced before it ends."""

    query = ""

    def __init__(self, source: TokenSource) -> None:
        self._token = CurrentToken(source)

    def header(self, request: Unsigned) -> str:
        """The token in force."""
        return f"Bearer {self._token.get()}"

    def refresh(self) -> bool:
        """Get another token; ``True`` when there is one, or has just been one."""
        return self._token.refresh()

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("Credentials are not pickled; make the client anew in the other process.")
