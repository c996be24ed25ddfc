"""Requests to Designate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

    def _ask(self, method: str, *path: str, json: Mapping[str, Any] | None = None) -> Any:
        return self._request(self.native.dns, method, *path, json=json)

    def _error_of(self, error: Exception) -> CloudError | None:
        return designate_error_of(error)
