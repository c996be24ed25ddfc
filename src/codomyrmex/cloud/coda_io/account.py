"""Who calls, what a link leads to, and how far a change is."""

from __future__ import annotations

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.models.base import MutationStatus
from codomyrmex.cloud.coda_io.service import CodaService, given
from codomyrmex.cloud.common.telemetry import operation


class Account(CodaService):
    """The user of the token, and what belongs to no doc."""

    @operation("whoami")
    def whoami(self) -> models.User:
        """The user of the token.

        Raises:
            CodaAuthenticationError: the token is wrong or has expired.

        https://coda.io/developers/apis/v1#operation/whoami
        """
        return self._ask(models.User, "GET", "/whoami")

    @operation("resolve_browser_link")
    def resolve_browser_link(self, url: str, *, degrade_gracefully: bool | None = None) -> models.ApiLink:
        """What a link from the browser leads to. All other methods take such links by themselves.

        Args:
            url: the link: ``https://coda.io/d/…``.
            degrade_gracefully: where it leads to something that was deleted, take what that was in.

        Raises:
            CodaValidationError: it is no link to Coda.
            CodaNotFoundError: what it leads to is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/resolveBrowserLink
        """
        query = given(url=url, degrade_gracefully=degrade_gracefully)
        return self._ask(models.ApiLink, "GET", "/resolveBrowserLink", query=query)

    @operation("get_mutation_status")
    def get_mutation_status(self, request_id: str) -> MutationStatus:
        """How far a change is; `Mutation.wait` asks until it is made.

        Args:
            request_id: from the answer to the change.

        Raises:
            CodaNotFoundError: Coda knows nothing of it; it forgets after a day.

        https://coda.io/developers/apis/v1#operation/getMutationStatus
        """
        return self._status_of(request_id)

    def _href_of(self, link: str) -> str:
        return self.resolve_browser_link(link).resource.href
