"""What the parts of Neutron's client have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.errors import ConflictError
from codomyrmex.cloud.common.network.ports import Port
from codomyrmex.cloud.infomaniak.network.errors import network_error_of
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.neutron_values import port_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from codomyrmex.cloud.infomaniak.tags import words_of

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError


class NeutronClient(OpenStackClient):
    """The base of the parts of Neutron's client."""

    @property
    def _neutron(self) -> Any:
        return self.native.network

    def _error_of(self, error: Exception) -> CloudError | None:
        return network_error_of(error)

    def _create(self, kind: str, tags: Mapping[str, str], **fields: Any) -> dict[str, Any]:
        """Make a resource; one that cannot be tagged is deleted again."""
        words = words_of(tags)
        made = getattr(self._neutron, f"create_{kind}")(**fields)
        if not words:
            return json_of(made)
        try:
            return json_of(self._neutron.set_tags(made, words))
        except BaseException:
            getattr(self._neutron, f"delete_{kind}")(made)
            raise

    def _update(self, kind: str, resource_id: str, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change a resource, and its tags by the call that they have of their own."""
        fields = dict(changes)
        tags = fields.pop("tags", None)
        words = None if tags is None else words_of(tags)
        if fields:
            changed = getattr(self._neutron, f"update_{kind}")(resource_id, **fields)
        else:
            changed = getattr(self._neutron, f"get_{kind}")(resource_id)
        return json_of(changed if words is None else self._neutron.set_tags(changed, words))

    def _ports(self, **query: Any) -> Iterator[Port]:
        return map(port_of, self._pages(self._neutron, "/ports", "ports", query))

    @contextmanager
    def _said_in_use(self, noun: str, **query: Any) -> Iterator[None]:
        """Say by which ports something is in use, when Neutron refuses to delete it.

        Args:
            noun: what it is: ``network``.
            query: which ports use it.
        """
        from openstack.exceptions import ConflictException

        try:
            yield
        except ConflictException as refusal:
            # Neutron deletes a network's own ports itself.
            ports = [port for port in self._ports(**query) if port.device_owner != "network:dhcp"]
            if not ports:
                raise
            users = ", ".join(map(_label_of, ports))
            raise ConflictError(
                f"The {noun} is in use by {users}; delete those first.", status=409
            ) from refusal


def _label_of(port: Port) -> str:
    label = f"port {port.name} ({port.id})" if port.name else f"port {port.id}"
    return f"{label} of {port.device_owner}" if port.device_owner else label
