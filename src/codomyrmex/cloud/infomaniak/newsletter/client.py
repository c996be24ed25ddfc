"""The client of Infomaniak's newsletter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from codomyrmex.cloud.common.environment import from_environment
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.infomaniak.newsletter.aliases import Aliases
from codomyrmex.cloud.infomaniak.newsletter.exceptions import error_of
from codomyrmex.cloud.infomaniak.newsletter.reports import Reports
from codomyrmex.cloud.infomaniak.newsletter.segments import Segments
from codomyrmex.cloud.infomaniak.newsletter.service import LIMITS
from codomyrmex.cloud.infomaniak.newsletter.templates import Templates
from codomyrmex.cloud.infomaniak.newsletter.webforms import Webforms
from codomyrmex.cloud.protocols.rest import RateLimit, RestService, limiter_of
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy

BASE_URL = "https://api.infomaniak.com"


class InfomaniakNewsletterClient(Aliases, Reports, Segments, Templates, Webforms):
    """A newsletter of Infomaniak's, with all that its API can do.

    Building a client makes no request. It is safe to share between threads; clients with the same token share
    the 60 requests a minute that Infomaniak lets it make, and wait before they would be refused.

    Args:
        token: a token of the API with the scope ``newsletter``.
        domain: the id of the newsletter.
        base_url: the API's address.
        override_delete: send a DELETE that has a body as a POST that says that it is one
            (``X-HTTP-METHOD-OVERRIDE``): proxies may drop such a body, which says what is to be deleted.
        limits: how often the token may ask; see `LIMITS`. ``{}`` for no limits.
        retry: how patient to be with what fails.
        connection: how connections are made.

    Raises:
        ConfigurationError: the token or the id cannot be one, or the token would go over the network in the
            clear.
    """

    def __init__(
        self,
        token: str,
        domain: int | str,
        *,
        base_url: str = BASE_URL,
        override_delete: bool = True,
        limits: Mapping[str, RateLimit] = LIMITS,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        self._domain = str(domain)
        if not (self._domain.isascii() and self._domain.isdecimal()):
            raise ConfigurationError(f"The id of a newsletter is a number, and {self._domain!r} is none.")
        self._override_delete = override_delete
        self._rest = RestService(
            base_url,
            token,
            error_of=error_of,
            limiter=limiter_of(base_url, token, limits),
            policy=retry,
            connection=connection,
        )

    @classmethod
    def from_credentials(cls, token: str, newsletter_id: int | str, base_url: str = BASE_URL) -> Self:
        """The client by its older name."""
        return cls(token, newsletter_id, base_url=base_url)

    @classmethod
    def from_env(cls) -> Self:
        """The client of the token in ``INFOMANIAK_NEWSLETTER_TOKEN`` and the newsletter in
        ``INFOMANIAK_NEWSLETTER_ID``; ``INFOMANIAK_NEWSLETTER_URL`` is the API's address, if set.

        Raises:
            ConfigurationError: one of the two is not there.
        """
        from codomyrmex.config_management.environment import NewsletterEnvironment

        variables = from_environment(NewsletterEnvironment)
        if variables.token is None:
            raise ConfigurationError("INFOMANIAK_NEWSLETTER_TOKEN is not set: it holds the token of the API.")
        if variables.domain is None:
            raise ConfigurationError("INFOMANIAK_NEWSLETTER_ID is not set: it is the id of the newsletter.")
        base_url = variables.base_url or BASE_URL
        return cls(variables.token.get_secret_value(), variables.domain, base_url=base_url)
