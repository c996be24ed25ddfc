"""How Nova is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from codomyrmex.cloud.infomaniak.service import OpenStackClient, raise_for

# Train, of 2019: flavors by name in every server, server groups, attachments that know their tags.
MICROVERSION = "2.79"


class NovaClient(OpenStackClient):
    """A client that reads from Nova what is quicker to read without openstacksdk's own objects."""

    def _nova(self, path: str) -> dict[str, Any]:
        return self._read(self.native.compute, path, microversion=MICROVERSION)

    def _nova_pages(
        self, path: str, key: str, query: Mapping[str, str] | None = None
    ) -> Iterator[dict[str, Any]]:
        return self._pages(self.native.compute, path, key, query, microversion=MICROVERSION)

    def _nova_send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        answer = self.native.compute.request(path, method, json=body, microversion=MICROVERSION)
        raise_for(answer)
        return answer

    def _act(self, instance_id: str, action: str, **arguments: Any) -> Any:
        return self._nova_send("POST", f"/servers/{segment(instance_id)}/action", {action: arguments})


def segment(identifier: str) -> str:
    """A name or an id as one segment of a path."""
    return quote(identifier, safe="")
