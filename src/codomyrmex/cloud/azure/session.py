"""Tokens of Microsoft Entra ID, through azure-identity: environment, workload identity, managed identity, the
Azure CLI's login, refreshed by themselves.

https://learn.microsoft.com/python/api/overview/azure/identity-readme
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Protocol

from codomyrmex.cloud.common.errors import AuthenticationError, MissingDependencyError

_SCOPE = "https://storage.azure.com/.default"


class TokenCredential(Protocol):
    """What azure-core and azure-identity call a credential."""

    def get_token(self, *scopes: str) -> Any:
        """A token with its ``expires_on``, in seconds since the epoch."""
        ...


class EntraTokens:
    """Tokens for storage from a credential; by default from the chain of `DefaultAzureCredential`.

    Nothing is asked before the first request.
    """

    def __init__(self, credential: TokenCredential | None = None) -> None:
        self._given = credential

    @cached_property
    def credential(self) -> TokenCredential:
        """The credential.

        Raises:
            MissingDependencyError: there is none, and azure-identity is not installed.
        """
        if self._given is not None:
            return self._given
        try:
            from azure.identity import DefaultAzureCredential
        except ModuleNotFoundError as error:
            raise MissingDependencyError(
                "Azure without an account key or a SAS token needs azure-identity. "
                "Install it with: pip install 'codomyrmex-cloud[azure]'"
            ) from error
        found: TokenCredential = DefaultAzureCredential()
        return found

    def token(self) -> tuple[str, float]:
        """A token, and when it ends, in seconds since the epoch.

        Raises:
            AuthenticationError: there is none to be had.
        """
        credential = self.credential
        try:
            found = credential.get_token(_SCOPE)
        except _errors_of_azure() as error:
            reason = _first_line(error)
            raise AuthenticationError(f"A token of Microsoft Entra ID cannot be had: {reason}") from error
        return found.token, float(found.expires_on)


def _errors_of_azure() -> tuple[type[Exception], ...]:
    try:
        from azure.core.exceptions import AzureError
    except ModuleNotFoundError:
        return ()
    return (AzureError,)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".") + "."
