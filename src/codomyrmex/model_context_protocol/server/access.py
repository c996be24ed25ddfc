"""Who is let in over HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from mcp.server.auth.provider import TokenVerifier
from mcp.server.auth.settings import AuthSettings
from pydantic import AnyHttpUrl

from codomyrmex.model_context_protocol.server.callers import Caller


@dataclass(frozen=True)
class Access:
    """How bearer tokens are checked, whose calls they make, and where clients get them.

    Attributes:
        verifier: checks a token.
        caller: gives the session of a token's bearer.
        issuer: the address of who gives tokens out, which clients are told (RFC 9728); ``None`` where whoever
            starts the server does it.
    """

    verifier: TokenVerifier
    caller: Caller
    issuer: str | None = None

    def settings(self, address: str) -> AuthSettings:
        """The same in the words of the protocol's package.

        Args:
            address: the server's own.
        """
        if self.issuer is None:
            # No address of an issuer is ever told to anybody.
            return AuthSettings(issuer_url=AnyHttpUrl("http://127.0.0.1"), resource_server_url=None)
        # Addresses as they were given: clients compare them character by character (RFC 8414, §3.3). The
        # audience is what is checked, by the verifier.
        said = {"issuer_url": self.issuer, "resource_server_url": address, "validate_token_resource": False}
        return AuthSettings.model_validate(said)
