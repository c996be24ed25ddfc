"""The options that say who gives out tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from codomyrmex.model_context_protocol.server.access import Access
    from codomyrmex.model_context_protocol.server.tokens.keys import KeySet
    from codomyrmex.model_context_protocol.session import Session as AgentSession

_OPTIONS = (
    click.option(
        "--jwks",
        metavar="URL|FILE",
        help="With --http: let in who has a JSON Web Token signed with one of these keys (RFC 7517).",
    ),
    click.option("--issuer", metavar="URL", help="What such a token says in 'iss'."),
    click.option("--audience", metavar="NAME", help="What it says in 'aud': this server."),
    click.option(
        "--role-claim",
        metavar="CLAIM",
        default="role",
        show_default=True,
        help="The claim that names its bearer's role.",
    ),
)


@dataclass(frozen=True)
class Issuer:
    """Who gives out tokens.

    Attributes:
        keys: where its public keys are, an address or a file.
        name: what its tokens say in ``iss``.
        audience: what they say in ``aud``.
        role_claim: the claim that names a role.
    """

    keys: str
    name: str
    audience: str
    role_claim: str

    @property
    def file(self) -> Path | None:
        """The file of its keys, if that is where they are."""
        return None if "://" in self.keys else Path(self.keys)

    def key_set(self) -> KeySet:
        """The keys as they are now.

        Raises:
            ConfigurationError: they cannot be read, or are none.
        """
        from codomyrmex.model_context_protocol.server.tokens.keys import KeySet, reader_of

        return KeySet(reader_of(self.keys))

    def access(self, keys: KeySet, common: AgentSession) -> Access:
        """Let in who has a token of this issuer.

        Args:
            keys: what tokens are checked with.
            common: what all bearers share; the role is each token's.
        """
        from codomyrmex.model_context_protocol.server.access import Access
        from codomyrmex.model_context_protocol.server.callers import TokenCallers
        from codomyrmex.model_context_protocol.server.tokens.signed import SignedTokens

        verifier = SignedTokens(keys, issuer=self.name, audience=self.audience, role_claim=self.role_claim)
        return Access(verifier, TokenCallers(common), self.name)


def _address(issuer: str) -> str:
    from codomyrmex.validation import ValidationError, check_endpoint_url

    try:
        check_endpoint_url(issuer)
    except ValidationError as error:
        raise click.BadParameter(f"{error}.", param_hint="--issuer") from error
    return issuer


def issuer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say who gives out tokens; it gets them as ``issuer``, or ``None``."""

    @wraps(command)
    def with_issuer(
        *arguments: Any,
        jwks: str | None,
        issuer: str | None,
        audience: str | None,
        role_claim: str,
        **rest: Any,
    ) -> Any:
        made = None
        if jwks is not None:
            if not issuer or not audience:
                raise click.UsageError("--jwks needs --issuer and --audience: whose tokens, for whom.")
            made = Issuer(jwks, _address(issuer), audience, role_claim)
        elif issuer or audience:
            raise click.UsageError("--issuer and --audience need --jwks: the issuer's keys.")
        return command(*arguments, issuer=made, **rest)

    result: Callable[..., Any] = with_issuer
    for option in reversed(_OPTIONS):
        result = option(result)
    return result
