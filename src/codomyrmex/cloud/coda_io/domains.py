"""Custom domains of published docs.

Coda's description has the path of the first two operations as ``/docs/${docId}/domains``, with a dollar sign
too many; the service's path is ``/docs/{docId}/domains``.
"""

from __future__ import annotations

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.service import CodaService
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import path_of


class CustomDocDomains(CodaService):
    """Domains of their own that published docs have."""

    @operation("list_custom_doc_domains")
    def list_custom_doc_domains(
        self, doc: Ref
    ) -> Listing[models.CustomDocDomain, models.CustomDocDomainPage]:
        """The domains of a published doc.

        Args:
            doc: its id, its browser link or itself.

        Raises:
            CodaNotFoundError: it is not there.

        https://coda.io/developers/apis/v1#operation/listCustomDocDomains
        """
        return self._list(models.CustomDocDomainPage, self._doc_path(doc, "domains"))

    @operation("add_custom_doc_domain")
    def add_custom_doc_domain(self, doc: Ref, custom_doc_domain: str) -> models.AddCustomDocDomainResponse:
        """Give a published doc a domain.

        Args:
            doc: its id, its browser link or itself.
            custom_doc_domain: the domain: ``docs.example.com``.

        Raises:
            CodaForbiddenError: the workspace may have none.

        https://coda.io/developers/apis/v1#operation/addCustomDocDomain
        """
        body = {"customDocDomain": custom_doc_domain}
        return self._ask(models.AddCustomDocDomainResponse, "POST", self._doc_path(doc, "domains"), body=body)

    @operation("delete_custom_doc_domain")
    def delete_custom_doc_domain(
        self, doc: Ref, custom_doc_domain: str
    ) -> models.DeleteCustomDocDomainResponse:
        """Take a domain from a published doc.

        Args:
            doc: its id, its browser link or itself.
            custom_doc_domain: the domain.

        Raises:
            CodaNotFoundError: the doc has no such domain.

        https://coda.io/developers/apis/v1#operation/deleteCustomDocDomain
        """
        path = self._doc_path(doc, "domains", custom_doc_domain)
        return self._ask(models.DeleteCustomDocDomainResponse, "DELETE", path)

    @operation("update_custom_doc_domain")
    def update_custom_doc_domain(
        self, doc: Ref, custom_doc_domain: str
    ) -> models.UpdateCustomDocDomainResponse:
        """Update a domain of a published doc; in this version of the API it has nothing to set.

        Args:
            doc: the doc's id, its browser link or itself.
            custom_doc_domain: the domain.

        Raises:
            CodaNotFoundError: the doc has no such domain.

        https://coda.io/developers/apis/v1#operation/updateCustomDocDomain
        """
        path = self._doc_path(doc, "domains", custom_doc_domain)
        return self._ask(models.UpdateCustomDocDomainResponse, "PATCH", path, body={}, repeatable=True)

    @operation("get_custom_doc_domain_provider")
    def get_custom_doc_domain_provider(
        self, custom_doc_domain: str
    ) -> models.CustomDocDomainProviderResponse:
        """Who provides a domain, where its DNS is set.

        Args:
            custom_doc_domain: the domain.

        Raises:
            CodaNotFoundError: nobody knows it.

        https://coda.io/developers/apis/v1#operation/getCustomDocDomainProvider
        """
        path = path_of("domains", "provider", custom_doc_domain)
        return self._ask(models.CustomDocDomainProviderResponse, "GET", path)
