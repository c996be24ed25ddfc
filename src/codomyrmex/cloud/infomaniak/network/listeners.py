"""Octavia's listeners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codomyrmex.cloud.common.network.listeners import Listener, ListenerOperations, ListenerRequest
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.octavia import OctaviaClient
from codomyrmex.cloud.infomaniak.network.octavia_values import TERMINATED, listener_of
from codomyrmex.cloud.infomaniak.tags import words_of


class OctaviaListeners(OctaviaClient, ListenerOperations):
    """Listeners."""

    def _list_listeners(self, load_balancer_id: str | None) -> Iterator[Listener]:
        query = {} if load_balancer_id is None else {"load_balancer_id": load_balancer_id}
        return map(listener_of, self._pages(self._octavia, "/lbaas/listeners", "listeners", query))

    def _get_listener(self, listener_id: str) -> Listener:
        return listener_of(json_of(self._octavia.get_listener(listener_id)))

    def _create_listener(self, request: ListenerRequest, timeout: float) -> Listener:
        spoken = request.protocol.value.upper() if request.certificate is None else TERMINATED
        made = self._create_part(
            request.load_balancer_id,
            timeout,
            "listener",
            {
                "load_balancer_id": request.load_balancer_id,
                "protocol": spoken,
                "protocol_port": request.port,
                "name": request.name,
                "default_pool_id": request.default_pool_id,
                "default_tls_container_ref": request.certificate,
                "description": request.description,
                "tags": words_of(request.tags),
            },
        )
        return self._get_listener(made)

    def _update_listener(self, listener_id: str, changes: Mapping[str, Any], timeout: float) -> Listener:
        fields = dict(changes)
        if "certificate" in fields:
            fields["default_tls_container_ref"] = fields.pop("certificate")
        balancer = self._get_listener(listener_id).load_balancer_id
        self._update_part(balancer, timeout, "listener", fields, listener_id)
        return self._get_listener(listener_id)

    def _delete_listener(self, listener_id: str, timeout: float) -> None:
        self._delete_part(self._get_listener(listener_id).load_balancer_id, timeout, "listener", listener_id)
