"""Requests to Keystone, and what its token says of the caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
)
from codomyrmex.cloud.infomaniak.errors import error_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient


class KeystoneRequests(OpenStackClient):
    """What all parts of the client of identity share."""

    def _ask(self, method: str, *path: str, **options: Any) -> Any:
        """One request to Keystone; the arguments are those of `ask`."""
        try:
            return self._request(self.native.identity, method, *path, **options)
        except NotFoundError as error:
            self._check_caller(error, *path)
            raise

    def _page(
        self, service: Any, url: str, query: Mapping[str, str] | None, **options: Any
    ) -> dict[str, Any]:
        try:
            return super()._page(service, url, query, **options)
        except NotFoundError as error:
            self._check_caller(error, *url.split("/"))
            raise

    def _check_caller(self, error: NotFoundError, *path: str) -> None:
        own = self._token().get("application_credential", {}).get("id")
        if own is not None and own not in path and own in error.message:
            # Keystone does not find what the token was made from, and says no more of it than that.
            message = "The application credential has been deleted; make a new one."
            raise AuthenticationError(message, status=404, request_id=error.request_id) from error

    def _token(self) -> dict[str, Any]:
        """What Keystone said of the caller when it gave the token that is in use, or gives one now."""
        session = self.native.session
        get_access = getattr(session.auth, "get_access", None)
        if get_access is None:
            raise NotSupportedError("Who calls is not known: the connection's token is not from Keystone.")
        try:
            access = get_access(session)
        except Exception as raised:
            found: CloudError | None = error_of(raised)
            if found is None:
                raise
            raise found from raised
        # Its properties leave out what is said of an application credential.
        return dict(access._data["token"])

    @property
    def _user_id(self) -> str:
        return str(self._token()["user"]["id"])

    def _require_unrestricted(self, what: str) -> None:
        """Refuse, before the request, what a restricted application credential may not do.

        Args:
            what: what was asked for, as the beginning of a sentence: ``Making an access key``.

        Raises:
            PermissionDeniedError: such a credential calls.
        """
        if self._token().get("application_credential", {}).get("restricted", False):
            raise PermissionDeniedError(
                f"{what} needs a user with a password, or an application credential that was made with "
                "unrestricted=True, as what is made could outlive a restricted one; set INFOMANIAK_USERNAME, "
                "INFOMANIAK_PASSWORD and INFOMANIAK_PROJECT_ID."
            )
