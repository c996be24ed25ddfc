"""JSON Web Tokens (RFC 7519) as bearer tokens: an issuer says who calls, and as what."""

from __future__ import annotations

import logging
from typing import Any

import jwt
from anyio import to_thread
from jwt.exceptions import PyJWTError
from mcp.server.auth.provider import AccessToken

from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.server.tokens.keys import ALGORITHMS, KeySet

_LONGEST_TOKEN = 16 << 10
_LEEWAY_SECONDS = 10
_REQUIRED = ["exp", "iss", "aud", "sub"]

_log = logging.getLogger(__name__)


class SignedTokens:
    """Lets in who has a token that an issuer signed for this server, as the one role that it names.

    Args:
        keys: the issuer's.
        issuer: what a token has to say in ``iss``.
        audience: what it has to say in ``aud``: this server.
        role_claim: the claim that names the role, alone or among other words.
    """

    def __init__(self, keys: KeySet, *, issuer: str, audience: str, role_claim: str = "role") -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._role_claim = role_claim

    async def verify_token(self, token: str) -> AccessToken | None:
        """Who has this token; ``None`` where it lets nobody in, and the log says why."""
        try:
            if len(token) > _LONGEST_TOKEN:
                raise PyJWTError("it is too long")
            # Headers that bring or name a key of their own (jwk, jku, x5c, x5u) mean nothing here.
            identifier = jwt.get_unverified_header(token).get("kid")
            key = await to_thread.run_sync(self._keys.key, identifier)
            if key is None:
                raise PyJWTError("its key is not among the issuer's")
            return self._access(self._claims(token, key))
        except PyJWTError as error:
            _log.warning("A token was refused: %s.", str(error).rstrip(".") or type(error).__name__)
            return None

    def _claims(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        return jwt.decode(
            token,
            key,
            algorithms=sorted(ALGORITHMS),
            issuer=self._issuer,
            audience=self._audience,
            leeway=_LEEWAY_SECONDS,
            options={"require": _REQUIRED},
        )

    def _access(self, claims: dict[str, Any]) -> AccessToken:
        role = role_of(claims.get(self._role_claim))
        if role is None:
            raise PyJWTError(f"its claim {self._role_claim!r} does not name one role of {', '.join(Role)}")
        client = claims.get("client_id", claims.get("azp", ""))
        return AccessToken(
            token="",
            # A session of the protocol belongs to its client, issuer and subject. With the role in it, a
            # token of another role cannot go on with the session of this one.
            client_id=f"{role} {client}",
            scopes=[],
            expires_at=int(claims["exp"]),
            subject=str(claims["sub"]),
            claims={"iss": claims["iss"], "role": role.value},
        )


def role_of(claim: object) -> Role | None:
    """The one role that a claim names; ``None`` where it names none, or more than one.

    Args:
        claim: a word, or a list of words of which others may mean something elsewhere.
    """
    words = claim if isinstance(claim, list) else [claim]
    named = {word for word in words if isinstance(word, str) and word in set(Role)}
    return Role(named.pop()) if len(named) == 1 else None
