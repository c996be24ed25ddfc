"""Requests to Designate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.infomaniak.dns.faults import designate_error_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient

_PAGE = "1000"
"""Items of a page, the most that Designate gives; it gives 20 where nobody asks."""


class DesignateClient(OpenStackClient):
    """How the parts of the client of DNS send their requests."""

    def _items(self, path: str, key: str, **query: str) -> Iterator[dict[str, Any]]:
        return self._pages(self.native.dns, path, key, {"limit": _PAGE, **query})

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        from openstack.exceptions import HttpException, raise_from_response

        answer = self.native.dns.request(path, method, json=body, raise_exc=False)
        try:
            raise_from_response(answer)
        except HttpException as refusal:
            # Typed here and not where the call ends: the contract looks whether something is there.
            raise designate_error_of(refusal) or refusal from refusal
        return answer.json() if answer.content else None

    def _error_of(self, error: Exception) -> CloudError | None:
        return designate_error_of(error)
