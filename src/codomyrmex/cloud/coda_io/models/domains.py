"""Custom domains of published docs."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel, ItemPage


class CustomDocDomain(CodaModel):
    """A domain of its own that a published doc has.

    Attributes:
        custom_doc_domain: the domain.
        has_certificate: whether there is a TLS certificate for it.
        has_dns_doc_id: whether its DNS points to the doc.
        setup_status: ``pending``, ``succeeded`` or ``failed``.
        domain_status: ``connected`` or ``notConnected``.
        last_verified_timestamp: when its DNS was looked at last.
    """

    custom_doc_domain: str
    has_certificate: bool
    has_dns_doc_id: bool
    setup_status: str
    domain_status: str | None = None
    last_verified_timestamp: datetime | None = None


class CustomDocDomainPage(ItemPage[CustomDocDomain]):
    """One page of a list of domains.

    Attributes:
        items: the domains; ``customDocDomains`` on the wire.
    """

    items: list[CustomDocDomain] = Field(alias="customDocDomains")


class AddCustomDocDomainResponse(CodaModel):
    """A domain was added; there is no more to say."""


class DeleteCustomDocDomainResponse(CodaModel):
    """A domain was taken away; there is no more to say."""


class UpdateCustomDocDomainResponse(CodaModel):
    """A domain was updated; there is no more to say."""


class CustomDocDomainProviderResponse(CodaModel):
    """Who provides a domain.

    Attributes:
        provider: the provider's name: ``GoDaddy``, …, ``Other``.
    """

    provider: str
