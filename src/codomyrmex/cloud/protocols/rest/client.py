"""What clients of services of JSON have in common."""

from __future__ import annotations

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.protocols.rest.service import RestService


class RestClient(ServiceClient):
    """A client that sends its requests through one `RestService`."""

    _rest: RestService

    @property
    def native(self) -> RestService:
        """The service itself, whose ``call`` sends any request."""
        return self._rest

    def close(self) -> None:
        """Close idle connections; the client can still be used."""
        self._rest.close()
