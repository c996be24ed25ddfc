"""The client of a profile that a command uses, and the same for what only OpenStack has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from codomyrmex.cloud.common.errors import NotSupportedError

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.coda_io import CodaClient
    from codomyrmex.cloud.common.block_storage import BlockStorageClient
    from codomyrmex.cloud.common.compute import ComputeClient
    from codomyrmex.cloud.common.dns import DNSClient
    from codomyrmex.cloud.common.identity import IdentityClient
    from codomyrmex.cloud.common.network import NetworkClient
    from codomyrmex.cloud.common.orchestration import OrchestrationClient
    from codomyrmex.cloud.connection.cloud import Cloud
    from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient
    from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient
    from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient

C = TypeVar("C")


def cloud_of(session: Session, profile: str) -> Cloud:
    """All clients, for what needs several."""
    return session.connections.cloud(profile)


def compute_of(session: Session, profile: str) -> ComputeClient:
    """Virtual machines."""
    return session.connections.cloud(profile).compute


def volumes_of(session: Session, profile: str) -> BlockStorageClient:
    """Volumes."""
    return session.connections.cloud(profile).block_storage


def network_of(session: Session, profile: str) -> NetworkClient:
    """Networks and load balancers."""
    return session.connections.cloud(profile).network


def identity_of(session: Session, profile: str) -> IdentityClient:
    """Users and keys."""
    return session.connections.cloud(profile).identity


def dns_of(session: Session, profile: str) -> DNSClient:
    """Zones and records."""
    return session.connections.cloud(profile).dns


def stacks_of(session: Session, profile: str) -> OrchestrationClient:
    """Stacks."""
    return session.connections.cloud(profile).orchestration


def coda_of(session: Session, profile: str) -> CodaClient:
    """Coda's documents."""
    return session.connections.cloud(profile).documents


def newsletter_of(session: Session, profile: str) -> InfomaniakNewsletterClient:
    """Infomaniak's newsletter."""
    return session.connections.cloud(profile).newsletter


def nova_of(session: Session, profile: str) -> InfomaniakComputeClient:
    """Nova and Glance; raises NotSupportedError for another provider's profile, like all below."""
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient

    return _only(InfomaniakComputeClient, compute_of(session, profile))


def cinder_of(session: Session, profile: str) -> InfomaniakVolumeClient:
    """Cinder."""
    from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient

    return _only(InfomaniakVolumeClient, volumes_of(session, profile))


def neutron_of(session: Session, profile: str) -> InfomaniakNetworkClient:
    """Neutron and Octavia."""
    from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient

    return _only(InfomaniakNetworkClient, network_of(session, profile))


def keystone_of(session: Session, profile: str) -> InfomaniakIdentityClient:
    """Keystone."""
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient

    return _only(InfomaniakIdentityClient, identity_of(session, profile))


def designate_of(session: Session, profile: str) -> InfomaniakDNSClient:
    """Designate."""
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient

    return _only(InfomaniakDNSClient, dns_of(session, profile))


def _only(openstack: type[C], client: Any) -> C:
    if not isinstance(client, openstack):
        raise NotSupportedError("Only OpenStack has this.", provider=client.provider)
    return client
