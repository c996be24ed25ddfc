"""Credentials of Google Cloud through google-auth: Application Default Credentials, service accounts,
impersonation, refreshed by themselves.

https://googleapis.dev/python/google-auth/latest/user-guide.html
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    ConfigurationError,
    InvalidRequestError,
    MissingDependencyError,
)
from codomyrmex.cloud.gcp.token_request import TokenRequest
from codomyrmex.cloud.wire import Transport
from codomyrmex.config_management.home import from_home

SCOPE = "https://www.googleapis.com/auth/devstorage.full_control"
_IAM_SCOPE = "https://www.googleapis.com/auth/iam"
# How long Google's own key for an account is good for, which signs without a key file:
# https://cloud.google.com/storage/docs/access-control/signed-urls
_KEYLESS = timedelta(hours=12)
_FOR_EVER = timedelta.max
_SKEWED = (
    "Google refuses the signed request for a token: this machine's clock differs from its own; set the clock."
)


class GoogleSession:
    """Who the caller is at Google Cloud. Nothing is asked before the first request.

    Args:
        transport: the connections over which tokens are fetched.
        given: a credential file, what is in one, or credentials of google-auth; ``None`` for Application
            Default Credentials.
        impersonate: the service account as which to act.
        expire_at: when the account's key is to be rotated, so that no signed URL outlives it.
    """

    def __init__(
        self,
        transport: Transport,
        given: Any = None,
        impersonate: str | None = None,
        expire_at: datetime | None = None,
    ) -> None:
        self._request = TokenRequest(transport)
        self._given = given
        self._impersonate = impersonate
        self._expire_at = expire_at

    @property
    def credentials(self) -> Any:
        """The credentials, as google-auth has them."""
        return self._found[0]

    @property
    def project(self) -> str | None:
        """The project that the credentials name."""
        found: str | None = self._found[1] or getattr(self.credentials, "project_id", None)
        return found

    @cached_property
    def _found(self) -> tuple[Any, str | None]:
        exceptions = _google_auth()
        try:
            credentials, project = self._load()
        except exceptions.GoogleAuthError as error:
            raise AuthenticationError(
                f"There are no credentials for Google Cloud: {first_line(error)}"
            ) from error
        if self._impersonate is None:
            return credentials, project
        from google.auth import impersonated_credentials

        acting = impersonated_credentials.Credentials(credentials, self._impersonate, [SCOPE])
        return acting, project

    def _load(self) -> tuple[Any, str | None]:
        given = self._given
        if given is None:
            import google.auth

            found: tuple[Any, str | None] = google.auth.default(scopes=[SCOPE], request=self._request)
            return found
        if isinstance(given, str | os.PathLike):
            given = read_file(Path(given))
        if isinstance(given, Mapping):
            return of_file(given), given.get("project_id")
        from google.auth.credentials import with_scopes_if_required

        return with_scopes_if_required(given, [SCOPE]), None

    def token(self) -> tuple[str, float]:
        """A token, and when it ends, in seconds since the epoch.

        Raises:
            AuthenticationError: there is none to be had.
        """
        exceptions = _google_auth()
        credentials = self.credentials
        try:
            credentials.refresh(self._request)
        except exceptions.GoogleAuthError as error:
            reason = first_line(error)
            if "iat and exp" in reason:
                raise AuthenticationError(_SKEWED) from error
            raise AuthenticationError(f"A token of Google Cloud cannot be had: {reason}") from error
        ends = credentials.expiry
        # google-auth's moments are UTC and do not say so.
        return credentials.token, ends.replace(tzinfo=UTC).timestamp() if ends else float("inf")

    def signer(self) -> AccountSigner:
        """Who signs URLs: the account's own key, or Google's key for the account through IAM.

        Raises:
            InvalidRequestError: the credentials are not those of a service account.
        """
        return self._signer

    @cached_property
    def _signer(self) -> AccountSigner:
        credentials = self.credentials
        if getattr(credentials, "service_account_email", None) == "default":
            self.token()  # a machine learns the name of its account with the token
        email = getattr(credentials, "signer_email", None)
        if email is None:
            raise InvalidRequestError(
                "Only a service account signs URLs; give its file, or the account in impersonate."
            )
        if _has_own_key(credentials):
            return AccountSigner(email, credentials.signer, _FOR_EVER, self._expire_at)
        from google.auth import iam
        from google.auth.credentials import Scoped

        if isinstance(credentials, Scoped):
            credentials = credentials.with_scopes([_IAM_SCOPE])
        return AccountSigner(email, iam.Signer(self._request, credentials, email), _KEYLESS, self._expire_at)


class AccountSigner:
    """Signs as a service account.

    Args:
        email: its name.
        signer: google-auth's signer.
        longest: how long its signatures are good for.
        expire_at: when they end in any case.
    """

    def __init__(
        self, email: str, signer: Any, longest: timedelta, expire_at: datetime | None = None
    ) -> None:
        self.email = email
        self._signer = signer
        self._longest = longest
        self._expire_at = expire_at

    @property
    def good_for(self) -> timedelta:
        """How long what is signed now will be accepted."""
        if self._expire_at is None:
            return self._longest
        return min(self._longest, self._expire_at - datetime.now(UTC))

    def sign(self, message: bytes) -> bytes:
        """RSA with SHA-256 by the account's key.

        Raises:
            AuthenticationError: IAM does not sign.
        """
        exceptions = _google_auth()
        try:
            signature: bytes = self._signer.sign(message)
        except exceptions.GoogleAuthError as error:
            raise AuthenticationError(f"Google does not sign: {first_line(error)}") from error
        return signature


def read_file(path: Path) -> Mapping[str, Any]:
    """What a credential file holds.

    Raises:
        ConfigurationError: it cannot be read.
    """
    try:
        found = json.loads(from_home(path).read_bytes())
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"The credential file {path} cannot be read.") from error
    if not isinstance(found, Mapping):
        raise ConfigurationError(f"The credential file {path} holds no credentials.")
    return found


def of_file(content: Mapping[str, Any]) -> Any:
    """The credentials that a file describes.

    Raises:
        ConfigurationError: they are broken, or of a kind that is read from the environment alone.
    """
    try:
        match content.get("type"):
            case "service_account":
                from google.oauth2 import service_account

                return service_account.Credentials.from_service_account_info(dict(content), scopes=[SCOPE])
            case "authorized_user":
                from google.oauth2 import credentials

                return credentials.Credentials.from_authorized_user_info(dict(content), [SCOPE])
    # The library's own words may hold a piece of the key.
    except (ValueError, TypeError, _google_auth().GoogleAuthError):
        raise ConfigurationError("The credentials of Google Cloud are broken; take them anew.") from None
    raise ConfigurationError(
        "Only files of service accounts and of users are read directly; "
        "name another one in GOOGLE_APPLICATION_CREDENTIALS."
    )


def _has_own_key(credentials: Any) -> bool:
    from google.oauth2 import service_account

    return isinstance(credentials, service_account.Credentials)


def _google_auth() -> Any:
    try:
        from google.auth import exceptions
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            "Google Cloud with credentials needs google-auth. "
            "Install it with: pip install 'codomyrmex-cloud[gcp]'"
        ) from error
    return exceptions


def first_line(error: Exception) -> str:
    """The first line of what an error says, as a sentence."""
    text = error.args[0] if error.args else str(error)
    return str(text).partition("\n")[0].rstrip(".") + "."
