"""Go links: short names of addresses, for all of an organization."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.service import CodaService, given
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class GoLinks(CodaService):
    """Go links of an organization."""

    @operation("add_go_link")
    def add_go_link(
        self,
        organization_id: str,
        *,
        name: str,
        destination_url: str,
        description: str | None = None,
        url_pattern: str | None = None,
        creator_email: str | None = None,
    ) -> Confirmation:
        """Make a go link.

        Args:
            organization_id: the organization.
            name: what follows ``go/``: letters, digits, dashes, underscores.
            destination_url: where it leads.
            description: what it is for.
            url_pattern: where it leads with words after the name, each of which takes the place of a ``{*}``.
            creator_email: whose it is; only an admin of the organization can say.

        Raises:
            CodaForbiddenError: the caller may make none for this organization.

        https://coda.io/developers/apis/v1#operation/addGoLink
        """
        return self._ask(
            Confirmation,
            "POST",
            path_of("organizations", organization_id, "goLinks"),
            body=given(
                name=name,
                destination_url=destination_url,
                description=description,
                url_pattern=url_pattern,
                creator_email=creator_email,
            ),
        )
