"""How Nova is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.infomaniak.service import OpenStackClient

# Train, of 2019: flavors by name in every server, server groups, attachments that know their tags.
MICROVERSION = "2.79"


class NovaClient(OpenStackClient):
    """A client that asks Nova for what is quicker to read without openstacksdk's own objects."""

    def _nova(self, method: str, *path: str, json: Mapping[str, Any] | None = None) -> Any:
        return self._request(self.native.compute, method, *path, json=json, microversion=MICROVERSION)

    def _nova_pages(
        self, path: str, key: str, query: Mapping[str, str] | None = None
    ) -> Iterator[dict[str, Any]]:
        return self._pages(self.native.compute, path, key, query, microversion=MICROVERSION)

    def _act(self, instance_id: str, action: str, **arguments: Any) -> Any:
        return self._nova("POST", "servers", instance_id, "action", json={action: arguments})
