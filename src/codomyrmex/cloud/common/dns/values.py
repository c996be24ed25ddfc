"""Zones and record sets, the same on every cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class DNSState(StrEnum):
    """Whether the name servers have it; ``UNKNOWN`` for a word of the provider that is none of these."""

    PENDING = "pending"
    ACTIVE = "active"
    DELETED = "deleted"
    ERROR = "error"
    UNKNOWN = "unknown"


class RecordType(StrEnum):
    """The types of records whose data is checked. No provider takes all of them."""

    A = "A"
    AAAA = "AAAA"
    CAA = "CAA"
    CERT = "CERT"
    CNAME = "CNAME"
    DS = "DS"
    HTTPS = "HTTPS"
    MX = "MX"
    NAPTR = "NAPTR"
    NS = "NS"
    PTR = "PTR"
    SOA = "SOA"
    SPF = "SPF"
    SRV = "SRV"
    SSHFP = "SSHFP"
    SVCB = "SVCB"
    TLSA = "TLSA"
    TXT = "TXT"


@dataclass(frozen=True, slots=True)
class Zone:
    """One zone that the account serves.

    Attributes:
        id: the provider's own id.
        name: its name, absolute: ``example.org.``.
        state: whether the name servers have its last change.
        provider: whose it is.
        email: who is responsible for it.
        ttl: seconds for which answers are kept where a record set does not say it.
        serial: the number of its version.
        name_servers: who answers for it; empty in a list where they take a request of their own.
        created_at: when it was made, with a time zone.
        tags: its labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    state: DNSState
    provider: str
    email: str | None = None
    ttl: int | None = None
    serial: int | None = None
    name_servers: tuple[str, ...] = ()
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class RecordSet:
    """All records of one name and type.

    Attributes:
        zone: the name of its zone.
        name: whose records they are, absolute: ``www.example.org.``.
        type: a `RecordType`, or another one's name as the provider has it.
        records: the data of each, as zone files have it, with absolute names: ``10 mail.example.org.``.
        ttl: seconds for which an answer is kept; ``None`` for the zone's.
        state: whether the name servers answer so.
        details: what else the provider says about it.
    """

    zone: str
    name: str
    type: str
    records: tuple[str, ...]
    ttl: int | None = None
    state: DNSState = DNSState.UNKNOWN
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def key(self) -> tuple[str, str]:
        """What it is in its zone: its name and type."""
        return self.name, self.type

    @property
    def is_apex(self) -> bool:
        """Whether its name is the zone's."""
        return self.name == self.zone

    @property
    def is_the_zones_own(self) -> bool:
        """Whether the provider keeps it: the SOA record, and the name servers of the zone."""
        return self.is_apex and self.type in (RecordType.SOA, RecordType.NS)
