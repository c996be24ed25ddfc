"""The client of a profile, and waiting for what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.errors import NotSupportedError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.dns import DNSClient, DNSState, Zone
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient


def client_of(session: Session, profile: str) -> DNSClient:
    """The profile's client of DNS."""
    return session.connections.cloud(profile).dns


def designate_of(session: Session, profile: str) -> InfomaniakDNSClient:
    """The same for what only OpenStack has.

    Raises:
        NotSupportedError: the profile is of another provider.
    """
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient

    client = client_of(session, profile)
    if not isinstance(client, InfomaniakDNSClient):
        raise NotSupportedError("Only OpenStack has this.", provider=client.provider)
    return client


def wait(session: Session, client: DNSClient, zone: Zone, timeout: float, *, state: DNSState) -> Zone:
    """Wait until a zone is in a state, with a line that says so."""
    with waiting(session, zone.name) as show:
        return client.wait_for_zone(
            zone.id, state, timeout=timeout, progress=lambda seen: show(seen.state.value)
        )
