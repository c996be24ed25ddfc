"""Secrets as adapters take them: text, or a secret type that does not show itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import SecretStr

    Secret = str | SecretStr


def reveal(secret: Secret | None) -> str | None:
    """The text of a secret, for the client that signs with it; an empty one counts as none."""
    if secret is None:
        return None
    # Asked of the object, so that pydantic is not loaded for who gives text.
    return (secret if isinstance(secret, str) else secret.get_secret_value()) or None
