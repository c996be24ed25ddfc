"""One token that everybody has who may come in."""

from __future__ import annotations

import hmac

from mcp.server.auth.provider import AccessToken


class StaticToken:
    """Lets in who has one token.

    Args:
        token: the token.

    Raises:
        ValueError: it is empty.
    """

    def __init__(self, token: str) -> None:
        if not token:
            raise ValueError("An empty token lets everybody in.")
        self._token = token.encode()

    async def verify_token(self, token: str) -> AccessToken | None:
        """Who has this token; ``None`` where it is another one."""
        if not hmac.compare_digest(token.encode(), self._token):
            return None
        # What is kept of a request need not have the token itself.
        return AccessToken(token="", client_id="static", scopes=[])
