"""Neutron without agents: every port is bound where it is wanted, and is ACTIVE."""

from __future__ import annotations

from typing import Any

from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.plugins.ml2 import api


class NoopDriver(api.MechanismDriver):  # type: ignore[misc]
    """An ML2 mechanism driver."""

    def initialize(self) -> None:
        """There is nothing to set up."""

    @property
    def connectivity(self) -> str:
        """What a network here would be."""
        return str(portbindings.CONNECTIVITY_L2)

    def bind_port(self, context: Any) -> None:
        """Bind to the first segment."""
        segment = context.segments_to_bind[0][api.ID]
        details = {portbindings.CAP_PORT_FILTER: True}
        context.set_binding(segment, portbindings.VIF_TYPE_OVS, details, constants.PORT_STATUS_ACTIVE)
