"""Waiting for what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.waiting import waiting

if TYPE_CHECKING:
    from codomyrmex.cloud.common.dns import DNSClient, DNSState, Zone


def wait(session: Session, client: DNSClient, zone: Zone, timeout: float, *, state: DNSState) -> Zone:
    """Wait until a zone is in a state, with a line that says so."""
    with waiting(session, zone.name) as show:
        return client.wait_for_zone(
            zone.id, state, timeout=timeout, progress=lambda seen: show(seen.state.value)
        )
