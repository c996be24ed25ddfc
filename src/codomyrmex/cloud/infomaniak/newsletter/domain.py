"""The newsletter itself."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.models.domain import Domain
from codomyrmex.cloud.infomaniak.newsletter.parameters import Names, given, joined
from codomyrmex.cloud.infomaniak.newsletter.service import NewsletterService


class Domains(NewsletterService):
    """The newsletter itself, which Infomaniak calls a domain."""

    @operation("get_domain")
    def get_domain(self, *, include: Names | None = None, newsletter_id: int | None = None) -> Domain:
        """The newsletter.

        Args:
            include: what to load besides: ``statistics``, ``dns``.
            newsletter_id: as Infomaniak takes it; the client's own if not given.

        Raises:
            NewsletterNotFoundError: it is not there.
            NewsletterForbiddenError: the token is not for it.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}
        """
        return self._ask(Domain, "GET", query=given(**{"with": joined(include)}, newsletter_id=newsletter_id))

    @operation("delete_domain")
    def delete_domain(self) -> bool:
        """Delete the newsletter, with all that is in it, for good.

        Returns:
            Whether it was deleted.

        Raises:
            NewsletterForbiddenError: the token may not do this.

        https://developer.infomaniak.com/docs/api/delete/1/newsletters/{domain}
        """
        return self._done("DELETE")

    @operation("get_api_key")
    def get_api_key(self) -> Any:
        """What authenticates at the API of older versions. It is a secret.

        Returns:
            What Infomaniak answers; the description does not say its form.

        Raises:
            NewsletterForbiddenError: the token may not see it.

        https://developer.infomaniak.com/docs/api/get/1/newsletters/{domain}/api-key
        """
        return self._ask(Any, "GET", "api-key")
