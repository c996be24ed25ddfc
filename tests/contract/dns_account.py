"""What the contract of DNS is checked with: a client, and the name servers that answer for its zones."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.query

from codomyrmex.cloud import DNSClient, NotFoundError, Zone
from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient
from tests.servers.process import wait_until

SECONDS = 30

# It wants the names of services.
REFUSED_BY_DESIGNATE = ("plain", "SRV", "0 5 5060 sip.example.net.")


@dataclass
class DNSAccount:
    """An account of one provider.

    Attributes:
        client: its client.
        server: host and port of a name server that answers for its zones.
        refused: name, type and data of a record that every name server could serve, but this service refuses.
    """

    client: DNSClient
    server: tuple[str, int]
    refused: tuple[str, str, str]
    suffix: str = field(default_factory=lambda: secrets.token_hex(4))

    def __post_init__(self) -> None:
        if isinstance(self.client, InfomaniakDNSClient):
            # The Designate of these tests looks every second whether a zone needs another serial.
            self.client.serial_seconds = 2.5

    def name(self, label: str = "z") -> str:
        """The name of a zone that nobody has yet."""
        return f"{label}{secrets.token_hex(3)}.{self.suffix}.example."

    @contextmanager
    def zone(self) -> Iterator[Zone]:
        """A new zone, which its name servers answer for."""
        zone = self.client.create_zone(self.name(), ttl=3600)
        try:
            yield zone
        finally:
            self.delete(zone)

    def delete(self, zone: Zone) -> None:
        """Delete a zone that may be gone."""
        with suppress(NotFoundError):
            self.client.delete_zone(zone.id, wait=False)

    def ask(self, name: str, type: str) -> set[str]:
        """The data of the records that the name server itself has, in an answer of whichever length."""
        host, port = self.server
        question = dns.message.make_query(name, type, flags=0)
        answer, _ = dns.query.udp_with_fallback(question, host, port=port, timeout=5)
        return {data.to_text() for found in answer.answer for data in found}

    def expect(self, name: str, type: str, wanted: set[str]) -> None:
        """The name server has these, by now or in a moment.

        Designate tells its changes by the second: one of the very second of a notification may be called
        active before it is served. What is waited for is tested without a cloud.
        """
        wait_until(lambda: self.ask(name, type) == wanted, f"{name} {type} is {wanted or 'gone'}", SECONDS)

    def ttl(self, name: str, type: str) -> int:
        """The seconds for which the name server's answer is kept."""
        host, port = self.server
        (found,) = dns.query.udp(dns.message.make_query(name, type), host, port=port, timeout=5).answer
        return found.ttl
